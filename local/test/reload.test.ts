import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LocalRun, LogEntry, ManualClock } from '../src';
import { folder } from './files';
import { ask, MOCK_200, post, template, TestRun } from './support';
import { Deployments } from '../src/deployments';
import type { Run } from '../src/run';

const original = Deployments.prototype.deploy;
const INPUT = { RequestTemplates: { $default: { 'Fn::Sub': '{"stateMachineArn":"${Machine}","input":"{\\"connectionId\\":\\"$context.connectionId\\"}"}' } } };
const START = { integration: INPUT };
const replies = (text: string, first: object = {}): object => ({
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 10, ...first, Next: 'Reply' }, Reply: post({ text }) },
});
const LAMBDA = (name: string): object => ({
  integration: {
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: { 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${name}.Arn}/invocations` },
    TemplateSelectionExpression: undefined,
    RequestTemplates: undefined,
  },
  responses: {},
});
const nodeFunction = (text: string): object => ({ Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: text } } });
/** Says how often its process was asked. */
const counting = (name: string): object => nodeFunction(`let count = 0; exports.handler = async () => ({ statusCode: 200, body: JSON.stringify({ name: '${name}', count: ++count }) });`);

test('an execution that runs ends with its definition, and the next one has the new: the connection stays', async () => {
  const clock = new ManualClock();
  const run = await TestRun.start({ routes: { $default: START }, definition: replies('old') }, { clock });
  const client = await run.connect();
  await ask(client, {});

  expect(await run.reload({ routes: { $default: START }, definition: replies('new') })).toEqual(['definition Machine changed']);
  await ask(client, {});
  await clock.advance(10_000);

  expect([await client.next(), await client.next()]).toEqual(expect.arrayContaining([{ text: 'old' }, { text: 'new' }]));
  expect(run.entries('Reloaded')).toEqual([{ type: 'Reloaded', changes: ['definition Machine changed'], kept: 1, closed: 0, duration: expect.any(Number) }]);
});

test('routes come, change and go for a client that stays connected', async () => {
  const says = (text: string): object => ({ ...MOCK_200, responses: { $default: { TemplateSelectionExpression: '200', ResponseTemplates: { 200: `{"text":"${text}"}` } } } });
  const run = await TestRun.start({ routes: { one: says('1'), two: says('2') } });
  const client = await run.connect();
  expect(await ask(client, { action: 'two' })).toEqual({ text: '2' });

  const changes = await run.reload({ routes: { one: says('one'), three: says('3') } });

  expect(changes).toEqual(['route one changed', 'route two removed', 'route three added']);
  expect(await ask(client, { action: 'one' })).toEqual({ text: 'one' });
  expect(await ask(client, { action: 'two' })).toMatchObject({ message: 'Forbidden' });
  expect(await ask(client, { action: 'three' })).toEqual({ text: '3' });
});

test.each<[string, object | string, string]>([
  ['JSON that does not parse', '{"Resources": ', 'is not JSON'],
  ['a definition that AWS would refuse', template({ routes: { $default: MOCK_200 }, definition: { StartAt: 'None', States: {} } }), 'property Definition: '],
  ['no API', { Resources: {} }, 'no WebSocket API'],
])('a template with %s leaves the one before at work, and is said why', async (_title, broken, reason) => {
  const run = await TestRun.start({ routes: { $default: MOCK_200 } });
  const client = await run.connect();
  writeFileSync(run.path, typeof broken === 'string' ? broken : JSON.stringify(broken));

  await expect(run.run.reload()).rejects.toThrow(reason);

  expect(run.entries('ReloadFailed')).toEqual([{ type: 'ReloadFailed', findings: [expect.stringContaining(reason)] }]);
  expect(run.entries('Reloaded')).toEqual([]);
  expect(await ask(client, {})).toBe('');
  expect(await run.reload({ routes: { $default: MOCK_200 } })).toEqual([]);
});

test('what is not played ends nothing but a strict reload', async () => {
  const unplayed = { routes: { $default: { integration: { IntegrationType: 'HTTP' } } } };
  const strict = await TestRun.start({ routes: { $default: MOCK_200 } }, { strict: true });
  await expect(strict.reload(unplayed)).rejects.toThrow('is not played');

  const run = await TestRun.start({ routes: { $default: MOCK_200 } });
  await run.reload(unplayed);
  await run.reload(unplayed);
  expect(run.entries('Warning')).toEqual([{ type: 'Warning', message: expect.stringContaining('is not played') }]);
});

test('connections to a stage that is gone are closed with 1001, the others stay; URLs are those of now', async () => {
  const one = template({ routes: { $default: MOCK_200 } });
  const second = {
    Api2: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' } },
    Stage2: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api2' }, StageName: 'prod' } },
  };
  const run = await TestRun.start({ Resources: { ...one.Resources, ...second } });
  const stays = await run.connect({ stage: 'Stage' });
  const goes = await run.connect({ stage: 'Stage2' });

  await run.reload(one);

  expect(await goes.closed).toMatchObject({ code: 1001, reason: 'Stage deleted' });
  expect(run.entries('Reloaded')).toMatchObject([{ changes: ['API Api2 removed'], kept: 1, closed: 1 }]);
  expect(await ask(stays, {})).toBe('');
  expect(Object.keys(run.run.urls)).toEqual(['Stage']);
  await expect(run.connect({ stage: 'Stage2' })).rejects.toThrow('stage Stage2 is not one of this run');
  expect(await ask(await run.connect(), {})).toBe('');
});

test('functions that have not changed stay warm, the others have their new code', async () => {
  const routes = { same: LAMBDA('Same'), other: LAMBDA('Other') };
  const run = await TestRun.start({ routes, resources: { Same: counting('same'), Other: counting('old') } });
  const client = await run.connect();
  expect(await ask(client, { action: 'same' })).toEqual({ name: 'same', count: 1 });
  expect(await ask(client, { action: 'other' })).toEqual({ name: 'old', count: 1 });

  expect(await run.reload({ routes, resources: { Same: counting('same'), Other: counting('new') } })).toEqual(['function Other changed']);

  expect(await ask(client, { action: 'same' })).toEqual({ name: 'same', count: 2 });
  expect(await ask(client, { action: 'other' })).toEqual({ name: 'new', count: 1 });
  expect(run.entries('FunctionStarted')).toHaveLength(3);
});

test('a function that is at work when it is changed ends its work', async () => {
  const slow = (name: string): object => nodeFunction(`exports.handler = async () => {
    console.log('at work');
    await new Promise((resolve) => setTimeout(resolve, ${name === 'old' ? 300 : 0}));
    return { statusCode: 200, body: JSON.stringify({ name: '${name}' }) };
  };`);
  const routes = { $default: LAMBDA('Worker') };
  const run = await TestRun.start({ routes, resources: { Worker: slow('old') } });
  const client = await run.connect();
  client.send({});
  await run.logged('FunctionOutput');

  await run.reload({ routes, resources: { Worker: slow('new') } });

  expect(await client.next()).toEqual({ name: 'old' });
  expect(await ask(client, {})).toEqual({ name: 'new' });
});

test('tables keep their rows, and new ones are there', async () => {
  const table = (name: string): object => ({
    Type: 'AWS::DynamoDB::Table',
    Properties: { TableName: name, KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }], BillingMode: 'PAY_PER_REQUEST' },
  });
  const action = (name: string, request: string): object => ({
    action: undefined,
    integration: {
      IntegrationUri: { 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:dynamodb:action/${name}` }, RequestTemplates: { $default: request },
    },
  });
  const routes = {
    put: action('PutItem', '{"TableName":"$input.path(\'$.table\')","Item":{"id":{"S":"1"}}}'),
    count: action('Scan', '{"TableName":"$input.path(\'$.table\')","Select":"COUNT"}'),
  };
  const run = await TestRun.start({ routes, resources: { One: table('one') } });
  const client = await run.connect();
  await ask(client, { action: 'put', table: 'one' });

  expect(await run.reload({ routes, resources: { One: table('one'), Two: table('two') } })).toEqual(['table Two added']);
  await ask(client, { action: 'put', table: 'two' });
  await run.reload({ routes, resources: { Two: table('two') } });
  await run.reload({ routes, resources: { One: table('one'), Two: table('two') } });

  expect(await ask(client, { action: 'count', table: 'one' })).toMatchObject({ Count: 1 });
  expect(await ask(client, { action: 'count', table: 'two' })).toMatchObject({ Count: 1 });
});

