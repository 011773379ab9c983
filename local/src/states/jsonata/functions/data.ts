import { fromLibrary, instead } from './library';
import { setMember } from '../../../json';
import { Callable, Native } from '../callable';
import { clone } from '../nodes/transform';
import { checkBytes, type Run } from '../run';
import { BYTES_PER_ITEM } from '../size';
import { Items, Value, ValueObject, append, asSequence, isPlainObject, isTrue, lookUp, pushAll, sequence } from '../values';

/** Functions on any value, on arrays and on objects. @see https://docs.jsonata.org/array-functions */
export const DATA_FUNCTIONS: readonly (readonly [string, Native])[] = [
  ...['assert', 'error', 'reverse', 'shuffle'].map((name): [string, Native] => [name, fromLibrary(name)]),
  ['append', instead('append', ([left, right]) => append(left, right))],
  ['boolean', instead('boolean', ([value]) => value === undefined ? undefined : isTrue(value))],
  ['clone', instead('clone', ([value], run) => value === undefined ? undefined : clone(value, run))],
  ['distinct', instead('distinct', ([value]) => Array.isArray(value) && value.length > 1 ? distinct(value) : value)],
  ['exists', instead('exists', ([value]) => value !== undefined)],
  ['keys', instead('keys', ([value]) => sequence(...keysOf(value)))],
  ['lookup', instead('lookup', ([value, name]) => lookUp(value, name as string))],
  ['merge', instead('merge', ([objects]) => objects === undefined ? undefined : merged(objects as Items))],
  ['not', instead('not', ([value]) => value === undefined ? undefined : !isTrue(value))],
  ['spread', instead('spread', ([value], run) => spread(value, run))],
  ['zip', instead('zip', (lists) => zipped(lists as Items[]))],
  ['type', instead('type', ([value]) => value === undefined ? undefined : typeOf(value))],
];

function keysOf(value: Value): Set<string> {
  return new Set(Array.isArray(value) ? value.flatMap((item) => [...keysOf(item)]) : isPlainObject(value) ? Object.keys(value) : []);
}

function merged(objects: Items): ValueObject {
  const result: ValueObject = {};
  for (const object of objects) {
    if (isPlainObject(object)) {
      Object.keys(object).forEach((name) => setMember(result as never, name, object[name] as never));
    }
  }
  return result;
}

/** Each member of an object as an object of its own. */
function spread(value: Value, run: Run): Value {
  if (Array.isArray(value)) {
    // An array made of several is none that stands for its only item.
    const all: Items = value.length === 0 ? sequence() : [];
    value.forEach((item) => joinedTo(all, spread(item, run)));
    return all;
  }
  return isPlainObject(value) ? asSequence(Object.keys(value).map((name) => {
    run.hold(name.length + BYTES_PER_ITEM);
    const member: ValueObject = {};
    setMember(member as never, name, value[name] as never);
    return member;
  })) : value;
}

function joinedTo(all: Items, more: Value): void {
  if (Array.isArray(more)) {
    pushAll(all, more);
  } else if (more !== undefined) {
    all.push(more);
  }
}

/** The different items of an array. Equal values have equal texts once their members are in order, which is quicker than to compare all pairs. */
function distinct(items: Items): Items {
  const known = new Set<unknown>();
  const found = items.filter((item) => {
    const key = typeof item === 'object' && item !== null && !(item instanceof Callable) ? orderedText(item) : item;
    return known.has(key) ? false : known.add(key);
  });
  return items.sequence ? asSequence(found) : found;
}

/** No text of the data begins with this character by chance: it marks the key of a structure. */
const STRUCTURE = '\u0000';

function orderedText(value: Value): string {
  return STRUCTURE + JSON.stringify(value, (_, part: unknown) => isPlainObject(part)
    ? Object.fromEntries(Object.keys(part).sort().map((name) => [name, part[name]]))
    : part);
}

function zipped(lists: readonly Items[]): Items {
  const length = Math.min(...lists.map((list) => Array.isArray(list) ? list.length : 0));
  checkBytes(length * lists.length * BYTES_PER_ITEM);
  return Array.from({ length }, (_, index) => lists.map((list) => list[index]));
}

function typeOf(value: Value): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : value instanceof Callable ? 'function' : typeof value;
}
