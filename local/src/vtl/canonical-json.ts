import { printDouble } from './print';

/** Longer and deeper texts and larger objects are left to the parser. */
const MAX_LENGTH = 1_000_000;
const MAX_DEPTH = 100;
const MAX_KEYS = 32;

/** A string with neither characters nor escapes that json-smart would write otherwise. */
const STRING = /"[^"\\\u0000-\u001f\u007f-\u009f\u2000-\u20ff]*(?:\\["\\bfnrt][^"\\\u0000-\u001f\u007f-\u009f\u2000-\u20ff]*)*"/y;
/** A number or a keyword: all characters up to the next symbol. */
const SCALAR = /[-.0-9Ea-z]+/y;
/** Keywords, and integers of so few digits that they are sure to be written as they were read. */
const PLAIN_SCALAR = /^(?:true|false|null|0|-?[1-9][0-9]{0,14})$/;
/** A decimal number of so few characters is read as a Double. */
const MAX_DOUBLE_LENGTH = 18;
const NOT_CANONICAL = -1;

/**
 * Whether a text is JSON that would be written exactly as it was read: without blanks, needless escapes and duplicate keys. Most messages
 * are, and to know it takes a fraction of the time of reading and writing them.
 */
export function isCanonicalJson(text: string): boolean {
  return text !== '' && text.length <= MAX_LENGTH && new CanonicalReader(text).valueEnd(0, 0) === text.length;
}

/** Its methods answer where what begins at an offset ends. */
class CanonicalReader {
  constructor(private readonly text: string) {}

  public valueEnd(at: number, depth: number): number {
    switch (this.text[at]) {
      case '{':
        return this.containerEnd(at, depth + 1, '}');
      case '[':
        return this.containerEnd(at, depth + 1, ']');
      case '"':
        return this.tokenEnd(STRING, at);
      default:
        return this.scalarEnd(at);
    }
  }

  private containerEnd(at: number, depth: number, close: '}' | ']'): number {
    if (this.text[at + 1] === close) {
      return at + 2;
    }
    const keys: string[] = [];
    let end = at;
    while (end !== NOT_CANONICAL && depth <= MAX_DEPTH && keys.length < MAX_KEYS) {
      const start = close === '}' ? this.keyEnd(end + 1, keys) : end + 1;
      end = start === NOT_CANONICAL ? start : this.valueEnd(start, depth);
      if (this.text[end] === close) {
        return end + 1;
      }
      if (this.text[end] !== ',') {
        return NOT_CANONICAL;
      }
    }
    return NOT_CANONICAL;
  }

  /** The end of a key that is not among those before, with its colon. */
  private keyEnd(at: number, keys: string[]): number {
    const colon = this.tokenEnd(STRING, at);
    const key = this.text.slice(at, colon);
    if (this.text[colon] !== ':' || keys.includes(key)) {
      return NOT_CANONICAL;
    }
    keys.push(key);
    return colon + 1;
  }

  private scalarEnd(at: number): number {
    const end = this.tokenEnd(SCALAR, at);
    const scalar = this.text.slice(at, end);
    return end === NOT_CANONICAL || !isCanonicalScalar(scalar) ? NOT_CANONICAL : end;
  }

  private tokenEnd(token: RegExp, at: number): number {
    token.lastIndex = at;
    return token.test(this.text) ? token.lastIndex : NOT_CANONICAL;
  }
}

function isCanonicalScalar(scalar: string): boolean {
  return PLAIN_SCALAR.test(scalar)
    || (scalar.length <= MAX_DOUBLE_LENGTH && Number.isFinite(Number(scalar)) && printDouble(Number(scalar)) === scalar);
}
