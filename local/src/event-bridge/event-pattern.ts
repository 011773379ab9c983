import { FieldTest, PATTERN_OPERATORS, Scalar } from './pattern-operators';
import { excerpt, isObject, Json, JsonObject } from '../json';

/** Whether an event, or a part of one, matches. */
type Test = (event: JsonObject) => boolean;

/**
 * An event pattern, compiled once.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export class EventPattern {
  private readonly test: Test;

  /** @throws SyntaxError for a pattern that EventBridge would refuse, with the path in it */
  constructor(pattern: JsonObject) {
    this.test = all(pattern, '$');
  }

  public matches(event: JsonObject): boolean {
    return this.test(event);
  }
}

function all(pattern: JsonObject, at: string): Test {
  const tests = Object.entries(pattern).map(([key, value]) => member(key, value, `${at}.${key}`));
  return (event) => tests.every((test) => test(event));
}

function member(key: string, value: Json, at: string): Test {
  if (key === '$or' && Array.isArray(value) && value.every(isObject)) {
    const tests = value.map((alternative, index) => all(alternative, `${at}[${index}]`));
    return (event) => tests.some((test) => test(event));
  }
  if (isObject(value)) {
    const test = all(value, at);
    return (event) => objectsIn(own(event, key)).some(test);
  }
  if (!Array.isArray(value) || value.length === 0) {
    throw new SyntaxError(`${at}: a field needs a list of at least one value or operator, got ${excerpt(value)}`);
  }
  const tests = value.map((alternative) => field(alternative, at));
  return (event) => {
    const values = scalarsIn(own(event, key));
    return tests.some((test) => test(values));
  };
}

function field(alternative: Json, at: string): FieldTest {
  if (!isObject(alternative)) {
    if (Array.isArray(alternative)) {
      throw new SyntaxError(`${at}: a list may hold values and operators only, got ${excerpt(alternative)}`);
    }
    return (values) => values.includes(alternative);
  }
  const [name, ...others] = Object.keys(alternative);
  const operator = others.length === 0 ? PATTERN_OPERATORS.get(name) : undefined;
  if (!operator) {
    throw new SyntaxError(`${at}: ${excerpt(alternative)} is not supported by the local run: one of ${[...PATTERN_OPERATORS.keys()].join(', ')}`);
  }
  try {
    return operator(alternative[name]);
  } catch (error) {
    throw new SyntaxError(`${at}: ${(error as Error).message}`);
  }
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The objects that a nested pattern is tried on: those of a list one by one; nothing counts as an empty one, in which no field exists. */
function objectsIn(value: Json | undefined): JsonObject[] {
  const objects = (Array.isArray(value) ? value : [value]).filter((item) => item !== undefined && isObject(item)) as JsonObject[];
  return objects.length > 0 ? objects : [{}];
}

/** The values that a field has. Objects are no values: operators look at the ends of paths only. */
function scalarsIn(value: Json | undefined): Scalar[] {
  const found = [value];
  // Those of lists are looked at in turn as well, without a stack: lists may be nested at will.
  for (const item of found) {
    if (Array.isArray(item)) {
      item.forEach((each) => found.push(each));
    }
  }
  return found.filter((item): item is Scalar => item === null || !['object', 'undefined'].includes(typeof item));
}
