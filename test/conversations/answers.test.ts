// No source of this name: what workflows answer, played in the local run with all parts of the library together.
import { Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Client, Conversation, errorFrame, Frame, orders } from './conversation';
import { SendToConnection, TaskAnswer } from '../../src';

/** Asks the client, and tells it what came of the answer. */
function build(props: Partial<sfn.TaskStateBaseProps> = {}) {
  return (stack: Stack): void => {
    const send = (id: string, message: Record<string, unknown>) =>
      SendToConnection.jsonata(stack, id, { message: sfn.TaskInput.fromObject(message) });
    const ask = SendToConnection.jsonata(stack, 'Ask', {
      message: sfn.TaskInput.fromObject({ question: 'Ship it?' }),
      integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      includeExecutionId: true,
      ...props,
    }).addCatch(send('Failed', { error: '{% $states.input.Error %}', cause: '{% $states.input.Cause %}' }));
    const api = orders(stack, {
      definitionBody: sfn.DefinitionBody.fromChainable(ask.next(send('Answered', { answer: '{% $states.input %}' }))),
      queryLanguage: sfn.QueryLanguage.JSONATA,
    });
    api.addAnswerRoute('answer');
    api.addAnswerRoute('refuse', { answer: TaskAnswer.FAILURE });
    api.addAnswerRoute('think', { answer: TaskAnswer.HEARTBEAT });
    api.addAnswerRoute('reply', { taskTokenPath: '$.to.token' });
  };
}

const accepted = { accepted: true, requestId: expect.any(String) };

/** Starts the workflow; the token of its question. */
async function asked(client: Client): Promise<string> {
  const { executionArn } = await client.ask({ what: 'order' });
  const { taskToken, ...question } = await client.hears();
  expect(question).toEqual({ question: 'Ship it?', executionId: String(executionArn).split(':').at(-1) });
  return taskToken as string;
}

/** The acknowledgement of an answer, and what the workflow says then: they go different ways, so that either may come first. */
async function answered(client: Client, message: object): Promise<[acknowledgement: Frame, workflow: Frame]> {
  const frames = [await client.ask(message), await client.hears()];
  return 'accepted' in frames[0] ? [frames[0], frames[1]] : [frames[1], frames[0]];
}

test.each([
  [{ yes: true, note: 'it\'s "fine" \\ \u2028 $x' }], ['yes'], [null], [42.5], [[]], [{ constructor: 1 }],
])('an answer of any JSON is what the workflow goes on with: %j', async (output) => {
  const client = await (await Conversation.on(build())).connect();
  const taskToken = await asked(client);

  expect(await answered(client, { action: 'answer', taskToken, output })).toEqual([accepted, { answer: output }]);
});

test('an answer may come from another client, which has been given the token', async () => {
  const conversation = await Conversation.on(build());
  const [client, other] = [await conversation.connect(), await conversation.connect()];
  const taskToken = await asked(client);

  expect(await other.ask({ action: 'reply', to: { token: taskToken }, output: 'yes' })).toEqual(accepted);
  expect(await client.hears()).toEqual({ answer: 'yes' });
  expect(other.unheard).toEqual([]);
});

test('a failure is an error that the workflow catches', async () => {
  const client = await (await Conversation.on(build())).connect();
  const taskToken = await asked(client);

  expect(await answered(client, { action: 'refuse', taskToken, error: 'NotNow', cause: 'it\'s "late"' }))
    .toEqual([accepted, { error: 'NotNow', cause: 'it\'s "late"' }]);
});

test('a heartbeat gives more time', async () => {
  const heartbeatTimeout = sfn.Timeout.duration(Duration.seconds(40));
  const conversation = await Conversation.on(build({ heartbeatTimeout }));
  const client = await conversation.connect();
  const taskToken = await asked(client);

  for (let thought = 0; thought < 3; thought++) {
    await conversation.passes(Duration.seconds(39), 'Ask');
    expect(await client.ask({ action: 'think', taskToken })).toEqual(accepted);
  }
  expect(await answered(client, { action: 'answer', taskToken, output: 1 })).toEqual([accepted, { answer: 1 }]);
});

