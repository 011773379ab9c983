import { bigDecimalFrom } from './big-decimal';
import { CODE } from './character-codes';
import { EvaluationError } from './template-error';
import { JavaList, JavaMap } from './values';
import type { Value } from './values';

/** How deep a body may nest. */
const MAX_DEPTH = 1000;
/** Longer texts of decimal numbers keep all their digits, as json-smart keeps them. */
const DOUBLE_LENGTH = 18;

const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const FRACTION_OR_EXPONENT = /[.eE]/;
const KEYWORDS: readonly (readonly [string, Value])[] = [['true', true], ['false', false], ['null', null]];
const ESCAPED = /\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt])|)/g;
const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([['b', '\b'], ['f', '\f'], ['n', '\n'], ['r', '\r'], ['t', '\t']]);
/** Any integer of so few digits is exact as a number. */
const MAX_SAFE_DIGITS = 15;

/** A text that is not JSON; `offset` is where reading stopped. */
export class JsonError extends Error {
  constructor(readonly found: string, readonly offset: number) {
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
 * @throws EvaluationError (400) when it begins like JSON and is not
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
    throw new EvaluationError(`could not process the payload as JSON: ${error.message}`, 400);
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
    switch (this.text.charCodeAt(this.offset)) {
      case CODE.openBrace:
        return this.object();
      case CODE.openBracket:
        return this.array();
      case CODE.quote:
        return this.string();
      default:
        return this.scalar();
    }
  }

  private object(): JavaMap {
    const map = new JavaMap();
    this.open();
    if (!this.accepts(CODE.closeBrace)) {
      do {
        this.skip();
        const key = this.string();
        this.expect(CODE.colon);
        map.set(key, this.value());
      } while (this.accepts(CODE.comma));
      this.expect(CODE.closeBrace);
    }
    this.depth--;
    return map;
  }

  private array(): JavaList {
    const items: Value[] = [];
    this.open();
    if (!this.accepts(CODE.closeBracket)) {
      do {
        items.push(this.value());
      } while (this.accepts(CODE.comma));
      this.expect(CODE.closeBracket);
    }
    this.depth--;
    return new JavaList(items, 'JSONArray');
  }

  private open(): void {
    this.offset++;
    if (++this.depth > MAX_DEPTH) {
      throw new EvaluationError(`could not process the payload as JSON: it nests deeper than ${MAX_DEPTH} levels`, 400);
    }
  }

  private string(): string {
    if (this.text.charCodeAt(this.offset) !== CODE.quote) {
      throw this.unexpected();
    }
    const start = ++this.offset;
    let escaped = false;
    for (;;) {
      const code = this.text.charCodeAt(this.offset);
      if (code === CODE.quote) {
        break;
      }
      // At the end of the text the code is NaN.
      if (!(code >= CODE.space)) {
        throw this.unexpected();
      }
      if (code === CODE.backslash) {
        escaped = true;
        this.offset++;
      }
      this.offset++;
    }
    const content = this.text.slice(start, this.offset++);
    return escaped ? this.unescape(content, start) : content;
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
    let end = start;
    while (isNumberCode(this.text.charCodeAt(end))) {
      end++;
    }
    if (end === start) {
      return this.keyword();
    }
    const text = this.text.slice(start, end);
    if (!NUMBER.test(text)) {
      throw this.unexpected();
    }
    this.offset = end;
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

  private accepts(symbol: number): boolean {
    this.skip();
    const found = this.text.charCodeAt(this.offset) === symbol;
    this.offset += found ? 1 : 0;
    return found;
  }

  private expect(symbol: number): void {
    if (!this.accepts(symbol)) {
      throw this.unexpected();
    }
  }

  private skip(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.offset);
      if (code !== CODE.space && code !== CODE.newline && code !== CODE.return && code !== CODE.tab) {
        return;
      }
      this.offset++;
    }
  }

  private unexpected(): JsonError {
    const found = this.text[this.offset];
    return new JsonError(found === undefined ? 'unexpected end of file' : `unexpected ${JSON.stringify(found)}`, this.offset);
  }
}

/** Whether a character may stand in a number: a digit or one of `+-.eE`. */
function isNumberCode(code: number): boolean {
  return (code >= CODE.zero && code <= CODE.nine) || code === CODE.dot || code === CODE.minus || code === CODE.plus
    || code === CODE.lowerE || code === CODE.upperE;
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
    throw new EvaluationError(`could not process the payload as JSON: the number at position ${offset} is out of range`, 400);
  }
}
