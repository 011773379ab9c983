/** A member of an answer; a date becomes epoch seconds. */
export type WireValue = undefined | null | boolean | number | string | Date | readonly WireValue[] | { readonly [member: string]: WireValue };

/** The answer's JSON text, with dates as API Gateway passes them on: `1.652716274909E9`. */
export function toWire(value: WireValue): string {
  if (value instanceof Date) {
    return epochSeconds(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(toWire).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    let members = '';
    for (const name of Object.keys(value)) {
      const member = (value as { readonly [member: string]: WireValue })[name];
      if (member !== undefined) {
        members += `${members && ','}${JSON.stringify(name)}:${toWire(member)}`;
      }
    }
    return `{${members}}`;
  }
  return JSON.stringify(value);
}

/** Seconds in the scientific notation of Java's `Double.toString`. */
function epochSeconds(date: Date): string {
  const digits = String(date.getTime());
  const fraction = digits.slice(1).replace(/0+$/, '') || '0';
  return `${digits[0]}.${fraction}E${digits.length - 4}`;
}
