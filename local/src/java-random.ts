const MULTIPLIER = 0x5DEECE66Dn;
const ADDEND = 0xBn;

/**
 * The pseudorandom numbers of `java.util.Random`: the same seed gives the same numbers as on AWS.
 *
 * @see https://docs.oracle.com/javase/8/docs/api/java/util/Random.html
 */
export class JavaRandom {
  private state: bigint;

  /** @param seed truncated to a `long`, as Java casts a number */
  constructor(seed: number) {
    // eslint-disable-next-line no-bitwise -- the generator is defined by this exclusive or
    this.state = BigInt.asUintN(48, toLong(seed) ^ MULTIPLIER);
  }

  /** From 0 (included) to 1 (excluded). */
  public nextDouble(): number {
    return (this.next(26) * 2 ** 27 + this.next(27)) / 2 ** 53;
  }

  /** An integer from 0 (included) to `bound` (excluded), which must be from 1 to 2^31 - 1. */
  public nextInt(bound: number): number {
    if (Number.isInteger(Math.log2(bound))) {
      return Math.floor(bound * this.next(31) / 2 ** 31);
    }
    for (;;) {
      const bits = this.next(31);
      const value = bits % bound;
      // The last, incomplete stretch of the numbers would favour small values.
      if (bits - value + (bound - 1) < 2 ** 31) {
        return value;
      }
    }
  }

  private next(bits: number): number {
    this.state = BigInt.asUintN(48, this.state * MULTIPLIER + ADDEND);
    return Math.floor(Number(this.state) / 2 ** (48 - bits));
  }
}

function toLong(seed: number): bigint {
  if (Number.isNaN(seed)) {
    return 0n;
  }
  const limit = 2 ** 63;
  return seed >= limit ? 2n ** 63n - 1n : BigInt(Math.max(Math.trunc(seed), -limit));
}
