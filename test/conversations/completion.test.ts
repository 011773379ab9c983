// No source of this name: how clients hear of the end, played in the local run with all parts of the library together.
import { Duration, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Conversation, orders } from './conversation';
import { ClientResponse, ExecutionInput, WorkflowOptions } from '../../src';

const NOTIFIER = /Completion/;
const WORKFLOW = /^((?!Completion).)*$/;

/** A workflow that knows nothing of WebSockets: it ends as the message wishes. */
function workflow(stack: Stack): sfn.DefinitionBody {
  const how = (value: string) => sfn.Condition.jsonata(`{% $states.input.message.how = '${value}' %}`);
  return sfn.DefinitionBody.fromChainable(sfn.Choice.jsonata(stack, 'How?')
    .when(how('fail'), sfn.Fail.jsonata(stack, 'Fail', { error: 'OutOfStock', cause: "None left in arn:aws:s3:::shelf, it's \"empty\"" }))
    .when(how('fail without error'), sfn.Fail.jsonata(stack, 'Fail without error', {}))
    .when(how('wait'), sfn.Wait.jsonata(stack, 'Wait', { time: sfn.WaitTime.duration(Duration.hours(1)) }))
    .when(how('pause'), sfn.Wait.jsonata(stack, 'Pause', { time: sfn.WaitTime.duration(Duration.seconds(20)) }))
    .when(how('large'), sfn.Pass.jsonata(stack, 'Large', {
      outputs: "{% $reduce([1..$states.input.message.doublings], function($text, $_) { $text & $text }, 'x') %}",
    }))
    .when(how('double'), sfn.Pass.jsonata(stack, 'Double', { outputs: '{% $states.input.message.(text & text) %}' }))
    .otherwise(sfn.Pass.jsonata(stack, 'Result', { outputs: '{% $states.input.message.result %}' })));
}

function build(options: Partial<WorkflowOptions> = {}) {
  return (stack: Stack): void => {
    const api = orders(stack, {
      definitionBody: workflow(stack),
      queryLanguage: sfn.QueryLanguage.JSONATA,
      response: ClientResponse.executionId(),
      notifyCompletion: true,
      ...options,
    });
    api.addStopRoute('stop');
    api.addStatusRoute('status');
  };
}

/** The same, of an execution whose data is encrypted. */
function encrypted(options: Partial<WorkflowOptions> = {}) {
  return (stack: Stack): void => build({
    encryptionConfiguration: new sfn.CustomerManagedEncryptionConfiguration(new kms.Key(stack, 'Key')), ...options,
  })(stack);
}

