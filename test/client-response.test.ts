import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { newStack, passing, theOnly } from './stacks';
import { renderTemplate } from '../local/src/vtl';
import { ClientResponse, Invocation, WebSocketStepFunctionsIntegration } from '../src';

const context = { connectionId: 'SOqGjdZioAMCEeg=', requestId: 'SOqIDEacoAMFaHQ=' };
const started = '{"executionArn":"arn:aws:states:us-east-1:123456789012:execution:Orders:66a1","startDate":1.652716274909E9}';

/** What the client hears when Step Functions answers with `body`. */
function replyTo(body: string, response?: ClientResponse, invocation?: Invocation): string {
  const stack = newStack();
  const stateMachine = new sfn.StateMachine(stack, 'StateMachine', {
    definitionBody: passing(stack),
    stateMachineType: invocation === Invocation.SYNCHRONOUS ? sfn.StateMachineType.EXPRESS : sfn.StateMachineType.STANDARD,
  });
  new apigwv2.WebSocketApi(stack, 'Api').addRoute('a', {
    integration: new WebSocketStepFunctionsIntegration('A', { stateMachine, response, invocation }),
  });
  return renderTemplate(theOnly(stack, 'AWS::ApiGatewayV2::IntegrationResponse').ResponseTemplates.$default, { body, context });
}

describe('a start is answered', () => {
  test('as Step Functions answers, by default', () => {
    expect(replyTo(started)).toBe(started);
  });

  test('by the execution\'s id, without ARN and account', () => {
    expect(JSON.parse(replyTo(started, ClientResponse.executionId()))).toEqual({ executionId: '66a1', startDate: 1652716274.909 });
    const express = started.replace('execution:Orders:66a1', 'express:Orders:66a1:0f3c');
    expect(JSON.parse(replyTo(express, ClientResponse.executionId())).executionId).toBe('66a1');
  });

  test('by a template of the user\'s', () => {
    expect(replyTo(started, ClientResponse.template('{"at":$input.json(\'$.startDate\')}'))).toBe('{"at":1.652716274909E9}');
  });

  test('although a member of the answer has a type of its own', () => {
    const body = '{"executionArn":"arn","inputDetails":{"__type":"com.amazonaws.swf.base.model#CloudWatchEventsExecutionDataDetails"}}';
    expect(replyTo(body)).toBe(body);
  });
});

describe('an error is answered by one frame', () => {
  const frame = (body: string, response?: ClientResponse) => JSON.parse(replyTo(body, response));

  test.each(['message', 'Message'])('with its name and the text in %s, without ARNs', (member) => {
    expect(frame(JSON.stringify({
      __type: 'com.amazonaws.swf.service.v2.model#ExecutionAlreadyExists',
      [member]: "Execution Already Exists: 'arn:aws:states:us-east-1:123456789012:execution:Orders:66a1'",
    }))).toEqual({ message: "Execution Already Exists: 'arn:***'", error: 'ExecutionAlreadyExists', ...context });
  });

  test('where Step Functions gives no text', () => {
    expect(frame('{"__type":"com.amazon.coral.service#SerializationException"}'))
      .toEqual({ message: 'Internal server error', error: 'SerializationException', ...context });
  });

  test('that stays JSON whatever the text', () => {
    const message = 'Invalid State Machine Execution Input: \'Unrecognized token \'"\\\n\u2028$x\'\'';
    expect(frame(JSON.stringify({ __type: 'a#InvalidExecutionInput', message })).message).toBe(message);
  });

  test.each([ClientResponse.executionId(), ClientResponse.template('{"mine":true}')])('whatever the reply would have been', (response) => {
    expect(frame('{"__type":"a#InvalidName","message":"no"}', response)).toEqual({ message: 'no', error: 'InvalidName', ...context });
  });
});

test('none answers nothing, but completes a handshake', () => {
  expect(ClientResponse.none().returnsResponse).toBe(false);
  expect(JSON.parse(replyTo(started, ClientResponse.none()))).toEqual({ statusCode: 200 });
});

describe('a synchronous workflow is answered', () => {
  const ended = (members: object) => JSON.stringify({
    executionArn: 'arn:aws:states:us-east-1:123456789012:express:Orders:66a1:0f3c',
    inputDetails: { __type: 'com.amazonaws.swf.base.model#CloudWatchEventsExecutionDataDetails', included: true },
    ...members,
  });
  const reply = (members: object, response?: ClientResponse) => JSON.parse(replyTo(ended(members), response, Invocation.SYNCHRONOUS));

  test.each([{ total: 16, of: "it's" }, [], 'text', 0, null])('by its output, %j', (output) => {
    expect(reply({ status: 'SUCCEEDED', output: JSON.stringify(output) })).toEqual(output);
  });

  test('by a template of the user\'s', () => {
    expect(reply({ status: 'SUCCEEDED', output: '1' }, ClientResponse.template('{"result":$input.path(\'$.output\')}'))).toEqual({ result: 1 });
  });

  test.each([undefined, ClientResponse.template('{"result":1}')])('by an error frame if it has failed', (response) => {
    expect(reply({ status: 'FAILED', error: 'NoStock', cause: 'of "17" in arn:aws:dynamodb:x:1:table/Stock' }, response))
      .toEqual({ message: 'of "17" in arn:***', error: 'NoStock', ...context });
  });

  test('by an error frame if it has failed without a word, or timed out', () => {
    expect(reply({ status: 'FAILED' })).toEqual({ message: 'Internal server error', error: 'FAILED', ...context });
    expect(reply({ status: 'TIMED_OUT' })).toEqual({ message: 'Internal server error', error: 'TIMED_OUT', ...context });
  });
});
