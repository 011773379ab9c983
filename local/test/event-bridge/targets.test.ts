import { ask, template, TestRun } from '../support';
import { FakeReply, fakeEndpoint } from '../tasks/forwarded/fake-endpoint';

const PUT = {
  integration: {
    IntegrationUri: 'arn:aws:apigateway:us-east-1:events:action/PutEvents',
    RequestTemplates: { $default: '{"Entries":[{"Source":"orders","DetailType":"Placed","Detail":"$util.escapeJavaScript($input.body)","EventBusName":"orders"}]}' },
  },
};
const arn = (rest: string): string => `arn:aws:${rest}`;

function rules(Targets: object[], more: object = {}): object {
  return template({
    routes: { $default: PUT },
    resources: {
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'orders' } },
      Rule: { Type: 'AWS::Events::Rule', Properties: { Name: 'Rule', EventBusName: { Ref: 'Bus' }, EventPattern: { source: ['orders'] }, Targets, ...more } },
      Second: {
        Type: 'AWS::Events::Rule',
        Properties: { Name: 'Second', EventPattern: { source: ['orders'] }, Targets: [{ Id: 'M', Arn: { Ref: 'Machine' } }] },
      },
    },
  });
}

async function play(target: object, replies: FakeReply[], endpoint: string): Promise<{ run: TestRun; requests: Awaited<ReturnType<typeof fakeEndpoint>>['requests'] }> {
  const { url, requests } = await fakeEndpoint(...replies);
  const run = await TestRun.start(rules([target]), { endpoints: { [endpoint]: url } });
  const client = await run.connect();
  expect(await ask(client, { id: 7 })).toMatchObject({ FailedEntryCount: 0 });
  await run.logged('RuleMatched');
  return { run, requests };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('a rule of a custom bus hears what a route puts, and sends it to a queue of an endpoint', async () => {
  const { run, requests } = await play({ Id: 'Q', Arn: arn('sqs:us-east-1:123456789012:q.fifo'), InputPath: '$.detail', SqsParameters: { MessageGroupId: 'g' } }, [{}], 'sqs');

  await until(() => requests.length > 0);
  expect(requests[0].headers['x-amz-target']).toBe('AmazonSQS.SendMessage');
  expect(JSON.parse(requests[0].body)).toEqual({ QueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/q.fifo', MessageBody: '{"id":7}', MessageGroupId: 'g' });
  expect(run.entries('RuleMatched')).toEqual([{ type: 'RuleMatched', rule: 'Rule', source: 'orders', detailType: 'Placed' }]);
  expect(run.entries('Warning')).toEqual([]);
});

test('another bus hears what a rule hands on', async () => {
  const { run } = await play({ Id: 'B', Arn: arn('events:us-east-1:123456789012:event-bus/default') }, [], 'sqs');

  expect((await run.logged('ExecutionStarted')).input).toContain('"detail":{"id":7}');
  expect(run.entries('RuleMatched').map(({ rule }) => rule)).toEqual(['Rule', 'Second']);
});

test('an endpoint that refuses is a line in the log', async () => {
  const { run } = await play({ Id: 'T', Arn: arn('sns:us-east-1:123456789012:t') }, [{ status: 404, body: '<Error/>' }], 'sns');

  expect((await run.logged('RuleFailed')).reason).toBe('arn:aws:sns:us-east-1:123456789012:t was not started: <Error/>');
});

test('what the run does not have is named', async () => {
  const run = await TestRun.start(rules([{ Id: 'Q', Arn: arn('sqs:us-east-1:123456789012:q') }], { ScheduleExpression: 'rate(1 minute)' }));

  expect(run.entries('Warning').map(({ message }) => message)).toEqual([
    'resource Rule (stack Test), property ScheduleExpression: schedules are played with --schedules on only, so rate(1 minute) never starts anything',
    'resource Rule (stack Test), property Targets[0]: the local run has no arn:aws:sqs:us-east-1:123456789012:q, which hears of nothing: '
      + 'state machines and functions of the template can be started, and queues and topics of an endpoint',
  ]);
});

test("schedules start their targets on the run's clock", async () => {
  const Schedule = { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 minute)', Targets: [{ Id: 'M', Arn: { Ref: 'Machine' } }] } };
  const run = await TestRun.start(template({ routes: {}, resources: { Schedule } }), { schedules: true, timeScale: 6000 });

  expect(JSON.parse((await run.logged('ExecutionStarted', 2)).input)).toMatchObject({ 'detail-type': 'Scheduled Event', 'source': 'aws.events', 'detail': {} });
  expect(run.entries('Warning')).toEqual([]);
});

describe('rights', () => {
  const QUEUE = { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } } };
  const machine = { Id: 'M', Arn: { Ref: 'Machine' }, RoleArn: { 'Fn::GetAtt': ['Own', 'Arn'] } };
  const own = (service: string, resource: string): object => ({
    Own: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'own',
        AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }] },
        Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'states:StartExecution', Resource: resource }] } }],
      },
    },
  });

  async function published(target: object, resources: object): Promise<TestRun> {
    const { url } = await fakeEndpoint({});
    const run = await TestRun.start(template({
      routes: { $default: PUT },
      resources: {
        ...QUEUE,
        ...resources,
        Rule: { Type: 'AWS::Events::Rule', Properties: { Name: 'Rule', EventBusName: 'orders', EventPattern: { source: ['orders'] }, Targets: [target] } },
      },
    }), { endpoints: { sqs: url }, functions: 'F' in resources ? { F: () => ({}) } : {} });
    await ask(await run.connect(), { id: 7 });
    return run;
  }

  test('a rule starts a machine by a role that may', async () => {
    const run = await published(machine, own('events.amazonaws.com', '*'));
    await run.logged('ExecutionStarted');
    expect(run.entries('RuleFailed')).toEqual([]);
  });

  test.each([
    ['that may not', own('events.amazonaws.com', 'arn:aws:states:us-east-1:123456789012:stateMachine:Other'), /is not authorized to perform: states:StartExecution on resource: .*:Machine because no identity-based policy/],
    ['that it may not assume', own('states.amazonaws.com', '*'), /resource Own \(stack Test\): events\.amazonaws\.com may not assume the role/],
  ])('by a role %s it does not', async (_name, resources, reason) => {
    const run = await published(machine, resources);
    expect((await run.logged('RuleFailed')).reason).toMatch(reason);
    expect(run.entries('ExecutionStarted')).toEqual([]);
  });

  test('a queue without a policy takes nothing, and the statement that is missing is said', async () => {
    const run = await published({ Id: 'Q', Arn: { 'Fn::GetAtt': ['Q', 'Arn'] } }, {});
    expect((await run.logged('RuleFailed')).reason).toMatch(/events\.amazonaws\.com is not authorized to perform: sqs:SendMessage .* because no resource-based policy allows/);
    expect(JSON.parse(run.entries('AccessDenied')[0].needed!)).toEqual({
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: { 'Fn::GetAtt': ['Q', 'Arn'] },
      Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['Rule', 'Arn'] } } },
    });
  });

  test('a function is invoked with a permission for the rule, and not without', async () => {
    const F = { F: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'f', Role: 'arn:aws:iam::123456789012:role/x', Runtime: 'nodejs22.x', Handler: 'i.h', Code: { ZipFile: '' } } } };
    const P = { P: { Type: 'AWS::Lambda::Permission', Properties: { Action: 'lambda:InvokeFunction', FunctionName: 'f', Principal: 'events.amazonaws.com', SourceArn: { 'Fn::GetAtt': ['Rule', 'Arn'] } } } };
    const target = { Id: 'F', Arn: { 'Fn::GetAtt': ['F', 'Arn'] } };
    const allowed = await published(target, { ...F, ...P });
    await allowed.logged('RuleMatched');
    expect(allowed.entries('RuleFailed')).toEqual([]);
    const denied = await published(target, F);
    expect((await denied.logged('RuleFailed')).reason).toMatch(/is not authorized to perform: lambda:InvokeFunction/);
  });
});
