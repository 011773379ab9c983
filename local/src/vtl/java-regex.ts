import { RegexClock, RegexTimeout } from '../bounded-regex';
import { translateRegex, UnsupportedRegex } from '../java-regex';
import { checkLength } from './limits';
import { RenderingError } from './template-error';

/** As many as any template has; then the oldest goes. */
const MAX_CACHED = 200;
const cache = new Map<string, RegExp>();

/** `String.matches`: the expression must match the whole text. */
export function javaMatches(text: string, pattern: string): boolean {
  // Not `test`, which leaves `lastIndex` behind: when it is called again, there would be nothing left to match.
  return apply(pattern, true, text, (regex) => text.search(regex) >= 0);
}

/** `String.replaceAll` and `replaceFirst`: `$1` and `${name}` in the replacement are groups, a backslash takes the next character as it is. */
export function javaReplace(text: string, pattern: string, replacement: string, all: boolean): string {
  return apply(pattern, false, text, (regex) => {
    let result = '';
    let last = 0;
    for (const match of text.matchAll(regex)) {
      result += text.slice(last, match.index) + expand(replacement, match);
      checkLength(result.length);
      last = match.index + match[0].length;
      if (!all) {
        break;
      }
    }
    return result + text.slice(last);
  });
}

/** `String.split`: trailing empty texts are dropped unless the limit is negative, and so is an empty match at the very beginning. */
export function javaSplit(text: string, pattern: string, limit = 0): string[] {
  return apply(pattern, false, text, (regex) => {
    const parts: string[] = [];
    let last = 0;
    for (const match of text.matchAll(regex)) {
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
  });
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
    throw new RenderingError(found === '\\'
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
    throw new RenderingError(`the replacement names group ${group}, but the expression has ${match.length - 1}`);
  }
  return (match[group] ?? '') + digits.slice(length);
}

/**
 * Applies an expression.
 *
 * @throws RenderingError when it is none that JavaScript has, or takes too long
 */
function apply<T>(pattern: string, whole: boolean, text: string, use: (regex: RegExp) => T): T {
  try {
    return new RegexClock().match(translated(pattern, whole), text, use);
  } catch (error) {
    throw error instanceof UnsupportedRegex || error instanceof RegexTimeout ? new RenderingError(error.message) : error;
  }
}

function translated(pattern: string, whole: boolean): RegExp {
  const key = `${whole} ${pattern}`;
  let regex = cache.get(key);
  if (regex === undefined) {
    regex = translateRegex(pattern, whole);
    if (cache.size >= MAX_CACHED) {
      cache.delete(cache.keys().next().value!);
    }
    cache.set(key, regex);
  }
  regex.lastIndex = 0;
  return regex;
}
