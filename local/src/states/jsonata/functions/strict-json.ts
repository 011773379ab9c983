import { Json } from '../../../json';
import { Problem } from '../problem';
import { MAX_DATA_DEPTH } from '../size';

/** The tokens of a text that is known to be JSON, and that matter here. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:]|-?\d[\d.eE+-]*/g;

/** Parses JSON as the service's `$parse` does: a repeated name, a number beyond a double and nesting without end are refused. */
export function parseStrictly(text: string): Json {
  try {
    const value = JSON.parse(text) as Json;
    check(text);
    return value;
  } catch {
    throw new Problem('D3137', { message: 'Invalid JSON' });
  }
}

function check(text: string): void {
  // The names of each object that is open, undefined for an array.
  const open: (Set<string> | undefined)[] = [];
  let last = '';
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === '{' || token === '[') {
      open.push(token === '{' ? new Set() : undefined);
      if (open.length > MAX_DATA_DEPTH) {
        throw new SyntaxError('nested too deeply');
      }
    } else if (token === '}' || token === ']') {
      open.pop();
    } else if (token === ':') {
      addName(open[open.length - 1]!, JSON.parse(last) as string);
    } else if (!token.startsWith('"') && !Number.isFinite(Number(token))) {
      throw new SyntaxError('not a number');
    }
    last = token;
  }
}

function addName(names: Set<string>, name: string): void {
  if (names.has(name)) {
    throw new SyntaxError('a repeated name');
  }
  names.add(name);
}
