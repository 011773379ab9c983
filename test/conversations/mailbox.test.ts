// No source of this name: messages that are kept until they are received, played in the local run with all parts of the library together.
import { Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Client, Conversation, errorFrame, Frame, orders } from './conversation';
import { GatedTable } from './gated-table';
import { ClientResponse, ConnectionRegistry, SendToPrincipal, SendToPrincipalProps, WorkflowOptions } from '../../src';

const POST_OFFICE = /PostOffice/;
const WORKFLOW = /Orders/;
const TABLE = 'connections';
const PAUSE = Duration.seconds(20);
const LANGUAGES = [sfn.QueryLanguage.JSON_PATH, sfn.QueryLanguage.JSONATA];

/** A registry with a mailbox, whose principals the clients play by their user agent. */
function registry(stack: Stack): ConnectionRegistry {
  return new ConnectionRegistry(stack, 'Connections', { principal: 'identity.userAgent', tableName: TABLE, mailbox: {} });
}

/** Workflows whose messages are kept. */
function build(queryLanguage: sfn.QueryLanguage, props: Partial<SendToPrincipalProps> = {}, options: Partial<WorkflowOptions> = {}) {
  return (stack: Stack): void => {
    const connections = registry(stack);
    const said = queryLanguage === sfn.QueryLanguage.JSONATA ? '{% $states.input.message.say %}' : sfn.JsonPath.objectAt('$.message.say');
    const send = (id: string) => new SendToPrincipal(stack, id, { connections, message: sfn.TaskInput.fromObject({ state: id, said }), ...props });
    const pause = new sfn.Wait(stack, 'Pause', { time: sfn.WaitTime.duration(PAUSE) });
    const api = orders(stack, {
      connections,
      queryLanguage,
      response: ClientResponse.executionId(),
      definitionBody: sfn.DefinitionBody.fromChainable(send('First').next(pause).next(send('Second'))),
      ...options,
    });
    api.addMailboxRoutes();
    api.addAnswerRoute('answer');
  };
}

const resume = async (client: Client, after?: unknown) => client.ask({ action: 'resume', after }) as Promise<{ messages: Frame[]; next: unknown } & Frame>;
const ack = async (client: Client, { executionId, seq }: Frame) => client.ask({ action: 'ack', executionId, seq });

