import { CODE } from './character-codes';
import { printDouble } from './print';

/** Deeper texts and larger objects are left to the parser. */
const MAX_DEPTH = 100;
const MAX_KEYS = 32;
/** Integers of so few digits, and decimal numbers of so few characters, are sure to be written as they were read. */
const MAX_INTEGER_DIGITS = 15;
const MAX_DECIMAL_LENGTH = 18;

const SHORT_ESCAPES = '"\\bfnrt';
const KEYWORDS: readonly string[] = ['true', 'false', 'null'];
const INTEGER = /^(?:0|-?[1-9][0-9]*)$/;
/** Without any such character, a quote can only begin or end a string, and what is between needs no further look. */
const UNUSUAL = /[^ !-[\]-~]/;
const NOT_CANONICAL = -1;

/**
 * Whether a text is JSON that would be written exactly as it was read: without blanks, needless escapes and duplicate keys. Most messages
 * are, and to know it takes a fraction of the time of reading and writing them.
 */
export function isCanonicalJson(text: string): boolean {
  return text !== '' && new CanonicalReader(text).valueEnd(0, 0) === text.length;
}

/** Its methods answer where what begins at an offset ends. */
class CanonicalReader {
  private readonly plain: boolean;

  constructor(private readonly text: string) {
    this.plain = !UNUSUAL.test(text);
  }

  public valueEnd(at: number, depth: number): number {
    switch (this.text.charCodeAt(at)) {
      case CODE.openBrace:
        return this.objectEnd(at, depth + 1);
      case CODE.openBracket:
        return this.arrayEnd(at, depth + 1);
      case CODE.quote:
        return this.stringEnd(at);
      default:
        return this.scalarEnd(at);
    }
  }

  private objectEnd(at: number, depth: number): number {
    const { text } = this;
    let next = at + 1;
    if (text.charCodeAt(next) === CODE.closeBrace) {
      return next + 1;
    }
    const keys: string[] = [];
    while (depth <= MAX_DEPTH && keys.length < MAX_KEYS && text.charCodeAt(next) === CODE.quote) {
      const colon = this.stringEnd(next);
      const key = text.slice(next, colon);
      if (text.charCodeAt(colon) !== CODE.colon || keys.includes(key)) {
        return NOT_CANONICAL;
      }
      keys.push(key);
      const end = this.valueEnd(colon + 1, depth);
      const code = text.charCodeAt(end);
      if (code === CODE.closeBrace) {
        return end + 1;
      }
      if (code !== CODE.comma) {
        return NOT_CANONICAL;
      }
      next = end + 1;
    }
    return NOT_CANONICAL;
  }

  private arrayEnd(at: number, depth: number): number {
    const { text } = this;
    let next = at + 1;
    if (text.charCodeAt(next) === CODE.closeBracket) {
      return next + 1;
    }
    while (depth <= MAX_DEPTH) {
      const end = this.valueEnd(next, depth);
      const code = text.charCodeAt(end);
      if (code === CODE.closeBracket) {
        return end + 1;
      }
      if (code !== CODE.comma) {
        return NOT_CANONICAL;
      }
      next = end + 1;
    }
    return NOT_CANONICAL;
  }

  private stringEnd(at: number): number {
    const { text } = this;
    if (this.plain) {
      const quote = text.indexOf('"', at + 1);
      return quote < 0 ? NOT_CANONICAL : quote + 1;
    }
    for (let index = at + 1; ; index++) {
      const code = text.charCodeAt(index);
      if (code === CODE.quote) {
        return index + 1;
      }
      if (code === CODE.backslash) {
        index++;
        if (index >= text.length || !SHORT_ESCAPES.includes(text[index])) {
          return NOT_CANONICAL;
        }
      } else if (!(code >= CODE.space) || (code >= 0x7f && (code <= 0x9f || (code >= 0x2000 && code <= 0x20ff)))) {
        // Also at the end of the text, where the code is NaN.
        return NOT_CANONICAL;
      }
    }
  }

  private scalarEnd(at: number): number {
    let end = at;
    while (isDigit(this.text.charCodeAt(end))) {
      end++;
    }
    // Natural numbers are by far the most frequent scalars.
    const natural = end > at && end - at <= MAX_INTEGER_DIGITS && (end === at + 1 || this.text.charCodeAt(at) !== CODE.zero);
    if (natural && !isScalarCode(this.text.charCodeAt(end))) {
      return end;
    }
    while (isScalarCode(this.text.charCodeAt(end))) {
      end++;
    }
    return isCanonicalScalar(this.text.slice(at, end)) ? end : NOT_CANONICAL;
  }
}

function isCanonicalScalar(scalar: string): boolean {
  if (scalar.length <= MAX_INTEGER_DIGITS && INTEGER.test(scalar)) {
    return true;
  }
  return KEYWORDS.includes(scalar)
    || (scalar.length <= MAX_DECIMAL_LENGTH && scalar !== '' && Number.isFinite(Number(scalar)) && printDouble(Number(scalar)) === scalar);
}

function isDigit(code: number): boolean {
  return code >= CODE.zero && code <= CODE.nine;
}

/** Letters, digits, and what else stands in numbers. */
function isScalarCode(code: number): boolean {
  return isDigit(code) || (code >= CODE.lowerA && code <= CODE.lowerZ)
    || code === CODE.minus || code === CODE.dot || code === CODE.upperE;
}
