import { readRequest, Rules } from '../../src/step-functions/request';

const read = (request: unknown, rules: Rules): unknown => readRequest(JSON.stringify(request), rules);

describe('members of each type', () => {
  const rules = {
    text: {},
    size: { type: 'number', least: 0, most: 10 },
    share: { type: 'number', isFraction: true },
    flag: { type: 'boolean' },
    list: { type: 'list', of: { type: 'structure', members: { key: { required: true } } }, minLength: 1, maxLength: 2 },
    structure: { type: 'structure', members: { inner: { type: 'number', most: 3 } } },
  } as const;

  test('are read as they are; null and what no rule knows are left out', () => {
    const request = { text: 'a', size: 10, share: 0.5, flag: false, list: [{ key: 'k' }], structure: { inner: 1 } };

    expect(read({ ...request, other: 1 }, rules)).toEqual(request);
    expect(read({ text: null, structure: { inner: null, other: 1 } }, rules)).toEqual({ structure: {} });
    expect(read({ constructor: 'x', __proto__: 'y' }, rules)).toEqual({});
  });

  test.each([
    { text: 1 }, { size: '1' }, { size: 1.5 }, { share: '0.5' }, { flag: 'true' }, { flag: 0 }, { list: {} }, { list: ['k'] }, { structure: [] }, { structure: 'x' },
  ])('fail for %j', (request) => {
    expect(() => read(request, rules)).toThrow(/^SerializationException$/);
  });

  test.each(['', 'nothing', '[]', '1', 'null', '{"text":'])('fail for the request %j', (text) => {
    expect(() => readRequest(text, rules)).toThrow(/^SerializationException$/);
  });

  test.each<[object, string]>([
    [{ size: -1 }, "Value '-1' at 'size' failed to satisfy constraint: Member must have value greater than or equal to 0"],
    [{ size: 11 }, "Value '11' at 'size' failed to satisfy constraint: Member must have value less than or equal to 10"],
    [{ list: [] }, "Value '[]' at 'list' failed to satisfy constraint: Member must have length greater than or equal to 1"],
    [{ list: [{ key: 'k' }, {}] }, "Value null at 'list.2.member.key' failed to satisfy constraint: Member must not be null"],
    [{ structure: { inner: 4 } }, "Value '4' at 'structure.inner' failed to satisfy constraint: Member must have value less than or equal to 3"],
  ])('that break a rule fail: %j', (request, message) => {
    expect(() => read(request, rules)).toThrow(`1 validation error detected: ${message}`);
  });
});

test('what is nested at will is read, and named, without end', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const rules = { structure: { type: 'structure', members: { inner: {} } }, list: { type: 'list', of: {}, maxLength: 1 } } as const;

  expect(readRequest(`{"structure":{"other":${deep},"inner":"a"}}`, rules)).toEqual({ structure: { inner: 'a' } });
  expect(() => readRequest(`{"list":["a",${deep}]}`, rules)).toThrow(/^SerializationException$/);
  expect(() => readRequest('{"list":["a","b"]}', rules)).toThrow("Value '[2 members]' at 'list' failed to satisfy constraint: Member must have length less than or equal to 1");
});

test.each<[string, Rules[string], string | undefined]>([
  ['abc', { maxLength: 2 }, "Value 'abc' at 'text' failed to satisfy constraint: Member must have length less than or equal to 2"],
  ['', { minLength: 1 }, "Value '' at 'text' failed to satisfy constraint: Member must have length greater than or equal to 1"],
  ['a b', { pattern: '[a-z]+' }, "Value 'a b' at 'text' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+"],
  ['c', { values: ['a', 'b'] }, "Value 'c' at 'text' failed to satisfy constraint: Member must satisfy enum value set: [a, b]"],
  ['äöü', { maxBytes: 5 }, "Value 'äöü' at 'text' failed to satisfy constraint: Member must have size less than or equal to 5 bytes in UTF-8 encoding"],
  ['äöü', { maxBytes: 6 }, undefined],
  ['secret', { maxLength: 2, isSecret: true }, "Value at 'text' failed to satisfy constraint: Member must have length less than or equal to 2"],
])('the text %j of the rule %j', (text, rule, message) => {
  const reading = (): unknown => read({ text }, { text: rule });

  if (message === undefined) {
    expect(reading()).toEqual({ text });
  } else {
    expect(reading).toThrow(`1 validation error detected: ${message}`);
  }
});

test('all that is wrong is said at once', () => {
  expect(() => read({ a: 'xx' }, { a: { maxLength: 1 }, b: { required: true }, c: { required: true, isSecret: true } })).toThrow(
    "3 validation errors detected: Value 'xx' at 'a' failed to satisfy constraint: Member must have length less than or equal to 1; "
    + "Value null at 'b' failed to satisfy constraint: Member must not be null; Value at 'c' failed to satisfy constraint: Member must not be null");
});
