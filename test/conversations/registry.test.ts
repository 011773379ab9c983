// No source of this name: messages to persons, groups and everybody, played in the local run with all parts of the library together.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import fc from 'fast-check';
import { Client, Conversation, errorFrame, orders } from './conversation';
import { HandshakeError } from '../../local/src';
import { Broadcast, ConnectionRegistry, ConnectionRegistryProps, GroupAccess, SendToGroup, SendToPrincipal, WebSocketStepFunctionsAsync } from '../../src';
import { hostileText } from '../templates/hostile-json';

const POST_OFFICE = /PostOffice/;
const TABLE = 'connections';

interface Played {
  readonly api: WebSocketStepFunctionsAsync;
  readonly connections: ConnectionRegistry;
}

/** Workflows that send what the message says. Principals are played by the user agent. */
function build(props: ConnectionRegistryProps = {}, more: (played: Played, stack: Stack) => void = () => {}) {
  return (stack: Stack): void => {
    const connections = new ConnectionRegistry(stack, 'Connections', { principal: 'identity.userAgent', tableName: TABLE, ...props });
    const message = sfn.TaskInput.fromObject({ said: '{% $states.input.message.say %}' });
    const api = orders(stack, {
      connections,
      routeKeys: ['me'],
      queryLanguage: sfn.QueryLanguage.JSONATA,
      definitionBody: sfn.DefinitionBody.fromChainable(SendToPrincipal.jsonata(stack, 'To me', { connections, message })),
    });
    const add = (id: string, task: sfn.IChainable) => api.addWorkflow(id, {
      queryLanguage: sfn.QueryLanguage.JSONATA, definitionBody: sfn.DefinitionBody.fromChainable(task),
    });
    add('person', SendToPrincipal.jsonata(stack, 'To a person', { connections, message, principal: '{% $states.input.message.whom %}' }));
    add('group', SendToGroup.jsonata(stack, 'To a group', { connections, message, group: '{% $states.input.message.group %}' }));
    add('all', Broadcast.jsonata(stack, 'To all', { connections, message }));
    api.addGroupRoutes();
    api.addPresenceRoute();
    more({ api, connections }, stack);
  };
}

const started = { executionArn: expect.any(String), startDate: expect.any(Number) };
const joined = { joined: true, requestId: expect.any(String) };
const INVALID = errorFrame('InvalidGroup', 'the group is missing, has more than 2046 bytes, or is not for this client');

/** Sends, and waits until the post office has done so many messages in all. */
async function sends(conversation: Conversation, client: Client, message: object, ends: number): Promise<void> {
  expect(await client.ask(message)).toEqual(started);
  await conversation.ends(POST_OFFICE, ends);
}

/** What clients have heard that nobody has asked for, each up to the answer of a last request. */
async function heardBy(...clients: Client[]): Promise<unknown[]> {
  return Promise.all(clients.map(async (client) => {
    client.say({ action: 'presence' });
    const heard = [];
    for (let frame = await client.hears(); !('connections' in frame); frame = await client.hears()) {
      heard.push(frame);
    }
    return heard;
  }));
}

const rowsOf = async (conversation: Conversation): Promise<any[]> => (await conversation.call('DynamoDB_20120810.Scan', { TableName: TABLE })).Items;

