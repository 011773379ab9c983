import type { IncomingMessage } from 'node:http';

/** A request whose body is longer than it may be. */
const TOO_LONG = Symbol('too long');

/** The text of a request's body, or that it is longer than so many bytes; undefined when the caller goes away in the middle of it. */
export async function readBody(request: IncomingMessage, longest: number): Promise<string | typeof TOO_LONG | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length <= longest) {
        chunks.push(chunk);
      }
    }
  } catch {
    return undefined;
  }
  return length > longest ? TOO_LONG : Buffer.concat(chunks).toString('utf8');
}
