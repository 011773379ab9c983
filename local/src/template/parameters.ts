import { TemplateLoadError } from './errors';
import { excerpt, isObject, Json } from './json';

/**
 * The value that `Ref` gives for a parameter of the template.
 * @param definition the parameter as the template declares it
 * @param given the value from outside, or undefined for the default. SSM parameter types take their default (a parameter's name) as the value
 */
export function parameterValue(name: string, definition: Json, given: Json | undefined, at: string): Json {
  if (!isObject(definition)) {
    throw new TemplateLoadError(`parameter ${name}: expected an object, got ${excerpt(definition)}`);
  }
  const value = given ?? definition.Default;
  if (value === undefined) {
    throw new TemplateLoadError(`${at}: the parameter ${name} has no default: give it with --parameter ${name}=value`);
  }
  checkAllowed(name, definition.AllowedValues, value);
  checkPattern(name, definition.AllowedPattern, value);
  const type = String(definition.Type);
  const isList = type === 'CommaDelimitedList' || type.startsWith('List<') || type.includes('<List<');
  if (isList) {
    return Array.isArray(value) ? value : String(value).split(',').map((item) => item.trim());
  }
  return typeof value === 'object' ? value : String(value);
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
  if (!expression.test(String(value))) {
    throw new TemplateLoadError(`parameter ${name}: ${excerpt(value)} does not match AllowedPattern ${pattern}`);
  }
}
