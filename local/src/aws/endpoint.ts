import { randomUUID } from 'node:crypto';
import { exchange, HttpReply } from './http-request';
import type { ServiceApi } from './service-api';
import { localSignature } from './signature';

/** A request to a service, as its protocol writes it. */
export interface ServiceRequest {
  /** @default 'POST' */
  readonly method?: string;
  /** What follows the endpoint's URL, such as `/`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly region: string;
  readonly signal: AbortSignal;
}

/** Where a service is, for whoever calls it. */
export interface Endpoint {
  /** For messages: its URL, or what it is. */
  readonly place: string;
  /** The actions that it has. @default - all of the service */
  readonly actions?: readonly string[];
  /** Why it cannot invoke a function, and what to do; undefined when it can. @default - it is not known before */
  fault?(functionName: string): string | undefined;
  /** Rejects with a text for people when there is no answer that can be used. */
  send(request: ServiceRequest): Promise<HttpReply>;
}

/** Longest time for an answer, in milliseconds: a function's, and any other. */
const LONGEST_TIMES = { function: 900_000, other: 60_000 };

/** A service behind a URL that the user has given. */
export class HttpEndpoint implements Endpoint {
  public readonly place: string;

  /**
   * @param service the service's name in signatures
   * @param account the one that its resources are in
   */
  constructor(private readonly service: string, private readonly url: string, private readonly account: string) {
    this.place = url;
  }

  public async send({ method, path, headers, body, region, signal }: ServiceRequest): Promise<HttpReply> {
    const longest = this.service === 'lambda' ? LONGEST_TIMES.function : LONGEST_TIMES.other;
    const reply = await exchange({
      url: new URL(`${this.url}${path}`),
      method,
      headers: { ...headers, ...localSignature(this.service, region, new Date(), this.account) },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(longest)]),
    });
    if (reply.status >= 300 && reply.status < 400 && reply.status !== 304) {
      const location = reply.headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? 'nowhere';
      throw new Error(`it answers ${reply.status} and sends on to ${location}, which is not followed`);
    }
    return reply;
  }
}

/** A service of the run itself, called as an endpoint is. */
export class OwnEndpoint implements Endpoint {
  public readonly actions: readonly string[];

  constructor(public readonly place: string, private readonly api: ServiceApi) {
    this.actions = api.actions;
  }

  public async send({ headers, body }: ServiceRequest): Promise<HttpReply> {
    const action = Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-amz-target')?.[1].replace(/^.*\./, '') ?? '';
    const answer = await this.api.perform(action, body);
    const own: [string, string][] = [['x-amzn-RequestId', randomUUID()], ['Content-Type', 'application/x-amz-json-1.0']];
    return { status: answer.status, headers: [...own, ...Object.entries(answer.headers ?? {})], body: answer.body };
  }
}
