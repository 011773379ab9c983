import type { Run } from '../run';
import { Items, Value, append, isPlainObject, sequence } from '../values';

/** What `*` finds: the values of an object's members, those of arrays one by one. */
export function members(input: Value, run: Run): Value {
  let found: Value = sequence();
  for (const value of partsOf(input)) {
    if (Array.isArray(value)) {
      const flat: Items = [];
      flatten(value, flat, run);
      found = run.built(append(found, flat));
    } else {
      run.push(found as Items, value);
    }
  }
  return found;
}

function flatten(value: Value, into: Items, run: Run): void {
  if (Array.isArray(value)) {
    value.forEach((item) => flatten(item, into, run));
  } else {
    run.push(into, value);
  }
}

/** What `**` finds: a value and all that is in it, arrays only as their items. */
export function descendants(input: Value, run: Run): Value {
  if (input === undefined) {
    return undefined;
  }
  const found = sequence();
  collect(input, found, run);
  return found.length === 1 ? found[0] : found;
}

function collect(value: Value, into: Items, run: Run): void {
  if (!Array.isArray(value)) {
    run.push(into, value);
  }
  partsOf(value).forEach((part) => collect(part, into, run));
}

function partsOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : isPlainObject(value) ? Object.values(value) : [];
}
