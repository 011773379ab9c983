import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import fc from 'fast-check';
import { newStack, passing, textOf, theOnly } from './stacks';
import { renderTemplate } from '../local/src/vtl';
import { ExecutionInput, WebSocketStepFunctionsIntegration } from '../src';

const context = {
  connectionId: 'SOqGjdZioAMCEeg=',
  requestId: 'SOqIDEacoAMFaHQ=',
  routeKey: "it's \"a\" route\\",
  requestTimeEpoch: 1652716274909,
  stage: 'prod',
  authorizer: { principalId: 'o\'brien", "admin": "yes', tenant: '\\' },
};

/** The request template as synthesized, with names for what CloudFormation fills in. */
function templateOf(executionInput?: ExecutionInput): string {
  const stack = newStack();
  const stateMachine = new sfn.StateMachine(stack, 'StateMachine', { definitionBody: passing(stack) });
  new apigwv2.WebSocketApi(stack, 'Api').addRoute('a', {
    integration: new WebSocketStepFunctionsIntegration('A', { stateMachine, executionInput, stageName: 'prod' }),
  });
  return textOf(theOnly(stack, 'AWS::ApiGatewayV2::Integration').RequestTemplates.$default);
}

/** What the workflow receives. */
function inputFor(template: string, body: string): any {
  const request = JSON.parse(renderTemplate(template, { body, context }));
  expect(Object.keys(request)).toEqual(['stateMachineArn', 'input']);
  return JSON.parse(request.input);
}

const around = {
  connection: { id: 'SOqGjdZioAMCEeg=', endpoint: expect.stringMatching(/^<\w+>\.execute-api\.<AWS::Region>\.<AWS::URLSuffix>$/), stage: 'prod' },
  request: { id: 'SOqIDEacoAMFaHQ=', routeKey: "it's \"a\" route\\", timeEpoch: 1652716274909 },
};

describe('envelope', () => {
  const template = templateOf();

  test('holds the message, and what the workflow needs to answer', () => {
    expect(inputFor(template, '{"first_name":"Jane"}')).toEqual({ message: { first_name: 'Jane' }, ...around });
  });

  test.each([
    ['an apostrophe', '{"name":"O\'Brien"}'],
    ['quotes and backslashes', '{"a":"\\"\\\\\\"","b\\"":"\\\\\'"}'],
    ['VTL', '{"a":"$context.stage #set($x = 1) #end ## ${x} $util"}'],
    ['line separators and control characters', '{"a":"\\u2028\\u0000\\n"}'],
    ['a scalar', '42'],
    ['null', 'null'],
  ])('takes %s as it is', (_, body) => {
    expect(inputFor(template, body)).toEqual({ message: JSON.parse(body), ...around });
  });

  test('takes text that is no JSON as a string', () => {
    expect(inputFor(template, 'hello')).toEqual({ message: 'hello', ...around });
  });

  test('cannot be extended by a message', () => {
    // WHEN a body is not one JSON value but several members
    let outcome: unknown;
    try {
      outcome = inputFor(template, '{}, "isAdmin": true');
    } catch {
      outcome = 'no execution';
    }
    // THEN either nothing starts, or all of it is inside the message
    expect(outcome === 'no execution' || Object.keys(outcome as object)).toEqual(outcome === 'no execution' ? true : ['message', 'connection', 'request']);
  });

  test('stays whole around any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), (message) => {
      const body = JSON.stringify(message);
      expect(inputFor(template, body)).toEqual({ message: JSON.parse(body), ...around });
    }), { numRuns: 500 });
  });

  test('holds the authorizer\'s values that are asked for', () => {
    const withAuthorizer = templateOf(ExecutionInput.envelope({ authorizerContext: ['principalId', 'tenant', 'missing'] }));
    expect(inputFor(withAuthorizer, '{}').authorizer).toEqual({ ...context.authorizer, missing: '' });
  });
});

test('a template of the user\'s is escaped as a whole', () => {
  const template = templateOf(ExecutionInput.template('{ "order": $input.json(\'$.order\'),\n  "from": "$context.connectionId" }'));
  expect(inputFor(template, '{"order":["it\'s"]}')).toEqual({ order: ["it's"], from: context.connectionId });
});
