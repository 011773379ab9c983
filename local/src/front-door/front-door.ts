import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { askedAction, AskedService, askedService } from './asked-service';
import { ConnectProxy } from './connect-proxy';
import { invokedFunctionOf, invokeFunction } from './invoke-function';
import { passOn, PASSED_ON_BY } from './passed-on';
import { readBody } from './read-body';
import { serviceFault } from './service-fault';
import type { Endpoints } from '../aws/endpoints';
import type { Functions } from '../aws/functions';
import type { HttpAnswer } from '../aws/http-answer';
import type { ServiceApi, ServiceApis } from '../aws/service-api';
import { endpointAdvice } from '../aws/services';
import type { Guard } from '../guard';
import { isObject, parsedJson } from '../json';
import type { Logger } from '../log-entry';
import { accessDenied } from '../rights/access-denied';
import type { Rights } from '../rights/rights';
import type { Signers } from '../rights/signers';

export interface FrontDoorOptions {
  /** The services that the run has, by their names in ARNs. */
  readonly apis: ServiceApis;
  /** The template's functions. @default - Lambda is where its endpoint is */
  readonly functions?: Functions;
  readonly endpoints: Endpoints;
  readonly rights: Rights;
  readonly signers: Signers;
  /** Host names of the run's own APIs. */
  readonly hosts: readonly string[];
  readonly guard: Guard;
  readonly log: Logger;
}

/** Longest request to a service of the run, in bytes: a page of writes to tables. */
const LONGEST_REQUEST = 16 * 1024 * 1024;

/** AWS on the run's port: requests of SDKs and of the CLI, for whichever service, under AWS's host names or any other. */
export class FrontDoor {
  private readonly runId = randomUUID();
  private readonly warned = new Set<string>();
  private readonly proxy: ConnectProxy;

  constructor(private readonly options: FrontDoorOptions) {
    this.proxy = new ConnectProxy({ hosts: options.hosts, allowAws: options.endpoints.allowAws });
  }

  /** Takes a CONNECT request; `accept` takes a connection as if it had come to the run's port. */
  public connect(request: IncomingMessage, socket: Duplex, head: Buffer, accept: (socket: Socket) => void): void {
    this.proxy.handle(request, socket, head, accept);
  }

  /** Answers a request for a service of AWS; undefined for one that is for none, such as a call of `@connections`. */
  public answer(request: IncomingMessage, response: ServerResponse): Promise<void> | undefined {
    const asked = askedService(request.headers, request.url ?? '/');
    return asked === undefined || asked.service === 'execute-api' ? undefined : this.serveOrFail(asked, request, response);
  }

  /** What nobody thought of is an error of the service's: callers try again, or hear of it. */
  private serveOrFail(asked: AskedService, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { service } = asked;
    const { headers, method, url = '/' } = request;
    // A signature may be in the query string.
    return this.options.guard.run(`${service} ${askedAction(headers) ?? `${method} ${url.split('?', 1)[0]}`}`, () => this.serve(asked, request, response), () => {
      if (response.headersSent) {
        response.destroy();
      } else {
        send(response, serviceFault(service, headers, 'InternalFailure', 'an error that the local run did not expect: its log says where', 500));
      }
    });
  }

  private async serve(asked: AskedService, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { apis, functions, endpoints } = this.options;
    const { service } = asked;
    const { method = '', url = '/', headers } = request;
    const isOwn = endpoints.namedUrl(service) === undefined;
    const api = isOwn ? apis.get(service) : undefined;
    const functionName = isOwn && service === 'lambda' ? invokedFunctionOf({ method, url }) : undefined;
    if (!api && (functionName === undefined || !functions)) {
      await this.passOn(asked, request, response);
      return;
    }
    const left = new AbortController();
    response.on('close', () => left.abort());
    const body = await readBody(request, LONGEST_REQUEST);
    if (body === undefined) {
      response.destroy();
    } else if (typeof body !== 'string') {
      send(response, serviceFault(service, headers, 'RequestEntityTooLargeException', `a request has at most ${LONGEST_REQUEST} bytes`));
    } else if (api) {
      send(response, this.denied(request, asked, askedAction(headers), body) ?? await perform(api, asked, request, { body, signal: left.signal }));
    } else {
      const denied = this.denied(request, asked, 'Invoke', JSON.stringify({ FunctionName: functionName }));
      const invocationType = String(headers['x-amz-invocation-type'] ?? 'RequestResponse');
      send(response, denied ?? await invokeFunction(functions!, functionName!, { method, url, invocationType, body }, this.options.guard));
    }
  }

