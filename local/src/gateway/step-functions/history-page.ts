import { wireEvent } from './history-event';
import { ServiceError } from './service-error';
import type { Members, WireValue } from './wire';
import type { HistoryEvent } from '../../states';

/** How many events a page has when the request does not say, or says 0. */
const PAGE_SIZE = 100;

/**
 * One page of an execution's events, as GetExecutionHistory answers it.
 * @param events all so far, the first with the id 1
 * @throws ServiceError for a token that is not of this execution's and this order's pages
 */
export function historyPage(events: readonly HistoryEvent[], request: Members): WireValue {
  const isReverse = request.reverseOrder === 'true';
  const size = Number(request.maxResults ?? 0) || PAGE_SIZE;
  const pages = `${request.executionArn} ${isReverse ? 'descending' : 'ascending'}`;
  const first = request.nextToken === undefined ? (isReverse ? events.length : 1) : firstId(request.nextToken, pages, events.length);
  const page = isReverse ? events.slice(Math.max(0, first - size), first).reverse() : events.slice(first - 1, first - 1 + size);
  const next = isReverse ? first - size : first + size;
  return {
    events: page.map((event) => wireEvent(event, request.includeExecutionData !== 'false')),
    nextToken: next >= 1 && next <= events.length ? pageToken(pages, next) : undefined,
  };
}

/** Names the first event of a page, so that events that come meanwhile shift nothing. */
function pageToken(pages: string, id: number): string {
  return Buffer.from(`${pages} ${id}`).toString('base64url');
}

function firstId(token: string, pages: string, count: number): number {
  const id = Number(Buffer.from(token, 'base64url').toString().split(' ').pop());
  if (!(id >= 1 && id <= count) || token !== pageToken(pages, id)) {
    throw ServiceError.of('InvalidToken', "Invalid Token: 'Invalid token'");
  }
  return id;
}
