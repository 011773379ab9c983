import { BigDecimal } from './big-decimal';
import { RenderingError } from './template-error';
import type { Value } from './values';

/** Characters of a text: API Gateway's quota of a payload, 10 MB, which no integration takes more than. */
const MAX_TEXT = 10 * 1024 * 1024;
/** Values that one comparison may look at, and that one text may be made of. */
const MAX_VALUES = 1_000_000;
/** Items of a list: more than any message holds. */
const MAX_ITEMS = 1_000_000;
/** The digits of a number. */
const MAX_INTEGER = 10n ** 5000n;
/** Decimal numbers of larger exponents would need too much memory to be added. */
const MAX_SCALE = 50_000;

/** @throws RenderingError when a text or a number has grown beyond all use */
export function checkSize(value: Value): Value {
  if (typeof value === 'string') {
    checkLength(value.length);
    return value;
  }
  const integer = value instanceof BigDecimal ? value.unscaled : value;
  if (value instanceof BigDecimal && Math.abs(value.scale) > MAX_SCALE) {
    throw new RenderingError(`a number has an exponent beyond ${MAX_SCALE}`);
  }
  if (typeof integer === 'bigint' && (integer > MAX_INTEGER || integer < -MAX_INTEGER)) {
    throw new RenderingError('a number has more than 5000 digits');
  }
  return value;
}

/** @throws RenderingError when a text is, or would be, so long that it is of no use */
export function checkLength(length: number): void {
  if (length > MAX_TEXT) {
    throw new RenderingError(`a text is longer than ${MAX_TEXT} characters`);
  }
}

/** @throws RenderingError when a list has, or would have, more items than any message */
export function checkItems(length: number): void {
  if (length > MAX_ITEMS) {
    throw new RenderingError(`a list has more than ${MAX_ITEMS} items`);
  }
}

/** Counts while a text is made: a list that holds another one twice, which holds a third one twice, has a text beyond all measure. */
export class TextLimit {
  private length = 0;
  private parts = 0;

  /**
   * @returns the text, which is a part of what is made
   * @throws RenderingError when all parts together are too long, or too many
   */
  public part(text: string): string {
    this.length += text.length;
    checkLength(this.length);
    if (++this.parts > MAX_VALUES) {
      throw new RenderingError(`a text is made of more than ${MAX_VALUES} values`);
    }
    return text;
  }
}

/** Counts the values of one comparison, for the same reason. */
export class ComparisonLimit {
  private compared = 0;

  /** @throws RenderingError when they are too many */
  public count(): void {
    if (++this.compared > MAX_VALUES) {
      throw new RenderingError(`more than ${MAX_VALUES} values have to be compared`);
    }
  }
}
