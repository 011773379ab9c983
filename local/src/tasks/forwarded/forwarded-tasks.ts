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
import { TaskFailure, TaskHandler, TaskRequest } from '../../states';
import type { TaskPerformer, TaskState } from '../tasks';

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
  try {
    const reply = await endpoint.send({ ...service.protocol.request(action, given), region, signal: task.signal });
    if (reply.status < 200 || reply.status > 299) {
      throw serviceFailure(service, style, reply);
    }
    return { output: service.protocol.output(action, reply), reply };
  } catch (error) {
    throw error instanceof TaskFailure ? error : connectionFailure(style, endpoint.place, error as Error);
  }
}

/** `putItem` is `PutItem` in the API. */
function apiName(action: string): string {
  return action.charAt(0).toUpperCase() + action.slice(1);
}

function objectOf(parameters: TaskRequest['parameters']): JsonObject {
  return typeof parameters === 'object' && parameters !== null && !Array.isArray(parameters) ? parameters : {};
}
