/** What is wrong with a text that should be JSON, in the words of the parser that AWS uses; undefined when it is JSON. */
export function jsonFault(text: string): string | undefined {
  const error = parseError(text);
  return error === undefined ? undefined : faultText(text, faultPosition(text, error));
}

const EXPECTED = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
const LONGEST_EXCERPT = 500;

function faultText(text: string, offset: number): string {
  const [token] = /^[\p{L}\p{N}_$]+/u.exec(text.slice(offset)) ?? [];
  if (token !== undefined) {
    return `Unrecognized token '${token}': was expecting ${EXPECTED}\n ${location(text, offset + token.length)}`;
  }
  return offset >= text.length
    ? `Unexpected end-of-input\n ${location(text, offset)}`
    : `Unexpected character ('${text[offset]}' (code ${text.charCodeAt(offset)})): expected a valid value ${EXPECTED}\n ${location(text, offset + 1)}`;
}

function location(text: string, offset: number): string {
  const excerpt = text.length > LONGEST_EXCERPT
    ? `${text.slice(0, LONGEST_EXCERPT)}"[truncated ${text.length - LONGEST_EXCERPT} chars]`
    : `${text}"`;
  const before = text.slice(0, offset);
  return `at [Source: (String)"${excerpt}; line: ${before.split('\n').length}, column: ${offset - before.lastIndexOf('\n')}]`;
}

/** The length of the longest prefix that could still become JSON: V8 names the position in some of its messages only. */
function faultPosition(text: string, error: Error): number {
  if (/Unterminated string/.test(error.message)) {
    return text.length;
  }
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (mayContinue(text.slice(0, middle + 1))) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return wordStart(text, low);
}

function mayContinue(prefix: string): boolean {
  const error = parseError(prefix);
  const [, position] = /at position (\d+)/.exec(error?.message ?? '') ?? [];
  return error === undefined || /Unexpected end|Unterminated/.test(error.message) || Number(position) >= prefix.length;
}

/** A word such as `not` fails in its middle (after `n`, which might have been `null`), but is named whole. */
function wordStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && /[\p{L}\p{N}_$]/u.test(text[start - 1])) {
    start -= 1;
  }
  return start;
}

function parseError(text: string): Error | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
