import type { LocalClient } from '../../src';
import { ask, post, template, TestApi, TestRun } from '../support';

const STATUS_CHANGE = { 'source': ['aws.states'], 'detail-type': ['Step Functions Execution Status Change'] };
const MACHINE = { Ref: 'Machine' };
const START_WITH_CONNECTION = {
  RequestTemplates: {
    $default: {
      'Fn::Sub': '{"stateMachineArn":"${Machine}","input":"{\\"connectionId\\":\\"$context.connectionId\\",'
        + '\\"data\\":$util.escapeJavaScript($input.json(\'$\')).replaceAll("\\\\\'","\'")}"}',
    },
  },
};

interface RuleOptions {
  readonly pattern?: object;
  readonly target?: object;
  readonly rule?: object;
}

function withRule(api: Partial<TestApi>, { pattern = STATUS_CHANGE, target = {}, rule = {} }: RuleOptions = {}): object {
  return template({
    routes: { $default: { integration: START_WITH_CONNECTION } },
    ...api,
    resources: {
      Notifier: notifier(),
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: { EventPattern: pattern, Targets: [{ Id: 'Target0', Arn: { Ref: 'Notifier' }, ...target }], ...rule },
      },
      ...api.resources,
    },
  });
}

/** Posts the event that it is started with to the connection in the execution's input, as JSON text where a constant is the input. */
function notifier(): object {
  const definition = {
    StartAt: 'Read',
    States: {
      Read: { Type: 'Pass', Parameters: { 'event.$': '$', 'input.$': 'States.StringToJson($.detail.input)' }, Next: 'Flatten' },
      Flatten: { Type: 'Pass', Parameters: { 'event.$': '$.event', 'connectionId.$': '$.input.connectionId' }, Next: 'Post' },
      Post: post({ 'event.$': '$.event' }),
    },
  };
  return { Type: 'AWS::StepFunctions::StateMachine', Properties: { StateMachineName: 'Notifier', StateMachineType: 'EXPRESS', Definition: definition } };
}

interface ExecutionEvent {
  readonly event: { readonly detail: Record<string, unknown> } & Record<string, unknown>;
}

/** What a client hears apart from the acknowledgement, whose place among the frames is not fixed. */
async function events(client: LocalClient, count: number): Promise<ExecutionEvent['event'][]> {
  const frames: string[] = [];
  while (frames.length < count) {
    const frame = await client.nextText();
    if (!frame.startsWith('{"executionArn"')) {
      frames.push(frame);
    }
  }
  return frames.map((frame) => (JSON.parse(frame) as ExecutionEvent).event);
}

test('a rule hears that a Standard execution starts and ends, as AWS says it', async () => {
  const run = await TestRun.start(withRule({}));
  const client = await run.connect();

  client.send({ a: 1 });
  // Each event starts an execution of its own: either may overtake the other.
  const heard = await events(client, 2);
  const [started, succeeded] = ['RUNNING', 'SUCCEEDED'].map((status) => heard.find(({ detail }) => detail.status === status)!);

  const arn = expect.stringMatching(/^arn:aws:states:us-east-1:123456789012:execution:Machine:[0-9a-f-]{36}$/);
  const input = expect.stringMatching(/^\{"connectionId":".*","data":\{"a":1\}\}$/);
  expect(started).toEqual({
    'version': '0',
    'id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'detail-type': 'Step Functions Execution Status Change',
    'source': 'aws.states',
    'account': '123456789012',
    'time': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    'region': 'us-east-1',
    'resources': [arn],
    'detail': {
      executionArn: arn,
      stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:Machine',
      name: expect.stringMatching(/^[0-9a-f-]{36}$/),
      status: 'RUNNING',
      startDate: expect.any(Number),
      input,
      inputDetails: { included: true },
    },
  });
  expect(succeeded.detail).toMatchObject({ status: 'SUCCEEDED', input, output: input, outputDetails: { included: true }, stopDate: expect.any(Number) });
  expect(Number.isInteger(succeeded.detail.stopDate)).toBe(true);
  expect(run.entries('RuleMatched').map(({ status }) => status)).toEqual(['RUNNING', 'SUCCEEDED']);
  // The notifier is Express: nobody hears of it.
  expect(run.entries('ExecutionStarted')).toHaveLength(3);
});

test.each<[string, object, object]>([
  ['FAILED', { StartAt: 'Fail', States: { Fail: { Type: 'Fail', Error: 'Oops', Cause: 'why' } } }, { error: 'Oops', cause: 'why' }],
  ['TIMED_OUT', { TimeoutSeconds: 1, StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 60, End: true } } }, {}],
])('a rule hears that an execution ends %s', async (status, definition, rest) => {
  const pattern = { ...STATUS_CHANGE, detail: { status: [status], stateMachineArn: [MACHINE] } };
  const run = await TestRun.start(withRule({ definition }, { pattern }));
  const client = await run.connect();

  client.send({});
  const [{ detail }] = await events(client, 1);

  expect(detail).toMatchObject({ status, ...rest });
  expect(run.entries('RuleMatched')).toHaveLength(1);
});

