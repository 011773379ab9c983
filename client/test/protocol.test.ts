import * as fc from 'fast-check';
import frames from '../protocol/frames.json';
import ids from '../protocol/ids.json';
import { executionIdOf, fitOf, kindOf, nameOfId } from '../src/protocol';

test.each(frames.frames.map(({ kind, frame }) => [kind, JSON.stringify(frame), frame] as const))('%s: %s', (kind, _, frame) => {
  expect(kindOf(frame as Record<string, unknown>)).toBe(kind);
});

test('any object is of some kind', () => {
  const member = fc.constantFrom('executionId', 'seq', 'status', 'startDate', 'message', 'connectionId', 'error', 'piece', 'text', 'payloadRef', 'taskToken', 'pong', 'stopDate',
    'messages', 'next', 'acknowledged', 'accepted', 'requestId', '__proto__', 'constructor');
  fc.assert(fc.property(fc.dictionary(member, fc.jsonValue()), (frame) => {
    expect(typeof kindOf(frame)).toBe('string');
  }));
});

test.each(ids.names.map(({ requestId, name }) => [requestId, name]))('the id %j is %s in a name', (requestId, name) => {
  expect(nameOfId(requestId)).toBe(name);
});

test('no two ids give one name', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
    expect(nameOfId(one) === nameOfId(other)).toBe(one === other);
  }));
});

test.each(ids.matches)('$executionId is of $requestId: $matches', ({ executionId, requestId, matches }) => {
  expect(fitOf(executionId, requestId) > 0).toBe(matches);
});

test('the name of an execution is in its ARN', () => {
  expect(executionIdOf({ executionArn: 'arn:aws:states:us-east-1:123456789012:execution:Orders:17' })).toBe('17');
  expect(executionIdOf({ executionArn: 'arn:aws:states:us-east-1:123456789012:express:Orders:17:0d8f' })).toBe('17');
});
