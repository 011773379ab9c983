import type { JsonObject } from '../../src/json';
import { callRights } from '../../src/rights/call-rights';
import { servicePrefix } from '../../src/rights/service-prefixes';

const PLACE = { partition: 'aws', region: 'eu-west-1', accountId: '123456789012', tokenOwner: (token: string) => (token === 'known' ? 'arn:machine' : undefined) };
const HERE = 'eu-west-1:123456789012';
const MACHINE = `arn:aws:states:${HERE}:stateMachine:m`;

test.each<[service: string, action: string, parameters: JsonObject, rights: readonly (readonly [action: string, resource: string | undefined])[]]>([
  ['states', 'StartExecution', { stateMachineArn: MACHINE }, [['states:StartExecution', MACHINE]]],
  ['sfn', 'StartExecution', { StateMachineArn: `${MACHINE}:live` }, [['states:StartExecution', MACHINE]]],
  ['sfn', 'DescribeExecution', { ExecutionArn: 'arn:e' }, [['states:DescribeExecution', 'arn:e']]],
  ['states', 'SendTaskSuccess', { taskToken: 'known' }, [['states:SendTaskSuccess', 'arn:machine']]],
  ['states', 'SendTaskSuccess', { taskToken: 'gone' }, []],
  ['dynamodb', 'PutItem', { TableName: 't' }, [['dynamodb:PutItem', `arn:aws:dynamodb:${HERE}:table/t`]]],
  ['dynamodb', 'PutItem', { TableName: 'arn:aws:dynamodb:x:y:table/t' }, [['dynamodb:PutItem', 'arn:aws:dynamodb:x:y:table/t']]],
  ['dynamodb', 'Query', { TableName: 't', IndexName: 'i' }, [['dynamodb:Query', `arn:aws:dynamodb:${HERE}:table/t/index/i`]]],
  ['dynamodb', 'BatchWriteItem', { RequestItems: { a: [], b: [] } }, [
    ['dynamodb:BatchWriteItem', `arn:aws:dynamodb:${HERE}:table/a`], ['dynamodb:BatchWriteItem', `arn:aws:dynamodb:${HERE}:table/b`],
  ]],
  ['dynamodb', 'TransactWriteItems', { TransactItems: [{ Put: { TableName: 'a' } }, { ConditionCheck: { TableName: 'b' } }] }, [
    ['dynamodb:PutItem', `arn:aws:dynamodb:${HERE}:table/a`], ['dynamodb:ConditionCheckItem', `arn:aws:dynamodb:${HERE}:table/b`],
  ]],
  ['dynamodb', 'ExecuteStatement', { Statement: 'INSERT INTO t VALUE {}' }, [['dynamodb:PartiQLInsert', undefined]]],
  ['dynamodb', 'BatchExecuteStatement', { Statements: [{ Statement: 'SELECT * FROM "t"' }, { Statement: 'update t SET a=1' }] }, [
    ['dynamodb:PartiQLSelect', undefined], ['dynamodb:PartiQLUpdate', undefined],
  ]],
  ['dynamodb', 'ExecuteTransaction', { TransactStatements: [{ Statement: 'DELETE FROM t' }] }, [['dynamodb:PartiQLDelete', undefined]]],
  ['dynamodb', 'ListTables', {}, [['dynamodb:ListTables', undefined]]],
  ['lambda', 'Invoke', { FunctionName: 'f' }, [['lambda:InvokeFunction', `arn:aws:lambda:${HERE}:function:f`]]],
  ['lambda', 'Invoke', { FunctionName: 'f', Qualifier: 'live' }, [['lambda:InvokeFunction', `arn:aws:lambda:${HERE}:function:f:live`]]],
  ['lambda', 'Invoke', { FunctionName: 'arn:aws:lambda:x:y:function:f:$LATEST' }, [['lambda:InvokeFunction', 'arn:aws:lambda:x:y:function:f']]],
  ['lambda', 'Invoke', { FunctionName: '123456789012:function:f' }, [['lambda:InvokeFunction', `arn:aws:lambda:${HERE}:function:f`]]],
  ['sqs', 'SendMessageBatch', { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/999999999999/q' }, [['sqs:SendMessage', 'arn:aws:sqs:eu-west-1:999999999999:q']]],
  ['sqs', 'SendMessage', { QueueUrl: 'https://sqs.us-east-1.amazonaws.com/999999999999/q' }, [['sqs:SendMessage', 'arn:aws:sqs:us-east-1:999999999999:q']]],
  ['sqs', 'SendMessage', { QueueUrl: 'http://127.0.0.1:9324/123456789012/q' }, [['sqs:SendMessage', `arn:aws:sqs:${HERE}:q`]]],
  ['sns', 'Publish', { TopicArn: 'arn:t' }, [['sns:Publish', 'arn:t']]],
  ['sns', 'Publish', { PhoneNumber: '+1' }, [['sns:Publish', undefined]]],
  ['eventbridge', 'PutEvents', { Entries: [{}, { EventBusName: 'b' }, { EventBusName: 'b' }] }, [
    ['events:PutEvents', `arn:aws:events:${HERE}:event-bus/default`], ['events:PutEvents', `arn:aws:events:${HERE}:event-bus/b`],
  ]],
  ['s3', 'ListObjectsV2', { Bucket: 'b' }, [['s3:ListBucket', 'arn:aws:s3:::b']]],
  ['s3', 'GetObject', { Bucket: 'b', Key: 'k/l' }, [['s3:GetObject', 'arn:aws:s3:::b/k/l']]],
  ['s3', 'DeleteObjects', { Bucket: 'b', Delete: { Objects: [{ Key: 'k' }] } }, [['s3:DeleteObject', undefined]]],
  ['ssm', 'GetParameter', { Name: '/a/b:3' }, [['ssm:GetParameter', `arn:aws:ssm:${HERE}:parameter/a/b`]]],
  ['ssm', 'GetParameter', { Name: `arn:aws:ssm:${HERE}:parameter/a:live` }, [['ssm:GetParameter', `arn:aws:ssm:${HERE}:parameter/a`]]],
  ['ssm', 'GetDocument', { Name: 'd' }, [['ssm:GetDocument', undefined]]],
  ['ssm', 'GetParameter', { Name: '/a/b' }, [['ssm:GetParameter', `arn:aws:ssm:${HERE}:parameter/a/b`]]],
  ['ssm', 'GetParameters', { Names: ['a', 'b'] }, [['ssm:GetParameters', `arn:aws:ssm:${HERE}:parameter/a`], ['ssm:GetParameters', `arn:aws:ssm:${HERE}:parameter/b`]]],
  ['secretsmanager', 'GetSecretValue', { SecretId: 'name' }, [['secretsmanager:GetSecretValue', undefined]]],
  ['secretsmanager', 'GetSecretValue', { SecretId: `arn:aws:secretsmanager:${HERE}:secret:s-aB3dEf` }, [
    ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:${HERE}:secret:s-aB3dEf`],
  ]],
  ['secretsmanager', 'GetSecretValue', { SecretId: `arn:aws:secretsmanager:${HERE}:secret:my-secret` }, [['secretsmanager:GetSecretValue', undefined]]],
  ['cognitoidentityprovider', 'InitiateAuth', { ClientId: 'c' }, []],
  ['sts', 'GetCallerIdentity', {}, []],
  ['apigateway', 'GetRestApis', {}, []],
  ['bedrockruntime', 'Converse', {}, [['bedrock:InvokeModel', undefined]]],
  ['cognitoidentityprovider', 'AdminGetUser', { UserPoolId: 'p' }, [['cognito-idp:AdminGetUser', `arn:aws:cognito-idp:${HERE}:userpool/p`]]],
  ['kinesis', 'PutRecord', { StreamName: 's' }, [['kinesis:PutRecord', `arn:aws:kinesis:${HERE}:stream/s`]]],
  ['polly', 'SynthesizeSpeech', {}, [['polly:SynthesizeSpeech', undefined]]],
])('%s %s with %j', (service, action, parameters, rights) => {
  expect(callRights({ service, action, parameters }, PLACE).map((right) => [right.action, right.resource])).toEqual(rights);
});

test('a version or an alias is told by a condition key', () => {
  const qualifier = (arn: string): unknown => callRights({ service: 'states', action: 'StartExecution', parameters: { stateMachineArn: arn } }, PLACE)[0].context;
  expect(qualifier(`${MACHINE}:live`)).toEqual({ 'states:statemachinequalifier': ['live'] });
  expect(qualifier(MACHINE)).toEqual({ 'states:statemachinequalifier': [] });
});

test.each([
  ['sfn', 'states'], ['EventBridge', 'events'], ['cloudwatchlogs', 'logs'], ['monitoring', 'cloudwatch'], ['sesv2', 'ses'], ['email', 'ses'],
  ['apigatewaymanagementapi', 'execute-api'], ['dynamodbstreams', 'dynamodb'], ['bedrockruntime', 'bedrock'], ['constructor', 'constructor'],
])('the actions of %s begin with %s', (name, prefix) => {
  expect(servicePrefix(name)).toBe(prefix);
});