describe('a target', () => {
  async function startedWith(target: object): Promise<string | undefined> {
    const run = await TestRun.start(withRule({}, { target, pattern: { ...STATUS_CHANGE, detail: { status: ['SUCCEEDED'] } } }));
    (await run.connect()).send({ a: 1 });
    await run.logged('ExecutionStarted', 2);
    return run.entries('ExecutionStarted').find(({ executionArn }) => executionArn.includes(':express:'))?.input;
  }

  test('receives a constant', async () => {
    expect(await startedWith({ Input: '{"constant":true}' })).toBe('{"constant":true}');
  });

  test('receives a part of the event', async () => {
    expect(await startedWith({ InputPath: '$.detail.status' })).toBe('"SUCCEEDED"');
  });

  test('receives what its transformer makes', async () => {
    const transformer = { InputPathsMap: { status: '$.detail.status' }, InputTemplate: '{"is":"now <status>","rule":<aws.events.rule-name>}' };

    expect(await startedWith({ InputTransformer: transformer })).toMatch(/^\{"is":"now SUCCEEDED","rule":"[\w-]+-Rule-\w{12}"\}$/);
  });

  test.each<[string, object, string]>([
    ['its transformer makes no JSON', { InputTransformer: { InputTemplate: 'not JSON' } }, 'InvalidExecutionInput'],
    ['its path leads nowhere', { InputPath: '$.detail.nothing' }, 'its InputPath leads nowhere in the event'],
  ])('fails with a line in the log when %s', async (_title, target, reason) => {
    const run = await TestRun.start(withRule({}, { target }));

    (await run.connect()).send({});

    expect((await run.logged('RuleFailed')).reason).toContain(reason);
    expect(run.entries('ExecutionStarted')).toHaveLength(1);
  });
});

test.each<[string, object]>([
  ['a disabled rule', { State: 'DISABLED' }],
  ['a rule for another status', { EventPattern: { ...STATUS_CHANGE, detail: { status: ['ABORTED'] } } }],
  ['a rule on another bus', { EventBusName: 'other' }],
])('%s does nothing', async (_title, rule) => {
  const run = await TestRun.start(withRule({}, { rule }));

  (await run.connect()).send({});
  await run.logged('ExecutionEnded');
  // A rule is played two turns after the event at most.
  for (let turns = 0; turns < 3; turns++) {
    await new Promise(setImmediate);
  }

  expect(run.entries('RuleMatched')).toEqual([]);
  expect(run.entries('ExecutionStarted')).toHaveLength(1);
});

test('a rule that starts its own machine twice is bounded by the rate of AWS, which the log says, and keeps nobody from being answered', async () => {
  const run = await TestRun.start(withRule({}, {
    pattern: { ...STATUS_CHANGE, detail: { status: ['SUCCEEDED'] } } as object,
    rule: { Targets: [1, 2].map((id) => ({ Id: `${id}`, Arn: MACHINE, Input: '{}' })) },
  }));
  const client = await run.connect();
  client.send({});

  expect((await run.logged('RuleFailed')).reason).toContain('ThrottlingException","message":"Rate exceeded"');
  expect(await ask(client, {})).toHaveProperty('executionArn');
  await run.stop();
});

test('nothing is started any more when the run ends', async () => {
  const run = await TestRun.start(withRule({ definition: { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 10_000, End: true } } } }));
  (await run.connect()).send({});
  await run.logged('RuleMatched');

  await run.stop();

  expect(run.entries('ExecutionEnded').at(-1)?.status).toBe('ABORTED');
  expect(run.entries('RuleMatched')).toHaveLength(1);
});

test('what cannot be played is said when the template is loaded', async () => {
  const target = { Id: 'Queue', Arn: 'arn:aws:sqs:us-east-1:123456789012:queue' };
  const run = await TestRun.start(withRule({
    resources: {
      Schedule: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 minute)', Targets: [target] } },
      Ec2: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['aws.ec2'], detail: { a: [{ unknown: 1 }] } }, Targets: [target] } },
      Off: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 minute)', State: 'DISABLED' } },
      Queue: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: [{ prefix: 'aws.' }] }, Targets: [target] } },
    },
  }));

  expect(run.entries('Warning').map(({ message }) => message)).toEqual([
    expect.stringMatching(/^resource Schedule .*, property ScheduleExpression: schedules are played with --schedules on only, so rate\(.*\) never starts anything$/),
    expect.stringMatching(/^resource Ec2 .*, so this rule never matches$/),
    expect.stringMatching(/^resource Queue .*, property Targets\[0\]: the local run has no arn:aws:sqs:us-east-1:123456789012:queue, which hears of nothing: /),
  ]);
});

describe('loading fails', () => {
  test.each<[string, RuleOptions, RegExp]>([
    ['for a pattern that EventBridge would refuse', { pattern: { source: ['aws.states'], detail: { status: 'FAILED' } } }, /^resource Rule .*, property EventPattern: \$\.detail\.status: a field needs a list/],
    ['for two inputs', { target: { Input: '{}', InputPath: '$' } }, /property Targets\[0\]: Only one of Input, InputPath, or InputTransformer must be provided for target Target0\./],
    ['for a path that is none', { target: { InputPath: '$[' } }, /property Targets\[0\]\.InputPath: /],
    ['for an unknown placeholder', { target: { InputTransformer: { InputTemplate: '{"a":<b>}' } } }, /property Targets\[0\]\.InputTransformer: InputTemplate for target Target0 contains invalid placeholder b\./],
    ['for a transformer without a template', { target: { InputTransformer: {} } }, /property Targets\[0\]\.InputTransformer: expected an object with InputTemplate/],
    ['for a target without an ARN', { target: { Arn: 5 } }, /property Targets\[0\]: expected an object with Id and Arn/],
    ['for targets that are no list', { rule: { Targets: {} } }, /property Targets: expected a list/],
  ])('%s', async (_title, options, message) => {
    await expect(TestRun.start(withRule({}, options))).rejects.toThrow(message);
  });
});
