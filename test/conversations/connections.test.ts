// No source of this name: handshakes and closed connections, played in the local run with all parts of the library together.
import { Duration, Stack } from 'aws-cdk-lib';
import { WebSocketIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Conversation, orders } from './conversation';
import { ClientResponse, CloseConnection, SendToConnection, WebSocketStepFunctionsAsync } from '../../src';

const object = (message: Record<string, unknown>) => ({ message: sfn.TaskInput.fromObject(message) });

const PAUSE = Duration.seconds(20);

/** Ends when the test lets its time pass: when the client has left, for instance. */
const pause = (stack: Stack) => new sfn.Wait(stack, 'Pause', { time: sfn.WaitTime.duration(PAUSE) });

describe('pings', () => {
  const definitionBody = (stack: Stack) => sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Pass'));

  test.each<[string, (stack: Stack) => void]>([
    ['with a mock of their own', (stack) => orders(stack, { definitionBody: definitionBody(stack) }).addPingRoute()],
    ['with the mock of $connect', (stack) => new WebSocketStepFunctionsAsync(stack, 'Orders', {
      definitionBody: definitionBody(stack), authorizer: new WebSocketIamAuthorizer(),
    }).addPingRoute()],
  ])('are answered and start nothing, %s', async (_, build) => {
    const conversation = await Conversation.on(build);
    const client = await conversation.connect();
    for (const more of [{}, { pong: false }, { text: '"}' }]) {
      expect(await client.ask({ action: 'ping', ...more })).toEqual({ pong: true });
    }
    expect(await client.ask({ action: 'order' })).toHaveProperty('executionArn');
    await conversation.ends();
    expect(await conversation.logged(({ type }) => type === 'ExecutionStarted')).toHaveLength(1);
  });
});

describe.each([sfn.QueryLanguage.JSON_PATH, sfn.QueryLanguage.JSONATA])('in %s', (queryLanguage) => {
  test('a workflow may close the connection that started it', async () => {
    const conversation = await Conversation.on((stack) => {
      const api = orders(stack, {
        queryLanguage,
        definitionBody: sfn.DefinitionBody.fromChainable(
          new SendToConnection(stack, 'Goodbye', object({ goodbye: true })).next(new CloseConnection(stack, 'Close')).next(new sfn.Pass(stack, 'Closed'))),
      });
      api.grantCloseConnections(api.stateMachine);
    });
    const [client, other] = [await conversation.connect(), await conversation.connect()];
    client.say({ order: 17 });

    expect([await client.hears(), await client.hears()]).toContainEqual({ goodbye: true });
    await client.closed;
    const [{ status, output }] = await conversation.ends();
    expect({ status, message: JSON.parse(output!).message }).toEqual({ status: 'SUCCEEDED', message: { order: 17 } });
    expect(await other.ask({})).toHaveProperty('executionArn');
  });

  test('a workflow goes on as if nothing had happened when the client has left, if it is told to', async () => {
    const conversation = await Conversation.on((stack) => {
      const wait = pause(stack);
      const api = orders(stack, {
        queryLanguage,
        definitionBody: sfn.DefinitionBody.fromChainable(
          wait.next(new SendToConnection(stack, 'Progress', { ...object({ progress: 1 }), ignoreGone: true }))
            .next(new CloseConnection(stack, 'Close', { ignoreGone: true }))
            .next(new sfn.Pass(stack, 'Result'))),
      });
      api.grantCloseConnections(api.stateMachine);
    });
    const client = await conversation.connect();
    await client.ask({ order: 17 });
    await client.leave();
    await conversation.passes(PAUSE, 'Pause');

    const [{ status, output }] = await conversation.ends();
    expect({ status, message: JSON.parse(output!).message }).toEqual({ status: 'SUCCEEDED', message: { order: 17 } });
  });

  test('a run that ends with a message succeeds though the client has left', async () => {
    const conversation = await Conversation.on((stack) => orders(stack, {
      queryLanguage,
      definitionBody: sfn.DefinitionBody.fromChainable(pause(stack).next(new SendToConnection(stack, 'Last', { ...object({}), ignoreGone: true }))),
    }));
    const client = await conversation.connect();
    await client.ask({});
    await client.leave();
    await conversation.passes(PAUSE, 'Pause');

    expect(await conversation.ends()).toMatchObject([{ status: 'SUCCEEDED' }]);
  });

  test('a run fails when the client has left, if it is not told otherwise', async () => {
    const conversation = await Conversation.on((stack) => orders(stack, {
      queryLanguage,
      definitionBody: sfn.DefinitionBody.fromChainable(pause(stack).next(new SendToConnection(stack, 'Last', object({})))),
    }));
    const client = await conversation.connect();
    await client.ask({});
    await client.leave();
    await conversation.passes(PAUSE, 'Pause');

    expect(await conversation.ends()).toMatchObject([{ status: 'FAILED', error: SendToConnection.GONE }]);
  });

  test('a client tells the frames of its executions apart by one id', async () => {
    const conversation = await Conversation.on((stack) => orders(stack, {
      queryLanguage,
      response: ClientResponse.executionId(),
      definitionBody: sfn.DefinitionBody.fromChainable(
        new SendToConnection(stack, 'Progress', { ...object({ progress: 0.5 }), includeExecutionId: true })
          .next(new SendToConnection(stack, 'Result', { ...object({ progress: 1 }), includeExecutionId: true }))),
    }));
    const client = await conversation.connect();
    const messages = 5;
    for (let i = 0; i < messages; i++) {
      client.say({ i });
    }

    const heard: Record<string, unknown[]> = {};
    for (let i = 0; i < 3 * messages; i++) {
      const { executionId, progress = 0 } = await client.hears();
      (heard[String(executionId)] ??= []).push(progress);
    }
    // Acknowledgements come from API Gateway, the others from the workflow: either may overtake the other.
    expect(Object.values(heard).map((progress) => progress.sort())).toEqual(Array.from({ length: messages }, () => [0, 0.5, 1]));
  });

  test('a message goes to another client than the one that has started the workflow', async () => {
    const conversation = await Conversation.on((stack) => orders(stack, {
      queryLanguage,
      definitionBody: sfn.DefinitionBody.fromChainable(new SendToConnection(stack, 'Tell', {
        ...object({ hello: true }),
        connectionId: queryLanguage === sfn.QueryLanguage.JSONATA ? '{% $states.input.message.to %}' : sfn.JsonPath.stringAt('$.message.to'),
      })),
    }));
    const [client, other] = [await conversation.connect(), await conversation.connect()];
    // An error frame tells a client its connection's id.
    const { connectionId } = await other.ask('{"a":');

    expect(await client.ask({ to: connectionId })).toHaveProperty('executionArn');
    expect(await other.hears()).toEqual({ hello: true });
    expect(client.unheard).toEqual([]);
  });
});

test('a message that is no JSON is answered by one frame', async () => {
  const conversation = await Conversation.on((stack) => orders(stack, { definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Pass')) }));
  const client = await conversation.connect();
  expect(await client.ask('{"a":')).toEqual({ message: 'Bad request body', connectionId: expect.any(String), requestId: expect.any(String) });
  expect(client.unheard).toEqual([]);
});
