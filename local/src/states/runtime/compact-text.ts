import { Json, jsonText } from '../../json';

/** Integers of which a JavaScript number may not hold every digit. */
const LONG_INTEGER = /\d{16}/;
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|\s+/g;
const PAST_LONG = 2n ** 63n;

/**
 * A text that was sent as the service writes it: without blanks, and with its numbers as in `jsonText`, integers with every digit.
 *
 * @param value what the text says
 */
export function compactText(text: string, value: Json): string {
  return LONG_INTEGER.test(text) ? text.replace(TOKENS, compactToken) : jsonText(value);
}

function compactToken(token: string): string {
  if (token.trim() === '') {
    return '';
  }
  const isLong = /^-?\d+$/.test(token) && BigInt(token) >= -PAST_LONG && BigInt(token) < PAST_LONG;
  return isLong ? String(BigInt(token)) : jsonText(JSON.parse(token) as Json);
}
