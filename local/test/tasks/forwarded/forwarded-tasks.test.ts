import { TestRun } from '../../support';
import { again, play, task } from '../play';
import { FakeReply, fakeEndpoint } from './fake-endpoint';

const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:Greeter';
const JSON_1_0 = { 'Content-Type': 'application/x-amz-json-1.0', 'x-amzn-RequestId': 'r-1' };

describe('Lambda', () => {
  test('a function by its ARN takes the input and gives the payload', async () => {
    const lambda = await fakeEndpoint({ body: '{"greeting":"Hello"}' });

    const { end, run } = await play(task(FUNCTION), { name: 'Jane' }, { endpoints: { lambda: lambda.url } });

    expect(JSON.parse(end.output!)).toEqual({ greeting: 'Hello' });
    expect(lambda.requests).toEqual([expect.objectContaining({
      method: 'POST', url: '/2015-03-31/functions/Greeter/invocations', body: '{"name":"Jane"}',
    })]);
    expect(lambda.requests[0].headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=123456789012\/\d{8}\/us-east-1\/lambda\/aws4_request, /);
    expect(run.entries('Warning')).toEqual([]);
  });

  test('a function of the template is called by its name, or by its logical id where it has none', async () => {
    const lambda = await fakeEndpoint({ body: '1' }, { body: '2' });
    const resources = {
      Greeter: { Type: 'AWS::Lambda::Function', Properties: {} },
      Other: { Type: 'AWS::Serverless::Function', Properties: { FunctionName: 'greeter-2' } },
    };
    const call = (id: string, next: object): object => ({ Type: 'Task', Resource: { 'Fn::GetAtt': [id, 'Arn'] }, ...next });
    const definition = { StartAt: 'First', States: { First: call('Greeter', { Next: 'Second' }), Second: call('Other', { End: true }) } };
    const run = await TestRun.start({ routes: { $default: { isOneWay: true } }, definition, resources }, { endpoints: { lambda: lambda.url } });

    await again(run, {});

    expect(lambda.requests.map(({ url }) => url)).toEqual(['/2015-03-31/functions/Greeter/invocations', '/2015-03-31/functions/greeter-2/invocations']);
  });

  test('lambda:invoke gives payload, version and HTTP metadata', async () => {
    const lambda = await fakeEndpoint({ body: '"Hello"', headers: { 'X-Amz-Executed-Version': '3', 'x-amzn-RequestId': 'r-1' } });
    const parameters = { 'FunctionName': `${FUNCTION}:live`, 'Payload.$': '$.name', 'InvocationType': 'RequestResponse' };

    const { end } = await play(task('arn:aws:states:::lambda:invoke', { Parameters: parameters }), { name: 'Jane' }, { endpoints: { lambda: `${lambda.url}/` } });

    expect(lambda.requests[0]).toMatchObject({ url: '/2015-03-31/functions/Greeter/invocations?Qualifier=live', body: '"Jane"' });
    expect(JSON.parse(end.output!)).toEqual({
      ExecutedVersion: '3',
      Payload: 'Hello',
      StatusCode: 200,
      SdkHttpMetadata: {
        AllHttpHeaders: expect.objectContaining({ 'X-Amz-Executed-Version': ['3'] }),
        HttpHeaders: expect.objectContaining({ 'x-amzn-RequestId': 'r-1' }),
        HttpStatusCode: 200,
      },
      SdkResponseMetadata: { RequestId: 'r-1' },
    });
  });

  test('aws-sdk:lambda:invoke gives the payload as text, and errors of the function as output', async () => {
    const lambda = await fakeEndpoint({ body: '{"errorType":"Oops"}', headers: { 'X-Amz-Function-Error': 'Unhandled' } });
    const parameters = { FunctionName: 'Greeter', Payload: { a: 1 } };

    const { end } = await play(task('arn:aws:states:::aws-sdk:lambda:invoke', { Parameters: parameters }), {}, { endpoints: { lambda: lambda.url } });

    expect(lambda.requests[0].body).toBe('{"a":1}');
    expect(JSON.parse(end.output!)).toEqual({ ExecutedVersion: '$LATEST', FunctionError: 'Unhandled', Payload: '{"errorType":"Oops"}', StatusCode: 200 });
  });

  test.each<[string, object, string, string, string]>([
    ['of a function called by its ARN, as the function wrote it', task(FUNCTION), '{"errorMessage": "no", "errorType": "Oops"}',
      'Oops', '{"errorMessage": "no", "errorType": "Oops"}'],
    ['of lambda:invoke, compactly', task('arn:aws:states:::lambda:invoke', { Parameters: { FunctionName: 'Greeter' } }), '{"errorMessage": "no", "errorType": "Oops"}',
      'Oops', '{"errorMessage":"no","errorType":"Oops"}'],
    ['without a type', task(FUNCTION), '{"errorMessage":"Task timed out after 3.00 seconds"}',
      'Lambda.Unknown', 'The cause could not be determined because Lambda did not return an error type. Returned payload: {"errorMessage":"Task timed out after 3.00 seconds"}'],
  ])('fails with the error %s', async (_title, definition, body, error, cause) => {
    const lambda = await fakeEndpoint({ body, headers: { 'X-Amz-Function-Error': 'Unhandled' } });

    expect((await play(definition, {}, { endpoints: { lambda: lambda.url } })).end).toMatchObject({ status: 'FAILED', error, cause });
  });

  test('fails for a function that is not there', async () => {
    const headers = { 'x-amzn-ErrorType': 'ResourceNotFoundException', 'x-amzn-RequestId': 'r-1' };
    const lambda = await fakeEndpoint({ status: 404, headers, body: '{"Type":"User","Message":"Function not found: Greeter"}' });

    expect((await play(task(FUNCTION), {}, { endpoints: { lambda: lambda.url } })).end).toMatchObject({
      error: 'Lambda.ResourceNotFoundException',
      cause: 'Function not found: Greeter (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: r-1; Proxy: null)',
    });
  });
});

