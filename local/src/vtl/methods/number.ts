import { toDouble } from '../arithmetic';
import type { JavaNumber } from '../arithmetic';
import { method } from './signature';
import type { Method, MethodTable } from './signature';

/** The methods of `java.lang.Number`. */
export const NUMBER_METHODS: MethodTable<JavaNumber> = new Map<string, Method<JavaNumber>>([
  ['doubleValue', method([], toDouble)],
  ['intValue', method([], (self) => typeof self === 'bigint' ? BigInt.asIntN(32, self) : clamp(toDouble(self), 31n))],
  ['longValue', method([], (self) => typeof self === 'bigint' ? BigInt.asIntN(64, self) : clamp(toDouble(self), 63n))],
]);

/** Java narrows a Double by cutting its fraction off, and to the nearest bound when it is too large. */
function clamp(value: number, bits: bigint): bigint {
  if (Number.isNaN(value)) {
    return 0n;
  }
  const limit = 2n ** bits;
  if (Math.abs(value) >= Number(limit)) {
    return value < 0 ? -limit : limit - 1n;
  }
  return BigInt(Math.trunc(value));
}
