import { Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import fc from 'fast-check';
import { ACCOUNT, decoded, isEncoded, NameParts, partsOfGivenName, partsOfName } from './execution-names';
import { readJson } from './json';
import { answers, executions, messages, messagesWithTexts } from './messages';
import type { MessageContext } from './messages';
import {
  ClientResponse, ExecutionName, Invocation, WebSocketStepFunctionsAsync, WebSocketStepFunctionsIntegration, WebSocketStepFunctionsIntegrationProps,
} from '../../src';
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

type ActionFactory = (id: string, props: { stateMachine: sfn.IStateMachine; executionName?: ExecutionName }) => apigwv2.WebSocketRouteIntegration;

/** A StartExecution request, of which the input is JSON in a string. */
export function start(name: string, template: {
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

/** A StartExecution request with a name that has been made of the message. */
export function namedStart(name: string, executionName: ExecutionName): LibraryTemplate {
  const template = start(name, {
    props: { executionName, stageName: 'prod' },
    input: (message, context, endpoint) => envelope(message, context, { endpoint, stage: 'prod' }),
    arrived: (input) => member(input, 'message'),
    bodies: executionName._path === '$.requestId' ? messagesWithTexts(['requestId']) : messagesWithTexts([], ['order']),
  });
  return {
    ...template,
    read: (rendering) => {
      const { name: given, ...rest } = template.read(rendering) as Record<string, unknown>;
      if (given !== undefined && !/^[\w-]+$/.test(String(given))) {
        throw new Error(`a name that cannot be logged: ${String(given)}`);
      }
      return { ...rest, ...(given !== undefined && { name: readName(String(given), executionName) }) };
    },
    expected: (message, context) => {
      const id = textAt(message, executionName._path);
      const scope = scopeOf(executionName, context);
      return {
        ...template.expected(message, context) as object,
        ...(scope !== undefined && { name: { scope, id: id || context.requestId } }),
        ...(scope === undefined && id !== '' && { name: { id } }),
      };
    },
  };
}

/** A request for the execution that the client names; with a scope, for one of its own whatever it names. */
export function lookup(name: string, action: ActionFactory, executionName?: ExecutionName): LibraryTemplate {
  const { request } = synthesizedAction((stateMachine) => action('Integration', { stateMachine, executionName }));
  return {
    name,
    phase: 'request',
    text: request,
    bodies: messagesWithTexts(['executionId', 'requestId']),
    read: (rendering) => readLookup(rendering, executionName),
    expected: (message, context) => expectedOfLookup(message, context, executionName),
    arrived: (rendered) => arrivedOfLookup(rendered, executionName),
  };
}

/** A request for an execution of one of several workflows, each with names of its own kind; an unknown one has no executions. */
export function lookupOfSeveral(
  name: string,
  add: (api: WebSocketStepFunctionsAsync) => void,
  names: Record<string, ExecutionName | undefined>,
): LibraryTemplate {
  const stack = newStack();
  const [own, ...others] = Object.keys(names);
  const api = new WebSocketStepFunctionsAsync(stack, 'Api', { definitionBody: passing(stack), executionName: names[own] });
  const machines = new Map([[own, api.stateMachine]]);
  add(api);
  for (const id of others) {
    machines.set(id, api.addWorkflow(id, { definitionBody: passing(stack, id), executionName: names[id] }));
  }
  const logicalIds = new Map([...machines].map(([id, machine]) => [stack.getLogicalId(machine.node.defaultChild as sfn.CfnStateMachine), id]));
  const [text] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Integration'))
    .map(({ Properties }) => textOf(Properties.RequestTemplates.$default)).filter((template) => template.includes('"executionArn"'));
  const workflowOf = (message: unknown) => {
    const workflow = textAt(message, '$.workflow');
    return Object.keys(names).find((id) => id === (workflow === '' ? own : workflow) && !(id === own && workflow === own));
  };
  return {
    name,
    phase: 'request',
    text,
    bodies: messagesWithTexts(['executionId', 'requestId']).chain((body) => fc.constantFrom('', ...others, own, 'unknown', "'", '"').map((workflow) =>
      (body.startsWith('{"') ? `{"workflow":${JSON.stringify(workflow)},${body.slice(1)}` : body))),
    read: (rendering) => {
      const { executionArn } = readJson(rendering) as { executionArn: string };
      const [, id, execution] = EXECUTION_ARN.exec(executionArn) ?? [];
      const workflow = logicalIds.get(id)!;
      return execution === '' ? {} : { workflow, execution: readLookup(rendering, names[workflow]) };
    },
    expected: (message, context) => {
      const workflow = workflowOf(message);
      const execution = workflow === undefined ? undefined : expectedOfLookup(message, context, names[workflow]);
      const isNone = execution === undefined || execution === '' || (typeof execution === 'object' && !('scope' in execution) && execution.id === '');
      return isNone ? {} : { workflow, execution };
    },
    arrived: (rendered) => {
      const workflow = member(rendered, 'workflow');
      return workflow === undefined
        ? { workflow: 'unknown' }
        : { ...workflow !== own && { workflow }, ...arrivedOfLookup(member(rendered, 'execution'), names[String(workflow)]) };
    },
  };
}

/** An execution's ARN: the logical id of the state machine, and the name. */
const EXECUTION_ARN = /^arn:<1 of \w+>:states:<3 of \w+>:<4 of \w+>:execution:<6 of (\w+)>:([^]*)$/;

function readLookup(rendering: string, executionName: ExecutionName | undefined): string | Partial<NameParts> {
  const { executionArn, ...rest } = readJson(rendering) as Record<string, unknown>;
  const given = EXECUTION_ARN.exec(String(executionArn))?.[2];
  if (given === undefined || Object.keys(rest).length > 0) {
    throw new Error('not the ARN of an execution alone');
  }
  if (!executionName) {
    return given;
  }
  return executionName._scope === undefined ? { id: decoded(given) } : partsOfGivenName(given);
}

function expectedOfLookup(message: unknown, context: MessageContext, executionName: ExecutionName | undefined): string | Partial<NameParts> {
  const given = textAt(message, '$.executionId');
  if (!executionName) {
    return given;
  }
  const own = textAt(message, executionName._path);
  const scope = scopeOf(executionName, context);
  if (scope === undefined) {
    return { id: given !== '' && isEncoded(given) ? decoded(given) : given || own };
  }
  // A scope that is in the name as it is, so that the id may be one that the client was given.
  const isOwn = /^[0-9A-Za-z]+$/.test(scope) && given.startsWith(`${scope}-`);
  return { scope, id: isOwn ? partsOfGivenName(given).id : given || own };
}

/** Such that the id is taken for the client's own, which it is made of whatever it looks like. */
function arrivedOfLookup(rendered: unknown, executionName: ExecutionName | undefined): object {
  if (!executionName) {
    return { executionId: rendered };
  }
  const [, ...names] = executionName._path.split('.');
  return names.reduceRight<unknown>((value, name) => ({ [name]: value }), member(rendered, 'id')) as object;
}

/** An answer to a task: texts of the message, and its output, which is JSON in a string. */
export function taskAnswer(name: string, action: ActionFactory, texts: string[], others: string[]): LibraryTemplate {
  return {
    name,
    phase: 'request',
    text: synthesizedAction((stateMachine) => action('Integration', { stateMachine })).request,
    bodies: messagesWithTexts(texts, others),
    read: (rendering) => {
      const request = readJson(rendering) as Record<string, unknown>;
      return { ...request, ...('output' in request && { output: readJson(String(request.output)) }) };
    },
    expected: (message) => Object.fromEntries([
      ...texts.map((text) => [text, textAt(message, `$.${text}`)]),
      ...others.map((other) => [other, memberOr(message, other, '')]),
    ]),
    arrived: (rendered) => rendered,
  };
}

/** What the client hears of a start, and the frame that it hears of a refusal instead. */
export function reply(
  name: string,
  { response, success }: { response: ClientResponse; success: (answer: Record<string, unknown>) => unknown },
): LibraryTemplate {
  return replyOf(name, synthesized({ response }).response, answers, (body) => success(body));
}

/** What the client hears of any other action. */
export function actionReply(name: string, action: ActionFactory, { bodies, success }: {
  bodies: fc.Arbitrary<string>;
  success: (answer: Record<string, unknown>, context: MessageContext) => unknown;
}): LibraryTemplate {
  const { response } = synthesizedAction((stateMachine) => action('Integration', { stateMachine }));
  return replyOf(name, response, bodies, success);
}

/** What the client hears of a workflow that has been waited for: an error frame as well if it has not succeeded. */
export function synchronousReply(
  name: string,
  response: ClientResponse | undefined,
  success: (answer: Record<string, unknown>) => unknown,
): LibraryTemplate {
  const { response: text } = synthesized({ invocation: Invocation.SYNCHRONOUS, response });
  return replyOf(`synchronous: ${name}`, text, executions, (body, context) => (body.status === 'SUCCEEDED'
    ? success(body)
    : errorFrame({ __type: body.error || body.status, message: body.cause }, context, false)));
}

/** What is made of an answer, and the frame of a refusal instead. */
export function replyOf(
  name: string,
  text: string,
  bodies: fc.Arbitrary<string>,
  success: (answer: Record<string, unknown>, context: MessageContext) => unknown,
): LibraryTemplate {
  return {
    name,
    phase: 'response',
    text,
    bodies,
    read: readJson,
    expected: (body, context) => {
      const given = body as Record<string, unknown>;
      return '__type' in given ? errorFrame({ ...given, __type: String(given.__type).split('#').at(-1) }, context) : success(given, context);
    },
  };
}

/** What a ping is answered with, by a mock of its own or by that of `$connect`. */
export function pong(name: string, authorizer: apigwv2.IWebSocketRouteAuthorizer): LibraryTemplate {
  const stack = newStack();
  new WebSocketStepFunctionsAsync(stack, 'Api', { definitionBody: passing(stack), authorizer }).addPingRoute();
  const [text] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::IntegrationResponse'))
    .map(({ Properties }) => textOf(Properties.ResponseTemplates.$default)).filter((template) => template.includes('pong'));
  return { name, phase: 'response', text, bodies: messages, read: readJson, expected: () => ({ pong: true }), arrived: () => ({}) };
}

interface Synthesized {
  readonly request: string;
  readonly response: string;
  readonly stateMachineArn: string;
  readonly endpoint: string;
}

export function synthesized(props: Partial<WebSocketStepFunctionsIntegrationProps>): Synthesized {
  const stateMachineType = props.invocation === Invocation.SYNCHRONOUS ? sfn.StateMachineType.EXPRESS : sfn.StateMachineType.STANDARD;
  return synthesizedAction((stateMachine) => new WebSocketStepFunctionsIntegration('Integration', { stateMachine, ...props }), stateMachineType);
}

function synthesizedAction(
  integration: (stateMachine: sfn.IStateMachine) => apigwv2.WebSocketRouteIntegration,
  stateMachineType = sfn.StateMachineType.STANDARD,
): Synthesized {
  const stack = newStack();
  const stateMachine = new sfn.StateMachine(stack, 'StateMachine', { definitionBody: passing(stack), stateMachineType });
  const api = new apigwv2.WebSocketApi(stack, 'Api');
  api.addRoute('a', { integration: integration(stateMachine) });
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

function readName(name: string, { _scope }: ExecutionName): Partial<NameParts> {
  return _scope === undefined ? { id: decoded(name) } : partsOfName(name);
}

/** The principal or connection that owns an execution's name; a connection without principal owns it itself. */
function scopeOf({ _scope }: ExecutionName, context: MessageContext): string | undefined {
  if (_scope === undefined) {
    return undefined;
  }
  const { authorizer, connectionId, identity: { cognitoIdentityId, userArn } } = context;
  const ofArn = userArn?.replace(/^arn:[a-z-]+:[a-z]+::[0-9]+:/, ACCOUNT);
  const name = /^authorizer\.(\w+)$/.exec(_scope)?.[1];
  const principal = name === undefined ? cognitoIdentityId || ofArn || (_scope === 'identity.userArn' ? '' : authorizer?.principalId) : authorizer?.[name];
  return (_scope === 'connectionId' ? '' : principal) || connectionId;
}

export function envelope(
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

export function errorFrame(answer: Record<string, unknown>, { connectionId, requestId }: MessageContext, isRefusal = true): unknown {
  const text = String(answer.message || answer.Message || 'Internal server error');
  const hidden = isRefusal ? text.replace(/'arn:[^]*'/, "'arn:***'").replace(/(?<![0-9])[0-9]{12}(?![0-9])/g, '***') : text;
  return { message: withoutArns(hidden), error: String(answer.__type), connectionId, requestId };
}

/** A text without ARNs, as far as one can tell where they end. */
export function withoutArns(text: string): string {
  return text.replace(/arn:(?:[',;()]*[^\u0000-\u0020"<>{}[\]\\',;()])*/g, 'arn:***');
}

export function member(value: unknown, name: string): unknown {
  return memberOr(value, name, undefined);
}

export function memberOr(value: unknown, name: string, otherwise: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : otherwise;
}

/** A text at a path of names; nothing where there is none. */
export function textAt(value: unknown, path: string): string {
  return String(path.split('.').slice(1).reduce((at, name) => memberOr(at, name, undefined), value) ?? '');
}
