import { translateRegex } from './java-regex-translator';
import { EvaluationError } from './template-error';

/** An expression that means nothing but its own characters, some of them escaped. */
const LITERAL = /^(?:[^\\.[\](){}*+?^$|]|\\[^A-Za-z0-9])+$/;

/** As many as any template has; then the oldest goes. */
const MAX_CACHED = 200;
const anywhere = new Map<string, RegExp>();
const whole = new Map<string, RegExp>();
const literals = new Map<string, string | null>();

/** `String.matches`: the expression must match the whole text. */
export function javaMatches(text: string, pattern: string): boolean {
  const regex = cached(whole, pattern, () => translateRegex(pattern, true));
  regex.lastIndex = 0;
  return regex.test(text);
}

/** `Matcher.find`: the expression matches somewhere in the text. */
export function javaFind(text: string, pattern: string): boolean {
  return javaRegex(pattern).test(text);
}

/** `String.replaceAll` and `replaceFirst`: `$1` and `${name}` in the replacement are groups, a backslash takes the next character as it is. */
export function javaReplace(text: string, pattern: string, replacement: string, all: boolean): string {
  if (all && !replacement.includes('\\') && !replacement.includes('$')) {
    const literal = cached(literals, pattern, literalOf);
    return literal === null ? text.replace(javaRegex(pattern), replacement) : text.replaceAll(literal, replacement);
  }
  const regex = javaRegex(pattern);
  let result = '';
  let last = 0;
  for (const match of text.matchAll(regex)) {
    result += text.slice(last, match.index) + expand(replacement, match);
    last = match.index + match[0].length;
    if (!all) {
      break;
    }
  }
  return result + text.slice(last);
}

/** `String.split`: trailing empty texts are dropped unless the limit is negative, and so is an empty match at the very beginning. */
export function javaSplit(text: string, pattern: string, limit = 0): string[] {
  const parts: string[] = [];
  let last = 0;
  for (const match of text.matchAll(javaRegex(pattern))) {
    if (limit > 0 && parts.length === limit - 1) {
      break;
    }
    const end = match.index + match[0].length;
    if (end > 0) {
      parts.push(text.slice(last, match.index));
      last = end;
    }
  }
  if (parts.length === 0) {
    return [text];
  }
  parts.push(text.slice(last));
  while (limit === 0 && parts[parts.length - 1] === '') {
    parts.pop();
  }
  return parts;
}

function expand(replacement: string, match: RegExpExecArray): string {
  return replacement.replace(/\\([\s\S]?)|\$(?:\{([A-Za-z][A-Za-z0-9]*)\}|(\d+))?/g, (found, literal?: string, name?: string, digits?: string) => {
    if (literal) {
      return literal;
    }
    if (name !== undefined && match.groups && Object.hasOwn(match.groups, name)) {
      return match.groups[name] ?? '';
    }
    if (digits !== undefined) {
      return numberedGroup(digits, match);
    }
    throw new EvaluationError(found === '\\'
      ? 'the replacement ends with a single backslash: write two for a literal one'
      : `illegal group reference ${JSON.stringify(found)} in the replacement: write \\$ for a literal dollar`);
  });
}

/** Of `$12` only the digits count that still name a group: Java takes the longest number that does. */
function numberedGroup(digits: string, match: RegExpExecArray): string {
  let length = digits.length;
  while (length > 1 && Number(digits.slice(0, length)) >= match.length) {
    length--;
  }
  const group = Number(digits.slice(0, length));
  if (group >= match.length) {
    throw new EvaluationError(`the replacement names group ${group}, but the expression has ${match.length - 1}`);
  }
  return (match[group] ?? '') + digits.slice(length);
}

function javaRegex(pattern: string): RegExp {
  const regex = cached(anywhere, pattern, () => translateRegex(pattern, false));
  regex.lastIndex = 0;
  return regex;
}

/** The text that an expression matches, if it is but one. */
function literalOf(pattern: string): string | null {
  return LITERAL.test(pattern) ? pattern.replace(/\\(.)/g, '$1') : null;
}

function cached<T>(cache: Map<string, T>, key: string, make: (key: string) => T): T {
  let value = cache.get(key);
  if (value === undefined) {
    value = make(key);
    if (cache.size >= MAX_CACHED) {
      cache.delete(cache.keys().next().value!);
    }
    cache.set(key, value);
  }
  return value;
}
