import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Invocation } from './invocation';

/** What a synchronous invocation may answer, in bytes. */
const RESPONSE_BYTES = 6_291_556;
/** What an error's description may have; the rest of it is left out. */
const ERROR_BYTES = 262_144;

export interface RuntimeEvents {
  /** The runtime asks for its first event: the function is loaded. Our own runtimes say which version of Node.js or Python they are. */
  readonly onReady: (version: string | undefined) => void;
  /** The function could not be loaded; the description is JSON. */
  readonly onInitError: (description: string) => void;
  /** The runtime has answered the event that it had. */
  readonly onAnswered: () => void;
}

/**
 * Lambda's Runtime API for one execution environment: its runtime asks for the next event, and answers it.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi {
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch(() => response.destroy());
  });
  /** The runtime's request for the next event, unanswered. */
  private asking: ServerResponse | undefined;
  private current: { readonly invocation: Invocation; readonly functionArn: string; readonly deadline: number } | undefined;
  private isReady = false;
  private address = '';

  constructor(private readonly events: RuntimeEvents) {
    this.server.keepAliveTimeout = 0;
    this.server.requestTimeout = 0;
  }

  /** @returns what the runtime finds in `AWS_LAMBDA_RUNTIME_API` */
  public async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(0, '127.0.0.1', resolve);
    });
    this.address = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this.address;
  }

  /** Gives the runtime an event, as soon as it asks. */
  public give(invocation: Invocation, functionArn: string, deadline: number): void {
    this.current = { invocation, functionArn, deadline };
    this.hand();
  }

  public close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, path = ''] = /^\/2018-06-01\/runtime\/(.*)$/.exec(request.url ?? '') ?? [];
    const [, id, kind] = /^invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    const { host, origin, 'sec-fetch-site': site } = request.headers;
    // Pages in a browser send these, or come by another name; no runtime does.
    if (host !== this.address || origin !== undefined || site !== undefined) {
      send(response, 403, 'Forbidden');
    } else if (request.method === 'GET' && path === 'invocation/next') {
      this.next(request, response);
    } else if (request.method === 'POST' && path === 'init/error') {
      const { text } = await read(request, ERROR_BYTES);
      send(response, 202);
      this.events.onInitError(text);
    } else if (request.method === 'POST' && kind !== undefined && id === this.current?.invocation.requestId) {
      await this.settle(kind, request, response);
    } else {
      send(response, kind === undefined ? 404 : 400, kind === undefined ? 'Not Found' : 'InvalidRequestID');
    }
  }

  private next({ headers }: IncomingMessage, response: ServerResponse): void {
    this.asking = response;
    response.on('close', () => {
      this.asking = this.asking === response ? undefined : this.asking;
    });
    if (!this.isReady) {
      this.isReady = true;
      this.events.onReady(headers['local-run-version']?.toString());
    }
    this.hand();
  }

  private hand(): void {
    const { asking, current } = this;
    if (!asking || !current) {
      return;
    }
    this.asking = undefined;
    asking.writeHead(200, {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': current.invocation.requestId,
      'Lambda-Runtime-Deadline-Ms': String(current.deadline),
      'Lambda-Runtime-Invoked-Function-Arn': current.functionArn,
      'Lambda-Runtime-Trace-Id': 'Root=1-00000000-000000000000000000000000;Sampled=0',
    });
    asking.end(current.invocation.payload);
  }

  private async settle(kind: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { invocation } = this.current!;
    const { text, bytes, isWhole } = await read(request, kind === 'response' ? RESPONSE_BYTES : ERROR_BYTES);
    if (this.current?.invocation !== invocation) {
      // Another answer to it was whole before this one.
      send(response, 400, 'InvalidRequestID');
      return;
    }
    if (kind === 'error') {
      invocation.fail(isWhole ? text : JSON.stringify({ errorType: 'Error', errorMessage: text.slice(0, 1000) }));
    } else if (isWhole) {
      invocation.succeed(text);
    } else {
      invocation.fail(JSON.stringify({
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${RESPONSE_BYTES} bytes).`,
      }));
    }
    this.current = undefined;
    send(response, 202);
    this.events.onAnswered();
  }
}

function send(response: ServerResponse, status: number, errorType?: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(errorType === undefined ? '{"status":"OK"}' : JSON.stringify({ errorType, errorMessage: errorType }));
}

/** Reads a body to its end, and keeps at most `limit` bytes of it. */
async function read(request: IncomingMessage, limit: number): Promise<{ text: string; bytes: number; isWhole: boolean }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (bytes < limit) {
      chunks.push(chunk.subarray(0, limit - bytes));
    }
    bytes += chunk.length;
  }
  return { text: Buffer.concat(chunks).toString('utf8'), bytes, isWhole: bytes <= limit };
}
