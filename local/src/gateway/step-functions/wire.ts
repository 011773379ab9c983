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

/** What a member of a request must fulfil. */
export interface MemberRule {
  /** @default 'string' */
  readonly type?: 'string' | 'number' | 'boolean';
  readonly required?: boolean;
  /** Of a number, which is a whole one. */
  readonly least?: number;
  readonly most?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** The members of a request as texts: a number and a boolean are as JSON writes them. */
export type Members = Readonly<Record<string, string | undefined>>;

/** Reads a request and checks it against the model of its action. Members that the model does not know are ignored, as AWS does. */
export function fromWire(text: string, rules: Readonly<Record<string, MemberRule>>): Members {
  const request = parse(text);
  const violations: string[] = [];
  const members: Record<string, string | undefined> = {};
  for (const name of Object.keys(rules)) {
    const value = Object.hasOwn(request, name) ? request[name] : null;
    const { type = 'string' } = rules[name];
    if (value !== null && (typeof value !== type || (type === 'number' && !Number.isSafeInteger(value)))) {
      throw ServiceError.serialization();
    }
    const broken = check(name, value as string | number | boolean | null, rules[name]);
    if (broken !== undefined) {
      violations.push(broken);
    }
    members[name] = value === null ? undefined : String(value);
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

/** The rule that a value breaks, if any. */
function check(name: string, value: string | number | boolean | null, rule: MemberRule): string | undefined {
  if (value === null) {
    return rule.required ? violation(name, 'not be null') : undefined;
  }
  return typeof value === 'string'
    ? checkSize(name, 'length', value.length, rule.minLength, rule.maxLength)
    : checkSize(name, 'value', Number(value), rule.least, rule.most);
}

function checkSize(name: string, measure: string, size: number, least = 0, most = Infinity): string | undefined {
  if (size < least) {
    return violation(name, `have ${measure} greater than or equal to ${least}`);
  }
  return size > most ? violation(name, `have ${measure} less than or equal to ${most}`) : undefined;
}

function violation(name: string, constraint: string): string {
  return `Value at '${name}' failed to satisfy constraint: Member must ${constraint}`;
}