describe('a message to a person', () => {
  test('reaches every connection of theirs, and nobody else', async () => {
    const conversation = await Conversation.on(build());
    const [phone, laptop, other] = [await conversation.connect('jane'), await conversation.connect('jane'), await conversation.connect('joe')];

    expect(await phone.ask({ action: 'me', say: 1 })).toEqual(started);
    expect([await phone.hears(), await laptop.hears()]).toEqual([{ said: 1 }, { said: 1 }]);

    expect(await phone.ask({ action: 'person', whom: 'joe', say: 2 })).toEqual(started);
    expect(await other.hears()).toEqual({ said: 2 });
    expect(await conversation.ends(POST_OFFICE, 2)).toMatchObject([{ output: '{"reached":2}' }, { output: '{"reached":1}' }]);
    expect(await heardBy(phone, laptop, other)).toEqual([[], [], []]);
  });

  test.each([[{ a: null, list: [1, {}], text: 'it\'s "quoted" \\ \u2028 $x #set' }], ['text'], [0], [[]], [null]])('arrives as it was said: %j', async (said) => {
    const client = await (await Conversation.on(build())).connect('jane');
    await client.ask({ action: 'me', say: said });
    expect(await client.hears()).toEqual({ said });
  });

  test('without a principal reaches the connection alone, whatever others are called', async () => {
    const conversation = await Conversation.on(build({ principal: 'authorizer.user' }));
    const client = await conversation.connect();
    const { connectionId } = await client.ask({ action: 'join' });
    const namesake = await conversation.connect('anybody', { user: String(connectionId) });
    const stranger = await conversation.connect();

    await sends(conversation, client, { action: 'me', say: 1 }, 1);
    expect(await client.hears()).toEqual({ said: 1 });
    await sends(conversation, client, { action: 'person', whom: connectionId, say: 2 }, 2);
    expect(await namesake.hears()).toEqual({ said: 2 });
    expect(await heardBy(client, namesake, stranger)).toEqual([[], [], []]);
  });

  test('comes after those that the workflow has sent before', async () => {
    const conversation = await Conversation.on(build({}, ({ api, connections }, stack) => {
      const say = (said: number) => SendToPrincipal.jsonata(stack, `Say ${said}`, { connections, message: sfn.TaskInput.fromObject({ said }) });
      api.addWorkflow('count', {
        queryLanguage: sfn.QueryLanguage.JSONATA, definitionBody: sfn.DefinitionBody.fromChainable(say(1).next(say(2)).next(say(3))),
      });
    }));
    const client = await conversation.connect('jane');
    await client.ask({ action: 'count' });
    expect([await client.hears(), await client.hears(), await client.hears()]).toEqual([{ said: 1 }, { said: 2 }, { said: 3 }]);
  });

  test('tells the workflow how many it has reached', async () => {
    const conversation = await Conversation.on(build({}, ({ api, connections }, stack) => {
      const message = sfn.TaskInput.fromObject({});
      const tell = SendToPrincipal.jsonata(stack, 'Tell', {
        connections, message, principal: 'nobody', outputs: { reached: '{% $parse($states.result.Output).reached %}' },
      });
      api.addWorkflow('tell', {
        queryLanguage: sfn.QueryLanguage.JSONATA,
        definitionBody: sfn.DefinitionBody.fromChainable(tell.next(SendToPrincipal.jsonata(stack, 'Report', { connections, message: sfn.TaskInput.fromText('{% $states.input %}') }))),
      });
    }));
    const client = await conversation.connect('jane');
    await client.ask({ action: 'tell' });
    expect(await client.hears()).toEqual({ reached: 0 });
  });

  test('that could not be sent to all leaves a workflow that reads how many, as documented, alive', async () => {
    const conversation = await Conversation.on(build({}, ({ api, connections }, stack) => {
      const outputs = /outputs: \{ reached: '(.*)' \}/.exec(readFileSync(join(__dirname, '../../docs/connections.md'), 'utf8'))![1];
      const tell = SendToPrincipal.jsonata(stack, 'Tell', {
        connections, message: sfn.TaskInput.fromObject({}), outputs: { reached: outputs },
      });
      api.addWorkflow('tell', { queryLanguage: sfn.QueryLanguage.JSONATA, definitionBody: sfn.DefinitionBody.fromChainable(tell) });
    }));
    const client = await conversation.connect('jane');
    const [row] = await rowsOf(conversation);
    const elsewhere = { ...row, sk: { S: 'C|elsewhere=' }, endpoint: { S: 'nowhere.execute-api.us-east-1.amazonaws.com' } };
    await conversation.call('DynamoDB_20120810.PutItem', { TableName: TABLE, Item: elsewhere });

    await client.ask({ action: 'tell' });
    expect(await conversation.ends(POST_OFFICE)).toMatchObject([{ status: 'FAILED', error: 'Connections.NotReached' }]);
    expect(await conversation.ends(/tell/)).toMatchObject([{ status: 'SUCCEEDED', output: '{"reached":0}' }]);
  });

  test('works with JSONPath', async () => {
    const conversation = await Conversation.on(build({}, ({ api, connections }, stack) => {
      const said = sfn.TaskInput.fromObject({ said: sfn.JsonPath.objectAt('$.message.say') });
      api.addWorkflow('path', {
        definitionBody: sfn.DefinitionBody.fromChainable(SendToPrincipal.jsonPath(stack, 'Me', { connections, message: said })
          .next(SendToPrincipal.jsonPath(stack, 'Whom', { connections, message: said, principal: sfn.JsonPath.stringAt('$.message.whom') }))
          .next(SendToGroup.jsonPath(stack, 'Room', { connections, message: said, group: sfn.JsonPath.stringAt('$.message.room') }))
          .next(Broadcast.jsonPath(stack, 'All', { connections, message: said }))),
      });
    }));
    const [jane, joe] = [await conversation.connect('jane'), await conversation.connect('joe')];
    await joe.ask({ action: 'join', group: 'room' });
    await sends(conversation, jane, { action: 'path', say: { a: 'it\'s' }, whom: 'joe', room: 'room' }, 4);
    expect(await heardBy(jane, joe)).toEqual([2, 3].map((count) => Array(count).fill({ said: { a: 'it\'s' } })));
  });

  test('never reaches another, whatever both are called', async () => {
    const conversation = await Conversation.on(build({ principal: 'authorizer.principalId' }));
    let ends = 0;
    await fc.assert(fc.asyncProperty(
      fc.uniqueArray(hostileText.filter((text) => text !== '' && !/\p{Cs}/u.test(text)), { minLength: 2, maxLength: 4 }), async (principals) => {
        const clients = await Promise.all(principals.map(async (principalId) => conversation.connect('anybody', { principalId })));
        for (const [index, client] of clients.entries()) {
          await sends(conversation, client, { action: 'me', say: index }, ++ends);
          expect(await client.hears()).toEqual({ said: index });
        }
        expect(await heardBy(...clients)).toEqual(clients.map(() => []));
        await Promise.all(clients.map(async (client) => client.leave()));
      }), { numRuns: 30 });
  });
});

