import { Budget } from './budget';
import { TemplateLoadError } from './errors';
import { excerpt, isObject, Json, JsonObject } from '../json';

const FOR_EACH = 'Fn::ForEach::';

/** What a loop needs of the stack that it stands in. */
export interface LoopScope {
  readonly budget: Budget;
  /** The items of a loop: they may come from parameters and mappings. */
  resolve(value: Json, at: string): unknown;
}

/**
 * The template with its loops written out.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function expandLoops(value: Json, scope: LoopScope, at: string): Json {
  scope.budget.spendValues(1, at);
  if (Array.isArray(value)) {
    return value.map((item) => expandLoops(item, scope, at));
  }
  if (!isObject(value)) {
    return value;
  }
  const expanded = Object.entries(value).flatMap(([key, item]): [string, Json][] => {
    const inner = `${at}.${key}`;
    return key.startsWith(FOR_EACH) ? iterations(item, scope, inner) : [[key, expandLoops(item, scope, inner)]];
  });
  const names = new Set<string>();
  for (const [key] of expanded) {
    if (names.has(key)) {
      throw new TemplateLoadError(`${at}: a loop gives the key ${key} twice`);
    }
    names.add(key);
  }
  return Object.fromEntries(expanded);
}

/** Whether a template asks for them; CloudFormation refuses loops of one that does not. */
export function hasLanguageExtensions(template: JsonObject): boolean {
  return [template.Transform].flat().includes('AWS::LanguageExtensions');
}

/** Whether a part of a template holds a loop. */
export function hasLoops(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.entries(value).some(([key, item]: [string, Json]) => key.startsWith(FOR_EACH) || hasLoops(item));
}

function iterations(loop: Json, scope: LoopScope, at: string): [string, Json][] {
  const [identifier, collection, body] = Array.isArray(loop) ? loop : [];
  if (typeof identifier !== 'string' || !isObject(body)) {
    throw new TemplateLoadError(`${at}: expected a list of an identifier, a collection, and an object, got ${excerpt(loop)}`);
  }
  const items = scope.resolve(collection, at);
  if (!Array.isArray(items)) {
    throw new TemplateLoadError(`${at}: the collection must be a list, got ${excerpt(collection)}`);
  }
  return items.flatMap((item) => {
    const fragment = expandLoops(fill(body, identifier, String(item), scope.budget, at), scope, at);
    return Object.entries(fragment as JsonObject);
  });
}

/** Writes the item for `${identifier}`, for `&{identifier}` without what a logical id cannot have, and for a `Ref` to it. */
function fill(value: Json, identifier: string, item: string, budget: Budget, at: string): Json {
  const write = (text: string): string =>
    budget.replace(text, placeholder(identifier), ([match]) => (match.startsWith('&') ? item.replace(/[^A-Za-z0-9]/g, '') : item), at);
  const filled = (part: Json): Json => {
    budget.spendValues(1, at);
    if (typeof part === 'string') {
      return write(part);
    }
    if (Array.isArray(part)) {
      return part.map(filled);
    }
    if (!isObject(part)) {
      return part;
    }
    return part.Ref === identifier ? item : Object.fromEntries(Object.entries(part).map(([key, inner]) => [write(key), filled(inner)]));
  };
  return filled(value);
}

function placeholder(identifier: string): RegExp {
  return new RegExp(`[$&]\\{${identifier.replace(/[^A-Za-z0-9_]/g, '\\$&')}\\}`, 'g');
}
