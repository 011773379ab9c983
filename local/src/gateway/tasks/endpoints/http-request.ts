import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** A request to an endpoint. */
export interface EndpointRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** What an endpoint answers. */
export interface EndpointReply {
  readonly status: number;
  /** The headers as they came, each name as the endpoint writes it. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** POSTs to an endpoint. Rejects when nothing answers. */
export function post({ url, headers, body, signal }: EndpointRequest): Promise<EndpointReply> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    // A connection of its own: a kept one may be closed by the service just when it is used again.
    const options = { method: 'POST', headers: { ...headers, 'Content-Length': Buffer.byteLength(body) }, signal, agent: false };
    const request = send(url, options, (response) => {
      response.toArray().then((chunks: Buffer[]) => resolve({
        status: response.statusCode ?? 0,
        headers: pairs(response.rawHeaders),
        body: Buffer.concat(chunks).toString('utf8'),
      }), reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** A header of a reply, whatever its case. */
export function header(reply: EndpointReply, name: string): string | undefined {
  return reply.headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1];
}

function pairs(rawHeaders: readonly string[]): [string, string][] {
  return rawHeaders.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, rawHeaders[index + 1]]] : []));
}
