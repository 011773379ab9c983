/** What a name of an execution says. */
export interface NameParts {
  /** The principal or the connection. */
  readonly scope: string;
  readonly id: string;
}

/** What an account's number and all before it are in a principal that is an ARN. */
export const ACCOUNT = '<account>';

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SHORT: Record<string, string> = { __: '-', _e: '=', _o: ':', _s: '/', _a: '@', _d: '.', _r: ACCOUNT, _t: `${ACCOUNT}assumed-role/` };

/**
 * Reads a name that the library has made of a scope and an id: there is but one pair that gives it.
 *
 * @throws Error when the name has no scope
 */
export function partsOfName(name: string): NameParts {
  const hyphen = name.indexOf('-');
  if (hyphen < 0) {
    throw new Error(`a name without scope: ${name}`);
  }
  return { scope: decodedScope(name.slice(0, hyphen)), id: decoded(name.slice(hyphen + 1)) };
}

/**
 * Reads a name that a client says it was given. One that it has made up is its own execution's all the same, by the scope; what follows that
 * need not have been made of any id, and is then left as it is.
 */
export function partsOfGivenName(name: string): NameParts {
  try {
    return partsOfName(name);
  } catch (error) {
    if (error instanceof URIError) {
      const hyphen = name.indexOf('-');
      return { scope: decodedScope(name.slice(0, hyphen)), id: name.slice(hyphen + 1) };
    }
    throw error;
  }
}

/** The text that an id in a name was made of. */
export function decoded(part: string): string {
  const [, escaped, rest] = /^(_j)?([^]*)$/.exec(part)!;
  const text = decodeURIComponent(rest.replace(/_c?/g, '%'));
  return escaped ? withoutEscapes(text) : text;
}

/** Whether a text is what the library makes of some id, and not as it is. */
export function isEncoded(text: string): boolean {
  const rest = text.replace(/^_j/, '');
  try {
    return text.length <= 80 && text.includes('_') && encoded(decodeURIComponent(rest.replace(/_c?/g, '%'))) === rest;
  } catch {
    return false;
  }
}

function encoded(text: string): string {
  return encodeURIComponent(text)
    .replace(/[^0-9A-Za-z%-]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%(?=[01]|7F)/g, '_c').replaceAll('%', '_');
}

/** The principal or the connection that a scope was made of. */
function decodedScope(scope: string): string {
  const [, escaped, rest] = /^(_j)?([^]*)$/.exec(scope)!;
  const text = rest.replace(/_([ui])([0-9A-Za-z]{24})|__|_[a-z]|_[0-9A-F]{2}|./g, (token, colon?: string, digits?: string) => {
    if (digits !== undefined) {
      return (colon === 'i' ? ':' : '') + uuidOf(digits);
    }
    return /^_c?[0-9A-F]/.test(token) || !token.startsWith('_') || token === '_c' ? token.replace(/^_c?/, '%') : SHORT[token];
  });
  return escaped ? withoutEscapes(decodeURIComponent(text)) : decodeURIComponent(text);
}

function uuidOf(digits: string): string {
  const groups = digits.match(/.{3}/g)!.map((group) => [...group].reduce((sum, digit) => sum * 62 + DIGITS.indexOf(digit), 0).toString(16).padStart(4, '0'));
  return groups.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Undoes `escapeJavaScript`, of whichever version. */
function withoutEscapes(text: string): string {
  const controls: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
  return text.replace(/\\(?:u([0-9A-F]{4})|([^]))/g, (_, code: string | undefined, character: string) =>
    (code === undefined ? controls[character] ?? character : String.fromCharCode(parseInt(code, 16))));
}
