import { machineWith, refusal, refusalOf, refusalOfJsonata, schema } from './refusal';

/** What the actions below require, together. */
const ALL = { FunctionName: 'f', QueueUrl: 'q', MessageBody: 'm', StateMachineArn: 'a', TableName: 't', Key: {}, JobName: 'j', TaskDefinition: 't', Entries: [] };

const task = (Resource: unknown, fields: object = { Parameters: ALL }): object => ({ Type: 'Task', Resource, End: true, ...fields });
const ACTIVITY = 'arn:aws:states:eu-west-1:123456789012:activity:work';
const LAMBDA = 'arn:aws:lambda:eu-west-1:123456789012:function:f';
const INVOKE = 'arn:aws:states:::lambda:invoke';
const unknown = (arn: string): string[] => schema(`The resource provided ${arn} is not recognized. `
  + 'The value is not a valid resource ARN, or the resource is not available in this region. at /States/X/Resource');

describe('resources', () => {
  test.each([
    INVOKE,
    `${INVOKE}.waitForTaskToken`,
    ACTIVITY,
    'arn:aws-cn:lambda:cn-north-1:123456789012:function:f:live',
    'arn:aws-us-gov:states:::aws-sdk:s3:getObject',
    'arn:aws-iso-b:states:::sqs:sendMessage',
    'arn:aws:states:::apigateway:invoke.waitForTaskToken',
    'arn:aws:states:::states:startExecution.sync:2',
    'arn:aws:states:::batch:submitJob.sync',
    'arn:aws:states:::ecs:runTask.waitForTaskToken',
    'arn:aws:states:::emr-serverless:startJobRun.sync',
    'arn:aws:states:::bedrock-agentcore:invokeHarness',
    'arn:aws:states:::aws-sdk:sfn:startExecution.waitForTaskToken',
    'arn:aws:states:::aws-sdk:bedrockagentcore:invokeAgentRuntime',
  ])('accepts %s', (arn) => {
    expect(refusalOf(task(arn))).toEqual([]);
  });

  test.each(['lambda', 'arn:aws:lambda', 'arn:azure:states:::lambda:invoke', '$.resource', '{% $f %}', ''])('fails for %j, which is no ARN', (text) => {
    expect(refusalOf(task(text))).toEqual(schema('Value is not a valid resource ARN at /States/X/Resource'));
  });

  test('fails for a resource that is no string', () => {
    expect(refusalOf(task(['arn']))).toEqual(schema('Expected value of type [STRING] at /States/X/Resource'));
  });

  test.each([`${INVOKE}.sync`, 'aws-sdk:s3:getObject.sync', 'dynamodb:getItem.waitForTaskToken', 'glue:startJobRun.sync:2', 'athena:getQueryResults.sync',
    'sqs:sendMessage.waitForToken'])('fails for %s, a pattern that the action has not', (name) => {
    const arn = name.startsWith('arn:') ? name : `arn:aws:states:::${name}`;
    expect(refusalOf(task(arn))).toEqual(unknown(arn));
  });

  test.each(['dynamodb:query', 'dynamodb:constructor', 's3:getObject', 'nosuch:call', 'sqs', 'aws-sdk:nosuch:call', 'aws-sdk:s3', 'aws-sdk:s3:GetObject',
    'aws-sdk:apigatewaymanagementapi:postToConnection', 'aws-sdk:sts:assumeRole', 'aws-sdk:lambda:invokeAsync', 'aws-sdk:__proto__:call'])('fails for arn:aws:states:::%s, which Step Functions has not', (name) => {
    expect(refusalOf(task(`arn:aws:states:::${name}`))).toEqual(unknown(`arn:aws:states:::${name}`));
  });

  test.each(['arn:aws:s3:::bucket', 'arn:aws:lambda:eu-west-1:123456789012:layer:l', 'arn:aws:states:eu-west-1:123456789012:stateMachine:m'])(
    'fails for %s, which is nothing to call', (arn) => {
      expect(refusalOf(task(arn))).toEqual(unknown(arn));
    });

  test.each([
    ['arn:aws:states:::sqs:sendMessage.waitForTaskToken', "Express state machine does not support '.waitForTaskToken' service integration "],
    ['arn:aws:states:::states:startExecution.sync', "Express state machine does not support '.sync' service integration"],
    ['arn:aws:states:::states:startExecution.sync:2', "Express state machine does not support '.sync' service integration"],
    [ACTIVITY, 'Express state machine does not support Activity ARN'],
  ])('fails for %s in Express, but not in Standard', (arn, message) => {
    expect(refusal(machineWith(task(arn)), 'EXPRESS')).toEqual(schema(`${message} at /States/X/Resource`));
    expect(refusal(machineWith(task(arn)), 'STANDARD')).toEqual([]);
  });

  test('accepts a request in Express', () => {
    expect(refusal(machineWith(task('arn:aws:states:::apigateway:invoke')), 'EXPRESS')).toEqual([]);
  });
});

