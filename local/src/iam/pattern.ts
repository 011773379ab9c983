/** Finds the value of a policy variable such as `aws:username`; undefined when nobody knows it. */
export type Variables = (name: string) => string | undefined;

export interface PatternOptions {
  readonly ignoresCase?: boolean;
  /** Whether `${…}` are variables: in policies of version 2012-10-17. */
  readonly hasVariables?: boolean;
}

const ANY = Symbol('any characters');
const ONE = Symbol('one character');
/** A character that stands for itself, or a wildcard. */
type Token = string | typeof ANY | typeof ONE;

const VARIABLE = /\$\{([^}]*)\}/g;
/** Characters that are written as variables, to stand for themselves. */
const ESCAPES = new Set(['*', '?', '$']);

/**
 * A text of a policy: `*` stands for any characters, `?` for one, `${aws:username}` for what is known of the request.
 *
 * The time is linear in both texts' product at most, whatever the pattern.
 */
export class Pattern {
  private readonly fixed?: readonly Token[];

  constructor(private readonly text: string, private readonly options: PatternOptions = {}) {
    this.fixed = options.hasVariables && text.includes('${') ? undefined : tokens(this.fold(text));
  }

  /** Whether a text fits; undefined when that depends on a variable that nobody knows. */
  public matches(text: string, variables: Variables = () => undefined): boolean | undefined {
    const folded = this.fold(text);
    if (this.fixed) {
      return fits(this.fixed, folded);
    }
    let isKnown = true;
    const filled = this.filled((name) => {
      const value = variables(name);
      isKnown &&= value !== undefined;
      return value;
    });
    return fits(filled, folded) ? (isKnown ? true : undefined) : false;
  }

  private filled(variables: Variables): Token[] {
    const filled: Token[] = [];
    let end = 0;
    for (const { 0: whole, 1: inner, index } of this.text.matchAll(VARIABLE)) {
      filled.push(...tokens(this.fold(this.text.slice(end, index))), ...this.valueOf(inner, variables));
      end = index + whole.length;
    }
    return [...filled, ...tokens(this.fold(this.text.slice(end)))];
  }

  private valueOf(inner: string, variables: Variables): readonly Token[] {
    if (ESCAPES.has(inner)) {
      return [inner];
    }
    // What stands behind a comma is for requests that have no such key, which nobody can tell from those whose key is not known.
    const value = variables(inner.split(',')[0].trim());
    return value === undefined ? [ANY] : [...this.fold(value)];
  }

  private fold(text: string): string {
    return this.options.ignoresCase ? text.toLowerCase() : text;
  }
}

function tokens(text: string): Token[] {
  return text.split('').map((character) => (character === '*' ? ANY : character === '?' ? ONE : character));
}

function fits(pattern: readonly Token[], text: string): boolean {
  let at = 0;
  let star = -1;
  let resumed = 0;
  for (let position = 0; position < text.length;) {
    if (pattern[at] === ANY) {
      star = at;
      resumed = position;
      at += 1;
    } else if (pattern[at] === ONE || pattern[at] === text[position]) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      // One more character for the last asterisk.
      at = star + 1;
      resumed += 1;
      position = resumed;
    } else {
      return false;
    }
  }
  return pattern.slice(at).every((token) => token === ANY);
}