describe('a question to a person', () => {
  const asking = build({}, ({ api, connections }, stack) => {
    const tell = SendToPrincipal.jsonata(stack, 'Answered', { connections, message: sfn.TaskInput.fromObject({ answer: '{% $states.input %}' }) });
    const ask = SendToPrincipal.jsonata(stack, 'Ask', {
      connections,
      message: sfn.TaskInput.fromObject({ question: 'Ship it?' }),
      integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    });
    api.addWorkflow('ask', {
      queryLanguage: sfn.QueryLanguage.JSONATA, definitionBody: sfn.DefinitionBody.fromChainable(ask.next(tell)),
    });
    api.addAnswerRoute('answer');
  });

  test('is answered from any of their connections, once', async () => {
    const conversation = await Conversation.on(asking);
    const [phone, laptop, other] = [await conversation.connect('jane'), await conversation.connect('jane'), await conversation.connect('joe')];
    expect(await phone.ask({ action: 'ask' })).toEqual(started);
    const [{ taskToken }, question] = [await phone.hears(), await laptop.hears()];
    expect(question).toEqual({ question: 'Ship it?', taskToken });

    laptop.say({ action: 'answer', taskToken, output: { yes: true } });
    const heard = [await laptop.hears(), await laptop.hears()];
    expect(heard).toContainEqual({ accepted: true, requestId: expect.any(String) });
    expect(heard).toContainEqual({ answer: { yes: true } });
    expect(await phone.hears()).toEqual({ answer: { yes: true } });
    expect(await phone.ask({ action: 'answer', taskToken, output: { yes: false } })).toEqual(errorFrame('TaskTimedOut', expect.any(String)));
    expect(await heardBy(other)).toEqual([[]]);
  });
});

