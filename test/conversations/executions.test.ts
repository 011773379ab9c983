// No source of this name: what messages do with executions, played in the local run with all parts of the library together.
import { Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Client, Conversation, errorFrame, Frame, orders } from './conversation';
import { ClientResponse, ExecutionName } from '../../src';

/** Ends as the message wishes: with an output, with an error, or not for a long time. */
function workflow(stack: Stack): sfn.DefinitionBody {
  return sfn.DefinitionBody.fromChainable(sfn.Choice.jsonata(stack, 'How?')
    .when(sfn.Condition.jsonata("{% $states.input.message.how = 'fail' %}"),
      sfn.Fail.jsonata(stack, 'Fail', { error: 'OutOfStock', cause: "None left in arn:aws:s3:::shelf, it's empty" }))
    .when(sfn.Condition.jsonata("{% $states.input.message.how = 'wait' %}"),
      sfn.Wait.jsonata(stack, 'Wait', { time: sfn.WaitTime.duration(Duration.days(300)) }))
    .otherwise(sfn.Pass.jsonata(stack, 'Sum', { outputs: '{% {"sum": $sum($states.input.message.numbers)} %}' })));
}

function build(executionName?: ExecutionName) {
  return (stack: Stack): void => {
    const api = orders(stack, {
      definitionBody: workflow(stack), queryLanguage: sfn.QueryLanguage.JSONATA, response: ClientResponse.executionId(), executionName,
    });
    api.addStatusRoute('status');
    api.addStopRoute('stop');
    api.addStatusRoute('statusOf', { executionIdPath: '$.of.requestId' });
  };
}

/** The user agent plays the principal. */
const perPrincipal = () => build(ExecutionName.perPrincipal('$.requestId', 'identity.userAgent'));

const seconds = expect.any(Number) as unknown as number;
const doesNotExist = errorFrame('ExecutionDoesNotExist', "Execution Does Not Exist: 'arn:***'");

async function started(client: Client, message: object): Promise<string> {
  const { executionId, ...rest } = await client.ask(message);
  expect(rest).toEqual({ startDate: seconds });
  return executionId as string;
}

/** What cannot differ, if one client is to know nothing of another. */
function withoutRequest({ connectionId: _connectionId, requestId: _requestId, ...frame }: Frame): Frame {
  return frame;
}

describe('status', () => {
  test('of a running, a successful, a failed and a stopped execution', async () => {
    const conversation = await Conversation.on(build());
    const client = await conversation.connect();

    const running = await started(client, { how: 'wait' });
    expect(await client.ask({ action: 'status', executionId: running })).toEqual({ executionId: running, status: 'RUNNING', startDate: seconds });

    const sum = await started(client, { numbers: [1, 2, 3] });
    await conversation.ends(/./, 1);
    expect(await client.ask({ action: 'status', executionId: sum }))
      .toEqual({ executionId: sum, status: 'SUCCEEDED', startDate: seconds, stopDate: seconds, output: { sum: 6 } });

    const failed = await started(client, { how: 'fail' });
    await conversation.ends(/./, 2);
    expect(await client.ask({ action: 'status', executionId: failed })).toEqual({
      executionId: failed, status: 'FAILED', startDate: seconds, stopDate: seconds, error: 'OutOfStock', cause: "None left in arn:***, it's empty",
    });

    await client.ask({ action: 'stop', executionId: running });
    expect(await client.ask({ action: 'status', executionId: running }))
      .toEqual({ executionId: running, status: 'ABORTED', startDate: seconds, stopDate: seconds });
  });

  test('may be asked for by another member of the message', async () => {
    const client = await (await Conversation.on(perPrincipal())).connect();
    await started(client, { how: 'wait', requestId: '17' });
    expect(await client.ask({ action: 'statusOf', of: { requestId: '17' } })).toMatchObject({ status: 'RUNNING' });
  });
});

describe('stop', () => {
  test('ends an execution, once', async () => {
    const conversation = await Conversation.on(build());
    const client = await conversation.connect();
    const executionId = await started(client, { how: 'wait' });

    const stopped = await client.ask({ action: 'stop', executionId });
    expect(stopped).toEqual({ stopDate: seconds });
    expect(await conversation.ends()).toMatchObject([{ status: 'ABORTED' }]);
    expect(await client.ask({ action: 'stop', executionId })).toEqual(stopped);
  });

  test('after the end changes nothing', async () => {
    const conversation = await Conversation.on(build());
    const client = await conversation.connect();
    const executionId = await started(client, { numbers: [1] });
    await conversation.ends();

    expect(await client.ask({ action: 'stop', executionId })).toEqual({ stopDate: seconds });
    expect(await client.ask({ action: 'status', executionId })).toMatchObject({ status: 'SUCCEEDED', output: { sum: 1 } });
    expect(await conversation.ends()).toHaveLength(1);
  });
});

