import { EventPattern } from '../../src/event-bridge/event-pattern';
import type { Json, JsonObject } from '../../src/json';

const EVENT: JsonObject = {
  'source': 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  'resources': ['arn:one', 'arn:two'],
  'detail': { status: 'FAILED', startDate: 1000, stopDate: null, count: 0, flag: false, empty: '', list: [], items: [{ a: 1 }, { b: 2 }] },
};

const matches = (pattern: object, event: JsonObject = EVENT): boolean => new EventPattern(pattern as JsonObject).matches(event);

describe('values', () => {
  test.each<[string, object, boolean]>([
    ['one of several', { detail: { status: ['FAILED', 'TIMED_OUT'] } }, true],
    ['none of several', { detail: { status: ['SUCCEEDED', 'TIMED_OUT'] } }, false],
    ['a text in another case', { detail: { status: ['failed'] } }, false],
    ['every field of several', { source: ['aws.states'], detail: { startDate: [1000] } }, true],
    ['only some of several', { source: ['aws.states'], detail: { startDate: [1] } }, false],
    ['an item of a list', { resources: ['arn:two'] }, true],
    ['no item of a list', { resources: ['arn:three'] }, false],
    ['a number that is text', { detail: { startDate: ['1000'] } }, false],
    ['null', { detail: { stopDate: [null] } }, true],
    ['null for what is absent', { detail: { other: [null] } }, false],
    ['false', { detail: { flag: [false] } }, true],
    ['an empty text', { detail: { empty: [''] } }, true],
    ['one object of a list', { detail: { items: { b: [2] } } }, true],
    ['fields of different objects of a list', { detail: { items: { a: [1], b: [2] } } }, false],
    ['a member of Object', { constructor: { name: ['Object'] } }, false],
    ['any of $or', { $or: [{ source: ['other'] }, { detail: { count: [0] } }] }, true],
    ['none of $or', { detail: { $or: [{ status: ['X'] }, { count: [1] }] } }, false],
    ['$or and more', { source: ['other'], $or: [{ detail: { count: [0] } }] }, false],
  ])('%s', (_title, pattern, expected) => {
    expect(matches(pattern)).toBe(expected);
  });
});

describe('operators', () => {
  test.each<[string, Json, Json, boolean]>([
    ['prefix', { prefix: 'FA' }, 'FAILED', true],
    ['prefix', { prefix: 'fa' }, 'FAILED', false],
    ['prefix', { prefix: '1' }, 10, false],
    ['prefix in any case', { prefix: { 'equals-ignore-case': 'fa' } }, 'FAILED', true],
    ['suffix', { suffix: '.png' }, 'a.png', true],
    ['suffix in any case', { suffix: { 'equals-ignore-case': '.PNG' } }, 'a.png', true],
    ['equals-ignore-case', { 'equals-ignore-case': 'aLice' }, 'AlIcE', true],
    ['equals-ignore-case', { 'equals-ignore-case': 'a' }, 'ab', false],
    ['exists', { exists: true }, 'x', true],
    ['exists of null', { exists: true }, null, true],
    ['exists of an object', { exists: true }, { a: 1 }, false],
    ['exists false', { exists: false }, 'x', false],
    ['cidr', { cidr: '10.0.0.0/24' }, '10.0.0.255', true],
    ['cidr', { cidr: '10.0.0.0/24' }, '10.0.1.0', false],
    ['cidr of another version', { cidr: '10.0.0.0/24' }, '::1', false],
    ['numeric', { numeric: ['>', 0, '<=', 5] }, 5, true],
    ['numeric', { numeric: ['>', 0, '<=', 5] }, 0, false],
    ['numeric', { numeric: ['=', 3] }, 3, true],
    ['numeric of text', { numeric: ['=', 3] }, '3', false],
    ['anything-but', { 'anything-but': 'a' }, 'b', true],
    ['anything-but', { 'anything-but': ['a', 'b'] }, 'b', false],
    ['anything-but a number', { 'anything-but': [1, 2] }, 3, true],
    ['anything-but a prefix', { 'anything-but': { prefix: 'a' } }, 'ab', false],
    ['anything-but prefixes', { 'anything-but': { prefix: ['a', 'b'] } }, 'cb', true],
    ['anything-but a suffix', { 'anything-but': { suffix: ['.a', '.b'] } }, 'x.b', false],
    ['anything-but in any case', { 'anything-but': { 'equals-ignore-case': ['A', 'B'] } }, 'b', false],
    ['anything-but a wildcard', { 'anything-but': { wildcard: '*/x/*' } }, 'a/x/b', false],
    ['wildcard', { wildcard: 'arn:*:execution:Orders*:*' }, 'arn:aws:states:r:a:execution:Orders-x1:name', true],
  ])('%s %j of %j', (_title, operator, value, expected) => {
    expect(matches({ field: [operator] }, { field: value })).toBe(expected);
  });

  test('exists false of what is absent, at any depth', () => {
    expect(matches({ other: [{ exists: false }] })).toBe(true);
    expect(matches({ other: { deep: { er: [{ exists: false }] } } })).toBe(true);
    expect(matches({ toString: [{ exists: false }] })).toBe(true);
  });

  test('no operator but exists matches what is absent', () => {
    expect(matches({ other: [{ 'anything-but': 'x' }] })).toBe(false);
    expect(matches({ other: [{ wildcard: '*' }] })).toBe(false);
  });
});

describe('fails', () => {
  test.each<[object, string]>([
    [{ source: 'aws.states' }, '$.source: a field needs a list of at least one value or operator, got "aws.states"'],
    [{ detail: { status: [] } }, '$.detail.status: a field needs a list of at least one value or operator, got []'],
    [{ detail: { status: [['a']] } }, '$.detail.status: a list may hold values and operators only, got ["a"]'],
    [{ detail: { status: [{ constructor: 1 }] } }, '$.detail.status: {"constructor":1} is not supported by the local run: one of anything-but, '],
    [{ a: [{ cidr: '10.0.0.0/33' }] }, '$.a: cidr takes a block of addresses such as 10.0.0.0/8, got "10.0.0.0/33"'],
    [{ a: [{ prefix: 1 }] }, '$.a: prefix takes a text, got 1'],
    [{ a: [{ exists: 'yes' }] }, '$.a: exists takes true or false, got "yes"'],
    [{ a: [{ numeric: ['~', 1] }] }, '$.a: numeric takes a list of <, <=, =, >, >=, each with a number, got ["~",1]'],
    [{ a: [{ numeric: [] }] }, '$.a: numeric takes a list such as [">", 0], got []'],
    [{ a: [{ 'anything-but': { numeric: 1 } }] }, '$.a: anything-but takes values or one of equals-ignore-case, prefix, suffix, wildcard, got {"numeric":1}'],
    [{ a: [{ 'anything-but': [['x']] }] }, '$.a: anything-but takes texts and numbers, got [["x"]]'],
  ])('for %j', (pattern, message) => {
    expect(() => matches(pattern)).toThrow(message);
  });
});

test('lists may be nested at will', () => {
  const event = JSON.parse(`{"list":${'['.repeat(50_000)}"a"${']'.repeat(50_000)}}`) as JsonObject;
  expect(new EventPattern({ list: ['a'] }).matches(event)).toBe(true);
  expect(new EventPattern({ list: ['b'] }).matches(event)).toBe(false);
});