describe.each(LANGUAGES)('in %s', (queryLanguage) => {
  test('a client that was away hears what it has missed, in order, and again until it has acknowledged it', async () => {
    const conversation = await Conversation.on(build(queryLanguage));
    const before = await conversation.connect('jane');
    const { executionId } = await before.ask({ say: { it: 'is "kept"' } });
    const first = await before.hears();
    expect(first).toEqual({ state: 'First', said: { it: 'is "kept"' }, executionId, seq: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\//) });
    await before.leave();
    await conversation.passes(PAUSE, 'Pause');
    await conversation.ends(WORKFLOW);

    const [after, other] = [await conversation.connect('jane'), await conversation.connect('joe')];
    const second = { state: 'Second', said: { it: 'is "kept"' }, executionId, seq: expect.any(String) };
    const { messages, next } = await resume(after);
    expect({ messages, next }).toEqual({ messages: [first, second], next: null });
    expect(String(messages[0].seq) < String(messages[1].seq)).toBe(true);
    expect(await resume(other)).toEqual({ messages: [], next: null });

    expect(await ack(after, first)).toEqual({ acknowledged: true, executionId, seq: first.seq });
    expect(await ack(after, first)).toEqual({ acknowledged: true });
    expect(await ack(other, messages[1])).toEqual({ acknowledged: true });
    expect(await resume(after)).toEqual({ messages: [messages[1]], next: null });
    expect(await ack(after, messages[1])).toEqual({ acknowledged: true, executionId, seq: messages[1].seq });
    expect(await resume(after)).toEqual({ messages: [], next: null });
    expect([before, after, other].map(({ unheard }) => unheard)).toEqual([[], [], []]);
  });

  test('a client that was away hears how its execution has ended, after all else', async () => {
    const conversation = await Conversation.on(build(queryLanguage, {}, { notifyCompletion: true }));
    const before = await conversation.connect('jane');
    const { executionId } = await before.ask({ say: 1 });
    await before.hears();
    await before.leave();
    await conversation.passes(PAUSE, 'Pause');
    await conversation.ends(POST_OFFICE, 3);

    const after = await conversation.connect('jane');
    const { messages } = await resume(after);
    expect(messages.map(({ seq, ...frame }) => frame)).toEqual([
      { state: 'First', said: 1, executionId },
      { state: 'Second', said: 1, executionId },
      { executionId, status: 'SUCCEEDED', output: expect.objectContaining({ message: { say: 1 } }) },
    ]);
    const seqs = messages.map(({ seq }) => String(seq));
    expect([...seqs].sort()).toEqual(seqs);
    expect(await ack(after, messages[2])).toEqual({ acknowledged: true, executionId, seq: seqs[2] });
  });

  test('iterations and branches that send the same in the same millisecond send each their own', async () => {
    const iteration = queryLanguage === sfn.QueryLanguage.JSONATA ? undefined : sfn.JsonPath.stringAt('States.Format(\'{}\', $)');
    const conversation = await Conversation.on((stack) => {
      const connections = registry(stack);
      const send = (id: string) => new SendToPrincipal(stack, id, {
        // CDK does not tell states in branches the language of the machine.
        connections, queryLanguage, iteration, message: sfn.TaskInput.fromObject({ hello: true }),
      });
      const items = queryLanguage === sfn.QueryLanguage.JSONATA
        ? { items: sfn.ProvideItems.jsonata('{% $states.input.message.items %}') }
        : { itemsPath: '$.message.items' };
      const both = new sfn.Parallel(stack, 'Both').branch(send('Left')).branch(send('Right'));
      orders(stack, {
        connections,
        queryLanguage,
        response: ClientResponse.executionId(),
        definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Map(stack, 'All', items).itemProcessor(send('In a map')).next(both)),
      }).addMailboxRoutes();
    });
    const client = await conversation.connect('jane');
    await client.ask({ items: [1, 2, 3, 4, 5] });
    expect(await conversation.ends(WORKFLOW)).toMatchObject([{ status: 'SUCCEEDED' }]);
    const { messages } = await resume(await conversation.connect('jane'));
    expect(new Set(messages.map(({ seq }) => seq))).toHaveProperty('size', 7);
  });

  test('a question that nobody heard is asked again, and answered', async () => {
    const conversation = await Conversation.on(build(queryLanguage, {
      integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN, taskTimeout: sfn.Timeout.duration(Duration.hours(1)),
    }));
    const before = await conversation.connect('jane');
    await before.ask({ say: 1 });
    await before.leave();
    await conversation.ends(POST_OFFICE);

    const after = await conversation.connect('jane');
    const [{ taskToken }] = (await resume(after)).messages;
    expect(await after.ask({ action: 'answer', taskToken, output: {} })).toMatchObject({ accepted: true });
    await conversation.passes(PAUSE, 'Pause');
  });

  test('a message that is too large to be kept fails the run, and is not kept', async () => {
    const conversation = await Conversation.on(build(queryLanguage));
    const client = await conversation.connect('jane');
    await client.ask({ say: 'x'.repeat(123_000) });
    expect(await conversation.ends(POST_OFFICE)).toMatchObject([{ error: 'Connections.MessageTooLarge', cause: 'a message that is kept takes 120 KB' }]);
    const [{ status, cause }] = await conversation.ends(WORKFLOW);
    expect(status).toBe('FAILED');
    expect(cause).toMatch(queryLanguage === sfn.QueryLanguage.JSONATA ? 'Connections.MessageTooLarge' : '$.Output');
    expect(await resume(client)).toEqual({ messages: [], next: null });
  });

  test('a message that cannot be kept fails the run', async () => {
    const gate = await GatedTable.before(build(queryLanguage));
    (['put', 'connect', 'disconnect', 'look'] as const).forEach((step) => gate.open.add(step));
    gate.broken.set('put', 'ProvisionedThroughputExceededException');
    const conversation = await Conversation.on(build(queryLanguage), { dynamodb: gate.url });
    const client = await conversation.connect('jane');
    await client.ask({ say: 1 });
    await conversation.passesUntil(async () => conversation.ends(WORKFLOW), Duration.seconds(10));
    expect(await conversation.ends(POST_OFFICE)).toMatchObject([{ status: 'FAILED', error: 'DynamoDB.ProvisionedThroughputExceededException' }]);
    expect(await conversation.ends(WORKFLOW)).toMatchObject([{ status: 'FAILED' }]);
    expect(client.unheard).toEqual([]);
  });
});

describe('resume and acknowledgements', () => {
  const played = async () => Conversation.on(build(sfn.QueryLanguage.JSONATA));

  /** Puts messages into a mailbox, as the post office does. */
  async function fill(conversation: Conversation, messages: { name: string; frame?: string; expiresAt?: number }[], principal = 'jane'): Promise<void> {
    for (let i = 0; i < messages.length; i += 25) {
      await conversation.call('DynamoDB_20120810.BatchWriteItem', {
        RequestItems: {
          [TABLE]: messages.slice(i, i + 25).map(({ name, frame, expiresAt = 9e9 }) => ({
            PutRequest: { Item: { pk: { S: `M|${principal}` }, sk: { S: `${name}|e` }, frame: { S: frame ?? JSON.stringify({ seq: name }) }, expiresAt: { N: `${expiresAt}` } } },
          })),
        },
      });
    }
  }

  test('10,000 messages are listed once each, in order, in pages that fit', async () => {
    const conversation = await played();
    const names = Array.from({ length: 10_000 }, (_, index) => String(index).padStart(5, '0'));
    await fill(conversation, names.map((name) => ({ name })));
    const client = await conversation.connect('jane');
    const heard: unknown[] = [];
    let next: unknown;
    do {
      const page = await resume(client, next);
      heard.push(...page.messages.map(({ seq }) => seq));
      ({ next } = page);
    } while (next !== null);
    expect(heard).toEqual(names);
  }, 60_000);

  test('messages of 120 KB come one a page, and nothing between pages is left out', async () => {
    const conversation = await played();
    const text = 'é'.repeat(61_400);
    await fill(conversation, ['1', '2'].map((name) => ({ name, frame: JSON.stringify({ seq: name, text }) })));
    await fill(conversation, [{ name: '3' }, { name: '4' }]);
    const client = await conversation.connect('jane');
    const pages = [await resume(client), await resume(client, '1|e')];
    expect(pages.map(({ messages, next }) => [messages.map(({ seq }) => seq), next])).toEqual([[['1'], '1|e'], [['2', '3', '4'], null]]);
  });

  test('what has expired is not listed, though DynamoDB has not deleted it', async () => {
    const conversation = await played();
    await fill(conversation, [{ name: '1', expiresAt: 1 }, { name: '2' }]);
    expect(await resume(await conversation.connect('jane'))).toEqual({ messages: [{ seq: '2' }], next: null });
  });

  test.each([['the future', '9999-12-31T23:59:59.999Z/'], ['a mailbox of another\'s', 'M|joe'], ['nowhere', '\ud83d\ude00']])('from %s, nothing is listed', async (_, after) => {
    const conversation = await played();
    await fill(conversation, [{ name: '1' }]);
    await fill(conversation, [{ name: '2' }], 'joe');
    expect(await resume(await conversation.connect('jane'), after)).toEqual({ messages: [], next: null });
  });

  test('a client that names others\' messages reaches its own', async () => {
    const conversation = await played();
    await fill(conversation, [{ name: '1' }], 'joe');
    const client = await conversation.connect('jane');
    for (const more of [{ pk: 'M|joe' }, { principal: 'joe' }, { after: { pk: { S: 'M|joe' }, sk: { S: '0' } } }]) {
      expect(await client.ask({ action: 'resume', ...more })).toEqual({ messages: [], next: null });
    }
    for (const more of [{ pk: 'M|joe' }, { principal: 'joe' }]) {
      expect(await client.ask({ action: 'ack', executionId: 'e', seq: '1', ...more })).toEqual({ acknowledged: true });
    }
    expect((await resume(await conversation.connect('joe'))).messages).toEqual([{ seq: '1' }]);
  });

  test('what cannot be is answered by one frame', async () => {
    const client = await (await played()).connect('jane');
    const invalidAck = errorFrame('InvalidAcknowledgement', 'executionId or seq is missing or too long, or the connection has no principal');
    expect(await client.ask({ action: 'ack', executionId: 'e' })).toEqual(invalidAck);
    expect(await client.ask({ action: 'ack', executionId: 'e', seq: 'x'.repeat(2000) })).toEqual(invalidAck);
    // AWS refuses a key of that length, dynalite does not.
    expect(await resume(client, 'x'.repeat(2000))).toEqual({ messages: [], next: null });
  });

  test('a client without principal, who has no mailbox, hears so', async () => {
    const client = await (await played()).connect('');
    expect(await resume(client)).toEqual(errorFrame('InvalidResume', 'after is not the next of a page, or the connection has no principal'));
    expect(await ack(client, { executionId: 'e', seq: '1' })).toMatchObject({ error: 'InvalidAcknowledgement' });
  });

  test('a table that is throttled is told by one frame', async () => {
    const gate = await GatedTable.before(build(sfn.QueryLanguage.JSONATA));
    (['connect', 'disconnect', 'resume', 'ack'] as const).forEach((step) => gate.open.add(step));
    (['resume', 'ack'] as const).forEach((step) => gate.broken.set(step, 'ProvisionedThroughputExceededException'));
    const client = await (await Conversation.on(build(sfn.QueryLanguage.JSONATA), { dynamodb: gate.url })).connect('jane');
    expect(await resume(client)).toEqual(errorFrame('ProvisionedThroughputExceededException', 'slow down'));
    expect(await ack(client, { executionId: 'e', seq: '1' })).toEqual(errorFrame('ProvisionedThroughputExceededException', 'slow down'));
  });
});
