import { checkAnswer } from '../../../src/step-functions/test-state/answer-schema';

const PUT_ITEM = 'arn:aws:states:::dynamodb:putItem';
const START = 'arn:aws:states:::states:startExecution';
const GET_FUNCTION = 'arn:aws:states:::aws-sdk:lambda:getFunction';
const ENCRYPT = 'arn:aws:states:::aws-sdk:kms:encrypt';
const PUT_EVENTS = 'arn:aws:states:::events:putEvents';

const SYNC = 'arn:aws:states:::states:startExecution.sync:2';

type Result = Parameters<typeof checkAnswer>[1];

test.each<[string, string, Result, string]>([
  ['what describes a job', SYNC, { ExecutionArn: 'arn' }, "Required field 'StateMachineArn' is missing"],
  ['a field that is no list', PUT_EVENTS, { Entries: 'x' }, "Field 'Entries' must be an array"],
  ['a field in a list', PUT_EVENTS, { Entries: [{ EventId: 'x' }, { EventId: 1 }] }, "Field 'EventId' must be a string"],
  ['a time that is a number', START, { ExecutionArn: 'arn', StartDate: 1 }, "Field 'StartDate' must be a string"],
  ['what is required', START, { executionArn: 'arn', StartDate: 'now' }, "Required field 'ExecutionArn' is missing"],
  ['a map that is none', PUT_ITEM, { Attributes: [] }, "Field 'Attributes' must be an object"],
  ['a value of a map', PUT_ITEM, { Attributes: { a: { S: 1 } } }, "Field 'S' must be a string"],
  ['a flag that is none', PUT_ITEM, { Attributes: { a: { BOOL: 'true' } } }, "Field 'BOOL' must be a boolean"],
  ['a flag as an SDK names it', PUT_ITEM, { Attributes: { a: { Bool: 'true' } } }, "Field 'Bool' must be a boolean"],
  ['a number that is none', PUT_ITEM, { ConsumedCapacity: { CapacityUnits: '1' } }, "Field 'CapacityUnits' must be a number"],
  ['too small a number', GET_FUNCTION, { Configuration: { MemorySize: 127 } }, "Field 'MemorySize' is less than the minimum value"],
  ['too large a number', GET_FUNCTION, { Configuration: { MemorySize: 1e9 } }, "Field 'MemorySize' exceeds the maximum value"],
  ['too short a text', ENCRYPT, { CiphertextBlob: '' }, "Field 'CiphertextBlob' is smaller than the minimum length"],
  ['too long a text', ENCRYPT, { CiphertextBlob: 'x'.repeat(6145) }, "Field 'CiphertextBlob' exceeds the maximum length"],
  ['none of the values', GET_FUNCTION, { Configuration: { State: 'Odd' } }, "Field 'State' is not an expected value"],
])('fails for %s', (_, resource, result, message) => {
  expect(() => checkAnswer(resource, result, true)).toThrow(`ValidationException: Mock result schema validation error: ${message}`);
});

test('fails for a result that is no object', () => {
  expect(() => checkAnswer(PUT_ITEM, [], false)).toThrow('Mocked result must be a JSON object.');
});

test.each<[string, string, Result]>([
  ['has fields that the service does not', PUT_EVENTS, { odd: 1, constructor: 2, __proto__: 3 }],
  ['is of a service without a model', 'arn:aws:states:::aws-sdk:ec2:describeInstances', { Reservations: 1 }],
  ['is of an action that the model does not have', 'arn:aws:states:::aws-sdk:kms:toString', 1],
  ['comes with a token', 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', 'text'],
  ['is that of a job', SYNC, { ExecutionArn: 'arn', StateMachineArn: 'arn', Status: 'SUCCEEDED', StartDate: 'now', Output: { a: 1 } }],
  ['is a function\'s own', 'arn:aws:lambda:us-east-1:123456789012:function:f', 'text'],
  ['has a payload that was parsed', 'arn:aws:states:::lambda:invoke', { Payload: { a: 1 }, StatusCode: 200 }],
])('passes a result that %s', (_, resource, result) => {
  expect(() => checkAnswer(resource, result, true)).not.toThrow();
});

test('does not ask for what is required where only what is there counts', () => {
  expect(() => checkAnswer(START, {}, false)).not.toThrow();
  expect(() => checkAnswer(START, { StartDate: true }, false)).toThrow("Field 'StartDate' must be a string");
});
