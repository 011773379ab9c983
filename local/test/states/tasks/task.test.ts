import { parseResource } from '../../../src/states/tasks/task';

describe('task resources', () => {
  test.each([
    ['arn:aws:states:::lambda:invoke', { kind: 'service', resourceType: 'lambda', resource: 'invoke', waitsForToken: false, runsJob: false, label: 'lambda' }],
    ['arn:aws-cn:states:::sqs:sendMessage.waitForTaskToken', { resourceType: 'sqs', resource: 'sendMessage.waitForTaskToken', waitsForToken: true }],
    ['arn:aws:states:::aws-sdk:s3:getObject', { kind: 'service', resourceType: 'aws-sdk:s3', resource: 'getObject' }],
    ['arn:aws:states:::states:startExecution.sync:2', { resourceType: 'states', resource: 'startExecution.sync:2', runsJob: true }],
    ['arn:aws:states:::ecs:runTask.sync', { resourceType: 'ecs', runsJob: true }],
    ['arn:aws:states:eu-west-1:1:activity:mine', { kind: 'activity', resource: 'arn:aws:states:eu-west-1:1:activity:mine' }],
    ['arn:aws:lambda:eu-west-1:1:function:f:PROD', { kind: 'lambda', label: 'arn:aws:lambda:eu-west-1:1:function:f:PROD' }],
  ])('%s', (arn, expected) => {
    expect(parseResource(arn)).toMatchObject(expected);
  });
});