test('a rule of the new template hears of an execution that began before it', async () => {
  const clock = new ManualClock();
  const machine = (resources: object): object => ({ routes: { $default: START }, definition: replies('done'), resources });
  const other = {
    Other: { Type: 'AWS::StepFunctions::StateMachine', Properties: { StateMachineName: 'Other', Definition: { StartAt: 'End', States: { End: { Type: 'Succeed' } } } } },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { 'source': ['aws.states'], 'detail-type': ['Step Functions Execution Status Change'], 'detail': { status: ['SUCCEEDED'], stateMachineArn: [{ Ref: 'Machine' }] } },
        Targets: [{ Id: 'Other', Arn: { Ref: 'Other' } }],
      },
    },
  };
  const run = await TestRun.start(machine({}), { clock });
  const client = await run.connect();
  await ask(client, {});

  await run.reload(machine(other));
  await clock.advance(10_000);

  expect((await run.logged('ExecutionStarted', 2)).executionArn).toContain(':Other:');
  expect(run.entries('RuleMatched')).toHaveLength(1);
});

test('a rule with a schedule is due when it was, another one when it says', async () => {
  const clock = new ManualClock();
  const scheduled = (expression: string): object => ({
    routes: { $default: MOCK_200 },
    resources: { Rule: { Type: 'AWS::Events::Rule', Properties: { Name: 'late', ScheduleExpression: expression, Targets: [{ Id: 'M', Arn: { Ref: 'Machine' } }] } } },
  });
  const MINUTE = 60_000;
  const run = await TestRun.start(scheduled('rate(10 minutes)'), { clock, schedules: true });
  await clock.advance(6 * MINUTE);

  await run.reload(scheduled('rate(10 minutes)'));
  await clock.advance(5 * MINUTE);
  expect((await run.logged('RuleMatched')).rule).toBe('late');

  await run.reload(scheduled('rate(2 minutes)'));
  await clock.advance(5 * MINUTE);
  await run.logged('RuleMatched', 3);
  await new Promise((resolve) => setImmediate(resolve));
  expect(run.entries('RuleMatched')).toHaveLength(3);
});

