import { machineWith, refusal, refusalOf, refusalOfJsonata, schema } from './refusal';

const task = (Resource: unknown, fields: object = {}): object => ({ Type: 'Task', Resource, End: true, ...fields });
const ACTIVITY = 'arn:aws:states:eu-west-1:123456789012:activity:work';
const LAMBDA = 'arn:aws:states:::lambda:invoke';

describe('resources', () => {
  test.each([
    LAMBDA,
    `${LAMBDA}.waitForTaskToken`,
    ACTIVITY,
    'arn:aws-cn:lambda:cn-north-1:123456789012:function:f:live',
    'arn:aws-us-gov:states:::aws-sdk:s3:getObject',
    'arn:aws:states:::apigateway:invoke.waitForTaskToken',
    'arn:aws:states:::states:startExecution.sync:2',
    'arn:aws:states:::batch:submitJob.sync',
    'arn:aws:states:::ecs:runTask.waitForTaskToken',
    'arn:aws:states:::aws-sdk:sfn:startExecution.waitForTaskToken',
  ])('accepts %s', arn => {
    expect(refusalOf(task(arn))).toEqual([]);
  });

  test.each(['lambda', 'arn:aws:lambda', '$.resource', '{% $f %}', ''])('fails for %j, which is no ARN', text => {
    expect(refusalOf(task(text))).toEqual(schema('Value is not a valid resource ARN at /States/X/Resource'));
  });

  test('fails for a resource that is no string', () => {
    expect(refusalOf(task(['arn']))).toEqual(schema('Expected value of type [STRING] at /States/X/Resource'));
  });

  test.each([`${LAMBDA}.sync`, 'arn:aws:states:::aws-sdk:s3:getObject.sync', 'arn:aws:states:::dynamodb:getItem.waitForTaskToken'])(
    'fails for %s, a pattern that the service has not', arn => {
      expect(refusalOf(task(arn))).toEqual(schema(`The resource provided ${arn} is not recognized. ` +
        'The value is not a valid resource ARN, or the resource is not available in this region. at /States/X/Resource'));
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
