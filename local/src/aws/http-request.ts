import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** A request to a service. */
export interface HttpRequest {
  readonly url: URL;
  /** @default 'POST' */
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
  /** Longest answer, in bytes. @default 16777216 (16 MiB) */
  readonly longestAnswer?: number;
}

/** What a service answers. */
export interface HttpReply {
  readonly status: number;
  /** The headers as they came, each name as the service writes it. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** DynamoDB's pages of several tables are the longest that a service gives. */
const LONGEST_ANSWER = 16 * 1024 * 1024;

/** Sends a request and takes the answer, whatever its status. Rejects when there is none, or none that can be taken. */
export function exchange({ url, method = 'POST', headers, body, signal, longestAnswer = LONGEST_ANSWER }: HttpRequest): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const hasBody = body !== '' || !['GET', 'HEAD', 'DELETE', 'OPTIONS'].includes(method);
    // A connection of its own: a kept one may be closed by the service just when it is used again.
    const options = { method, headers: { ...headers, ...hasBody && { 'Content-Length': Buffer.byteLength(body) } }, signal, agent: false };
    const request = send(url, options, (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > longestAnswer) {
          request.destroy(new Error(`its answer is longer than ${longestAnswer} bytes`));
        } else {
          chunks.push(chunk);
        }
      });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: pairs(response.rawHeaders), body: Buffer.concat(chunks).toString('utf8') }));
    });
    request.on('upgrade', (_response, socket) => {
      socket.destroy();
      reject(new Error('it answers 101 Switching Protocols, for which nobody has asked'));
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** A header of a reply, whatever its case. */
export function header(reply: HttpReply, name: string): string | undefined {
  return reply.headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1];
}

function pairs(rawHeaders: readonly string[]): [string, string][] {
  return rawHeaders.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, rawHeaders[index + 1]]] : []));
}