describe('parameters of an integration', () => {
  const SEND = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';

  test('fails without what the action requires, naming each', () => {
    expect(refusalOf(task(SEND, { Parameters: { MessageBody: 'm' } }))).toEqual(schema("The field 'QueueUrl' is required but was missing at /States/X/Parameters"));
    expect(refusalOfJsonata(task(SEND, { Arguments: {} }))).toEqual(schema(
      "The field 'QueueUrl' is required but was missing at /States/X/Arguments", "The field 'MessageBody' is required but was missing at /States/X/Arguments"));
  });

  test('fails without any', () => {
    expect(refusalOf(task(SEND, {}))).toEqual(schema(`Parameters field is required for resource ARN: ${SEND} at /States/X`));
    expect(refusalOfJsonata(task('arn:aws:states:::aws-sdk:s3:listBuckets', {})))
      .toEqual(schema('Arguments field is required for resource ARN: arn:aws:states:::aws-sdk:s3:listBuckets at /States/X'));
  });

  test('accepts what is found in the input, computed, or not asked for', () => {
    expect(refusalOf(task(SEND, { Parameters: { 'QueueUrl.$': '$.q', 'MessageBody': null } }))).toEqual([]);
    expect(refusalOfJsonata(task(SEND, { Arguments: '{% $states.input %}' }))).toEqual([]);
    expect(refusalOf(task(LAMBDA, {}))).toEqual([]);
    expect(refusalOf(task(ACTIVITY, {}))).toEqual([]);
  });

  test('fails for headers that a call of API Gateway may not have, naming them', () => {
    const CALL = 'arn:aws:states:::apigateway:invoke';
    const call = (headers: object): object => ({ ApiEndpoint: 'a.execute-api.us-east-1.amazonaws.com', Method: 'GET', Headers: headers });
    const problem = "The 'Headers' field contains unsupported values:";
    expect(refusalOf(task(CALL, { Parameters: call({ 'authorization': ['t'], 'X-Own': ['v'] }) }))).toEqual(schema(`${problem} [authorization] at /States/X/Parameters`));
    expect(refusalOf(task(`${CALL}.waitForTaskToken`, { Parameters: call({ 'X-Amz-Date': [], 'Host.$': '$.h' }) })))
      .toEqual(schema(`${problem} [X-Amz-Date, Host] at /States/X/Parameters`));
    expect(refusalOfJsonata(task(CALL, { Arguments: call({ TE: ['t'] }) }))).toEqual(schema(`${problem} [TE] at /States/X/Arguments`));
    expect(refusalOf(task(CALL, { Parameters: call({ 'X-Authorization': ['t'] }) }))).toEqual([]);
    expect(refusalOf(task(CALL, { Parameters: { 'Headers.$': '$.h' } }))).toEqual([]);
    expect(refusalOf(task(INVOKE, { Parameters: { FunctionName: 'f', Headers: { Host: 'h' } } }))).toEqual([]);
  });

  test('are looked at when nothing else is wrong', () => {
    expect(refusalOf({ ...task(SEND, {}), Nexxt: 'X' })).toEqual(schema("Field 'Nexxt' is not supported at /States/X"));
  });
});

describe('Credentials', () => {
  test('accepts a role, given or found', () => {
    expect(refusalOf(task(LAMBDA, { Credentials: { RoleArn: 'arn:aws:iam::123456789012:role/r' } }))).toEqual([]);
    expect(refusalOf(task(LAMBDA, { Credentials: { 'RoleArn.$': '$.role' } }))).toEqual([]);
    expect(refusalOfJsonata(task(LAMBDA, { Credentials: { RoleArn: '{% $role %}' } }))).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['without a role', task(LAMBDA, { Credentials: {} }), "The field 'RoleArn' is required but was missing at /States/X/Credentials"],
    ['of an activity', task(ACTIVITY, { Credentials: { RoleArn: 'arn:aws:iam::123456789012:role/r' } }),
      "The field 'Credentials' is not supported for activities at /States/X/Credentials"],
    ['that are no object', task(LAMBDA, { Credentials: 'role' }), 'Expected value of type [OBJECT] at /States/X/Credentials'],
  ])('fails for credentials %s', (_, state, expected) => {
    expect(refusalOf(state)).toEqual(schema(expected));
  });
});
