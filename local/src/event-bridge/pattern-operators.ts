import { BlockList, isIP } from 'node:net';
import { excerpt, isObject, Json } from '../json';
import { wildcard } from '../wildcard';

/** A value at the end of an event's path. */
export type Scalar = string | number | boolean | null;

/** Whether a field of an event matches. A field that is a list has several values, one that is absent has none. */
export type FieldTest = (values: readonly Scalar[]) => boolean;

/** Makes a test from an operator's argument. Throws a SyntaxError that says what is allowed. */
type Operator = (argument: Json) => FieldTest;

/**
 * The operators of event patterns. To add one, add one line.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export const PATTERN_OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['anything-but', (argument) => some(negated(argument))],
  ['cidr', (argument) => some(cidr(argument))],
  ['equals-ignore-case', (argument) => some(textTest('equals-ignore-case', argument))],
  ['exists', exists],
  ['numeric', (argument) => some(numeric(argument))],
  ['prefix', (argument) => some(textTest('prefix', argument))],
  ['suffix', (argument) => some(textTest('suffix', argument))],
  ['wildcard', (argument) => some(textTest('wildcard', argument))],
]);

type Test = (value: Scalar) => boolean;

function some(test: Test): FieldTest {
  return (values) => values.some(test);
}

/** The operators on text, which `anything-but` can negate. */
const TEXT_OPERATORS: Readonly<Record<string, (argument: string) => (value: string) => boolean>> = {
  'equals-ignore-case': (argument) => (value) => value.toLowerCase() === argument.toLowerCase(),
  'prefix': (argument) => (value) => value.startsWith(argument),
  'suffix': (argument) => (value) => value.endsWith(argument),
  'wildcard': wildcard,
};

function textTest(name: string, argument: Json): Test {
  const caseless = name === 'prefix' || name === 'suffix' ? ignoringCase(argument) : undefined;
  if (caseless !== undefined) {
    const test = TEXT_OPERATORS[name](caseless.toLowerCase());
    return (value) => typeof value === 'string' && test(value.toLowerCase());
  }
  if (typeof argument !== 'string') {
    throw new SyntaxError(`${name} takes a text, got ${excerpt(argument)}`);
  }
  const test = TEXT_OPERATORS[name](argument);
  return (value) => typeof value === 'string' && test(value);
}

/** An IP address in a block such as `10.0.0.0/8`. */
function cidr(argument: Json): Test {
  const [, address = '', length] = /^([\d.]+|[\da-f:]+)\/(\d{1,3})$/i.exec(typeof argument === 'string' ? argument : '') ?? [];
  const version = isIP(address);
  if (version === 0 || Number(length) > (version === 4 ? 32 : 128)) {
    throw new SyntaxError(`cidr takes a block of addresses such as 10.0.0.0/8, got ${excerpt(argument)}`);
  }
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(address, Number(length), family);
  return (value) => typeof value === 'string' && isIP(value) === version && block.check(value, family);
}

/** The text of `{"equals-ignore-case": text}`, which prefix and suffix take too. */
function ignoringCase(argument: Json): string | undefined {
  const text = isObject(argument) && Object.keys(argument).length === 1 ? argument['equals-ignore-case'] : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** A value that is none of these, or a text to which an operator with any of these texts does not apply. */
function negated(argument: Json): Test {
  if (isObject(argument)) {
    const [[name, operand], ...others] = Object.entries(argument);
    if (others.length > 0 || !Object.hasOwn(TEXT_OPERATORS, name)) {
      throw new SyntaxError(`anything-but takes values or one of ${Object.keys(TEXT_OPERATORS).join(', ')}, got ${excerpt(argument)}`);
    }
    const tests = (Array.isArray(operand) ? operand : [operand]).map((text) => textTest(name, text));
    return (value) => !tests.some((test) => test(value));
  }
  const values = Array.isArray(argument) ? argument : [argument];
  if (values.some((value) => typeof value === 'object' && value !== null)) {
    throw new SyntaxError(`anything-but takes texts and numbers, got ${excerpt(argument)}`);
  }
  return (value) => !values.includes(value);
}

function exists(argument: Json): FieldTest {
  if (typeof argument !== 'boolean') {
    throw new SyntaxError(`exists takes true or false, got ${excerpt(argument)}`);
  }
  return (values) => (values.length > 0) === argument;
}

const COMPARISONS: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '=': (value, limit) => value === limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

/** `[">", 0, "<=", 5]`: all of the comparisons. */
function numeric(argument: Json): Test {
  const items = Array.isArray(argument) ? argument : [];
  const tests: ((value: number) => boolean)[] = [];
  for (let i = 0; i < items.length; i += 2) {
    const [name, limit] = [items[i], items[i + 1]];
    if (typeof name !== 'string' || !Object.hasOwn(COMPARISONS, name) || typeof limit !== 'number') {
      throw new SyntaxError(`numeric takes a list of ${Object.keys(COMPARISONS).join(', ')}, each with a number, got ${excerpt(argument)}`);
    }
    tests.push((value) => COMPARISONS[name](value, limit));
  }
  if (tests.length === 0) {
    throw new SyntaxError(`numeric takes a list such as [">", 0], got ${excerpt(argument)}`);
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}