describe('a message to a group', () => {
  test('reaches who has joined, and no longer who has left', async () => {
    const conversation = await Conversation.on(build());
    const [jane, joe, jim] = [await conversation.connect('jane'), await conversation.connect('joe'), await conversation.connect('jim')];
    expect(await jane.ask({ action: 'join', group: 'room' })).toEqual(joined);
    expect(await joe.ask({ action: 'join', group: 'room' })).toEqual(joined);
    expect(await jim.ask({ action: 'join', group: 'room 2' })).toEqual(joined);
    // Twice is once.
    expect(await joe.ask({ action: 'join', group: 'room' })).toEqual(joined);

    await sends(conversation, jim, { action: 'group', group: 'room', say: 1 }, 1);
    expect(await heardBy(jane, joe, jim)).toEqual([[{ said: 1 }], [{ said: 1 }], []]);

    expect(await joe.ask({ action: 'leave', group: 'room' })).toEqual({ left: true, requestId: expect.any(String) });
    await sends(conversation, jim, { action: 'group', group: 'room', say: 2 }, 2);
    expect(await heardBy(jane, joe, jim)).toEqual([[{ said: 2 }], [], []]);
  });

  test.each([
    ['a group of 3,000 characters', { group: 'x'.repeat(3000) }], ['an empty group', { group: '' }], ['no group', {}], ['a null for a group', { group: null }],
  ])('is told in one frame that it has %s', async (_, group) => {
    const client = await (await Conversation.on(build())).connect('jane');
    expect(await client.ask({ action: 'join', ...group })).toEqual(INVALID);
    expect(await client.ask({ action: 'leave', ...group })).toEqual(INVALID);
  });

  test('is not for whom the authorizer does not let in', async () => {
    const conversation = await Conversation.on(build({ groupAccess: GroupAccess.listedIn('authorizer.groups') }));
    const [jane, joe] = [await conversation.connect('jane', { groups: 'a,b' }), await conversation.connect('joe', { groups: 'b' })];
    expect(await jane.ask({ action: 'join', group: 'a' })).toEqual(joined);
    expect(await joe.ask({ action: 'join', group: 'a' })).toEqual(INVALID);
    expect(await joe.ask({ action: 'presence', group: 'a' })).toEqual(INVALID);
    // What a client says of itself is no authorizer's.
    expect(await joe.ask({ action: 'join', group: 'a', groups: 'a', authorizer: { groups: 'a' } })).toEqual(INVALID);

    await sends(conversation, jane, { action: 'group', group: 'a', say: 1 }, 1);
    expect(await heardBy(jane, joe)).toEqual([[{ said: 1 }], []]);
  });
});

test('a message to everybody reaches every connection once, in whatever groups it is', async () => {
  const conversation = await Conversation.on(build());
  const clients = await Promise.all(Array.from({ length: 50 }, async (_, index) => conversation.connect(index % 2 ? 'jane' : `client ${index}`)));
  await Promise.all(clients.map(async (client, index) => client.ask({ action: 'join', group: `room ${index % 3}` })));
  await sends(conversation, clients[0], { action: 'all', say: 1 }, 1);
  expect(await heardBy(...clients)).toEqual(clients.map(() => [{ said: 1 }]));
});

