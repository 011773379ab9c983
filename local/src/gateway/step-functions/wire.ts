import { ServiceError } from './service-error';

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
    for (const [name, member] of Object.entries(value)) {
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

/** What a member of a request must fulfil; every member is a text. */
export interface MemberRule {
  readonly required?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
}

export type Members = Readonly<Record<string, string | undefined>>;

/** Reads a request and checks it against the model of its action. Members that the model does not know are ignored, as AWS does. */
export function fromWire(text: string, rules: Readonly<Record<string, MemberRule>>): Members {
  const request = parse(text);
  const violations: string[] = [];
  const members: Record<string, string | undefined> = {};
  for (const name of Object.keys(rules)) {
    const value = Object.hasOwn(request, name) ? request[name] : null;
    if (value !== null && typeof value !== 'string') {
      throw ServiceError.serialization();
    }
    const violation = check(name, value, rules[name]);
    if (violation !== undefined) {
      violations.push(violation);
    }
    members[name] = value ?? undefined;
  }
  if (violations.length > 0) {
    throw ServiceError.validation(violations);
  }
  return members;
}

function parse(text: string): Record<string, unknown> {
  try {
    const request: unknown = JSON.parse(text);
    if (typeof request === 'object' && request !== null && !Array.isArray(request)) {
      return request as Record<string, unknown>;
    }
  } catch {
    // Not JSON: the same error as JSON of another shape.
  }
  throw ServiceError.serialization();
}

function check(name: string, value: string | null, { required, minLength = 0, maxLength = Infinity }: MemberRule): string | undefined {
  const violation = (constraint: string): string => `Value at '${name}' failed to satisfy constraint: Member must ${constraint}`;
  if (value === null) {
    return required ? violation('not be null') : undefined;
  }
  if (value.length < minLength) {
    return violation(`have length greater than or equal to ${minLength}`);
  }
  return value.length > maxLength ? violation(`have length less than or equal to ${maxLength}`) : undefined;
}
