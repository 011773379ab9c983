/** What a reference renders of what the client sends. */
enum Origin {
  /** Nothing. */
  NONE,
  /** A text that can end no string. */
  ESCAPED,
  /** One JSON value. */
  JSON,
  /** Text as it came, which may hold quotes and commas. */
  RAW,
}

/** Methods whose text can end no JSON string, whatever they are given. */
const ESCAPING = /^\$!?\{?util\.(?:escapeJavaScript|base64Encode|urlEncode)\(/;
const AS_JSON = /^\$!?\{?input\.json\((?:'[^']*'|"[^"]*")\)\}?$/;

/** What counts something is none of the client's text. */
const COUNTING = /\.(?:size|length)\(\)\}?$/;

/** Stand in for what a template renders, in the text around it: for private use, so that no template holds them. */
const VALUE = '\ue000';
const UNKNOWN = '\ue001';

/**
 * How a client may name the connection in an execution's input, undefined if it cannot: as the whole input, in its member `connection`, by names of
 * members, or by text that adds a member to the JSON around it.
 *
 * The template is read, not rendered: each reference is judged by what it is made of, and the text around it by where it stands.
 */
export function clientNamesConnection(vtl: string): string | undefined {
  const { raw, text } = around(vtl);
  if (raw !== undefined) {
    return `${raw} is text of the client's, which may add members`;
  }
  return placeOf(text);
}

/** A template without directives, each reference replaced by what stands in for it; and the first of raw text. */
function around(vtl: string): { text: string; raw?: string } {
  const origins = new Map<string, Origin>();
  let text = '';
  let raw: string | undefined;
  const rest = vtl.replace(/##[^\n]*\n?|#\*[^]*?\*#/g, '');
  for (let index = 0; index < rest.length;) {
    const [directive, name] = /^#\{?(set|foreach|define|if|elseif|else|end|stop|break)\}?/.exec(rest.slice(index)) ?? [];
    if (directive !== undefined) {
      const head = /^(?:set|foreach|define|if|elseif)$/.test(name) ? balanced(rest, index + directive.length) : '';
      index += directive.length + head.length;
      if (name === 'define') {
        // What is defined is rendered where it is used.
        const end = rest.indexOf('#end', index);
        const body = rest.slice(index, end < 0 ? undefined : end);
        index = end < 0 ? rest.length : end + '#end'.length;
        learn(origins, /\$!?\{?([\w-]+)/.exec(head)?.[1], body);
      } else {
        const [, variable, value] = /^\s*\(\s*\$!?\{?([\w-]+)[^]*?(?:=|\sin\s)([^]*)\)$/.exec(head) ?? [];
        // Of a list or a map of the client's, each part is as it came.
        learn(origins, variable, value, name === 'foreach' ? Origin.RAW : undefined);
      }
    } else if (/^\$!?\{?[A-Za-z]/.test(rest.slice(index))) {
      const reference = referenceAt(rest, index);
      const origin = originOf(reference, origins);
      raw ??= origin === Origin.RAW ? reference : undefined;
      text += origin === Origin.NONE ? UNKNOWN : VALUE;
      index += reference.length;
    } else {
      text += rest[index++];
    }
  }
  return { text, raw };
}

/** Where in JSON a value of the client's names the connection. */
function placeOf(text: string): string | undefined {
  const path: (string | undefined)[] = [];
  let name: string | undefined;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\[^])*"(?:\s*:)?|[{}[\],]|[\ue000\ue001](?:\s*:)?|[^\s]/g)) {
    const hasValue = token.includes(VALUE);
    if (token.endsWith(':') && token.length > 1) {
      name = token.slice(0, -1).trim().replace(/^"|"$/g, '');
      if (hasValue) {
        return 'the client says what a member is called';
      }
    } else if (token === '{' || token === '[') {
      path.push(name);
      name = undefined;
    } else if (token === '}' || token === ']') {
      path.pop();
      name = undefined;
    } else if (token === ',') {
      name = undefined;
    } else if (hasValue) {
      if (path.length === 0) {
        return 'the whole input is the client\'s';
      }
      if ([...path, name][1] === 'connection') {
        return 'its member "connection" is the client\'s';
      }
    }
  }
  return undefined;
}

function learn(origins: Map<string, Origin>, variable: string | undefined, value: string | undefined, atLeast = Origin.NONE): void {
  if (variable === undefined || value === undefined) {
    return;
  }
  const ofParts: Origin[] = [];
  for (let index = value.indexOf('$'); index >= 0; index = value.indexOf('$', index + 1)) {
    const reference = referenceAt(value, index);
    ofParts.push(originOf(reference, origins));
    index += Math.max(reference.length - 1, 0);
  }
  const origin = Math.max(Origin.NONE, ...ofParts);
  // A variable may be set several times, on several ways through the template.
  origins.set(variable, Math.max(origins.get(variable) ?? Origin.NONE, origin === Origin.NONE ? origin : Math.max(origin, atLeast)));
}

function originOf(reference: string, origins: ReadonlyMap<string, Origin>): Origin {
  const mentioned = [...reference.matchAll(/\$!?\{?([A-Za-z][\w-]*)/g)].map(([, name]) => name);
  const origin = Math.max(Origin.NONE, ...mentioned.map((name) => (name === 'input' ? Origin.RAW : origins.get(name) ?? Origin.NONE)));
  if (origin === Origin.NONE || COUNTING.test(reference)) {
    return Origin.NONE;
  }
  if (AS_JSON.test(reference)) {
    return Origin.JSON;
  }
  if (ESCAPING.test(reference)) {
    return Origin.ESCAPED;
  }
  // A method may make anything of a value.
  const isPlain = /^\$!?\{?[\w-]+\}?$/.test(reference);
  return isPlain ? origin : Origin.RAW;
}

/** A reference with its members, methods and indexes. */
function referenceAt(text: string, start: number): string {
  const [head] = /^\$!?\{?[A-Za-z][\w-]*/.exec(text.slice(start)) ?? [''];
  let end = start + head.length;
  for (;;) {
    const [member] = /^\.[A-Za-z][\w-]*/.exec(text.slice(end)) ?? [''];
    const part = member || (head !== '' && (text[end] === '(' || text[end] === '[') ? balanced(text, end) : '');
    if (part === '') {
      break;
    }
    end += part.length;
  }
  return text.slice(start, end + (head.includes('{') && text[end] === '}' ? 1 : 0));
}

/** From an opening bracket to the one that closes it, whatever stands in quotes between; blanks before it as well. */
function balanced(text: string, start: number): string {
  let depth = 0;
  let quote = '';
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (quote !== '') {
      quote = character === quote ? '' : quote;
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if ('([{'.includes(character)) {
      depth++;
    } else if (')]}'.includes(character) && --depth === 0) {
      return text.slice(start, index + 1);
    } else if (depth === 0 && !/\s/.test(character)) {
      return '';
    }
  }
  return text.slice(start);
}
