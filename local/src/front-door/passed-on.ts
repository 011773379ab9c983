import { IncomingMessage, request as httpRequest, ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { withAccessKey } from '../aws/signature';

/** Headers that are about one connection only. */
const OF_CONNECTION = new Set([
  'connection', 'host', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade',
]);
/** Marks what a run has passed on, with its id. */
export const PASSED_ON_BY = 'x-local-run-passed-on-by';
/** Longest time without a byte of an answer, in milliseconds: a function may take as long. */
const LONGEST_SILENCE = 900_000;

/**
 * Passes a request on to an endpoint and its answer back, as they come: neither is held in memory. The signature tells an emulator of many
 * services which one is meant.
 *
 * Rejects with a text for people when there is no answer.
 */
export function passOn(
  request: IncomingMessage, response: ServerResponse, url: URL, { accessKey, runId }: { readonly accessKey: string; readonly runId: string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const headers = { ...withKey(kept(request.headers), accessKey), [PASSED_ON_BY]: runId };
    const options = { method: request.method, headers, agent: false, timeout: LONGEST_SILENCE };
    const onward = send(url, options, (answer) => {
      try {
        response.writeHead(answer.statusCode ?? 502, kept(answer.headers));
      } catch (error) {
        // Node reads some answers that it does not write, such as one of the status 000.
        onward.destroy();
        reject(error as Error);
        return;
      }
      answer.pipe(response);
      answer.on('error', () => response.destroy());
      response.on('close', () => resolve());
    });
    onward.on('upgrade', (_answer, socket) => {
      socket.destroy();
      reject(new Error('it answers 101 Switching Protocols, for which nobody has asked'));
    });
    onward.on('timeout', () => onward.destroy(new Error(`no answer within ${LONGEST_SILENCE / 1000} seconds`)));
    onward.on('error', (error) => (response.headersSent ? response.destroy() : reject(error)));
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
}

function kept<Headers extends object>(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_CONNECTION.has(name))) as Headers;
}

/** Whoever calls, an emulator is to find what the run has made. */
function withKey(headers: IncomingMessage['headers'], accessKey: string): IncomingMessage['headers'] {
  const { authorization } = headers;
  return authorization === undefined ? headers : { ...headers, authorization: withAccessKey(authorization, accessKey) };
}
