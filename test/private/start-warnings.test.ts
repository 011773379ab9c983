import { Annotations as CdkAnnotations, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ClientResponse, ExecutionInput, Invocation, SendToConnection, WebSocketStepFunctionsAsync, WebSocketStepFunctionsIntegration, WorkflowOptions } from '../../src';
import { newStack, passing } from '../stacks';

const message = sfn.TaskInput.fromObject({ a: 1 });
const say = (stack: Stack, props: object = {}) => SendToConnection.jsonPath(stack, 'Say', { message, ...props });
const { fromChainable } = sfn.DefinitionBody;
const waiting = (stack: Stack) => new sfn.Wait(stack, 'Wait', { time: sfn.WaitTime.duration(Duration.seconds(1)) });

/** The warnings of the library, without its prefix. */
function warnings(options: (stack: Stack) => WorkflowOptions): string[] {
  const stack = newStack();
  new WebSocketStepFunctionsAsync(stack, 'Orders', options(stack));
  return Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ entry }) => String(entry.data));
}

describe('an input without what the workflow reads', () => {
  const withTemplate = (vtl: string, more: (stack: Stack) => Partial<WorkflowOptions> = () => ({})) => warnings((stack) => ({
    definitionBody: fromChainable(say(stack)), executionInput: ExecutionInput.template(vtl), ...more(stack),
  }));

  test.each([
    ['no connection', '{"order":$input.json(\'$.order\')}', 'connection.id'],
    ['no connection, in a template of references', '#set($a = 1){"a":$a}', 'connection.id'],
    ['no endpoint', '{"connection":{"id":"$context.connectionId","stage":"prod"}}', 'connection.endpoint'],
  ])('is warned of: %s', (_, vtl, lacking) => {
    expect(withTemplate(vtl)).toEqual([expect.stringMatching(new RegExp(
      `reads (connection\\.\\w+ and )*${lacking}.*which the template of executionInput does not render.*\\[ack: cdk-websocket-step-functions:inputWithoutConnection\\]`))]);
  });

  test('is warned of in JSONata, and where only notifyCompletion reads it', () => {
    expect(withTemplate('{}', (stack) => ({ definitionBody: fromChainable(SendToConnection.jsonata(stack, 'Tell', { message })) }))).toHaveLength(1);
    expect(withTemplate('{}', (stack) => ({ definitionBody: passing(stack), notifyCompletion: true })))
      .toEqual([expect.stringContaining('notifyCompletion reads connection.id')]);
  });

  test.each<[string, string, (stack: Stack) => Partial<WorkflowOptions>]>([
    ['all of it', '{"connection":{"id":"$context.connectionId","endpoint":"e","stage":"prod"}}', () => ({})],
    ['a reference that may hold it', '{"connection":$connection}', () => ({})],
    ['nothing, where the workflow sends nothing', '{}', (stack) => ({ definitionBody: passing(stack) })],
    ['nothing, where the workflow says itself where it sends', '{}', (stack) => ({
      definitionBody: fromChainable(say(new Stack(stack, 'S'), { connectionId: sfn.JsonPath.stringAt('$.to'), endpoint: 'abc.execute-api.us-east-1.amazonaws.com', stageName: 'prod' })),
    })],
  ])('is not warned of with %s', (_, vtl, more) => {
    expect(withTemplate(vtl, more)).toEqual([]);
  });
});

describe('a reply outside of the connection', () => {
  const on = (routeKey: string, definition: (stack: Stack) => sfn.IChainable, more: Partial<WorkflowOptions> = {}) => warnings((stack) => ({
    definitionBody: fromChainable(definition(stack)), routeKeys: [routeKey], response: ClientResponse.none(), ...more,
  }));
  const synchronous = { workflowType: sfn.StateMachineType.EXPRESS, invocation: Invocation.SYNCHRONOUS };

  test.each<[string, string, (stack: Stack) => sfn.IChainable, Partial<WorkflowOptions>]>([
    ['$connect', 'at once', say, {}],
    ['$connect', 'after a choice', (stack) => new sfn.Choice(stack, 'C').when(sfn.Condition.isPresent('$.a'), say(stack)).otherwise(new sfn.Succeed(stack, 'No')), {}],
    ['$connect', 'in a branch', (stack) => new sfn.Parallel(stack, 'P').branch(say(stack)), {}],
    ['$connect', 'after waiting, while $connect waits for the workflow', (stack) => waiting(stack).next(say(stack)), synchronous],
    ['$disconnect', 'ever', (stack) => waiting(stack).next(say(stack)), {}],
  ])('is warned of: on %s, %s', (routeKey, _, definition, more) => {
    expect(on(routeKey, definition, more)).toEqual([
      expect.stringMatching(/^state "Say" of .* posts to the client .*ApiGateway\.410.*\[ack: cdk-websocket-step-functions:replyOutsideOfConnection\]$/),
    ]);
  });

  test.each<[string, string, (stack: Stack) => sfn.IChainable]>([
    ['$connect', 'after waiting', (stack) => waiting(stack).next(say(stack))],
    ['$connect', 'tried again', (stack) => say(stack).addRetry({ errors: [SendToConnection.GONE] })],
    ['$connect', 'to somebody else', (stack) => say(stack, { connectionId: sfn.JsonPath.stringAt('$.to') })],
    ['$disconnect', 'to somebody else', (stack) => say(stack, { connectionId: sfn.JsonPath.stringAt('$.to') })],
    ['$default', 'at once', say],
  ])('is not warned of: on %s, %s', (routeKey, _, definition) => {
    expect(on(routeKey, definition, routeKey === '$default' ? { response: undefined } : {})).toEqual([]);
  });

  test('is warned of on an API without the construct, until it is acknowledged', () => {
    const stack = newStack();
    const stateMachine = new sfn.StateMachine(stack, 'Machine', { definitionBody: fromChainable(say(stack)) });
    const integration = new WebSocketStepFunctionsIntegration('Greet', { stateMachine, response: ClientResponse.none() });
    const [warned, acknowledged] = ['Warned', 'Acknowledged'].map((id) => new apigwv2.WebSocketApi(stack, id));
    for (const api of [warned, acknowledged]) {
      api.addRoute('$connect', { integration: api === warned ? integration : new WebSocketStepFunctionsIntegration('Greet', { stateMachine, response: ClientResponse.none() }) });
    }
    CdkAnnotations.of(acknowledged).acknowledgeWarning('cdk-websocket-step-functions:replyOutsideOfConnection');
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('replyOutsideOfConnection')).map(({ id }) => id))
      .toEqual(['/Stack/Warned/$connect-Route']);
  });
});
