import { InvalidPath } from './errors';

const ESCAPES: ReadonlyMap<string, string> = new Map([['n', '\n'], ['t', '\t'], ['r', '\r'], ['b', '\b'], ['f', '\f']]);

/** How deep filters, lists and arguments may nest. */
const MAX_DEPTH = 100;

/** Walks over a text; shared by the parsers of paths, filters and intrinsic functions. */
export class Scanner {
  public position = 0;
  private depth = 0;

  constructor(public readonly text: string) {}

  public get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  public peek(token: string): boolean {
    return this.text.startsWith(token, this.position);
  }

  /** Moves past the token if it is next. */
  public take(token: string): boolean {
    if (!this.peek(token)) {
      return false;
    }
    this.position += token.length;
    return true;
  }

  public expect(token: string): void {
    if (!this.take(token)) {
      throw this.error(`'${token}' is expected`);
    }
  }

  /** Moves past what a sticky regular expression matches here. */
  public match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    this.position += found?.length ?? 0;
    return found;
  }

  public skipSpace(): void {
    this.match(/\s*/y);
  }

  public readInteger(): number | undefined {
    const digits = this.match(/-?\d+/y);
    return digits === undefined ? undefined : Number(digits);
  }

  /** Reads a string in single or double quotes; a backslash takes the next character as it is. */
  public readString(): string {
    const quote = this.text[this.position++];
    let value = '';
    for (;;) {
      const char = this.text[this.position++];
      if (char === undefined) {
        throw this.error('a string is not closed');
      }
      if (char === quote) {
        return value;
      }
      value += char === '\\' ? this.readEscape() : char;
    }
  }

  /** Reads a name in quotes. Backslashes stay part of the name, as the service keeps them; they only hide the quote behind them. */
  public readQuotedName(): string {
    const name = this.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy);
    if (name === undefined) {
      throw this.error('a name in quotes is not closed');
    }
    return name.slice(1, -1).replace(name[0] === '\'' ? /\\'/g : /\\"/g, name[0]);
  }

  /** Reads a string, number, true, false or null, and gives it as JSON. */
  public readLiteral(): string {
    return this.peek('\'') || this.peek('"') ? JSON.stringify(this.readString()) : this.readBareLiteral();
  }

  /** Reads a number, true, false or null, and gives it as JSON. */
  public readBareLiteral(): string {
    const literal = this.match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d{1,3})?(?!\d)|true|false|null/y);
    if (literal === undefined) {
      throw this.error('a value is expected');
    }
    return literal;
  }

  /** Reads what stands between commas, and the closing token behind it. */
  public readList<T>(end: string, read: () => T): T[] {
    const list: T[] = [];
    do {
      this.skipSpace();
      list.push(read());
      this.skipSpace();
    } while (this.take(','));
    this.expect(end);
    return list;
  }

  /** Reads what may hold the same again. */
  public nested<T>(read: () => T): T {
    if (++this.depth > MAX_DEPTH) {
      throw this.error(`it nests deeper than ${MAX_DEPTH} levels`);
    }
    const result = read();
    this.depth--;
    return result;
  }

  public error(problem: string): InvalidPath {
    return new InvalidPath(`${problem} at position ${this.position} of '${this.text}'`);
  }

  private readEscape(): string {
    const char = this.text[this.position++];
    if (char === 'u') {
      const code = this.match(/[0-9a-fA-F]{4}/y);
      return code === undefined ? 'u' : String.fromCharCode(parseInt(code, 16));
    }
    return char === undefined ? '\\' : ESCAPES.get(char) ?? char;
  }
}
