import { Json, JsonObject, isObject, ownMember, toJavaString } from '../json';
import { JsonPath, Operand, Segment } from './ast';
import { matches } from './filter';
import { pathFunction } from './functions';

/** What paths can start from. */
export interface PathRoots {
  /** What `$` is. */
  readonly data: Json;
  /** What `$name` is. */
  readonly variables: { get(name: string): Json | undefined };
  /** What `$$` is. */
  context(): Json;
}

/** Why a definite path leads nowhere, in the words of Jayway JsonPath, the engine behind the service. */
export class PathNotFound extends Error {}

/**
 * The value that a path leads to: for an indefinite path the list of matches, possibly empty.
 *
 * Throws PathNotFound where a definite path leads nowhere. `item` is what `@` is, inside a filter.
 */
export function evaluatePath(path: JsonPath, roots: PathRoots, item?: Json): Json {
  const found = follow(path, roots, item);
  if (found instanceof DeadEnd) {
    throw new PathNotFound(found.reason());
  }
  return found;
}

/** As evaluatePath, but undefined where the path leads nowhere. */
export function findPath(path: JsonPath, roots: PathRoots, item?: Json): Json | undefined {
  const found = follow(path, roots, item);
  return found instanceof DeadEnd ? undefined : found;
}

/** Where a definite path leads nowhere. No error: most who ask do not mind, and need no reason. */
class DeadEnd {
  public constructor(public readonly reason: () => string) {}
}

function follow(path: JsonPath, roots: PathRoots, item?: Json): Json | DeadEnd {
  const start = startOf(path, roots, item);
  if (start === undefined) {
    return new DeadEnd(() => 'No results for path');
  }
  if (path.definite) {
    return followDefinite(path, start, roots);
  }
  let matched: Json[] = [start];
  for (const segment of path.segments) {
    matched = segment.kind === 'function'
      ? [pathFunction(segment.name, matched, segment.args.map(arg => operandValue(arg, roots) ?? null))]
      : matched.flatMap(value => step(segment, value, roots));
  }
  const last = path.segments[path.segments.length - 1];
  return last.kind === 'function' ? matched[0] : matched;
}

/** The value of a filter's operand or a function's argument; undefined where its path leads nowhere. */
export function operandValue(operand: Operand, roots: PathRoots, item?: Json): Json | undefined {
  switch (operand.kind) {
    case 'literal': return operand.value;
    case 'regex': return operand.regex.source;
    case 'path': return findPath(operand.path, roots, item);
  }
}

function startOf(path: JsonPath, roots: PathRoots, item: Json | undefined): Json | undefined {
  switch (path.root.kind) {
    case 'data': return roots.data;
    case 'context': return roots.context();
    case 'variable': return roots.variables.get(path.root.name);
    case 'item': return item;
  }
}

function followDefinite(path: JsonPath, start: Json, roots: PathRoots): Json | DeadEnd {
  let value = start;
  for (let position = 0; position < path.segments.length; position++) {
    const segment = path.segments[position];
    if (segment.kind === 'function') {
      value = pathFunction(segment.name, [value], segment.args.map(arg => operandValue(arg, roots) ?? null));
      continue;
    }
    const next = step(segment, value, roots);
    if (next.length === 0) {
      const at = value;
      return new DeadEnd(() => notFoundReason(segment, at, trailTo(path, position), position === path.segments.length - 1));
    }
    value = next[0];
  }
  return value;
}

/** The path up to and with a segment, as Jayway writes it. */
function trailTo(path: JsonPath, position: number): string {
  return path.segments.slice(0, position + 1).reduce((trail, segment) => {
    switch (segment.kind) {
      case 'function': return trail;
      case 'names': return `${trail}['${segment.names[0]}']`;
      default: return `${trail}[${segment.kind === 'indexes' ? segment.indexes[0] : ''}]`;
    }
  }, '$');
}

function notFoundReason(segment: Segment, value: Json, trail: string, isLast: boolean): string {
  const upTo = trail.slice(0, trail.lastIndexOf('['));
  if (segment.kind === 'names' && !isObject(value)) {
    return `Expected to find an object with property ['${segment.names[0]}'] in path ${upTo} but found '${javaTypeName(value)}'. ` +
      "This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.";
  }
  if (segment.kind === 'indexes' && !Array.isArray(value)) {
    return value === null
      ? `The path ${upTo} is null`
      : `Filter: [${segment.indexes[0]}] can only be applied to arrays. Current context is: ${toJavaString(value)}`;
  }
  return segment.kind === 'names' && !isLast ? `Missing property in path ${trail}` : `No results for path: ${trail}`;
}

function javaTypeName(value: Json): string {
  switch (typeof value) {
    case 'string': return 'java.lang.String';
    case 'boolean': return 'java.lang.Boolean';
    case 'number': return Number.isInteger(value) ? 'java.lang.Integer' : 'java.lang.Double';
    default: return value === null ? 'null' : 'java.util.ArrayList';
  }
}

function step(segment: Exclude<Segment, { kind: 'function' }>, value: Json, roots: PathRoots): Json[] {
  switch (segment.kind) {
    case 'names': return namedMembers(segment.names, value);
    case 'wildcard': return children(value);
    case 'indexes': return Array.isArray(value) ? segment.indexes.flatMap(index => elementAt(value, index)) : [];
    case 'slice': return Array.isArray(value) ? value.slice(segment.start ?? 0, segment.end ?? value.length) : [];
    case 'filter': return (isObject(value) ? [value] : children(value)).filter(item => matches(segment.filter, roots, item));
    case 'descendants': return descendants(value);
  }
}

function namedMembers(names: readonly string[], value: Json): Json[] {
  if (!isObject(value)) {
    return [];
  }
  if (names.length === 1) {
    const member = ownMember(value, names[0]);
    return member === undefined ? [] : [member];
  }
  const chosen: JsonObject = Object.fromEntries(names.filter(name => ownMember(value, name) !== undefined).map(name => [name, value[name]]));
  return [chosen];
}

function children(value: Json): Json[] {
  return Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
}

function elementAt(array: readonly Json[], index: number): Json[] {
  const position = index < 0 ? array.length + index : index;
  return position >= 0 && position < array.length ? [array[position]] : [];
}

function descendants(value: Json): Json[] {
  const found: Json[] = [];
  const waiting: Json[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop() as Json;
    if (typeof next === 'object' && next !== null) {
      found.push(next);
      // One by one: a call takes fewer arguments than an array may have items.
      [...children(next)].reverse().forEach(child => waiting.push(child));
    }
  }
  return found;
}
