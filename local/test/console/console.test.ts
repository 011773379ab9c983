import { once } from 'node:events';
import WebSocket from 'ws';
import { ManualClock } from '../../src';
import type { ExecutionDetail } from '../../src/console/wire';
import { ask, MOCK_200, post, TestApi } from '../support';
import { ConsoleRun } from './console-run';

/** Starts the machine with the connection, so that it can post to it. */
const START = '{"stateMachineArn":"${Machine}","input":"{\\"connectionId\\":\\"$context.connectionId\\"}"}';

const CONVERSATION: TestApi = {
  routes: {
    order: { integration: { RequestTemplates: { $default: { 'Fn::Sub': START } } } },
    broken: { integration: { RequestTemplates: { $default: '{"stateMachineArn":"nothing"}' } }, responses: { '/2\\d\\d/': {} } },
  },
  definition: { StartAt: 'Tell', States: { Tell: post({ done: true }) } },
};

describe('a conversation', () => {
  test('is a row a frame: the route and why, the rendered request, the answer, the execution and its posts', async () => {
    const run = await ConsoleRun.start(CONVERSATION);
    const client = await run.test.connect({ query: { user: 'jane', token: 'secret-token' }, headers: { Authorization: 'Basic abcdef' } });
    const acknowledged = await ask(client, { action: 'order', id: 7 });
    await client.next();
    await run.test.logged('ExecutionEnded');

    const { rows, connections, executions } = await run.changes();
    expect(rows.map(({ kind, connection }) => [kind, connection])).toEqual(['connect', 'message', 'reply', 'post'].map((kind) => [kind, connections[0].id]));
    const [handshake, message, reply, posted] = rows;
    expect(message).toMatchObject({ route: 'order', status: 200, execution: acknowledged.executionArn });
    expect(message.isPending).toBeUndefined();
    expect(reply.request).toBe(message.id);
    expect(posted).toMatchObject({ status: 200, text: '{"done":true}', sender: { executionArn: acknowledged.executionArn, state: 'Tell' } });
    expect(connections).toEqual([expect.objectContaining({ number: 1, stage: '/prod', isOpen: true })]);
    expect(executions).toEqual([expect.objectContaining({ arn: acknowledged.executionArn, machine: 'Machine', status: 'SUCCEEDED', row: message.id })]);

    const detail = await run.latest('message');
    expect(detail).toMatchObject({ selectedKey: 'order', selectionExpression: '$request.body.action', routeKeys: ['order', 'broken'], responseKey: '$default' });
    expect(JSON.parse(detail.rendered!)).toMatchObject({ stateMachineArn: expect.stringMatching(/:Machine$/) });
    expect(JSON.parse(detail.answer!)).toMatchObject({ executionArn: acknowledged.executionArn });
    expect(detail.answers.map(({ id }) => id)).toEqual([reply.id, posted.id]);
    const { query, headers } = await run.get<{ query: object; headers: Record<string, string> }>(`rows/${handshake.id}`);
    expect(query).toEqual({ user: 'jane', token: expect.stringMatching(/^•••/) });
    expect(headers.Authorization).toMatch(/^•••/);
  });

  test('says why a message has failed', async () => {
    const run = await ConsoleRun.start(CONVERSATION);
    const client = await run.test.connect();
    await ask(client, { action: 'ordr' });
    await ask(client, { action: 'broken' });
    await ask(client, 'no JSON');

    const { rows } = await run.changes();
    expect(rows.filter(({ kind }) => kind === 'message').map(({ route, failure }) => [route, failure])).toEqual([
      [undefined, 'no route for "ordr", and no $default'],
      ['broken', expect.stringContaining('has no integration response for "400"')],
      [undefined, 'no route for a message that is not JSON, and no $default'],
    ]);
    expect(rows.filter(({ kind }) => kind === 'error')).toHaveLength(3);
  });

  test('says how a connection ended, and that nobody hears a post any more', async () => {
    const run = await ConsoleRun.start(CONVERSATION);
    const client = await run.test.connect();
    await client.close();
    await run.test.logged('ConnectionClosed');
    const { connections: [{ id }] } = await run.changes();
    await fetch(`${run.test.httpUrl}/@connections/${encodeURIComponent(id)}`, { method: 'POST', body: '{}' });

    const { rows, connections } = await run.changes();
    expect(rows.slice(-2)).toEqual([
      expect.objectContaining({ kind: 'close', status: 1000 }),
      expect.objectContaining({ kind: 'post', status: 410, failure: 'the client has left (GoneException)' }),
    ]);
    expect(connections[0]).toMatchObject({ isOpen: false, code: 1000 });
  });

  test('has a row for a handshake that is refused', async () => {
    const run = await ConsoleRun.start({ routes: { $connect: { integration: { ...MOCK_200.integration, RequestTemplates: { 200: '{"statusCode":403}' } } }, $default: MOCK_200 } });
    await expect(run.test.connect()).rejects.toThrow('refused with 403');
    const { rows } = await run.changes();
    expect(rows).toEqual([expect.objectContaining({ kind: 'connect', status: 403, failure: expect.stringContaining('the $connect integration answered') })]);
  });

  test('keeps the latest 1,000 rows', async () => {
    const run = await ConsoleRun.start({ routes: { $default: { ...MOCK_200, isOneWay: true } } });
    const client = await run.test.connect();
    for (let index = 0; index < 1005; index++) {
      client.send({ index });
    }
    await run.test.logged('MessageReceived', 1005);
    const { rows } = await run.changes();
    expect(rows).toHaveLength(1000);
    expect(rows[999].text).toBe('{"index":1004}');
  });

  test('is told live, from where a page has left off, and anew by another run', async () => {
    const run = await ConsoleRun.start(CONVERSATION);
    const client = await run.test.connect();
    const before = await run.changes();
    const response = await fetch(`${run.url}api/stream?since=${before.run}:${before.revision}`);
    const events = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    await ask(client, { action: 'nothing' });
    let text = '';
    while (!text.includes('data:')) {
      text += (await events.read()).value;
    }
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const changes = JSON.parse(/^data: (.*)$/m.exec(text)![1]);
    expect(changes).toMatchObject({ run: before.run, isWhole: false });
    expect(changes.rows.map(({ kind }: { kind: string }) => kind)).toEqual(['message', 'error']);
    expect(await run.get(`changes?since=another-run:${before.revision}`)).toMatchObject({ isWhole: true, rows: expect.arrayContaining([expect.objectContaining({ kind: 'connect' })]) });
    await events.cancel();
  });
});

