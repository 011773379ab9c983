import { forwardable, serviceNamed } from './forwardable';
import { functionOutput } from './function-output';
import { EndpointReply, post } from './http-request';
import { withIsoDates, withMetadata, withMillisecondDates } from './output';
import { connectionFailure, ErrorStyle, errorStyle, serviceFailure } from './service-errors';
import { Service, serviceNames } from './services';
import { localSignature } from './signature';
import { JsonObject, TaskHandler, TaskRequest } from '../../../states';
import { TemplateLoadError } from '../../../template';
import type { TaskPerformer } from '../tasks';

interface Endpoint {
  readonly service: Service;
  readonly url: string;
}

/** Forwards tasks to endpoints that the user runs, in the services' own protocols. */
export class ForwardedTasks implements TaskPerformer {
  private readonly urls = new Map<Service, string>();

  /**
   * @param urls the endpoints by the name of their service
   * @throws TemplateLoadError for a service that cannot be forwarded to, or no URL
   */
  constructor(urls: Readonly<Record<string, string>>) {
    for (const [name, url] of Object.entries(urls)) {
      const service = serviceNamed(name);
      if (!service) {
        throw new TemplateLoadError(`endpoint ${name}=${url}: the local run does not speak the protocol of '${name}': it speaks those of `
          + `${serviceNames.join(', ')}; answer other tasks with --mocks <file>`);
      }
      if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')) {
        throw new TemplateLoadError(`endpoint ${name}=${url}: '${url}' is not an HTTP URL, such as http://127.0.0.1:8000`);
      }
      if (this.urls.has(service)) {
        throw new TemplateLoadError(`endpoint ${name}=${url}: ${service.names.join(' and ')} are the same service, which has an endpoint already`);
      }
      this.urls.set(service, url.replace(/\/+$/, ''));
    }
  }

  handlerOf({ resource }: { readonly resource: string }): TaskHandler | undefined {
    const request = forwardable(resource);
    const url = request && this.urls.get(request.service);
    if (!request || url === undefined) {
      return undefined;
    }
    const endpoint = { service: request.service, url };
    switch (request.kind) {
      case 'function': return (task) => invokeFunction(endpoint, task);
      case 'optimised': return (task) => callOptimised(endpoint, request.action, task);
      case 'sdk': return (task) => callApi(endpoint, request.action, task);
    }
  }
}

/** A task whose resource is a function's ARN: its input is the payload, its output the answer. */
async function invokeFunction(endpoint: Endpoint, task: TaskRequest): Promise<unknown> {
  const parameters = { FunctionName: task.resource, Payload: JSON.stringify(task.parameters) };
  const { output } = await send(endpoint, 'Invoke', parameters, errorStyle(endpoint.service, false), task);
  return functionOutput(output, (_error, text) => text);
}

async function callOptimised({ service, url }: Endpoint, action: string, task: TaskRequest): Promise<unknown> {
  const { actions, hasMetadata = true } = service.optimised!;
  const { parameters = (given) => given, output = (answer) => answer } = actions[action];
  const answer = await send({ service, url }, apiName(action), parameters(objectOf(task.parameters), task), errorStyle(service, false), task);
  const result = withMillisecondDates(output(answer.output)) as JsonObject;
  return hasMetadata ? withMetadata(result, answer.reply) : result;
}

async function callApi(endpoint: Endpoint, action: string, task: TaskRequest): Promise<unknown> {
  const { output } = await send(endpoint, apiName(action), objectOf(task.parameters), errorStyle(endpoint.service, true), task);
  return withIsoDates(output);
}

interface Answer {
  readonly output: JsonObject;
  readonly reply: EndpointReply;
}

async function send({ service, url }: Endpoint, action: string, parameters: JsonObject, style: ErrorStyle, task: TaskRequest): Promise<Answer> {
  const given = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== null)) as JsonObject;
  const { path, headers, body } = service.protocol.request(action, given);
  const region = task.stateMachineArn.split(':')[3];
  const reply = await post({
    url: new URL(`${url}${path}`),
    headers: { ...headers, ...localSignature(service.names[0], region, new Date()) },
    body,
    signal: task.signal,
  }).catch((error: Error) => {
    throw connectionFailure(style, url, error);
  });
  if (reply.status < 200 || reply.status > 299) {
    throw serviceFailure(service, style, reply);
  }
  return { output: service.protocol.output(action, reply), reply };
}

/** `putItem` is `PutItem` in the API. */
function apiName(action: string): string {
  return action.charAt(0).toUpperCase() + action.slice(1);
}

function objectOf(parameters: TaskRequest['parameters']): JsonObject {
  return typeof parameters === 'object' && parameters !== null && !Array.isArray(parameters) ? parameters : {};
}