describe('presence', () => {
  const present = (...principals: string[]) =>
    ({ connections: principals.map((principal) => ({ principal, connectedAt: expect.any(Number) })), more: false });

  test('tells a client of its own connections, and of those of a group, without their ids', async () => {
    const conversation = await Conversation.on(build());
    const [phone, laptop, joe] = [await conversation.connect('jane'), await conversation.connect('jane'), await conversation.connect('j"o\\e')];
    expect(await phone.ask({ action: 'presence' })).toEqual(present('jane', 'jane'));

    await laptop.ask({ action: 'join', group: 'room' });
    await joe.ask({ action: 'join', group: 'room' });
    const answer = await phone.ask({ action: 'presence', group: 'room' });
    expect(answer.connections).toHaveLength(2);
    expect(answer.connections).toEqual(expect.arrayContaining(present('jane', 'j"o\\e').connections));
    expect(await phone.ask({ action: 'presence', group: 'empty' })).toEqual(present());
    // Who has ended without leaving is there until the next message: nobody knows which groups it was in.
    await laptop.leave();
    expect((await phone.ask({ action: 'presence', group: 'room' })).connections).toHaveLength(2);
  });

  test('ends with the connection', async () => {
    const conversation = await Conversation.on(build());
    const [phone, laptop] = [await conversation.connect('jane'), await conversation.connect('jane')];
    await laptop.leave();
    while ((await rowsOf(conversation)).length > 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await phone.ask({ action: 'presence' })).toEqual(present('jane'));
  });

  /** What a client hears who has so many connections more, of which the first, in the order of their ids, are over. */
  async function heardWith(live: number, over: number): Promise<object> {
    const conversation = await Conversation.on(build());
    const client = await conversation.connect('jane');
    const [row] = await rowsOf(conversation);
    const rows = Array.from({ length: over + live }, (_, index) => ({
      ...row, sk: { S: `C|!${String(index).padStart(5, '0')}` }, ...index < over && { expiresAt: { N: '1' }, principal: { S: 'over' } },
    }));
    while (rows.length > 0) {
      const puts = rows.splice(0, 25).map((Item) => ({ PutRequest: { Item } }));
      await conversation.call('DynamoDB_20120810.BatchWriteItem', { RequestItems: { [TABLE]: puts } });
    }
    const { connections, more } = await client.ask({ action: 'presence' }) as { connections: { principal: string }[]; more: boolean };
    return { live: connections.filter(({ principal }) => principal === 'jane').length, over: connections.filter(({ principal }) => principal === 'over').length, more };
  }

  test.each<[string, number, number, object]>([
    ['as many as it tells of', 199, 0, { live: 200, over: 0, more: false }],
    ['more than it tells of', 200, 0, { live: 200, over: 0, more: true }],
    ['many that are over before them', 99, 300, { live: 100, over: 0, more: false }],
    ['more of these than it looks at', 9, 999, { live: 1, over: 0, more: true }],
  ])('says whether it tells of all: of %s', async (_, live, over, heard) => {
    expect(await heardWith(live, over)).toEqual(heard);
  });
});

describe('rows', () => {
  const own = build({}, ({ api }) => {
    // The end of a connection that nobody hears of.
    api.addRoute('$disconnect', { integration: new WebSocketMockIntegration('Lost', { requestTemplates: { default: '{"statusCode":200}' } }) });
  });

  test('are one a connection, smaller than a unit, and go two and a half hours after it has begun', async () => {
    const conversation = await Conversation.on(build());
    const before = Math.floor(Date.now() / 1000);
    await conversation.connect('arn:aws:sts::123456789012:assumed-role/Cognito_OrdersAuth_Role-eu-west-1/CognitoIdentityCredentials');
    const [row, ...others] = await rowsOf(conversation);
    expect(others).toEqual([]);
    expect(row).toEqual({
      pk: { S: 'P|arn:aws:sts::123456789012:assumed-role/Cognito_OrdersAuth_Role-eu-west-1/CognitoIdentityCredentials' },
      sk: { S: expect.stringMatching(/^C\|[\w-]+=$/) },
      principal: { S: expect.stringContaining('assumed-role') },
      endpoint: { S: expect.stringMatching(/^\w+\.execute-api\.us-east-1\.amazonaws\.com$/) },
      stage: { S: 'prod' },
      connectedAt: { N: expect.stringMatching(/^\d{13}$/) },
      // In seconds: in milliseconds, it would never go.
      expiresAt: { N: expect.stringMatching(/^\d{10}$/) },
    });
    expect(Number(row.expiresAt.N) - before - 9000).toBeLessThanOrEqual(60);
    expect(JSON.stringify(row).length).toBeLessThan(1024);
  });

  test('of connections that have ended unheard are deleted by the next message, all but the youngest', async () => {
    const conversation = await Conversation.on(own);
    const [gone, client] = [await conversation.connect('jane'), await conversation.connect('jane')];
    const rows = await rowsOf(conversation);
    await gone.leave();
    await sends(conversation, client, { action: 'me', say: 1 }, 1);
    expect(await heardBy(client)).toEqual([[{ said: 1 }]]);
    expect(await rowsOf(conversation)).toHaveLength(2);

    const anHourAgo = { N: String(Date.now() - 3_600_000) };
    for (const row of rows) {
      await conversation.call('DynamoDB_20120810.PutItem', { TableName: TABLE, Item: { ...row, connectedAt: anHourAgo } });
    }
    await sends(conversation, client, { action: 'me', say: 2 }, 2);
    expect(await rowsOf(conversation)).toHaveLength(1);
    expect(await heardBy(client)).toEqual([[{ said: 2 }]]);
  });

  test('that are over are sent nothing, though they are still there', async () => {
    const conversation = await Conversation.on(build());
    const client = await conversation.connect('jane');
    const [row] = await rowsOf(conversation);
    await conversation.call('DynamoDB_20120810.PutItem', { TableName: TABLE, Item: { ...row, expiresAt: { N: '1' } } });
    await sends(conversation, client, { action: 'me', say: 1 }, 1);
    expect(await heardBy(client)).toEqual([[]]);
    expect(await client.ask({ action: 'presence' })).toEqual({ connections: [], more: false });
  });
});

