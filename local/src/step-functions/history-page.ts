import { wireEvent } from './history-event';
import { PageRequest, pageSize, pageToken, readToken } from './page';
import { ServiceError } from './service-error';
import type { WireValue } from './wire';
import type { HistoryEvent } from '../states';

/** What GetExecutionHistory asks for. */
export interface HistoryRequest extends PageRequest {
  readonly executionArn: string;
  readonly reverseOrder?: boolean;
  readonly includeExecutionData?: boolean;
}

/** Characters that a page has at most, unless its first event alone has more: it is held whole in memory. A hundred events fit, whatever their data. */
const LONGEST_PAGE = 32 * 1024 * 1024;

/**
 * One page of an execution's events, as GetExecutionHistory answers it.
 * @param events all so far, the first with the id 1
 * @throws ServiceError for a token that is not of this execution's and this order's pages
 */
export function historyPage(events: readonly HistoryEvent[], request: HistoryRequest): WireValue {
  const { executionArn, reverseOrder: isReverse = false, includeExecutionData = true, nextToken } = request;
  const size = pageSize(request);
  const list = `${executionArn} ${isReverse ? 'descending' : 'ascending'}`;
  // The id of the page's first event, so that events that come meanwhile shift nothing.
  const first = nextToken === undefined ? (isReverse ? events.length : 1) : Number(readToken(list, nextToken));
  if (nextToken !== undefined && !(first >= 1 && first <= events.length)) {
    throw ServiceError.invalidToken();
  }
  const asked = isReverse ? events.slice(Math.max(0, first - size), first).reverse() : events.slice(first - 1, first - 1 + size);
  const page = fitting(asked.map((event) => wireEvent(event, includeExecutionData)));
  const next = isReverse ? first - page.length : first + page.length;
  return {
    events: page,
    nextToken: page.length > 0 && next >= 1 && next <= events.length ? pageToken(list, String(next)) : undefined,
  };
}

/** The first events, as many as a page has room for. */
function fitting(events: readonly WireValue[]): readonly WireValue[] {
  let left = LONGEST_PAGE;
  const end = events.findIndex((event, index) => {
    left -= charactersOf(event);
    return left < 0 && index > 0;
  });
  return end < 0 ? events : events.slice(0, end);
}

/** Characters of the texts in an answer. */
function charactersOf(value: WireValue): number {
  if (typeof value === 'string') {
    return value.length;
  }
  const members: readonly WireValue[] = typeof value === 'object' && value !== null ? Object.values(value) : [];
  return members.reduce<number>((sum, member) => sum + charactersOf(member), 0);
}
