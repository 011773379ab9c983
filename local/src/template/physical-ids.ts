import { createHash } from 'node:crypto';

const LOWER = '0123456789abcdefghijklmnopqrstuvwxyz';
const MIXED = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** An id as AWS makes them, but the same on every run: `length` characters from lower-case letters and digits, derived from `seed`. */
export function lowerId(seed: string, length: number): string {
  return fromHash(seed, length, LOWER);
}

/** As `lowerId`, with capitals: the suffix of names that CloudFormation makes up. */
export function mixedId(seed: string, length: number): string {
  return fromHash(seed, length, MIXED);
}

function fromHash(seed: string, length: number, alphabet: string): string {
  return [...createHash('sha256').update(seed).digest().subarray(0, length)].map((byte) => alphabet[byte % alphabet.length]).join('');
}