describe('a handshake is refused', () => {
  const refused = async (connecting: Promise<unknown>) => {
    await expect(connecting).rejects.toBeInstanceOf(HandshakeError);
  };

  test('when the table is throttled, and clients try again', async () => {
    const server = createServer((_, response) => {
      response.writeHead(400, { 'Content-Type': 'application/x-amz-json-1.0' });
      response.end('{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"slow down"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const conversation = await Conversation.on(build(), { dynamodb: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    await refused(conversation.connect('jane'));
    server.close();
    server.closeAllConnections();
  });

  test.each([['longer than a key', 'x'.repeat(3000)], ['no text, which would be that of others', 'a\ud800']])('to a principal that is %s', async (_, principalId) => {
    const conversation = await Conversation.on(build({ principal: 'authorizer.principalId' }));
    await refused(conversation.connect('anybody', { principalId }));
    expect(await rowsOf(conversation)).toEqual([]);
    await conversation.connect('anybody', { principalId: 'x'.repeat(2046) });
    expect(await rowsOf(conversation)).toHaveLength(1);
  });
});

test('a table that was there before is used as it is', async () => {
  const conversation = await Conversation.on((stack) => {
    const table = new dynamodb.Table(stack, 'Mine', {
      tableName: 'mine',
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
      timeToLiveAttribute: 'expiresAt',
    });
    build({ table, tableName: undefined })(stack);
  });
  const client = await conversation.connect('jane');
  await client.ask({ action: 'me', say: 1 });
  expect(await client.hears()).toEqual({ said: 1 });
});

test('an event of a backend\'s reaches a person', async () => {
  const conversation = await Conversation.on(build({}, ({ connections }, stack) => {
    new events.Rule(stack, 'Shipped', {
      eventPattern: { source: ['shop'], detailType: ['Shipped'] },
      targets: [new SfnStateMachine(connections.postOffice, {
        input: events.RuleTargetInput.fromObject({
          to: { principal: events.EventField.fromPath('$.detail.user') }, message: { shipped: events.EventField.fromPath('$.detail.order') },
        }),
      })],
    });
  }));
  const [jane, joe] = [await conversation.connect('jane'), await conversation.connect('joe')];
  await conversation.call('AWSEvents.PutEvents', { Entries: [{ Source: 'shop', DetailType: 'Shipped', Detail: '{"user":"jane","order":17}' }] });
  expect(await jane.hears()).toEqual({ shipped: expect.anything() });
  expect(await heardBy(joe)).toEqual([[]]);
});
