import { RegexClock, RegexTimeout } from '../bounded-regex';
import { TemplateLoadError } from './errors';
import { excerpt, isObject, Json } from '../json';
import type { Values } from './values';

export interface Parameter {
  readonly name: string;
  /** The parameter as the template declares it. */
  readonly definition: Json;
  /** The value from outside, or undefined for the default. */
  readonly given: Json | undefined;
  readonly values: Values;
}

/** The value that `Ref` gives for a parameter of the template. */
export function parameterValue({ name, definition, given, values }: Parameter, at: string): Json {
  if (!isObject(definition)) {
    throw new TemplateLoadError(`parameter ${name}: expected an object, got ${excerpt(definition)}`);
  }
  const chosen = given ?? definition.Default;
  if (chosen === undefined) {
    throw new TemplateLoadError(`${at}: the parameter ${name} has no default: give it with --parameter ${name}=value`);
  }
  checkAllowed(name, definition.AllowedValues, chosen);
  checkPattern(name, definition.AllowedPattern, chosen);
  const type = String(definition.Type);
  const value = type.startsWith('AWS::SSM::Parameter::Value<') ? storedValue(name, chosen, given !== undefined, values) : chosen;
  const isList = /^(AWS::SSM::Parameter::Value<)?(CommaDelimitedList|List<)/.test(type);
  if (isList) {
    return Array.isArray(value) ? value : String(value).split(',').map((item) => item.trim());
  }
  return typeof value === 'object' ? value : String(value);
}

/** The value is the name of another, which Systems Manager has. Whoever gives it for the local run may mean that one itself. */
function storedValue(parameter: string, name: Json, isGiven: boolean, values: Values): Json {
  const value = values.parameter(String(name));
  if (value === undefined && !isGiven) {
    values.warnOf(`parameter ${parameter}: ${String(name)} of Systems Manager`, String(name));
  }
  return value ?? name;
}

function checkAllowed(name: string, allowed: Json | undefined, value: Json): void {
  if (Array.isArray(allowed) && !allowed.map(String).includes(String(value))) {
    throw new TemplateLoadError(`parameter ${name}: ${excerpt(value)} is not allowed: one of ${allowed.map((item) => excerpt(item)).join(', ')}`);
  }
}

function checkPattern(name: string, pattern: Json | undefined, value: Json): void {
  if (typeof pattern !== 'string') {
    return;
  }
  let expression: RegExp;
  try {
    expression = new RegExp(`^(?:${pattern})$`);
  } catch {
    return; // Java's regular expressions are not all JavaScript's; CloudFormation will check it.
  }
  if (!matches(expression, name, value)) {
    throw new TemplateLoadError(`parameter ${name}: ${excerpt(value)} does not match AllowedPattern ${pattern}`);
  }
}

function matches(expression: RegExp, name: string, value: Json): boolean {
  try {
    return new RegexClock().match(expression, String(value), (regex, text) => regex.test(text));
  } catch (error) {
    throw error instanceof RegexTimeout ? new TemplateLoadError(`parameter ${name}: AllowedPattern on ${excerpt(value)}: ${error.message}`) : error;
  }
}