describe.each<[string, typeof build]>([
  ['without a key of its own', build],
  // Its events hold no data.
  ['with a customer-managed key', encrypted],
])('the client hears the end of an execution %s', (_, played) => {
  test.each([
    [{ sum: 6, text: 'it\'s "quoted" \\ \u2028 $x', list: [null, {}] }], ['text'], [0], [false], [[]], [null],
  ])('that succeeds, with its output: %j', async (result) => {
    const client = await (await Conversation.on(played())).connect();
    const { executionId } = await client.ask({ result });

    expect(await client.hears()).toEqual({ executionId, status: 'SUCCEEDED', output: result });
    expect(client.unheard).toEqual([]);
  });

  test('that fails, with its error and cause, without ARNs', async () => {
    const client = await (await Conversation.on(played())).connect();
    const { executionId } = await client.ask({ how: 'fail' });
    expect(await client.hears()).toEqual({ executionId, status: 'FAILED', error: 'OutOfStock', cause: "None left in arn:***, it's \"empty\"" });
  });

  test('that fails with an error of the service\'s', async () => {
    const client = await (await Conversation.on(played())).connect();
    const { executionId } = await client.ask({ how: 'large', doublings: 19 });
    expect(await client.hears()).toMatchObject({ executionId, status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  test('that fails without either', async () => {
    const client = await (await Conversation.on(played())).connect();
    const { executionId } = await client.ask({ how: 'fail without error' });
    expect(await client.hears()).toEqual({ executionId, status: 'FAILED' });
  });

  test('that times out', async () => {
    const conversation = await Conversation.on(played({ timeout: Duration.seconds(20) }));
    const client = await conversation.connect();
    const { executionId } = await client.ask({ how: 'wait' });
    await conversation.passes(Duration.seconds(20), 'Wait');
    // The last event of the history has an error, though the execution has none.
    expect(await client.hears()).toEqual({ executionId, status: 'TIMED_OUT', error: 'States.Timeout' });
  });

  test('that is stopped', async () => {
    const client = await (await Conversation.on(played())).connect();
    const { executionId } = await client.ask({ how: 'wait' });
    const frames = [await client.ask({ action: 'stop', executionId }), await client.hears()];
    expect(frames).toContainEqual({ executionId, status: 'ABORTED' });
    expect(frames).toContainEqual({ stopDate: expect.any(Number) });
  });

  test('that was started by another message than another client\'s', async () => {
    const conversation = await Conversation.on(played());
    const clients = [await conversation.connect(), await conversation.connect()];
    const ids = await Promise.all(clients.map(async (client, result) => (await client.ask({ result })).executionId));

    const heard = await Promise.all(clients.map(async (client) => client.hears()));
    expect(heard).toEqual(ids.map((executionId, output) => ({ executionId, status: 'SUCCEEDED', output })));
  });

  test.each([
    ['for a frame', { how: 'large', doublings: 17 }],
    ['together with the input for an event', { how: 'large', doublings: 17, padding: 'x'.repeat(125_000) }],
    ['together with the input for a state', { how: 'double', text: 'x'.repeat(120_000) }],
    // Quotes are escaped twice in the answer that holds the output.
    ['with its escapes for a state', { how: 'double', text: '"'.repeat(33_000) }],
  ])('whose output is too large %s', async (_how, message) => {
    const client = await (await Conversation.on(played())).connect();
    const { executionId } = await client.ask(message);
    expect(await client.hears()).toEqual({ executionId, status: 'SUCCEEDED', outputTooLarge: true });
  });
});

test('an input too large for an event is read from the execution', async () => {
  const client = await (await Conversation.on(build())).connect();
  // Quotes are escaped twice in the event, so that this is larger than 248 KB there.
  const { executionId } = await client.ask({ result: 1, padding: '"'.repeat(63_600) });
  expect(await client.hears()).toEqual({ executionId, status: 'SUCCEEDED', output: 1 });
});

test('an output too large for an event, but not for a frame, is read from the execution', async () => {
  const client = await (await Conversation.on(build())).connect();
  const { executionId } = await client.ask({ how: 'double', text: '"'.repeat(31_800) });
  const { output, ...rest } = await client.hears();
  expect(rest).toEqual({ executionId, status: 'SUCCEEDED' });
  expect(output).toHaveLength(63_600);
});

test('every end is heard of many that come at once, and have to be read', async () => {
  const conversation = await Conversation.on(encrypted());
  const client = await conversation.connect();
  const asked = Array.from({ length: 600 }, () => client.ask({ how: 'pause' }));
  const ids = (await Promise.all(asked)).map(({ executionId }) => executionId);
  await conversation.passes(Duration.seconds(20), 'Pause', 600);

  const heard = await Promise.all(ids.map(async () => client.hears()));
  expect(new Set(heard.map(({ executionId }) => executionId))).toEqual(new Set(ids));
  expect(heard.every(({ status }) => status === 'SUCCEEDED')).toBe(true);
});

test('nobody is told when the client has left', async () => {
  const conversation = await Conversation.on(build());
  const client = await conversation.connect();
  await client.ask({ how: 'pause' });
  await client.leave();
  await conversation.passes(Duration.seconds(20), 'Pause');

  expect(await conversation.ends(NOTIFIER)).toMatchObject([{ status: 'SUCCEEDED' }]);
  expect(await conversation.ends(WORKFLOW)).toMatchObject([{ status: 'SUCCEEDED' }]);
});

test('who tells the clients of one stage tells nobody of another', async () => {
  const conversation = await Conversation.on(build({
    executionInput: ExecutionInput.template('{"message":$input.json(\'$\'),"connection":{"id":"$context.connectionId","stage":"elsewhere"}}'),
  }));
  const client = await conversation.connect();
  await client.ask({ result: 1 });
  expect(await conversation.ends(NOTIFIER)).toMatchObject([{ status: 'SUCCEEDED' }]);
  expect(client.unheard).toEqual([]);
});

test.each([
  ['without a connection', '{"message":$input.json(\'$\')}'],
  ['that is no object', '"text"'],
  ['with a connection that is not one', '{"connection":{"id":{"a":1}},"message":{}}'],
])('nobody is told of an execution with an input %s', async (_, input) => {
  const conversation = await Conversation.on(build({ executionInput: ExecutionInput.template(input) }));
  const client = await conversation.connect();
  await client.ask({});
  expect(await conversation.ends(NOTIFIER)).toMatchObject([{ status: 'SUCCEEDED' }]);
  expect(client.unheard).toEqual([]);
});
