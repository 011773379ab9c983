import fc from 'fast-check';
import { jsonProtocol } from '../../src/aws/json-protocol';
import type { JsonObject } from '../../src/json';

const headers: [string, string][] = [];

test('camel case renames members at any depth, and no values', () => {
  const protocol = jsonProtocol({ version: '1.0', target: 'T', isCamelCase: true });

  expect(protocol.request('Do', { Tags: [{ Key: 'Name' }] }).body).toBe('{"tags":[{"key":"Name"}]}');
  expect(protocol.output('Do', { status: 200, headers, body: '{"inputDetails":{"included":true}}' })).toEqual({ InputDetails: { Included: true } });
});

test('what is JSON in a text may be given as the JSON itself', () => {
  const protocol = jsonProtocol({ version: '1.0', target: 'AWSStepFunctions', isCamelCase: true, jsonTexts: ['Input'] });
  const bodyOf = (parameters: JsonObject) => JSON.parse(protocol.request('StartSyncExecution', parameters).body!);

  // No name in it changes, and no null goes.
  expect(bodyOf({ StateMachineArn: 'arn', Input: { Order: null, list: [{ Id: 1 }] } }))
    .toEqual({ stateMachineArn: 'arn', input: '{"Order":null,"list":[{"Id":1}]}' });
  expect(bodyOf({ Input: '{"a":1}' })).toEqual({ input: '{"a":1}' });
  expect(bodyOf({ Output: { A: 1 } })).toEqual({ output: { a: 1 } });
});

test('the keys of a map are data', () => {
  const protocol = jsonProtocol({ version: '1.0', target: 'T', isCamelCase: true, maps: ['Variables'] });
  const body = '{"items":[{"variables":{"total":{"inner":1}},"name":"x"}]}';

  expect(protocol.output('Do', { status: 200, headers, body })).toEqual({ Items: [{ Variables: { total: { inner: 1 } }, Name: 'x' }] });
});

test.each<[string, string, [string, string][], object]>([
  ['the type without its namespace', '{"__type":"a.b#Gone","message":"m"}', [], { code: 'Gone', message: 'm' }],
  ['a header', '{"Message":"m"}', [['x-amzn-ErrorType', 'Gone:http://internal']], { code: 'Gone', message: 'm' }],
  ['no code', 'plain text', [], { code: undefined, message: 'plain text' }],
  ['the query protocol\'s code beside it', '{"__type":"a#QueueDoesNotExist","message":"m"}', [['x-amzn-query-error', 'AWS.SimpleQueueService.NonExistentQueue;Sender']],
    { code: 'QueueDoesNotExist', legacyCode: 'AWS.SimpleQueueService.NonExistentQueue' }],
])('reads errors with %s', (_title, body, given, fault) => {
  expect(jsonProtocol({ version: '1.1', target: 'T' }).error({ status: 400, headers: given, body })).toMatchObject(fault);
});

test('reads any answer', () => {
  const protocol = jsonProtocol({ version: '1.1', target: 'T', isCamelCase: true });
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
    expect(typeof protocol.error({ status: 400, headers, body }).message).toBe('string');
    try {
      expect(Object.getPrototypeOf(protocol.output('Do', { status: 200, headers, body }))).toBe(Object.prototype);
    } catch (error) {
      expect((error as Error).message).toMatch(/^its answer is no JSON object: /);
    }
  }));
});
