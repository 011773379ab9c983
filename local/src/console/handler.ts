import type { IncomingMessage, ServerResponse } from 'node:http';
import { ACTIONS } from './actions';
import { RefusedError } from './clients';
import type { Console } from './console';
import { refusal } from './console-access';
import { PageFiles } from './page-files';
import { QUERIES } from './queries';
import type { HttpAnswer } from '../aws/http-answer';

/** Where the console is. */
export const CONSOLE_PATH = '/_console';
/** The longest request for an action, in bytes. */
const LONGEST_REQUEST = 1024 * 1024;

const DATA_HEADERS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'Cross-Origin-Resource-Policy': 'same-origin' };

/** The console over HTTP: its page, what the page asks for, and what it does. */
export class ConsoleHandler {
  constructor(private readonly console: Console, private readonly files = new PageFiles()) {}

  /** Whether a path is the console's: a stage may have the same name, and has `@connections` then. */
  public owns(path: string): boolean {
    return (path === CONSOLE_PATH || path.startsWith(`${CONSOLE_PATH}/`)) && !/^\/_console\/+(@|%40)connections\//i.test(path);
  }

  /**
   * Answers a request for one of the console's paths.
   * @param hostRefusal why the request's host is not the run's
   */
  public async answer(request: IncomingMessage, response: ServerResponse, hostRefusal: string | undefined): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://console');
    const path = url.pathname.slice(CONSOLE_PATH.length + 1);
    if (hostRefusal !== undefined) {
      send(request, response, message(403, hostRefusal));
    } else if (!path.startsWith('api/')) {
      send(request, response, this.page(request.method, url.pathname, path));
    } else {
      await this.api(path.slice('api/'.length), url.searchParams, request, response);
    }
  }

  public close(): void {
    this.console.close();
  }

  /** The page's files have no data, so that a link to them may stand anywhere; what they show is asked for by the page itself. */
  private page(method: string | undefined, pathname: string, path: string): HttpAnswer {
    if (method !== 'GET' && method !== 'HEAD') {
      return { ...message(405, 'the console\'s page is only read'), headers: { Allow: 'GET, HEAD' } };
    }
    if (pathname === CONSOLE_PATH) {
      return { status: 308, headers: { Location: `${CONSOLE_PATH}/` }, body: '' };
    }
    return this.files.answer(path === '' ? 'index.html' : path) ?? message(404, 'the console has no such file');
  }

  private async api(path: string, query: URLSearchParams, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = refusal(request);
    if (refused !== undefined) {
      send(request, response, message(403, refused));
    } else if (request.method === 'POST') {
      send(request, response, await this.act(path, request));
    } else if (request.method !== 'GET') {
      send(request, response, message(405, 'GET asks, POST does'));
    } else if (path === 'stream') {
      this.openStream(query, request, response);
    } else {
      const [kind, ...rest] = path.split('/').map(decoded);
      send(request, response, await QUERIES.get(kind)?.(this.console, rest, query) ?? message(404, 'there is no such thing'));
    }
  }

  private openStream(query: URLSearchParams, request: IncomingMessage, response: ServerResponse): void {
    const [run, revision] = String(request.headers['last-event-id'] ?? query.get('since') ?? '').split(':');
    const since = run === this.console.run ? Number(revision) || 0 : 0;
    response.writeHead(200, { ...DATA_HEADERS, 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
    response.write('retry: 1000\n\n');
    if (!this.console.look(response, since)) {
      response.end('event: busy\ndata: {}\n\n');
    }
  }

  private async act(path: string, request: IncomingMessage): Promise<HttpAnswer> {
    const body = await bodyOf(request);
    if (body === undefined) {
      return message(400, `an object of JSON is needed, of at most ${LONGEST_REQUEST} bytes`);
    }
    const [kind, ...rest] = path.split('/').map(decoded);
    try {
      return await ACTIONS.get(kind)?.(this.console, rest, body) ?? message(404, 'there is no such action');
    } catch (error) {
      if (error instanceof RefusedError) {
        return message(409, error.message);
      }
      throw error;
    }
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Undefined for what is no object of JSON, is too long, or breaks off. */
async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>> | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > LONGEST_REQUEST) {
        return undefined;
      }
      chunks.push(chunk);
    }
    const value = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : undefined;
  } catch {
    return undefined;
  }
}

function message(status: number, text: string): HttpAnswer {
  return { status, body: JSON.stringify({ message: text }) };
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  if (response.headersSent || response.destroyed) {
    return;
  }
  response.writeHead(status, { 'Content-Type': 'application/json', ...DATA_HEADERS, 'Content-Length': Buffer.byteLength(body), ...headers });
  response.end(request.method === 'HEAD' ? undefined : body);
}
