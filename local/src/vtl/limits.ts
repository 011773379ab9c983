import { BigDecimal } from './big-decimal';
import { EvaluationError } from './template-error';
import type { Value } from './values';

/** Characters of a text, and the digits of a number: far more than any integration takes. */
const MAX_TEXT = 32 * 1024 * 1024;
const MAX_INTEGER = 10n ** 5000n;
/** Decimal numbers of larger exponents would need too much memory to be added. */
const MAX_SCALE = 50_000;

/** @throws EvaluationError when a text or a number has grown beyond all use */
export function checkSize(value: Value): Value {
  if (typeof value === 'string') {
    checkLength(value);
    return value;
  }
  const integer = value instanceof BigDecimal ? value.unscaled : value;
  if (value instanceof BigDecimal && Math.abs(value.scale) > MAX_SCALE) {
    throw new EvaluationError(`a number has an exponent beyond ${MAX_SCALE}`);
  }
  if (typeof integer === 'bigint' && (integer > MAX_INTEGER || integer < -MAX_INTEGER)) {
    throw new EvaluationError('a number has more than 5000 digits');
  }
  return value;
}

/** @throws EvaluationError when a text has grown beyond all use */
export function checkLength(text: string): void {
  if (text.length > MAX_TEXT) {
    throw new EvaluationError(`a text is longer than ${MAX_TEXT} characters`);
  }
}
