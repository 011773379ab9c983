import type { IncomingMessage } from 'node:http';

/** The header of requests that change something. A browser lets a page of another origin send it only after a preflight, which the run never allows. */
const CHANGE_HEADER = 'x-local-console';

/**
 * Why a request for data or for an action is refused; undefined where it is not. That its host is the run's has been looked at before.
 * Only the console's own page may ask: no other page, not even one of this machine.
 */
export function refusal({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): string | undefined {
  const { host, origin, 'sec-fetch-site': site } = headers;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return 'only the page of the console itself may ask for this';
  }
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
    return `a page of ${origin} may not ask for this`;
  }
  return method === 'GET' || headers[CHANGE_HEADER] === '1' ? undefined : `the header ${CHANGE_HEADER}: 1 is missing`;
}