test('without a heartbeat the question fails, and its token is of no use any more', async () => {
  const heartbeatTimeout = sfn.Timeout.duration(Duration.seconds(5));
  const conversation = await Conversation.on(build({ heartbeatTimeout }));
  const client = await conversation.connect();
  const taskToken = await asked(client);
  await conversation.passes(Duration.seconds(5), 'Ask');

  expect(await client.hears()).toEqual({ error: 'States.Timeout', cause: '' });
  const late = errorFrame('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
  expect(await client.ask({ action: 'think', taskToken })).toEqual(late);
  expect(await client.ask({ action: 'answer', taskToken, output: 1 })).toEqual(late);
});

describe('bad answers', () => {
  const taskToken = 'AQCEAAAAKgAAAAMAAAAA';

  test('fail with a token that has been used', async () => {
    const client = await (await Conversation.on(build())).connect();
    const used = await asked(client);
    await answered(client, { action: 'answer', taskToken: used, output: 1 });

    for (const action of ['answer', 'refuse', 'think']) {
      expect(await client.ask({ action, taskToken: used, output: 2, error: 'E' }))
        .toEqual(errorFrame('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'"));
    }
  });

  test('fail with a token whose time is up', async () => {
    const conversation = await Conversation.on(build({ taskTimeout: sfn.Timeout.duration(Duration.seconds(5)) }));
    const client = await conversation.connect();
    const expired = await asked(client);
    await conversation.passes(Duration.seconds(5), 'Ask');
    expect(await client.hears()).toMatchObject({ error: 'States.Timeout' });

    expect(await client.ask({ action: 'answer', taskToken: expired, output: 1 })).toEqual(errorFrame('TaskTimedOut', expect.any(String)));
  });

  test.each<[string, object, string]>([
    ['with a token that was never given', { taskToken, output: 1 }, 'InvalidToken'],
    ['with a token that is no token', { taskToken: '"}\\ \u0000', output: 1 }, 'InvalidToken'],
    ['with a token that is a number', { taskToken: 1, output: 1 }, 'InvalidToken'],
    ['with a token that is too long', { taskToken: 'x'.repeat(3000), output: 1 }, 'ValidationException'],
    ['without a token', { output: 1 }, 'ValidationException'],
  ])('fail %s', async (_, message, error) => {
    const client = await (await Conversation.on(build())).connect();
    for (const action of ['answer', 'refuse', 'think']) {
      expect(await client.ask({ action, error: 'E', cause: 'c', ...message })).toEqual(errorFrame(error, expect.any(String)));
    }
  });

  test('fail with an error longer than Step Functions takes, and the question goes on waiting', async () => {
    const client = await (await Conversation.on(build())).connect();
    const waiting = await asked(client);
    expect(await client.ask({ action: 'refuse', taskToken: waiting, error: 'x'.repeat(257) })).toEqual(errorFrame('ValidationException', expect.stringContaining('error')));
    expect(await answered(client, { action: 'answer', taskToken: waiting, output: 1 })).toEqual([accepted, { answer: 1 }]);
  });

  test('that are no JSON answer nothing', async () => {
    const conversation = await Conversation.on((stack) => {
      const api = orders(stack, {
        routeKeys: ['start'],
        definitionBody: sfn.DefinitionBody.fromChainable(SendToConnection.jsonPath(stack, 'Ask', {
          message: sfn.TaskInput.fromObject({}), integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
        })),
      });
      api.addAnswerRoute('$default');
    });
    const client = await conversation.connect();
    await client.ask({ action: 'start' });
    const { taskToken: waiting } = await client.hears();

    for (const text of [`{"taskToken":"${String(waiting)}","output":`, 'yes', '']) {
      const frame = await client.ask(text);
      expect(frame).toMatchObject({ connectionId: expect.any(String), requestId: expect.any(String), message: expect.any(String) });
      expect(frame).not.toHaveProperty('accepted');
    }
    expect(await client.ask({ taskToken: waiting, output: {} })).toEqual(accepted);
    expect(await conversation.ends()).toMatchObject([{ status: 'SUCCEEDED', output: '{}' }]);
  });
});