const ASK = { ...post({ 'taskToken.$': '$$.Task.Token' }), Resource: 'arn:aws:states:::apigateway:invoke.waitForTaskToken', HeartbeatSeconds: 90_000 };
const ASKING: TestApi = { routes: CONVERSATION.routes, definition: { StartAt: 'Ask', States: { Ask: ASK } } };
const WAITING: TestApi = {
  routes: CONVERSATION.routes,
  definition: { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 100_000, Next: 'Ask' }, Ask: ASK } },
};

describe('an execution', () => {
  test('shows its events, and its time can be let pass', async () => {
    const run = await ConsoleRun.start(WAITING, { timeScale: 1 });
    const client = await run.test.connect();
    const { executionArn } = await ask(client, { action: 'order' });
    await run.test.logged('StateEntered');
    const path = encodeURIComponent(executionArn as string);
    const before = await run.get<ExecutionDetail>(`executions/${path}`);
    expect(before).toMatchObject({ status: 'RUNNING', machine: 'Machine', isForgotten: false, definition: { StartAt: 'Wait' } });
    expect(before.nextDue! - before.now).toBeGreaterThan(90_000_000);

    expect((await run.act(`skip/${path}`)).status).toBe(200);
    await run.test.logged('StateEntered', 2);

    const events = await run.get<{ id: number; type: string; name?: string }[]>(`events/${path}`);
    expect(events.map(({ type }) => type).slice(0, 4)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'WaitStateExited', 'TaskStateEntered']);
    expect(await run.get(`events/${path}?ids=2`)).toEqual([expect.objectContaining({ id: 2, name: 'Wait', details: expect.objectContaining({ input: expect.stringContaining('connectionId') }) })]);
    expect(await run.get(`events/${path}?after=3`)).toEqual(expect.arrayContaining([expect.objectContaining({ id: 4 })]));
    expect((await run.act(`stop/${path}`)).status).toBe(200);
    expect((await run.test.logged('ExecutionEnded')).status).toBe('ABORTED');
  });

  test('has the time of the caller where there is a clock: nothing can be changed', async () => {
    const run = await ConsoleRun.start(WAITING, { clock: new ManualClock() });
    const { executionArn } = await ask(await run.test.connect(), { action: 'order' });
    expect((await run.changes()).general!.timeScale).toBeUndefined();
    expect((await run.act(`skip/${encodeURIComponent(executionArn as string)}`)).status).toBe(404);
    expect((await run.act('time-scale', { scale: 2 })).status).toBe(404);
  });

  test('of Express is kept to be looked at', async () => {
    const run = await ConsoleRun.start({ ...CONVERSATION, type: 'EXPRESS' });
    const client = await run.test.connect();
    const { executionArn } = await ask(client, { action: 'order' });
    await client.next();
    await run.test.logged('ExecutionEnded');
    expect(await run.get(`executions/${encodeURIComponent(executionArn as string)}`)).toMatchObject({ type: 'EXPRESS', status: 'SUCCEEDED', isForgotten: false });
  });
});

