import { randomUUID } from 'node:crypto';
import { invokedFunctionOf, invokeFunction } from './invoke-function';
import type { Endpoint, ServiceRequest } from '../aws/endpoint';
import type { Functions } from '../aws/functions';
import type { HttpReply } from '../aws/http-request';
import type { Guard } from '../guard';

/** The run's functions, called as an endpoint of Lambda is. */
export class FunctionsEndpoint implements Endpoint {
  public readonly place = "the run's functions";
  public readonly actions = ['Invoke'];

  constructor(private readonly functions: Functions, private readonly guard: Guard) {}

  public async send({ method = 'POST', path, headers, body }: ServiceRequest): Promise<HttpReply> {
    const name = invokedFunctionOf({ method, url: path }) ?? '';
    const invocationType = headers['X-Amz-Invocation-Type'] ?? 'RequestResponse';
    const answer = await invokeFunction(this.functions, name, { method, url: path, invocationType, body }, this.guard);
    return { status: answer.status, headers: [...Object.entries(answer.headers ?? {}), ...httpHeaders(answer.body)], body: answer.body };
  }

  public fault(functionName: string): string | undefined {
    return this.functions.fault(functionName);
  }
}

/** What Lambda answers beside: workflows see it. */
function httpHeaders(body: string): [string, string][] {
  return [
    ['x-amzn-Remapped-Content-Length', '0'],
    ['Connection', 'keep-alive'],
    ['x-amzn-RequestId', randomUUID()],
    ['Content-Length', String(Buffer.byteLength(body))],
    ['Date', new Date().toUTCString()],
    ['X-Amzn-Trace-Id', 'Root=1-00000000-000000000000000000000000;Sampled=0'],
    ['Content-Type', 'application/json'],
  ];
}
