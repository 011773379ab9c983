/* eslint-disable no-bitwise -- Java's hash codes are defined by the bits of 32-bit integers */

/** `String.hashCode()` of Java. */
export function stringHash(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) {
    hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0;
  }
  return hash;
}

/** In which bucket a `HashMap` of so many entries keeps a key: it is iterated by buckets, and its table doubles when three quarters full. */
export function hashMapBucket(key: string, size: number): number {
  let buckets = 16;
  while (size > buckets * 0.75) {
    buckets *= 2;
  }
  const hash = stringHash(key);
  return (hash ^ (hash >>> 16)) & (buckets - 1);
}