describe('a question', () => {
  async function asked(): Promise<{ run: ConsoleRun; token: string; executionArn: string }> {
    const run = await ConsoleRun.start(ASKING, { timeScale: 1 });
    const client = await run.test.connect();
    const { executionArn } = await ask(client, { action: 'order' });
    const { taskToken } = await client.next<{ taskToken: string }>();
    return { run, token: taskToken, executionArn: executionArn as string };
  }

  test('waits for its answer, and its token stays in the run', async () => {
    const { run, token, executionArn } = await asked();
    const changes = await run.changes();
    const [question] = changes.general!.questions;
    expect(question).toMatchObject({ execution: executionArn, state: 'Ask', heartbeatSeconds: 90_000 });
    expect(JSON.stringify([changes, await run.latest('post'), await run.text('export/json'), await run.text('export/jest')])).not.toContain(token.slice(0, 40));
    const events = await run.get<{ id: number }[]>(`events/${encodeURIComponent(executionArn)}`);
    expect(await run.text(`events/${encodeURIComponent(executionArn)}?ids=${events.map(({ id }) => id).join()}`)).not.toContain(token.slice(0, 40));

    expect((await run.act(`questions/${question.id}/heartbeat`)).status).toBe(200);
    expect((await run.act(`questions/${question.id}/succeed`, { output: '{' })).status).toBe(400);
    expect((await run.act(`questions/${question.id}/succeed`, { output: '{"yes":true}' })).status).toBe(200);

    expect(await run.test.logged('ExecutionEnded')).toMatchObject({ status: 'SUCCEEDED', output: '{"yes":true}' });
    expect((await run.changes()).general!.questions).toEqual([]);
    expect((await run.act(`questions/${question.id}/succeed`, { output: '1' })).status).toBe(410);
  });

  test('can be answered with an error', async () => {
    const { run, token } = await asked();
    const [question] = (await run.changes()).general!.questions;
    const [placeholder] = /•••[0-9a-f]{8}/.exec(question.asked)!;
    await run.act(`questions/${question.id}/fail`, { error: 'Refused', cause: `no: ${placeholder}` });
    expect(await run.test.logged('ExecutionEnded')).toMatchObject({ status: 'FAILED', error: 'Refused', cause: `no: ${token}` });
  });
});