describe('executions per principal', () => {
  test('are reached by the client\'s own id, and by the id that it was given, over another connection too', async () => {
    const conversation = await Conversation.on(perPrincipal());
    const first = await conversation.connect('alice');
    const executionId = await started(first, { how: 'wait', requestId: 'order 17' });
    await first.leave();

    const second = await conversation.connect('alice');
    expect(await second.ask({ action: 'status', executionId: 'order 17' })).toEqual({ executionId, status: 'RUNNING', startDate: seconds });
    expect(await second.ask({ action: 'status', executionId })).toEqual({ executionId, status: 'RUNNING', startDate: seconds });
    expect(await second.ask({ action: 'stop', executionId: 'order 17' })).toEqual({ stopDate: seconds });
  });

  test('are nobody else\'s: not to see, not to stop, not to know of', async () => {
    const conversation = await Conversation.on(perPrincipal());
    const [alice, bob] = [await conversation.connect('alice'), await conversation.connect('bob')];
    const executionId = await started(alice, { how: 'wait', requestId: '17' });

    for (const action of ['status', 'stop']) {
      const unknown = await bob.ask({ action, executionId: 'never-was' });
      expect(unknown).toEqual(doesNotExist);
      for (const id of [executionId, '17', 'alice', `:${executionId}`, `x:${executionId}`, `../${executionId}`]) {
        expect(withoutRequest(await bob.ask({ action, executionId: id }))).toEqual(withoutRequest(unknown));
      }
    }
    expect(await alice.ask({ action: 'status', executionId })).toMatchObject({ status: 'RUNNING' });
  });

  test('may have the same ids', async () => {
    const conversation = await Conversation.on(perPrincipal());
    const [alice, bob] = [await conversation.connect('alice'), await conversation.connect('bob')];
    const ids = [await started(alice, { how: 'wait', requestId: '17' }), await started(bob, { how: 'wait', requestId: '17' })];
    expect(new Set(ids).size).toBe(2);

    await alice.ask({ action: 'stop', executionId: '17' });
    expect(await bob.ask({ action: 'status', executionId: '17' })).toMatchObject({ executionId: ids[1], status: 'RUNNING' });
  });
});

