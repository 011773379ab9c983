import { randomUUID } from 'node:crypto';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { definitionOf, newStack, policiesOf, textOf } from './stacks';
import { SendToConnection, SendToConnectionProps, TooLarge, TooLargeStore } from '../src';

const message = sfn.TaskInput.fromObject({ done: true });

function machineOf(
  whenTooLarge: (stack: Stack) => TooLarge | undefined, props: Partial<SendToConnectionProps> = {}, queryLanguage?: sfn.QueryLanguage,
): { stack: Stack; definition: any } {
  const stack = newStack();
  const send = new SendToConnection(stack, 'Send', { message, whenTooLarge: whenTooLarge(stack), ...props });
  send.addCatch(new sfn.Succeed(stack, 'Any'), { resultPath: '$.error', outputs: '{% $states.errorOutput %}' });
  new sfn.StateMachine(stack, 'StateMachine', { definitionBody: sfn.DefinitionBody.fromChainable(send.next(new sfn.Succeed(stack, 'Next'))), queryLanguage });
  return { stack, definition: definitionOf(stack) };
}

const bucketOf = (stack: Stack) => new s3.Bucket(stack, 'Bucket');
const principal = sfn.JsonPath.stringAt('$$.Execution.Input.authorizer.principalId');

test.each([
  ['without whenTooLarge', () => undefined],
  ['with fail', () => TooLarge.fail()],
])('no state is added %s', (_, whenTooLarge) => {
  expect(Object.keys(machineOf(whenTooLarge).definition.States)).toEqual(['Send', 'Next', 'Any']);
});

