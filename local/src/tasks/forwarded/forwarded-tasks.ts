import { forwardable } from './forwardable';
import { functionOutput } from './function-output';
import { optimisedIntegration } from './optimised-integrations';
import { withIsoDates, withMetadata, withMillisecondDates } from './output';
import { connectionFailure, ErrorStyle, errorStyle, serviceFailure } from './service-errors';
import type { Endpoint } from '../../aws/endpoint';
import type { Endpoints } from '../../aws/endpoints';
import type { HttpReply } from '../../aws/http-request';
import type { Service } from '../../aws/services';
import type { JsonObject } from '../../json';
import { dataLimitExceeded, parseResource, TaskHandler, TaskRequest } from '../../states';
import type { TaskPerformer, TaskState } from '../tasks';

/** Longest answer that is read, in characters: a result has 256 KiB at most, and JSON writes a character in up to six. What is longer takes seconds. */
const LONGEST_RESULT = 6 * 256 * 1024;

interface Target {
  readonly service: Service;
  readonly endpoint: Endpoint;
}

/** Sends tasks to where their services are, in the services' own protocols. */
export class ForwardedTasks implements TaskPerformer {
  constructor(private readonly endpoints: Endpoints) {}

  public handlerOf({ resource }: { readonly resource: string }): TaskHandler | undefined {
    const request = forwardable(resource);
    const endpoint = request && this.endpoints.of(request.service.names[0]);
    if (!request || !endpoint || (request.kind !== 'function' && endpoint.actions?.includes(apiName(request.action)) === false)) {
      return undefined;
    }
    const target = { service: request.service, endpoint };
    switch (request.kind) {
      case 'function': return (task) => invokeFunction(target, task);
      case 'optimised': return (task) => callOptimised(target, request.action, task);
      case 'sdk': return (task) => callApi(target, request.action, task);
    }
  }

  public fault({ resource, functionName }: TaskState): string | undefined {
    const request = forwardable(resource);
    const name = request?.kind === 'function' ? resource : functionName;
    return request && name !== undefined ? this.endpoints.of(request.service.names[0])?.fault?.(name) : undefined;
  }
}

/** A task whose resource is a function's ARN: its input is the payload, its output the answer. */
async function invokeFunction(target: Target, task: TaskRequest): Promise<unknown> {
  const parameters = { FunctionName: task.resource, Payload: JSON.stringify(task.parameters) };
  const { output } = await send(target, 'Invoke', parameters, errorStyle(target.service, false), task);
  return functionOutput(output, (_error, text) => text);
}

async function callOptimised(target: Target, action: string, task: TaskRequest): Promise<unknown> {
  const { service } = target;
  const { actions, hasMetadata = true } = optimisedIntegration(service)!;
  const { parameters = (given) => given, output = (answer) => answer } = actions[action];
  const answer = await send(target, apiName(action), parameters(objectOf(task.parameters), task), errorStyle(service, false), task);
  const result = withMillisecondDates(output(answer.output)) as JsonObject;
  return hasMetadata ? withMetadata(result, answer.reply) : result;
}

async function callApi(target: Target, action: string, task: TaskRequest): Promise<unknown> {
  const { output } = await send(target, apiName(action), objectOf(task.parameters), errorStyle(target.service, true), task);
  return withIsoDates(output);
}

interface Answer {
  readonly output: JsonObject;
  readonly reply: HttpReply;
}

async function send({ service, endpoint }: Target, action: string, parameters: JsonObject, style: ErrorStyle, task: TaskRequest): Promise<Answer> {
  const given = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== null)) as JsonObject;
  const region = task.stateMachineArn.split(':')[3];
  const { protocol } = service;
  let reply: HttpReply;
  let output: JsonObject | undefined;
  try {
    reply = await endpoint.send({ ...protocol.request(action, given), region, signal: task.signal });
    output = isSuccess(reply) && reply.body.length <= LONGEST_RESULT ? protocol.output(action, reply) : undefined;
  } catch (error) {
    throw connectionFailure(style, endpoint.place, error as Error);
  }
  if (output === undefined) {
    throw isSuccess(reply)
      ? dataLimitExceeded(parseResource(task.resource).label)
      : serviceFailure(service, style, { ...reply, body: reply.body.slice(0, LONGEST_RESULT) });
  }
  return { output, reply };
}

function isSuccess({ status }: HttpReply): boolean {
  return status >= 200 && status <= 299;
}

/** `putItem` is `PutItem` in the API. */
function apiName(action: string): string {
  return action.charAt(0).toUpperCase() + action.slice(1);
}

function objectOf(parameters: TaskRequest['parameters']): JsonObject {
  return typeof parameters === 'object' && parameters !== null && !Array.isArray(parameters) ? parameters : {};
}
