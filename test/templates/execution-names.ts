/** What a name of an execution says. */
export interface NameParts {
  /** The principal or the connection. */
  readonly scope: string;
  readonly id: string;
}

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
  return { scope: decoded(name.slice(0, hyphen)), id: decoded(name.slice(hyphen + 1)) };
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
      return { scope: decoded(name.slice(0, hyphen)), id: name.slice(hyphen + 1) };
    }
    throw error;
  }
}

/** The text that a part of a name was made of. */
export function decoded(part: string): string {
  return withoutEscapes(decodeURIComponent(part.replaceAll('_', '%')));
}

/** Undoes `escapeJavaScript`, of whichever version. */
function withoutEscapes(text: string): string {
  const controls: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
  return text.replace(/\\(?:u([0-9A-F]{4})|([^]))/g, (_, code: string | undefined, character: string) =>
    (code === undefined ? controls[character] ?? character : String.fromCharCode(parseInt(code, 16))));
}