describe.each<[string, (stack: Stack) => TooLarge]>([
  ['pieces', () => TooLarge.pieces()],
  ['store', (stack) => TooLarge.store(bucketOf(stack))],
])('%s', (_, whenTooLarge) => {
  test('begins where API Gateway answers 413, and goes on to what is next with the input, in JSONPath', () => {
    const { Send, 'Send: too large': large } = machineOf(whenTooLarge).definition.States;
    expect(Send.Catch).toEqual([
      { ErrorEquals: ['ApiGateway.413'], ResultPath: null, Next: 'Send: too large' },
      { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Any' },
    ]);
    expect(large).toMatchObject({ Type: 'Parallel', ResultPath: null, Next: 'Next' });
    expect(large.Catch).toEqual([{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Any' }]);
    expect(large).not.toHaveProperty('Output');
  });

  test('begins where API Gateway answers 413, and goes on to what is next with the input, in JSONata', () => {
    const { Send, 'Send: too large': large } = machineOf(whenTooLarge, {}, sfn.QueryLanguage.JSONATA).definition.States;
    expect(Send.Catch).toEqual([
      { ErrorEquals: ['ApiGateway.413'], Output: '{% $states.input %}', Next: 'Send: too large' },
      { ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput %}', Next: 'Any' },
    ]);
    expect(large).toMatchObject({ Type: 'Parallel', Output: '{% $states.input %}', Next: 'Next' });
    expect(large.Catch).toEqual([{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput %}', Next: 'Any' }]);
    expect(large).not.toHaveProperty('ResultPath');
  });

  test('keeps the message as it was to be sent, and where to, in the query language of the state', () => {
    const keepOf = (props: Partial<SendToConnectionProps>, queryLanguage?: sfn.QueryLanguage) =>
      machineOf(whenTooLarge, { includeExecutionId: true, ...props }, queryLanguage).definition.States['Send: too large'].Branches[0].States['Send: keep message'];
    const where = { connectionId: 'abc=', stageName: 'prod' };
    const { Assign, ...keep } = keepOf({ ...where, inputPath: '$.part', message: sfn.TaskInput.fromObject({ a: sfn.JsonPath.stringAt('$.a') }) });
    expect(keep).toEqual({ Type: 'Pass', InputPath: '$.part', Next: expect.any(String) });
    expect(Object.values(Assign)).toEqual([
      { 'a.$': '$.a', 'executionId.$': '$$.Execution.Name' },
      { ...where, 'endpoint.$': '$$.Execution.Input.connection.endpoint', 'id.$': "States.Format('{}/{}', $$.Execution.Name, States.UUID())" },
    ]);
    expect(Object.values(keepOf({ message: sfn.TaskInput.fromText('{% $states.input %}'), includeExecutionId: false }, sfn.QueryLanguage.JSONATA).Assign)[0])
      .toBe('{% $states.input %}');
  });

  test('does not try again what the state would not', () => {
    const retriesIn = (props: Partial<SendToConnectionProps>) => JSON.stringify(machineOf(whenTooLarge, props).definition).match(/"Retry"/g)?.length ?? 0;
    expect(retriesIn({ retryOnServiceExceptions: false })).toBe(0);
    expect(retriesIn({})).toBeGreaterThan(1);
  });

  test('has names within the limit of 80 characters', () => {
    const names = JSON.stringify(machineOf(whenTooLarge, { stateName: 'S'.repeat(80) }).definition).match(/S{20,}[^"]*/g)!;
    expect(names.length).toBeGreaterThan(4);
    expect(names.every(({ length }) => length <= 80)).toBe(true);
  });

  test('leaves to what is next when the client has left, if that is ignored', () => {
    const large = machineOf(whenTooLarge, { ignoreGone: true }).definition.States['Send: too large'];
    expect(large.Catch[0]).toEqual({ ErrorEquals: ['ApiGateway.410'], ResultPath: null, Next: 'Send: client has left' });
  });

  test('has variables of its own for each state, also in a map', () => {
    const stack = newStack();
    const way = whenTooLarge(stack);
    const [outer, inner] = ['Outer', 'Inner'].map((id) => SendToConnection.jsonPath(stack, id, { message, whenTooLarge: way }));
    const map = new sfn.Map(stack, 'Map').itemProcessor(inner);
    new sfn.StateMachine(stack, 'StateMachine', { definitionBody: sfn.DefinitionBody.fromChainable(outer.next(map)) });
    expect(new Set(JSON.stringify(definitionOf(stack)).match(/"message_\w+/g))).toHaveProperty('size', 2);
  });
});

describe('pieces', () => {
  test('ask for no right', () => {
    Template.fromStack(machineOf(() => TooLarge.pieces()).stack).resourceCountIs('AWS::IAM::Policy', 0);
  });
});

describe('store', () => {
  test('may put objects under its prefix, and nothing else', () => {
    const { stack } = machineOf((of) => TooLarge.store(bucketOf(of), { prefix: 'out/large' }));
    const [[{ Statement }]] = Object.values(policiesOf(stack));
    expect(Statement.map(({ Resource, ...rest }: { Resource: unknown }) => ({ ...rest, Resource: textOf(Resource) })))
      .toEqual([{ Action: 's3:PutObject', Effect: 'Allow', Resource: '<Bucket83908E77.Arn>/out/large/*' }]);
  });

  test('may use the bucket\'s key', () => {
    const { stack } = machineOf((of) => TooLarge.store(new s3.Bucket(of, 'Bucket', { encryptionKey: new kms.Key(of, 'Key') })));
    const [[{ Statement }]] = Object.values(policiesOf(stack));
    expect(Statement.map(({ Action }: { Action: string }) => Action)).toEqual(['s3:PutObject', 'kms:GenerateDataKey']);
  });

  test('stores under the principal, and tells where', () => {
    const { definition } = machineOf((of) => TooLarge.store(bucketOf(of), { principal }));
    const { 'Send: store': put, 'Send: tell': tell } = definition.States['Send: too large'].Branches[0].States;
    expect(put).toMatchObject({
      Resource: 'arn:<AWS::Partition>:states:::aws-sdk:s3:putObject',
      Arguments: { Bucket: '<Bucket83908E77>', ContentType: 'application/json' },
    });
    expect(put.Arguments.Key).toMatch(/^\{% 'replies\/' & .*\$reply_\w+\.principal.* & '\/' & .*\$reply_\w+\.id.* & '\.json' %\}$/);
    expect(tell.Arguments.RequestBody).toEqual({
      payloadRef: { bucket: '<Bucket83908E77>', key: put.Arguments.Key, bytes: expect.any(String), sha256: expect.stringContaining('SHA-256') },
      executionId: '{% $states.context.Execution.Name %}',
    });
  });

  function granted(grant: (store: TooLargeStore, role: iam.IRole) => iam.Grant, bucketProps: (stack: Stack) => s3.BucketProps = () => ({})) {
    const stack = newStack();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AnyPrincipal() });
    grant(TooLarge.store(new s3.Bucket(stack, 'Bucket', bucketProps(stack)), { principal }), role).assertSuccess();
    const [[{ Statement }]] = Object.values(policiesOf(stack));
    return Statement.map(({ Action, Resource }: { Action: string; Resource: unknown }) => `${Action} ${textOf(Resource)}`);
  }

  const ID = '????????????????????????????????????';

  test('lets clients read what is theirs, by the identity of their identity pool or another variable', () => {
    expect(granted((store, role) => store.grantDownload(role)))
      .toEqual([`s3:GetObject <Bucket83908E77.Arn>/replies/\${cognito-identity.amazonaws.com:sub}/${ID}.json`]);
    expect(granted((store, role) => store.grantDownload(role, '${aws:PrincipalTag/user}')))
      .toEqual([`s3:GetObject <Bucket83908E77.Arn>/replies/\${aws:PrincipalTag/user}/${ID}.json`]);
  });

  test('lets clients upload what is theirs', () => {
    expect(granted((store, role) => store.grantUpload(role)))
      .toEqual([`s3:PutObject <Bucket83908E77.Arn>/uploads/\${cognito-identity.amazonaws.com:sub}/${ID}`]);
  });

  test('gives nobody a right to what is another\'s, whatever they are called', () => {
    const names = ['idp', 'idp/jane', 'idp/jane/0b6f', 'jane'];
    const keys = names.map((name) => `${name}/${randomUUID()}`);
    for (const [grant, folder, ending] of [['grantDownload', 'replies', '.json'], ['grantUpload', 'uploads', '']] as const) {
      const rights = names.map((name) => granted((store, role) => store[grant](role, name))[0].split('.Arn>/')[1]);
      const patterns = rights.map((right) => new RegExp(`^${right.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')}$`));
      expect(patterns.map((pattern) => keys.map((key) => pattern.test(`${folder}/${key}${ending}`))))
        .toEqual(names.map((name) => names.map((other) => other === name)));
    }
  });

  test('lets clients use the bucket\'s key', () => {
    const encryptionKey = (stack: Stack) => ({ encryptionKey: new kms.Key(stack, 'Key') });
    expect(granted((store, role) => store.grantDownload(role), encryptionKey)[1]).toMatch(/^kms:Decrypt /);
    expect(granted((store, role) => store.grantUpload(role), encryptionKey)[1]).toMatch(/^kms:GenerateDataKey /);
  });
});

describe('bad input', () => {
  const make = (props: Partial<SendToConnectionProps>) => () =>
    new SendToConnection(newStack(), 'Send', { message, whenTooLarge: TooLarge.pieces(), ...props });

  test('fails with a question', () => {
    expect(make({ integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN })).toThrow(
      'Stack/Send: invalid props\n  whenTooLarge: got a way to send large messages, and WAIT_FOR_TASK_TOKEN; allowed: TooLarge.fail(): a question is one frame');
    expect(make({ integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN, whenTooLarge: TooLarge.fail() })).not.toThrow();
  });

  test('fails with an output that only one of the ways would have', () => {
    expect(make({ resultPath: '$.sent', assign: { sent: true } })).toThrow('Stack/Send: invalid props\n'
      + '  assign: got a value beside whenTooLarge; allowed: none: the output is the input, however the message is sent; a Pass may follow\n'
      + '  resultPath: got a value beside whenTooLarge; allowed: none: the output is the input, however the message is sent; a Pass may follow');
    expect(make({ resultPath: sfn.JsonPath.DISCARD })).not.toThrow();
  });

  test('fails with prefixes that reach further than a folder', () => {
    expect(() => TooLarge.store(bucketOf(newStack()), { prefix: '*', uploadPrefix: '/up' })).toThrow('Stack/Bucket: invalid options of TooLarge.store\n'
      + '  prefix: got "*"; allowed: letters, digits, -, _ and ., with / between folders\n'
      + '  uploadPrefix: got "/up"; allowed: letters, digits, -, _ and ., with / between folders');
  });

  test('fails with downloads from keys that are nobody\'s', () => {
    const stack = newStack();
    expect(() => TooLarge.store(bucketOf(stack)).grantDownload(new iam.Role(stack, 'Role', { assumedBy: new iam.AnyPrincipal() }))).toThrow(
      'principal: got none, and grantDownload; allowed: an expression of whose a message is, so that clients read their own only');
  });

  test('fails with a principal in the other query language', () => {
    expect(() => machineOf((stack) => TooLarge.store(bucketOf(stack), { principal }), {}, sfn.QueryLanguage.JSONATA))
      .toThrow('principal: got a JSONPath in JSONata; allowed: a JSONata expression, {% … %}, or a text');
  });
});