describe('services with the JSON protocol', () => {
  test('dynamodb:putItem sends the action in a header, and gives HTTP metadata', async () => {
    const dynamodb = await fakeEndpoint({ headers: JSON_1_0 });
    const parameters = { TableName: 'Orders', Item: { id: { 'S.$': '$.id' } }, ConditionExpression: null };

    const { end } = await play(task('arn:aws:states:::dynamodb:putItem', { Parameters: parameters }), { id: '7' }, { endpoints: { dynamodb: dynamodb.url } });

    expect(dynamodb.requests).toEqual([expect.objectContaining({ url: '/', body: '{"TableName":"Orders","Item":{"id":{"S":"7"}}}' })]);
    expect(dynamodb.requests[0].headers).toMatchObject({ 'x-amz-target': 'DynamoDB_20120810.PutItem', 'content-type': 'application/x-amz-json-1.0' });
    expect(Object.keys(JSON.parse(end.output!) as object)).toEqual(['SdkHttpMetadata', 'SdkResponseMetadata']);
  });

  test('aws-sdk tasks give the answer alone, with dates as texts', async () => {
    const ssm = await fakeEndpoint({ body: '{"Parameter":{"Value":"x","LastModifiedDate":1652716274.909,"Version":1652716274}}' });

    const { end } = await play(task('arn:aws:states:::aws-sdk:ssm:getParameter', { Parameters: { Name: 'x' } }), {}, { endpoints: { ssm: ssm.url } });

    expect(ssm.requests[0].headers['x-amz-target']).toBe('AmazonSSM.GetParameter');
    expect(JSON.parse(end.output!)).toEqual({ Parameter: { Value: 'x', LastModifiedDate: '2022-05-16T15:51:14.909Z', Version: 1652716274 } });
  });

  test('sqs:sendMessage sends any message body as text; a token waits for its answer', async () => {
    const sqs = await fakeEndpoint({ body: '{"MessageId":"m-1"}' });
    const fields = { Parameters: { QueueUrl: 'q', MessageBody: { 'token.$': '$$.Task.Token' } }, TimeoutSeconds: 5 };

    const { end } = await play(task('arn:aws:states:::sqs:sendMessage.waitForTaskToken', fields), {}, { endpoints: { sqs: sqs.url } });

    const { MessageBody } = JSON.parse(sqs.requests[0].body) as { MessageBody: string };
    expect(JSON.parse(MessageBody)).toEqual({ token: expect.any(String) });
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  test('events:putEvents names execution and machine as resources; a refused entry fails the task', async () => {
    const answer = '{"FailedEntryCount":1,"Entries":[{"ErrorCode":"MalformedDetail"}]}';
    const events = await fakeEndpoint({ body: answer });
    const parameters = { Entries: [{ Source: 's', DetailType: 't', Detail: { a: 1 } }] };

    const { end } = await play(task('arn:aws:states:::events:putEvents', { Parameters: parameters }), {}, { endpoints: { eventbridge: events.url } });

    expect(JSON.parse(events.requests[0].body)).toEqual({
      Entries: [{
        Source: 's', DetailType: 't', Detail: '{"a":1}', Resources: [end.executionArn, 'arn:aws:states:us-east-1:123456789012:stateMachine:Machine'],
      }],
    });
    expect(end).toMatchObject({ error: 'EventBridge.FailedEntry', cause: answer });
  });

  test('states:startExecution writes the members as the API does', async () => {
    const states = await fakeEndpoint({ body: '{"executionArn":"e","startDate":1652716274.909}' });
    const parameters = { StateMachineArn: 'm', Input: { a: 1 } };

    const { end } = await play(task('arn:aws:states:::states:startExecution', { Parameters: parameters }), {}, { endpoints: { sfn: states.url } });

    expect(JSON.parse(states.requests[0].body)).toEqual({ stateMachineArn: 'm', input: '{"a":1}' });
    expect(JSON.parse(end.output!)).toMatchObject({ ExecutionArn: 'e', StartDate: 1652716274909 });
  });

  test.each<[string, string, object, string, string]>([
    ['a defined error of an optimised task', 'dynamodb:putItem', { __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException', message: 'No table' },
      'DynamoDB.ResourceNotFoundException', 'No table (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: r-1; Proxy: null)'],
    ['a common error of an optimised task', 'dynamodb:putItem', { __type: 'com.amazon.coral.validate#ValidationException', message: 'No' },
      'DynamoDB.AmazonDynamoDBException', 'No (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ValidationException; Request ID: r-1; Proxy: null)'],
    ['a defined error of an AWS SDK task', 'aws-sdk:dynamodb:putItem', { __type: 'x#ResourceNotFoundException', Message: 'No table' },
      'DynamoDb.ResourceNotFoundException', 'No table (Service: DynamoDb, Status Code: 400, Request ID: r-1)'],
    ['a common error of an AWS SDK task', 'aws-sdk:dynamodb:putItem', { __type: 'x#ValidationException', message: 'No' },
      'DynamoDb.DynamoDbException', 'No (Service: DynamoDb, Status Code: 400, Request ID: r-1)'],
    ['an error whose code is no class name', 'states:startExecution', { __type: 'x#StateMachineDoesNotExist', message: 'No' },
      'StepFunctions.StateMachineDoesNotExistException', 'No (Service: AWSStepFunctions; Status Code: 400; Error Code: StateMachineDoesNotExist; Request ID: r-1; Proxy: null)'],
    ['an error that most services have in common and this one defines', 'aws-sdk:sfn:startExecution', { __type: 'x#ValidationException', message: 'No' },
      'Sfn.ValidationException', 'No (Service: Sfn, Status Code: 400, Request ID: r-1)'],
  ])('fails with %s', async (_title, resource, body, error, cause) => {
    const service = await fakeEndpoint({ status: 400, headers: JSON_1_0, body: JSON.stringify(body) });
    const endpoints = { dynamodb: service.url, states: service.url };

    const parameters = { TableName: 't', Item: {}, StateMachineArn: 'm' };

    expect((await play(task(`arn:aws:states:::${resource}`, { Parameters: parameters }), {}, { endpoints })).end).toMatchObject({ status: 'FAILED', error, cause });
  });

  test('fails for an answer that is no JSON, showing it', async () => {
    const service = await fakeEndpoint({ status: 502, body: '<h1>Bad gateway</h1>' });

    const { end } = await play(task('arn:aws:states:::aws-sdk:dynamodb:scan', { Parameters: {} }), {}, { endpoints: { dynamodb: service.url } });

    expect(end).toMatchObject({ error: 'DynamoDb.DynamoDbException', cause: '<h1>Bad gateway</h1> (Service: DynamoDb, Status Code: 502, Request ID: null)' });
  });
});

test.each<[string, number, object]>([
  ['an answer that no result could hold, for its size', 200, { error: 'States.DataLimitExceeded', cause: expect.stringContaining("The state/task 'dynamodb' returned a result with a size exceeding") }],
  ['an error as long as that, with its beginning', 400, { error: 'DynamoDB.AmazonDynamoDBException', cause: expect.stringContaining('{"Items":[{},{},') }],
])('fails for %s, without reading it', async (_title, status, failure) => {
  const service = await fakeEndpoint({ status, body: `{"Items":[${'{},'.repeat(600_000)}` });

  const { end } = await play(task('arn:aws:states:::dynamodb:getItem', { Parameters: { TableName: 't', Key: {} } }), {}, { endpoints: { dynamodb: service.url } });

  expect(end).toMatchObject({ status: 'FAILED', ...failure });
});

describe('SNS', () => {
  test('publish is a form, and its answer is XML', async () => {
    const sns = await fakeEndpoint({
      body: '<PublishResponse><PublishResult><MessageId>m&amp;1</MessageId></PublishResult>'
      + '<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></PublishResponse>',
    });
    const parameters = { TopicArn: 't', Message: { a: 1 }, MessageAttributes: { colour: { DataType: 'String', StringValue: 'red' } } };

    const { end } = await play(task('arn:aws:states:::sns:publish', { Parameters: parameters }), {}, { endpoints: { sns: sns.url } });

    expect(Object.fromEntries(new URLSearchParams(sns.requests[0].body))).toEqual({
      'Action': 'Publish',
      'Version': '2010-03-31',
      'TopicArn': 't',
      'Message': '{"a":1}',
      'MessageAttributes.entry.1.Name': 'colour',
      'MessageAttributes.entry.1.Value.DataType': 'String',
      'MessageAttributes.entry.1.Value.StringValue': 'red',
    });
    expect(JSON.parse(end.output!)).toMatchObject({ MessageId: 'm&1', SdkResponseMetadata: { RequestId: 'r-1' } });
  });

  test('fails with the code of the XML', async () => {
    const body = '<ErrorResponse><Error><Type>Sender</Type><Code>NotFound</Code><Message>Topic does not exist</Message></Error><RequestId>r-1</RequestId></ErrorResponse>';
    const sns = await fakeEndpoint({ status: 404, body });

    expect((await play(task('arn:aws:states:::sns:publish', { Parameters: { Message: 'm' } }), {}, { endpoints: { sns: sns.url } })).end).toMatchObject({
      error: 'SNS.NotFoundException', cause: 'Topic does not exist (Service: AmazonSNS; Status Code: 404; Error Code: NotFound; Request ID: r-1; Proxy: null)',
    });
  });
});

test('fails when nothing listens, naming the endpoint; Retry and Catch see it', async () => {
  const fields = { Catch: [{ ErrorEquals: ['Lambda.SdkClientException'], Next: 'Caught' }] };
  const definition = { StartAt: 'Call', States: { Call: { Type: 'Task', Resource: FUNCTION, End: true, ...fields }, Caught: { Type: 'Pass', End: true } } };

  const { end } = await play(definition, {}, { endpoints: { lambda: 'http://127.0.0.1:1' } });

  const { Cause } = JSON.parse(end.output!) as { Cause: string };
  expect(Cause).toMatch(/^Unable to execute HTTP request: .*ECONNREFUSED.*http:\/\/127\.0\.0\.1:1, which --endpoint or AWS_ENDPOINT_URL names/);
});

test('fails with the state\'s timeout when the endpoint never answers', async () => {
  const silent = await fakeEndpoint({ isSilent: true });

  const { end } = await play(task(FUNCTION, { TimeoutSeconds: 5 }), {}, { endpoints: { lambda: silent.url } });

  expect(end).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
});

test.each<[string, string, object?]>([
  ['a job that the service would wait for', 'arn:aws:states:::glue:startJobRun.sync', { JobName: 'j' }],
  ['an action that the protocol does not cover', 'arn:aws:states:::aws-sdk:lambda:listFunctions'],
  ['a service without an endpoint', 'arn:aws:states:::sqs:sendMessage', { QueueUrl: 'q', MessageBody: 'm' }],
])('warns of %s at load', async (_title, resource, Parameters = {}) => {
  const endpoints = { states: 'http://127.0.0.1:1', lambda: 'http://127.0.0.1:1', dynamodb: 'http://127.0.0.1:1' };
  const run = await TestRun.start({ routes: {}, definition: task(resource, { Parameters }) }, { endpoints });

  expect(run.entries('Warning')).toEqual([expect.objectContaining({ message: expect.stringContaining(`cannot perform ${resource} of the state 'Call'`) })]);
});

test.each<[string, FakeReply, string]>([
  ['what is no JSON', { body: '<!doctype html>' }, 'its answer is no JSON object: "<!doctype html>"'],
  ['a redirect', { status: 301, headers: { location: 'http://example.com/' } }, 'it answers 301 and sends on to http://example.com/, which is not followed'],
])('fails for %s', async (_title, reply, reason) => {
  const { url } = await fakeEndpoint(reply);

  const { end } = await play(task('arn:aws:states:::dynamodb:getItem', { Parameters: { TableName: 't', Key: {} } }), {}, { endpoints: { dynamodb: url } });

  expect(end).toMatchObject({ status: 'FAILED', error: 'DynamoDB.SdkClientException', cause: expect.stringContaining(reason) });
});

test('fails for an endpoint of Amazon S3 that is neither a URL nor a folder', async () => {
  await expect(TestRun.start({ routes: {} }, { endpoints: { s3: 'ftp://127.0.0.1:1' } }))
    .rejects.toThrow("endpoint s3=ftp://127.0.0.1:1: 'ftp://127.0.0.1:1' is neither an HTTP URL, such as http://127.0.0.1:9000, nor a folder");
});
