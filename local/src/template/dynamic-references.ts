import type { Budget } from './budget';
import { isObject, Json, JsonObject, ownMember } from '../json';
import type { Values } from './values';

const REFERENCE = /\{\{resolve:(ssm|ssm-secure|secretsmanager):([^{}]*)\}\}/g;

/**
 * A value of a property with the parameters and secrets that it refers to. One that is not known stays as it stands, and is a warning.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export function withValues(value: Json, values: Values, budget: Budget, at: string): Json {
  if (typeof value === 'string') {
    return value.includes('{{resolve:') ? budget.replace(value, REFERENCE, ([text, service, reference]) => valueOf(text, service, reference, values, at), at) : value;
  }
  if (Array.isArray(value)) {
    return value.map((item) => withValues(item, values, budget, at));
  }
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withValues(member, values, budget, `${at}.${name}`)])) : value;
}

function valueOf(text: string, service: string, reference: string, values: Values, at: string): string {
  const { name, key } = service === 'secretsmanager' ? secretOf(reference) : { name: reference.replace(/:\d+$/, ''), key: '' };
  const whole = service === 'secretsmanager' ? values.secret(name) : values.parameter(name);
  const value = whole !== undefined && key !== '' ? memberOf(whole, key) : whole;
  if (value === undefined) {
    values.warnOf(`${at}: ${text}`, name);
  }
  return value ?? text;
}

/** `prod/db:SecretString:password:AWSCURRENT:` names a secret, by its ARN or its name, and a member of its JSON. */
function secretOf(reference: string): { name: string; key: string } {
  const parts = reference.split(':');
  const name = parts.splice(0, parts[0] === 'arn' ? 7 : 1).join(':');
  return { name, key: parts[1] ?? '' };
}

function memberOf(text: string, key: string): string | undefined {
  const member = ownMember(objectOf(text), key);
  return member === undefined || member === null ? undefined : typeof member === 'object' ? JSON.stringify(member) : String(member);
}

function objectOf(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
