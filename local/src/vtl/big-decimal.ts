/** A decimal number with all its digits, as `java.math.BigDecimal`: `unscaled * 10^-scale`. */
export class BigDecimal {
  constructor(public readonly unscaled: bigint, public readonly scale: number) {}

  public add(other: BigDecimal): BigDecimal {
    const scale = Math.max(this.scale, other.scale);
    return new BigDecimal(this.unscaledAt(scale) + other.unscaledAt(scale), scale);
  }

  public negate(): BigDecimal {
    return new BigDecimal(-this.unscaled, this.scale);
  }

  public multiply(other: BigDecimal): BigDecimal {
    return new BigDecimal(this.unscaled * other.unscaled, this.scale + other.scale);
  }

  /** The quotient at this number's own scale, halves rounded towards zero; as Velocity divides. */
  public divide(other: BigDecimal): BigDecimal {
    const shift = other.scale;
    const numerator = shift >= 0 ? this.unscaled * 10n ** BigInt(shift) : this.unscaled;
    const denominator = shift >= 0 ? other.unscaled : other.unscaled * 10n ** BigInt(-shift);
    const quotient = numerator / denominator;
    const twiceRest = 2n * abs(numerator % denominator);
    const sign = (numerator < 0n) === (denominator < 0n) ? 1n : -1n;
    return new BigDecimal(twiceRest > abs(denominator) ? quotient + sign : quotient, this.scale);
  }

  public compareTo(other: BigDecimal): number {
    const scale = Math.max(this.scale, other.scale);
    const left = this.unscaledAt(scale);
    const right = other.unscaledAt(scale);
    return left < right ? -1 : left > right ? 1 : 0;
  }

  public equals(other: BigDecimal): boolean {
    return this.unscaled === other.unscaled && this.scale === other.scale;
  }

  public toNumber(): number {
    return Number(`${this.unscaled}e${-this.scale}`);
  }

  /** The canonical notation of `BigDecimal.toString()`. */
  public toString(): string {
    const digits = abs(this.unscaled).toString();
    const sign = this.unscaled < 0n ? '-' : '';
    const exponent = digits.length - 1 - this.scale;
    if (this.scale === 0) {
      return sign + digits;
    }
    if (this.scale > 0 && exponent >= -6) {
      const padded = digits.padStart(this.scale + 1, '0');
      return `${sign}${padded.slice(0, -this.scale)}.${padded.slice(-this.scale)}`;
    }
    const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
    return `${sign}${mantissa}E${exponent > 0 ? '+' : ''}${exponent}`;
  }

  private unscaledAt(scale: number): bigint {
    return this.unscaled * 10n ** BigInt(scale - this.scale);
  }
}

/** Exponents beyond this would need more memory than a message is worth. */
const MAX_EXPONENT = 10_000;

/**
 * Reads a decimal number.
 *
 * @throws RangeError when its exponent is beyond 10,000
 */
export function bigDecimalFrom(text: string): BigDecimal {
  const [mantissa, exponent = '0'] = text.toLowerCase().split('e');
  const [integer, fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  if (Math.abs(Number(exponent)) > MAX_EXPONENT) {
    throw new RangeError(`the exponent of the number ${text} is beyond ${MAX_EXPONENT}`);
  }
  return new BigDecimal(BigInt(integer + fraction), scale);
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
