import { call } from './calls';
import { evaluate } from './evaluate';
import { setMember } from '../../../json';
import { Callable, Evaluation, Native } from '../callable';
import type { Frame } from '../frame';
import { signatureOf } from '../functions/library';
import { Problem } from '../problem';
import type { Run } from '../run';
import { ownBytes, sizeOf } from '../size';
import type { Node } from '../syntax';
import { Value, ValueObject, isPlainObject } from '../values';

/** Evaluates `|pattern|update, delete|`: the function that gives a copy of its argument with what the pattern finds in it changed. */
export function evaluateTransform(node: Node, _: Value, frame: Frame): Value {
  return new Native(1, ([original], run) => original === undefined ? undefined : transformed(node, original, frame, run), signatureOf('<(oa):o>'));
}

function* transformed(node: Node, original: Value, frame: Frame, run: Run): Evaluation {
  const cloning = frame.lookUp('clone');
  if (!(cloning instanceof Callable)) {
    throw new Problem('T2013');
  }
  const copy = yield* call(cloning, [original], run);
  const found = yield* evaluate(node.pattern, copy, frame);
  for (const match of found === undefined ? [] : Array.isArray(found) ? found : [found]) {
    update(match, yield* evaluate(node.update, match, frame), run);
    if (node.delete !== undefined) {
      remove(match, yield* evaluate(node.delete, match, frame));
    }
  }
  // Sizes are remembered: what was changed under the pattern's hands gets a new identity.
  return copyOf(copy);
}

function update(match: Value, changes: Value, run: Run): void {
  if (changes === undefined) {
    return;
  }
  if (!isPlainObject(changes)) {
    throw new Problem('T2011', { value: changes });
  }
  run.hold(sizeOf(changes).bytes);
  if (isPlainObject(match)) {
    Object.keys(changes).forEach((name) => setMember(match as never, name, changes[name] as never));
  }
}

function remove(match: Value, names: Value): void {
  const list = names === undefined || Array.isArray(names) ? names : [names];
  if (list?.some((name) => typeof name !== 'string')) {
    throw new Problem('T2012', { value: names });
  }
  if (isPlainObject(match)) {
    list?.forEach((name) => delete match[name as string]);
  }
}

/** A deep copy; functions stay themselves. */
function copyOf(value: Value): Value {
  if (Array.isArray(value)) {
    return value.map(copyOf);
  }
  if (!isPlainObject(value)) {
    return value;
  }
  const copy: ValueObject = {};
  Object.keys(value).forEach((name) => setMember(copy as never, name, copyOf(value[name]) as never));
  return copy;
}

/** A deep copy whose bytes are noted. */
export function clone(value: Value, run: Run): Value {
  run.hold(ownBytes(value) + sizeOf(value).bytes);
  return copyOf(value);
}
