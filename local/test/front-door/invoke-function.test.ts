import type { Functions } from '../../src/aws/functions';
import { invokedFunctionOf, invokeFunction } from '../../src/front-door/invoke-function';
import { Guard } from '../../src/guard';

const PATH = '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3AGreeter/invocations?Qualifier=live';
const invoked: string[] = [];
const functions: Functions = {
  fault: (name) => (name === 'Greeter' ? undefined : 'the runtime java21 does not run here'),
  invoke: async (_name, payload) => {
    invoked.push(payload);
    return payload === '"fail"' ? { payload: '{"errorType":"Oops"}', isError: true } : { payload: '"Hello"', isError: false };
  },
};

function invoke(name: string, body: string, invocationType = 'RequestResponse'): ReturnType<typeof invokeFunction> {
  invoked.splice(0);
  return invokeFunction(functions, name, { method: 'POST', url: PATH, invocationType, body }, new Guard(() => {}));
}

test('the path names the function', () => {
  expect(invokedFunctionOf({ method: 'POST', url: PATH })).toBe('arn:aws:lambda:us-east-1:123456789012:function:Greeter');
  expect(invokedFunctionOf({ method: 'GET', url: '/2015-03-31/functions/Greeter' })).toBeUndefined();
  expect(invokedFunctionOf({ method: 'POST', url: '/2015-03-31/functions/%zz/invocations' })).toBeUndefined();
});

test.each<[string, string, string, object]>([
  ['RequestResponse', '{"a":1}', '{"a":1}', { status: 200, body: '"Hello"', headers: { 'X-Amz-Executed-Version': '$LATEST' } }],
  ['RequestResponse', '"fail"', '"fail"', { status: 200, body: '{"errorType":"Oops"}', headers: { 'X-Amz-Function-Error': 'Unhandled' } }],
  ['Event', '', '{}', { status: 202, body: '' }],
])('%s with %j', async (type, body, payload, answer) => {
  expect(await invoke('Greeter', body, type)).toMatchObject(answer);
  expect(invoked).toEqual([payload]);
});

test.each<[string, string, string, string, object]>([
  ['DryRun', 'Greeter', '{}', 'DryRun', { status: 204 }],
  ['a function that is not there or cannot run', 'Other', '{}', 'Event', {
    status: 404, headers: { 'x-amzn-ErrorType': 'ResourceNotFoundException' }, body: '{"Type":"User","Message":"Function not found: Other: the runtime java21 does not run here"}',
  }],
  ['no JSON', 'Greeter', '{a', 'Event', { status: 400, headers: { 'x-amzn-ErrorType': 'InvalidRequestContentException' } }],
  ['a type that there is not', 'Greeter', '{}', 'Later', { status: 400, headers: { 'x-amzn-ErrorType': 'InvalidParameterValueException' } }],
  ['a payload above 1 MB', 'Greeter', JSON.stringify('x'.repeat(1_048_576)), 'Event', { status: 413, headers: { 'x-amzn-ErrorType': 'RequestTooLargeException' } }],
])('%s invokes nothing', async (_title, name, body, type, answer) => {
  expect(await invoke(name, body, type)).toMatchObject(answer);
  expect(invoked).toEqual([]);
});