test('no text of a user has secrets: of a close, of a selection, of an error', async () => {
  const secret = 'Bearer abcdefgh.secret';
  const run = await ConsoleRun.start({ ...CONVERSATION, definition: { StartAt: 'No', States: { No: { Type: 'Fail', Error: secret } } } });
  const starting = await run.test.connect();
  await ask(starting, { action: 'order' });
  const { executionArn } = await run.test.logged('ExecutionEnded') as { executionArn: string };
  const client = new WebSocket(run.test.url);
  await once(client, 'open');
  client.send(JSON.stringify({ action: secret }));
  await once(client, 'message');
  client.close(4000, secret);
  await run.test.logged('ConnectionClosed');

  const changes = await run.changes();
  expect(changes.connections[1].reason).toMatch(/^Bearer •••/);
  expect(changes.executions[0].error).toMatch(/^Bearer •••/);
  expect((await run.latest('message')).selectedKey).toMatch(/^Bearer •••/);
  expect(JSON.stringify([changes, await run.get(`events/${encodeURIComponent(executionArn)}`), await run.text('export/json')])).not.toContain('secret');
});

describe('clients of the console', () => {
  test('connect with what their placeholders stand for', async () => {
    const run = await ConsoleRun.start(CONVERSATION);
    await run.test.connect({ query: { token: 'query-secret' } });
    const { query } = await run.latest('connect');
    const [{ name: stage }] = (await run.changes()).general!.stages;
    await run.act('connect', { stage, query });
    const { query: again } = await run.latest('connect');
    expect(again).toEqual(query);
  });

  test('connect with query, headers and identity, and say what frames before them have said', async () => {
    const run = await ConsoleRun.start({
      routes: {
        ...CONVERSATION.routes,
        whoami: { integration: { ...MOCK_200.integration, RequestTemplates: { 200: '{"statusCode":200}' } }, responses: { $default: { TemplateSelectionExpression: '\\$default', ResponseTemplates: { $default: '{"who":"$context.authorizer.principalId"}' } } } },
      },
      definition: CONVERSATION.definition,
    });
    const [{ name: stage }] = (await run.changes()).general!.stages;
    await run.act('connect', { stage, name: 'Jane', query: { user: 'jane' }, headers: { 'X-App': 'web' }, authorizerContext: { principalId: 'jane' } });
    await run.act('connect', { stage: 'prod-nothing' });
    const { general, connections } = await run.changes();
    expect(general!.clients).toEqual([
      expect.objectContaining({ name: 'Jane', isOpen: true, connection: connections[0].id }),
      expect.objectContaining({ name: 'Client 2', isOpen: false, end: expect.any(String) }),
    ]);
    expect(await run.latest('connect')).toBeDefined();

    expect((await run.act('send/1', { text: '{"action":"whoami"}' })).status).toBe(200);
    await run.test.logged('MessageSent');
    expect(JSON.parse((await run.act('send/1', { text: '{"action":"order","by":"{{nobody}}"}' })).body)).toEqual({ message: 'no frame so far has {{nobody}}' });
    while (!(await run.changes()).rows.some(({ kind }) => kind === 'reply')) { /* the client hears it soon */ }
    await run.act('send/1', { text: '{"action":"order","by":"{{who}}"}' });
    await run.test.logged('MessageReceived', 2);
    expect((await run.latest('message')).body).toBe('{"action":"order","by":"jane"}');

    await run.act('close/1');
    await run.test.logged('ConnectionClosed');
    expect((await run.act('send/1', { text: '1' })).status).toBe(409);
    await run.act('close/1');
    await run.act('close/2');
    expect((await run.changes()).general!.clients).toEqual([]);
  });
});
