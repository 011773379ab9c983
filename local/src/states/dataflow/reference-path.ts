import { Json, JsonObject, copyObject, isObject, ownMember, setMember } from '../../json';
import { StateFailure } from '../errors';
import { StatePath } from './paths';

type Step = string | number;

/**
 * Puts a value at a reference path (`$.a.b[0]`) of the data and gives the changed copy; missing objects on the way are made.
 * `quoted` gives the data as a cause quotes it.
 *
 * Throws a `States.ResultPathMatchFailure` where the path does not fit the data.
 */
export function placeAt(path: StatePath, data: Json, value: Json, quoted: () => string): Json {
  const steps = path.segments.map((segment): Step => {
    switch (segment.kind) {
      case 'name': return segment.name;
      case 'index': return segment.index;
      default: throw mismatch(path, quoted());
    }
  });
  return place(steps, 0, data, value, () => mismatch(path, quoted()));
}

function place(steps: readonly Step[], at: number, data: Json | undefined, value: Json, failure: () => StateFailure): Json {
  if (at === steps.length) {
    return value;
  }
  const step = steps[at];
  if (typeof step === 'number') {
    if (!Array.isArray(data) || step < 0 || step >= data.length) {
      throw failure();
    }
    return data.map((item, index) => index === step ? place(steps, at + 1, item, value, failure) : item);
  }
  if (data !== undefined && !isObject(data)) {
    throw failure();
  }
  const copy: JsonObject = data === undefined ? {} : copyObject(data);
  setMember(copy, step, place(steps, at + 1, data === undefined ? undefined : ownMember(data, step), value, failure));
  return copy;
}

function mismatch(path: StatePath, quoted: string): StateFailure {
  return new StateFailure('States.ResultPathMatchFailure', `Unable to apply ReferencePath ${path.text} to input ${quoted}`);
}
