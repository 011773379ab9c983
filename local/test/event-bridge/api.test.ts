import { EventBridgeApi } from '../../src/event-bridge/api';
import { EventBus } from '../../src/event-bridge/event-bus';
import { Guard } from '../../src/guard';
import type { JsonObject } from '../../src/json';
import type { EventRuleResource } from '../../src/template';

const ENTRY = { Source: 'orders', DetailType: 'Placed', Detail: '{"id":7}' };
const UUID = expect.stringMatching(/^[0-9a-f-]{36}$/);

function rule(more: Partial<EventRuleResource> = {}): EventRuleResource {
  return {
    logicalId: 'Rule',
    label: 'resource Rule',
    name: 'Rule',
    arn: 'arn:aws:events:us-east-1:123456789012:rule/Rule',
    accountId: '123456789012',
    region: 'us-east-1',
    isEnabled: true,
    busName: 'default',
    pattern: { source: ['orders'] },
    targets: [{ id: 'T', label: 't', arn: 'arn:aws:x:::y', ruleArn: 'arn:aws:events:us-east-1:123456789012:rule/Rule' }],
    ...more,
  };
}

/** Sends a request to a bus with rules; gives the answer, and what the targets heard. */
async function put(request: object | string, ...rules: EventRuleResource[]): Promise<{ status: number; answer: JsonObject; heard: JsonObject[] }> {
  const heard: JsonObject[] = [];
  const target = (input: string): { status: number; body: string } => {
    heard.push(JSON.parse(input) as JsonObject);
    return { status: 200, body: '' };
  };
  const bus = new EventBus({ rules, targets: () => target, guard: new Guard(() => {}), log: () => {} });
  const { status, body } = new EventBridgeApi(bus).perform('PutEvents', typeof request === 'string' ? request : JSON.stringify(request));
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  return { status, answer: JSON.parse(body) as JsonObject, heard };
}

test('an event is there as AWS writes it', async () => {
  const { answer, heard } = await put({ Entries: [{ ...ENTRY, Resources: ['r'], Time: 1_700_000_000 }] }, rule());

  expect(answer).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: UUID }] });
  expect(heard).toEqual([{
    'version': '0',
    'id': (answer.Entries as JsonObject[])[0].EventId,
    'detail-type': 'Placed',
    'source': 'orders',
    'account': '123456789012',
    'time': '2023-11-14T22:13:20Z',
    'region': 'us-east-1',
    'resources': ['r'],
    'detail': { id: 7 },
  }]);
});

test('only the rules of the bus hear, by its name or ARN, each in its own Region', async () => {
  const orders = [rule({ busName: 'orders' }), rule({ busName: 'orders', region: 'eu-west-1' })];

  for (const EventBusName of ['orders', 'arn:aws:events:us-east-1:123456789012:event-bus/orders']) {
    const { heard } = await put({ Entries: [{ ...ENTRY, EventBusName }] }, rule(), ...orders, rule({ busName: 'orders', isEnabled: false }));
    expect(heard.map(({ region }) => region)).toEqual(['us-east-1', 'eu-west-1']);
  }
});

test('a bus that is null is none that is named', async () => {
  const { heard } = await put({ Entries: [{ ...ENTRY, EventBusName: null }] }, rule());

  expect(heard).toHaveLength(1);
});

test.each<[string, object, object]>([
  ['without a source', { Source: undefined }, { ErrorCode: 'InvalidArgument', ErrorMessage: 'Parameter Source is not valid. Reason: Source is a required argument.' }],
  ["with a source of AWS's", { Source: 'aws.states' }, { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' }],
  ['whose detail is no JSON', { Detail: '{a' }, { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }],
  ['whose detail is nested at will', { Detail: `{"list":${'['.repeat(20_000)}${']'.repeat(20_000)}}` }, { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }],
  ['whose detail is no object', { Detail: '[]' }, { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }],
])('an entry %s fails alone', async (_title, more, fault) => {
  const { answer, heard } = await put({ Entries: [{ ...ENTRY, ...more }, ENTRY] }, rule({ pattern: { version: ['0'], detail: { list: [{ exists: false }] } } }));

  expect(answer).toEqual({ FailedEntryCount: 1, Entries: [fault, { EventId: UUID }] });
  expect(heard).toHaveLength(1);
});

test.each<[string, object | string, string]>([
  ['no JSON', '{a', 'SerializationException'],
  ['a bus whose name is no text', { Entries: [{ ...ENTRY, EventBusName: { toString: 1 } }] }, 'SerializationException'],
  ['no entries', { Entries: [] }, 'ValidationException'],
  ['eleven entries', { Entries: Array.from({ length: 11 }, () => ENTRY) }, 'ValidationException'],
  ['more than 256 KB', { Entries: [{ ...ENTRY, Detail: JSON.stringify({ text: 'x'.repeat(262_144) }) }] }, 'ValidationException'],
])('%s is refused', async (_title, request, __type) => {
  expect(await put(request, rule())).toMatchObject({ status: 400, answer: { __type }, heard: [] });
});