describe('routes that know no name of their own', () => {
  /** Adds the routes before anybody has named an execution, one by another object of the same state machine. */
  const early = (stack: Stack): void => {
    const api = orders(stack, { definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Pass')) });
    const stateMachine = new sfn.StateMachine(stack, 'Shared', { definitionBody: workflow(stack), queryLanguage: sfn.QueryLanguage.JSONATA });
    api.addStatusRoute('status', { stateMachine });
    api.addStopRoute('stop', { stateMachine: sfn.StateMachine.fromStateMachineArn(stack, 'Same', stateMachine.stateMachineArn) });
    api.addWorkflow('order', {
      stateMachine, executionName: ExecutionName.perPrincipal('$.requestId', 'identity.userAgent'), response: ClientResponse.executionId(),
    });
  };

  test('reach nobody else\'s executions, though they were there before the workflow', async () => {
    const conversation = await Conversation.on(early);
    const [alice, bob] = [await conversation.connect('alice'), await conversation.connect('bob')];
    const executionId = await started(alice, { action: 'order', how: 'wait', requestId: '17' });

    for (const action of ['status', 'stop']) {
      for (const id of [executionId, '17']) {
        expect(await bob.ask({ action, executionId: id })).toEqual(doesNotExist);
      }
    }
    expect(await alice.ask({ action: 'status', executionId: '17' })).toMatchObject({ executionId, status: 'RUNNING' });
    expect(await alice.ask({ action: 'stop', executionId })).toEqual({ stopDate: seconds });
  });
});

describe('several workflows behind one status and one stop route', () => {
  const several = (stack: Stack): void => {
    const api = orders(stack, {
      definitionBody: workflow(stack),
      queryLanguage: sfn.QueryLanguage.JSONATA,
      response: ClientResponse.executionId(),
      executionName: ExecutionName.fromMessage(),
    });
    api.addStatusRoute('status');
    api.addStopRoute('stop');
    api.addWorkflow('report', {
      definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Wait(stack, 'Think', { time: sfn.WaitTime.duration(Duration.days(300)) })),
      executionName: ExecutionName.perPrincipal('$.requestId', 'identity.userAgent'),
      response: ClientResponse.executionId(),
    });
  };

  test('are named by the message, each with names of its own kind', async () => {
    const conversation = await Conversation.on(several);
    const [alice, bob] = [await conversation.connect('alice'), await conversation.connect('bob')];
    const order = await started(alice, { how: 'wait', requestId: '17' });
    const report = await started(alice, { action: 'report', requestId: '17' });
    expect([order, report]).toEqual(['17', 'alice-17']);

    expect(await alice.ask({ action: 'status', executionId: '17' })).toMatchObject({ executionId: order, status: 'RUNNING' });
    expect(await bob.ask({ action: 'status', executionId: '17' })).toMatchObject({ executionId: order, status: 'RUNNING' });
    expect(await alice.ask({ action: 'status', workflow: 'report', executionId: '17' })).toMatchObject({ executionId: report, status: 'RUNNING' });
    for (const name of ['report', 'unknown', "'", '"', 'report"', { a: 1 }]) {
      for (const executionId of ['17', report, order, '', `alice-17:${report}`]) {
        expect(await bob.ask({ action: 'status', workflow: name, executionId })).toEqual(doesNotExist);
        expect(await bob.ask({ action: 'stop', workflow: name, executionId })).toEqual(doesNotExist);
      }
    }
    expect(await alice.ask({ action: 'stop', workflow: 'report', executionId: report })).toEqual({ stopDate: seconds });
    expect(await conversation.ends()).toMatchObject([{ status: 'ABORTED' }]);
  });
});

describe('ids of the client\'s own', () => {
  test.each(['it\'s', '"quoted"', 'a/b', 'back\\slash', 'é', 'order 17', 'order_17', '漢 😀'])('find the execution, and so does the id that was given: %s', async (requestId) => {
    const client = await (await Conversation.on(build(ExecutionName.fromMessage()))).connect();
    const executionId = await started(client, { how: 'wait', requestId });
    for (const id of [requestId, executionId]) {
      expect(await client.ask({ action: 'status', executionId: id })).toMatchObject({ executionId, status: 'RUNNING' });
    }
    expect(await client.ask({ action: 'stop', requestId })).toEqual({ stopDate: seconds });
  });

  test('leave nothing of an ARN in an error frame, whatever is in them', async () => {
    const client = await (await Conversation.on(build())).connect();
    for (const executionId of ['it\'s', 'a\' b', "'arn:aws:states'", 'a b', '(x), y;', '$LATEST', "''"]) {
      expect(await client.ask({ action: 'status', executionId })).toEqual(doesNotExist);
    }
  });

  test('may be UUIDs beside principals that are', async () => {
    const subject = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
    const client = await (await Conversation.on(perPrincipal())).connect(subject);
    const executionId = await started(client, { how: 'wait', requestId: subject });
    expect(executionId).toMatch(new RegExp(`-${subject}$`));
    expect(await client.ask({ action: 'status', executionId: subject })).toMatchObject({ executionId, status: 'RUNNING' });
  });
});

test('executions per connection are the connection\'s only', async () => {
  const conversation = await Conversation.on(build(ExecutionName.perConnection()));
  const [first, second] = [await conversation.connect('alice'), await conversation.connect('alice')];
  const executionId = await started(first, { how: 'wait', requestId: '17' });

  expect(await first.ask({ action: 'status', executionId: '17' })).toMatchObject({ executionId, status: 'RUNNING' });
  for (const id of ['17', executionId]) {
    expect(await second.ask({ action: 'status', executionId: id })).toEqual(doesNotExist);
    expect(await second.ask({ action: 'stop', executionId: id })).toEqual(doesNotExist);
  }
});

describe('a message that is sent again', () => {
  test('starts one execution; the second time, an error frame says so', async () => {
    const conversation = await Conversation.on(perPrincipal());
    const client = await conversation.connect('alice');
    const message = { how: 'wait', requestId: '17' };
    await started(client, message);

    // The envelope's time and request differ, and with them the execution's input.
    expect(await client.ask(message)).toEqual(errorFrame('ExecutionAlreadyExists', "Execution Already Exists: 'arn:***'"));
    expect(await client.ask({ numbers: [1], requestId: '17' })).toEqual(errorFrame('ExecutionAlreadyExists', expect.any(String)));
  });

  test('without an id starts another each time', async () => {
    const client = await (await Conversation.on(perPrincipal())).connect('alice');
    const ids = [await started(client, { how: 'wait' }), await started(client, { how: 'wait' })];
    expect(new Set(ids).size).toBe(2);
  });

  test('fails with an id that makes a name too long', async () => {
    const client = await (await Conversation.on(perPrincipal())).connect('alice');
    expect(await client.ask({ requestId: 'x'.repeat(100) })).toEqual(errorFrame('ValidationException', expect.stringContaining('name')));
    expect(await client.ask({ requestId: 'x'.repeat(70) })).toHaveProperty('executionId');
  });
});

describe('bad ids', () => {
  test.each([
    ['unknown', 'never-was', 'ExecutionDoesNotExist'],
    ['malformed', 'a"b\\c {}\'$x', 'ExecutionDoesNotExist'],
    ['malformed, with control characters', '\u0000\n\u2028', 'InvalidArn'],
    ['an ARN', 'arn:aws:states:us-east-1:123456789012:execution:Other:1', 'ExecutionDoesNotExist'],
    ['too long', 'x'.repeat(300), 'ValidationException'],
    ['a number', 17, 'ExecutionDoesNotExist'],
    ['an object', { a: 1 }, 'ExecutionDoesNotExist'],
    ['empty', '', 'ExecutionDoesNotExist'],
    ['missing', undefined, 'ExecutionDoesNotExist'],
  ])('fail with one frame: %s', async (_, executionId, error) => {
    const client = await (await Conversation.on(build())).connect();
    for (const action of ['status', 'stop']) {
      const frame = await client.ask({ action, executionId });
      expect(frame).toEqual(errorFrame(error, expect.any(String)));
      expect(JSON.stringify(frame)).not.toMatch(/arn:aws|\d{12}/);
    }
    expect(await client.ask({ numbers: [] })).toHaveProperty('executionId');
    expect(client.unheard).toEqual([]);
  });
});