test('an execution with the old definition calls the function and sends to the rule of now', async () => {
  const clock = new ManualClock();
  const api = (name: string): object => ({
    routes: { $default: START },
    definition: {
      StartAt: 'Wait',
      States: {
        Wait: { Type: 'Wait', Seconds: 10, Next: 'Call' },
        Call: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'worker' }, OutputPath: '$.Payload', Next: 'Send' },
        Send: {
          Type: 'Task',
          Resource: 'arn:aws:states:::events:putEvents',
          Parameters: { Entries: [{ 'Source': 'orders', 'DetailType': 'Done', 'Detail.$': '$' }] },
          End: true,
        },
      },
    },
    resources: {
      Worker: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'worker', Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: `exports.handler = async () => ({ name: '${name}' });` } } },
      Rule: { Type: 'AWS::Events::Rule', Properties: { Name: name, EventPattern: { source: ['orders'] }, Targets: [] } },
    },
  });
  const run = await TestRun.start(api('old'), { clock });
  await ask(await run.connect(), {});

  await run.reload(api('new'));
  await clock.advance(10_000);

  expect((await run.logged('ExecutionEnded')).status).toBe('SUCCEEDED');
  expect((await run.logged('RuleMatched')).rule).toBe('new');
  expect(run.entries('TaskFailed')).toEqual([]);
});

describe('with watch', () => {
  test('it reloads when the template changes, and goes on where that does not load', async () => {
    const run = await TestRun.start({ routes: { $default: MOCK_200 } }, { watch: true });
    const client = await run.connect();

    writeFileSync(run.path, '{"Resources":');
    expect((await run.logged('ReloadFailed')).findings).toEqual([expect.stringContaining('is not JSON')]);
    writeFileSync(run.path, JSON.stringify(template({ routes: { other: MOCK_200 } })));
    expect(await run.logged('Reloaded')).toMatchObject({ changes: ['route $default removed', 'route other added'], kept: 1 });

    expect(await ask(client, { action: 'other' })).toBe('');
    await run.stop();
    await expect(run.run.reload()).rejects.toThrow('the run has been stopped');
  });

  test('it reloads when a definition in a file of its own changes', async () => {
    const { Resources } = template({ routes: { $default: START } });
    const machine = { Type: 'AWS::Serverless::StateMachine', Properties: { DefinitionUri: 'orders.asl.json' } };
    const path = folder({ 'template.json': { Resources: { ...Resources, Machine: machine } }, 'orders.asl.json': replies('old', { Seconds: 0 }), 'package.json': '{}' });
    const log: LogEntry[] = [];
    const run = await LocalRun.start({ template: join(path, 'template.json'), watch: true, logger: (entry) => log.push(entry) });

    writeFileSync(join(path, 'orders.asl.json'), JSON.stringify(replies('new', { Seconds: 0 })));
    while (!log.some(({ type }) => type === 'Reloaded')) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }

    expect(log).toContainEqual(expect.objectContaining({ type: 'Reloaded', changes: ['definition Machine changed'] }));
    await run.stop();
  });
});

test('templates that others have taken the place of take no memory, but the first and the latest', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const runs: WeakRef<Run>[] = [];
  const deploy = jest.spyOn(Deployments.prototype, 'deploy').mockImplementation(function deployed(this: Deployments, next) {
    runs.push(new WeakRef(next));
    return original.call(this, next);
  });
  const resources = (count: number): object => ({ F: nodeFunction(`exports.handler = async () => ${count};`), G: nodeFunction('exports.handler = async () => 1;') });
  const api = (count: number): object => ({ routes: { $default: START }, definition: replies(`${count}`), resources: resources(count) });
  const run = await TestRun.start(api(0));
  const client = await run.connect();
  for (let count = 1; count <= 8; count++) {
    await run.reload(api(count));
  }
  deploy.mockRestore();
  await client.close();
  // A reference is held until the turn of the event loop that has made it ends.
  await new Promise((resolve) => setImmediate(resolve));
  collect();

  expect(runs).toHaveLength(8);
  expect(runs.slice(0, -2).filter((reference) => reference.deref() !== undefined)).toEqual([]);
});
