import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  ConnectionRegistry, ExecutionInput, MailboxOptions, SendToPrincipal, SendToPrincipalProps, WebSocketStepFunctionsAsync,
  WebSocketStepFunctionsIntegration, WorkflowOptions,
} from '../../src';
import { newStack, passing } from '../stacks';

const THE_CLIENTS = ExecutionInput.template("$input.json('$')");
const NOT_THE_CLIENTS = ExecutionInput.template('{"order":$input.json("$"),"connection":{"id":"$context.connectionId","principal":"$context.authorizer.principalId"}}');
const WARNING = Match.stringLikeRegexp('clientNamesConnection');

const found = (keeper: string) => `  executionInput: got a template by which a client names connection.principal, for whom ${keeper} keeps what it sends: the whole input is the client's; `
  + 'allowed: one by which no client can, who could put messages into the mailbox of anybody, to be taken for their own; use ExecutionInput.envelope(), or write '
  + '"connection" of $context yourself, and put what the client sends into a member of its own, by $input.json';

function registryIn(stack: Stack): ConnectionRegistry {
  return new ConnectionRegistry(stack, 'Connections', { mailbox: {} });
}

function api(stack: Stack, connections: ConnectionRegistry, options: Partial<WorkflowOptions>): WebSocketStepFunctionsAsync {
  return new WebSocketStepFunctionsAsync(stack, 'Orders', { connections, definitionBody: passing(stack), ...options });
}

describe('ends of executions', () => {
  test('fail where they are kept for whomever a client names, with all else that is wrong', () => {
    const stack = newStack();
    expect(() => api(stack, registryIn(stack), { executionInput: THE_CLIENTS, notifyCompletion: true, routeKeys: [] })).toThrow(
      `Stack/Orders: invalid props\n  routeKeys: got []; allowed: at least one route key, or leave it out\n${found('notifyCompletion')}`);
  });

  test('fail so for another workflow', () => {
    const stack = newStack();
    const orders = api(stack, registryIn(stack), {});
    expect(() => orders.addWorkflow('more', { definitionBody: passing(stack, 'More'), executionInput: THE_CLIENTS, notifyCompletion: true }))
      .toThrow(`Stack/Orders: invalid options of addWorkflow("more")\n${found('notifyCompletion')}`);
  });

  test.each<[string, MailboxOptions | undefined, Partial<WorkflowOptions>]>([
    ['they are not kept', undefined, { executionInput: THE_CLIENTS, notifyCompletion: true }],
    ['nobody is told of them', {}, { executionInput: THE_CLIENTS }],
  ])('are warned of where %s', (_, mailbox, options) => {
    const stack = newStack();
    const connections = new ConnectionRegistry(stack, 'Connections', { mailbox });
    api(stack, connections, options);
    Template.fromStack(stack);
    Annotations.fromStack(stack).hasWarning('*', WARNING);
  });

  test('are kept where no client can name the principal', () => {
    const stack = newStack();
    api(stack, registryIn(stack), { executionInput: NOT_THE_CLIENTS, notifyCompletion: true });
    Template.fromStack(stack);
    Annotations.fromStack(stack).hasNoWarning('*', WARNING);
  });
});

describe.each([sfn.QueryLanguage.JSON_PATH, sfn.QueryLanguage.JSONATA])('messages of a workflow in %s', (queryLanguage) => {
  function sending(stack: Stack, connections: ConnectionRegistry, props: Partial<SendToPrincipalProps> = {}): sfn.StateMachine {
    const tell = new SendToPrincipal(stack, 'Tell', { connections, message: sfn.TaskInput.fromObject({ done: true }), ...props });
    return new sfn.StateMachine(stack, 'Machine', {
      queryLanguage, definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Parallel(stack, 'Both').branch(tell)),
    });
  }

  test('fail at synth where they are kept for whomever a client names', () => {
    const stack = newStack();
    const connections = registryIn(stack);
    new WebSocketStepFunctionsAsync(stack, 'Orders', { connections, stateMachine: sending(stack, connections, { queryLanguage }), executionInput: THE_CLIENTS });
    expect(() => Template.fromStack(stack)).toThrow(found('state "Tell" of Stack/Machine'));
  });

  test('fail so on an API without the construct', () => {
    const stack = newStack();
    const stateMachine = sending(stack, registryIn(stack), { queryLanguage });
    new apigwv2.WebSocketApi(stack, 'Api').addRoute('order', {
      integration: new WebSocketStepFunctionsIntegration('Order', { stateMachine, executionInput: THE_CLIENTS }),
    });
    expect(() => Template.fromStack(stack)).toThrow(found('state "Tell" of Stack/Machine'));
  });

  test.each<[string, Partial<SendToPrincipalProps>, ExecutionInput]>([
    ['not kept', { keep: false }, THE_CLIENTS],
    ['for whom the workflow says', { principal: 'jane' }, THE_CLIENTS],
    ['for whom the authorizer says', {}, NOT_THE_CLIENTS],
    ['of an envelope', {}, ExecutionInput.envelope()],
  ])('are no error where they are %s', (_, props, executionInput) => {
    const stack = newStack();
    const connections = registryIn(stack);
    new WebSocketStepFunctionsAsync(stack, 'Orders', { connections, stateMachine: sending(stack, connections, { queryLanguage, ...props }), executionInput });
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});
