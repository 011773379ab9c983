import { bigDecimalFrom } from './big-decimal';
import { RenderingError } from './template-error';
import { JavaList, JavaMap } from './values';
import type { Value } from './values';

/** How deep a body may nest. */
const MAX_DEPTH = 1000;
/** Longer texts of decimal numbers keep all their digits, as json-smart keeps them. */
const DOUBLE_LENGTH = 18;

const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const FRACTION_OR_EXPONENT = /[.eE]/;
const KEYWORDS: readonly (readonly [string, Value])[] = [['true', true], ['false', false], ['null', null]];
const NUMBER_CHARACTERS = /[-+.0-9eE]+/y;
const BLANKS = /[ \t\n\r]+/y;
/** A part of a string, escapes unread. Of a whole one an expression could need too much of the stack. */
const STRING_PART = /(?:[^"\\\u0000-\u001f]|\\[^]?){1,1000}/y;
const ESCAPED = /\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt])|)/g;
const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([['b', '\b'], ['f', '\f'], ['n', '\n'], ['r', '\r'], ['t', '\t']]);
/** Any integer of so few digits is exact as a number. */
const MAX_SAFE_DIGITS = 15;

/** A text that is not JSON; `offset` is where reading stopped. */
export class JsonError extends Error {
  constructor(public readonly found: string, public readonly offset: number) {
    super(`${found} at position ${offset}`);
  }
}

/**
 * Reads strict JSON without losing digits: integers of any length, decimal numbers longer than a Double with all their digits.
 * Of duplicate keys the last one wins.
 *
 * @throws JsonError when the text is not JSON
 */
export function parseJson(text: string): Value {
  return new JsonReader(text).document();
}

/**
 * Reads a body as `$input` does: a text that does not begin like a JSON object, list or string and is not JSON is a string itself.
 *
 * @throws RenderingError (400) when it begins like JSON and is not
 */
export function parseBody(body: string): Value {
  try {
    return parseJson(body);
  } catch (error) {
    if (!(error instanceof JsonError)) {
      throw error;
    }
    const text = body.trim();
    if (!/^["{[]/.test(text)) {
      return text;
    }
    throw new RenderingError(`could not process the payload as JSON: ${error.message}`, 400);
  }
}

class JsonReader {
  private offset = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  public document(): Value {
    const value = this.value();
    this.skip();
    if (this.offset < this.text.length) {
      throw this.unexpected();
    }
    return value;
  }

  private value(): Value {
    this.skip();
    switch (this.text[this.offset]) {
      case '{':
        return this.object();
      case '[':
        return this.array();
      case '"':
        return this.string();
      default:
        return this.scalar();
    }
  }

  private object(): JavaMap {
    const map = new JavaMap();
    this.open();
    if (!this.accepts('}')) {
      do {
        this.skip();
        const key = this.string();
        this.expect(':');
        map.set(key, this.value());
      } while (this.accepts(','));
      this.expect('}');
    }
    this.depth--;
    return map;
  }

  private array(): JavaList {
    const items: Value[] = [];
    this.open();
    if (!this.accepts(']')) {
      do {
        items.push(this.value());
      } while (this.accepts(','));
      this.expect(']');
    }
    this.depth--;
    return new JavaList(items, 'JSONArray');
  }

  private open(): void {
    this.offset++;
    if (++this.depth > MAX_DEPTH) {
      throw new RenderingError(`could not process the payload as JSON: it nests deeper than ${MAX_DEPTH} levels`, 400);
    }
  }

  private string(): string {
    if (this.text[this.offset] !== '"') {
      throw this.unexpected();
    }
    const start = ++this.offset;
    while (this.pass(STRING_PART));
    if (this.text[this.offset] !== '"') {
      throw this.unexpected();
    }
    const content = this.text.slice(start, this.offset++);
    return content.includes('\\') ? this.unescape(content, start) : content;
  }

  private unescape(content: string, start: number): string {
    return content.replace(ESCAPED, (_, code: string | undefined, escape: string | undefined, at: number) => {
      if (code === undefined && escape === undefined) {
        this.offset = start + at;
        throw this.unexpected();
      }
      return code === undefined ? SHORT_ESCAPES.get(escape!) ?? escape! : String.fromCharCode(parseInt(code, 16));
    });
  }

  private scalar(): Value {
    const start = this.offset;
    const text = this.pass(NUMBER_CHARACTERS);
    if (text === '') {
      return this.keyword();
    }
    if (!NUMBER.test(text)) {
      this.offset = start;
      throw this.unexpected();
    }
    return readNumber(text, start);
  }

  private keyword(): Value {
    for (const [keyword, value] of KEYWORDS) {
      if (this.text.startsWith(keyword, this.offset)) {
        this.offset += keyword.length;
        return value;
      }
    }
    throw this.unexpected();
  }

  private accepts(symbol: string): boolean {
    this.skip();
    const found = this.text[this.offset] === symbol;
    this.offset += found ? 1 : 0;
    return found;
  }

  private expect(symbol: string): void {
    if (!this.accepts(symbol)) {
      throw this.unexpected();
    }
  }

  private skip(): void {
    this.pass(BLANKS);
  }

  /** Goes on past what matches; gives it. */
  private pass(token: RegExp): string {
    const start = this.offset;
    token.lastIndex = start;
    this.offset = token.test(this.text) ? token.lastIndex : start;
    return this.text.slice(start, this.offset);
  }

  private unexpected(): JsonError {
    const found = this.text[this.offset];
    return new JsonError(found === undefined ? 'unexpected end of file' : `unexpected ${JSON.stringify(found)}`, this.offset);
  }
}

function readNumber(text: string, offset: number): Value {
  if (!FRACTION_OR_EXPONENT.test(text)) {
    return text.length <= MAX_SAFE_DIGITS ? BigInt(Number(text)) : BigInt(text);
  }
  const double = Number(text);
  if (text.length <= DOUBLE_LENGTH && Number.isFinite(double)) {
    return double;
  }
  try {
    return bigDecimalFrom(text);
  } catch {
    throw new RenderingError(`could not process the payload as JSON: the number at position ${offset} is out of range`, 400);
  }
}
