/** What is wrong with a text that is no JSON; thrown where it is met. */
export class JsonSyntaxProblem extends Error {
  /** @param source where it is, as the message ends */
  constructor(problem: string, public readonly source: string) {
    super(`${problem}\n at ${source}`);
  }
}

/** A place in a text, counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What a value may be. */
export const VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

/** What Java takes for a character of a name. */
const NAME_PART = /^[\p{L}\p{Nl}\p{Sc}\p{Pc}\p{Nd}\p{Mc}\p{Mn}\p{Cf}\0-\x08\x0e-\x1b\x7f-\x9f]$/u;
const LONGEST_TOKEN = 256;
const LONGEST_EXCERPT = 500;
/** A longer text reaches Jackson's parser as a stream, which messages cannot quote. */
const LONGEST_QUOTED_SOURCE = 0x8000;

/** Reads the strings, words and numbers of a JSON text as Jackson's parser does, without keeping them. */
export class TokenReader {
  protected next = 0;
  protected line = 1;
  protected lineStart = 0;

  constructor(protected readonly text: string) {}

  /** The position behind what has been read; for the last character read it is its own. */
  protected get position(): Position {
    return { line: this.line, column: this.next - this.lineStart };
  }

  /** The next character, empty at the end. */
  protected read(): string {
    return this.next < this.text.length ? this.text[this.next++] : '';
  }

  /** Reads a string whose opening quote has been read. */
  protected string(what: string, atEnd: string): void {
    for (let char = this.read(); char !== '"'; char = this.read()) {
      if (char === '') {
        this.unexpectedEnd(atEnd);
      } else if (char === '\\') {
        this.escape();
      } else if (char < ' ') {
        this.fail(`Illegal unquoted character (${describe(char)}): has to be escaped using backslash to be included in ${what}`);
      }
    }
  }

  private escape(): void {
    const char = this.readEscaped();
    if (!'btnfr"/\\u'.includes(char)) {
      this.fail(`Unrecognized character escape ${describe(char)}`);
    }
    for (let digits = char === 'u' ? 4 : 0; digits > 0; digits -= 1) {
      const digit = this.readEscaped();
      if (!/[0-9a-fA-F]/.test(digit)) {
        this.unexpected(digit, 'expected a hex-digit for character escape sequence');
      }
    }
  }

  private readEscaped(): string {
    return this.read() || this.unexpectedEnd(' in character escape sequence');
  }

  /** Reads a word of which some characters have been read. */
  protected word(word: string, known: number): void {
    for (let index = known; index < word.length; index += 1) {
      if (this.text[this.next] !== word[index]) {
        this.unrecognized(word.slice(0, index));
      }
      this.next += 1;
    }
    const after = this.text[this.next] ?? '';
    if (after >= '0' && NAME_PART.test(after)) {
      this.unrecognized(word);
    }
    if (/[NI]/.test(word)) {
      this.fail(`Non-standard token '${word}': enable JsonParser.Feature.ALLOW_NON_NUMERIC_NUMBERS to allow`);
    }
  }

  protected number(start: number, atRoot: boolean): void {
    const sign = this.text[start] === '-' ? '-' : '';
    const first = sign ? this.read() || this.unexpectedEnd('No digit following minus sign') : this.text[start];
    if (!isDigit(first)) {
      this.noNumber(first, sign);
    }
    if (first === '0' && isDigit(this.text[this.next])) {
      this.fail('Invalid numeric value: Leading zeroes not allowed');
    }
    this.digits();
    // Jackson names a place further on when it reads character by character: from a leading zero, and at the end of the text.
    const afterInteger = this.next + 1;
    const placeOf = (): Position | undefined => first === '0' || this.next > this.text.length ? undefined
      : { line: this.line, column: afterInteger - this.lineStart + 1 };
    if (this.text[this.next] === '.') {
      this.next += 1;
      this.someDigits('.', 'Decimal point not followed by a digit', placeOf);
    }
    this.exponent(placeOf);
    const after = this.text[this.next] ?? ' ';
    if (atRoot && !' \t\r\n'.includes(after)) {
      this.next += 1;
      this.unexpected(after, 'Expected space separating root-level values');
    }
  }

  private exponent(placeOf: () => Position | undefined): void {
    if (!/[eE]/.test(this.text[this.next] ?? '')) {
      return;
    }
    this.next += 1;
    if (/[+-]/.test(this.text[this.next] ?? '')) {
      this.next += 1;
    }
    if (this.next >= this.text.length) {
      this.unexpectedEnd('expected a digit for number exponent');
    }
    this.someDigits('', 'Exponent indicator not followed by a digit', placeOf);
  }

  private digits(): void {
    while (isDigit(this.text[this.next])) {
      this.next += 1;
    }
  }

  private someDigits(before: string, problem: string, placeOf: () => Position | undefined): void {
    const start = this.next;
    this.digits();
    if (this.next === start) {
      const char = this.read() || before;
      this.fail(`Unexpected character (${describe(char)}) in numeric value: ${problem}`, placeOf());
    }
  }

  protected noNumber(first: string, sign: string): never {
    const char = first === 'I' ? this.read() || this.unexpectedEnd(' in a Number value') : first;
    if (first === 'I' && (char === 'N' || char === 'n')) {
      this.word(`${sign}${char === 'N' ? 'INF' : 'Infinity'}`, 3);
    }
    return this.fail(`Unexpected character (${describe(char)}) in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value`);
  }

  protected unrecognized(begin: string): never {
    let token = begin;
    while (NAME_PART.test(this.text[this.next] ?? '')) {
      token += this.text[this.next++];
      if (token.length >= LONGEST_TOKEN) {
        token += '...';
        break;
      }
    }
    return this.fail(`Unrecognized token '${token}': was expecting ${VALUES}`);
  }

  protected unexpected(char: string, expected: string): never {
    return this.fail(`Unexpected character (${describe(char)}): ${expected}`);
  }

  protected unexpectedEnd(where: string): never {
    return this.fail(`Unexpected end-of-input${where}`);
  }

  protected fail(problem: string, position: Position = { line: this.line, column: this.next - this.lineStart + 1 }): never {
    throw new JsonSyntaxProblem(problem, this.source(position));
  }

  protected source({ line, column }: Position): string {
    const excerpt = `"${this.text.slice(0, LONGEST_EXCERPT)}"`;
    const rest = this.text.length - LONGEST_EXCERPT;
    const source = this.text.length > LONGEST_QUOTED_SOURCE ? '(StringReader)' : `(String)${excerpt}${rest > 0 ? `[truncated ${rest} chars]` : ''}`;
    return `[Source: ${source}; line: ${line}, column: ${column}]`;
  }
}

/** Whether a character is a digit. */
export function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9';
}

/** A character as messages show it. */
export function describe(char: string): string {
  const code = char.charCodeAt(0);
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) {
    return `(CTRL-CHAR, code ${code})`;
  }
  return `'${char}' (code ${code}${code > 255 ? ` / 0x${code.toString(16)}` : ''})`;
}