  /** What a caller hears who may not; undefined when the caller may. */
  private denied(request: IncomingMessage, { service }: AskedService, action: string | undefined, body: string): HttpAnswer | undefined {
    const { rights, signers } = this.options;
    const signer = rights.isChecked ? signers.of(request) : undefined;
    if (!signer || action === undefined) {
      return undefined;
    }
    const parameters = parsedJson(body);
    const denial = signer.caller.denial(rights.neededFor({ service, action, parameters: isObject(parameters) ? parameters : {} }, signer.place));
    return denial && accessDenied(service, denial.message);
  }

  private async passOn({ service, front }: AskedService, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { endpoints } = this.options;
    const { headers } = request;
    const endpoint = endpoints.url(service);
    // The URL that its users' SDKs have may well be in its own environment, too.
    const isItself = headers[PASSED_ON_BY] === this.runId;
    if (endpoint === undefined || isItself) {
      const instead = isItself ? ` (${endpoint}, which --endpoint or AWS_ENDPOINT_URL names, is the run itself)` : '';
      const reason = `the local run has no ${service}${instead}: give --endpoint ${service}=<url>, or --endpoint <url> for all that it does not have`;
      this.warn(service, `a request for ${service} is refused: ${reason}`);
      request.resume();
      send(response, serviceFault(service, headers, service === 's3' ? 'NotImplemented' : 'UnknownOperationException', reason));
      return;
    }
    // A bucket in the host name, as the SDKs write it, is one in the path for an endpoint.
    const path = service === 's3' && front !== '' ? `/${front}${request.url}` : request.url;
    try {
      await passOn(request, response, new URL(`${endpoint}${path}`), { accessKey: endpoints.account, runId: this.runId });
    } catch (error) {
      const reason = `${endpoint}, which --endpoint or AWS_ENDPOINT_URL names for ${service}, gives no answer: ${(error as Error).message || String(error)}`;
      this.warn(service, reason);
      send(response, serviceFault(service, headers, 'ServiceUnavailable', reason));
    }
  }

  private warn(service: string, message: string): void {
    if (!this.warned.has(service)) {
      this.warned.add(service);
      this.options.log({ type: 'Warning', message });
    }
  }
}

/** Has one of the run's own services perform what a request asks for. */
async function perform(
  api: ServiceApi, { service }: AskedService, { headers, method, url }: IncomingMessage, { body, signal }: { body: string; signal: AbortSignal },
): Promise<HttpAnswer> {
  const contentType = headers['content-type'] ?? '';
  if (!/^application\/x-amz-json-1\.[01](;|$)/.test(contentType)) {
    // AWS does not even look at which operation is asked for.
    return { status: 404, body: JSON.stringify({ __type: 'com.amazon.coral.service#UnknownOperationException' }) };
  }
  const action = askedAction(headers);
  if (action === undefined || !api.actions.includes(action)) {
    return serviceFault(service, headers, 'UnknownOperationException', `${action ?? `${method} ${url}`} is not played: the local run has of ${service} the `
      + `actions ${api.actions.join(', ')}; for others give ${endpointAdvice(service)}`);
  }
  return { headers: { 'Content-Type': contentType }, ...await api.perform(action, body, signal) };
}

function send(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  if (!response.headersSent && !response.destroyed) {
    response.writeHead(status, { 'Content-Type': 'application/json', 'x-amzn-RequestId': randomUUID(), ...headers });
    response.end(status === 204 ? undefined : body);
  }
}
