import { Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import fc from 'fast-check';
import { readJson } from './json';
import { answers, messages, messagesWith } from './messages';
import type { MessageContext } from './messages';
import { ClientResponse, ExecutionInput, WebSocketStepFunctionsIntegration, WebSocketStepFunctionsIntegrationProps } from '../../src';
import { newStack, passing, textOf } from '../stacks';

/** A template that the library can emit, and what must hold of it. */
export interface LibraryTemplate {
  readonly name: string;
  readonly phase: 'request' | 'response';
  /** As synthesized, with `<name>` for what CloudFormation fills in. */
  readonly text: string;
  /** The bodies that it must stand: what clients send, or what Step Functions answers. */
  readonly bodies: fc.Arbitrary<string>;
  /** Reads what was rendered. Throws when it is not exactly one JSON value. */
  readonly read: (rendering: string) => unknown;
  /** The value that must be rendered for a body that is the JSON of `body`. */
  readonly expected: (body: unknown, context: MessageContext) => unknown;
  /**
   * What arrived of the body, such that `expected` of it is the whole rendering: how a body that is no JSON is kept to its place. Left out
   * where the bodies are AWS's own, which are JSON.
   *
   * @param rendered - what `read` made of the rendering; anything
   */
  readonly arrived?: (rendered: unknown) => unknown;
}

/** The templates by their names. A new template of the library is a new entry. */
export const LIBRARY_TEMPLATES: readonly LibraryTemplate[] = [
  start('envelope', {
    props: { stageName: 'prod' },
    input: (message, context, endpoint) => envelope(message, context, { endpoint, stage: 'prod' }),
    arrived: (input) => member(input, 'message'),
  }),
  start('envelope on any stage', {
    props: {},
    input: (message, context, endpoint) => envelope(message, context, { endpoint, stage: context.stage }),
    arrived: (input) => member(input, 'message'),
  }),
  start('envelope with authorizer context', {
    props: { executionInput: ExecutionInput.envelope({ authorizerContext: ['principalId', 'tenant', '_role', 'class'] }) },
    input: (message, context, endpoint) => ({
      ...envelope(message, context, { endpoint, stage: context.stage }),
      authorizer: { principalId: '', tenant: '', _role: '', class: '', ...context.authorizer },
    }),
    arrived: (input) => member(input, 'message'),
  }),
  start('template of the user\'s', {
    props: { executionInput: ExecutionInput.template('{ "order": $input.json(\'$.order\'),\n  "from": "$context.stage" }') },
    input: (message, context) => ({ order: memberOr(message, 'order', ''), from: context.stage }),
    arrived: (input) => ({ order: member(input, 'order') }),
    bodies: messagesWith('order'),
  }),
  start('template of the user\'s that ends in a comment', {
    props: { executionInput: ExecutionInput.template('#set($all = $input.json(\'$\'))\n{"all":$all} ## it\'s all') },
    input: (message) => ({ all: message }),
    arrived: (input) => member(input, 'all'),
  }),
  reply('execution', { response: ClientResponse.execution(), success: (answer) => answer }),
  reply('execution id', {
    response: ClientResponse.executionId(),
    success: ({ executionArn, startDate }) => ({ executionId: String(executionArn).split(':').slice(7).join(':'), startDate }),
  }),
  reply('reply of the user\'s', {
    response: ClientResponse.template('{"at":$input.json(\'$.startDate\'),"by":"me"} ## done'),
    success: ({ startDate }) => ({ at: startDate, by: 'me' }),
  }),
  {
    name: 'no reply',
    phase: 'response',
    text: synthesized({ response: ClientResponse.none() }).response,
    bodies: answers,
    read: readJson,
    expected: () => ({ statusCode: 200 }),
  },
];

/** A StartExecution request, of which the input is JSON in a string. */
function start(name: string, template: {
  props: Partial<WebSocketStepFunctionsIntegrationProps>;
  input: (message: unknown, context: MessageContext, endpoint: string) => unknown;
  arrived: (input: unknown) => unknown;
  bodies?: fc.Arbitrary<string>;
}): LibraryTemplate {
  const { endpoint, request, stateMachineArn } = synthesized(template.props);
  return {
    name,
    phase: 'request',
    text: request,
    bodies: template.bodies ?? messages,
    read: (rendering) => {
      const read = readJson(rendering) as Record<string, unknown>;
      return { ...read, input: readJson(read.input as string) };
    },
    expected: (message, context) => ({ stateMachineArn, input: template.input(message, context, endpoint) }),
    arrived: (rendered) => template.arrived(member(rendered, 'input')),
  };
}

/** What the client hears of a start, and the frame that it hears of a refusal instead. */
function reply(name: string, template: { response: ClientResponse; success: (answer: Record<string, unknown>) => unknown }): LibraryTemplate {
  return {
    name,
    phase: 'response',
    text: synthesized({ response: template.response }).response,
    bodies: answers,
    read: readJson,
    expected: (body, context) => {
      const answer = body as Record<string, unknown>;
      return '__type' in answer ? errorFrame(answer, context) : template.success(answer);
    },
  };
}

interface Synthesized {
  readonly request: string;
  readonly response: string;
  readonly stateMachineArn: string;
  readonly endpoint: string;
}

function synthesized(props: Partial<WebSocketStepFunctionsIntegrationProps>): Synthesized {
  const stack = newStack();
  const stateMachine = new sfn.StateMachine(stack, 'StateMachine', { definitionBody: passing(stack) });
  const integration = new WebSocketStepFunctionsIntegration('Integration', { stateMachine, ...props });
  const api = new apigwv2.WebSocketApi(stack, 'Api');
  api.addRoute('a', { integration });
  const template = Template.fromStack(stack);
  const [request] = Object.values(template.findResources('AWS::ApiGatewayV2::Integration'));
  const [response] = Object.values(template.findResources('AWS::ApiGatewayV2::IntegrationResponse'));
  return {
    request: textOf(request.Properties.RequestTemplates.$default),
    response: textOf(response.Properties.ResponseTemplates.$default),
    stateMachineArn: textOf(stack.resolve(stateMachine.stateMachineArn)),
    endpoint: textOf(stack.resolve(`${api.apiId}.execute-api.${stack.region}.${stack.urlSuffix}`)),
  };
}

function envelope(
  message: unknown,
  { connectionId, requestId, requestTimeEpoch, routeKey }: MessageContext,
  api: { endpoint: string; stage: string },
): Record<string, unknown> {
  return {
    message,
    connection: { id: connectionId, ...api },
    request: { id: requestId, routeKey, timeEpoch: requestTimeEpoch },
  };
}

function errorFrame(answer: Record<string, unknown>, { connectionId, requestId }: MessageContext): unknown {
  const text = String(answer.message || answer.Message || 'Internal server error');
  return { message: text.replace(/arn:[^', ]*/g, 'arn:***'), error: String(answer.__type).split('#').at(-1), connectionId, requestId };
}

function member(value: unknown, name: string): unknown {
  return memberOr(value, name, undefined);
}

function memberOr(value: unknown, name: string, otherwise: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : otherwise;
}
