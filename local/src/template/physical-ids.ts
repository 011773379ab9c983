import { createHash } from 'node:crypto';

const DIGITS = '0123456789';
const LOWER = `${DIGITS}abcdefghijklmnopqrstuvwxyz`;
const MIXED = `${DIGITS}ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz`;

/** An id as AWS makes them, but the same on every run: `length` characters from lower-case letters and digits, derived from `seed`. */
export function lowerId(seed: string, length: number): string {
  return fromHash(seed, length, LOWER);
}

/** As `lowerId`, with capitals: the suffix of names that CloudFormation makes up. */
export function mixedId(seed: string, length: number): string {
  return fromHash(seed, length, MIXED);
}

/** As `lowerId`, hexadecimal. */
export function hexId(seed: string, length: number): string {
  return fromHash(seed, length, LOWER.slice(0, 16));
}

/** As `lowerId`, digits only. */
export function digits(seed: string, length: number): string {
  return fromHash(seed, length, DIGITS);
}

/** A UUID that is the same on every run. */
export function uuid(seed: string): string {
  const hex = hexId(seed, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}

function fromHash(seed: string, length: number, alphabet: string): string {
  return [...createHash('sha256').update(seed).digest().subarray(0, length)].map((byte) => alphabet[byte % alphabet.length]).join('');
}
