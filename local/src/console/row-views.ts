import type { Masks } from './masks';
import type { Row } from './rows';
import type { RowDetail, RowSummary } from './wire';

/** Characters of a frame that the list shows. */
const PREVIEW = 240;
/** So many are masked for that: what is cut off in the middle of a secret is not recognised any more. */
const MASKED_FOR_PREVIEW = 4000;

/** A row as the list shows it. */
export function rowSummary(row: Row, masks: Masks): RowSummary {
  const { id, time, kind, connectionId, body, routeKey, status, failure, request, execution, sender, isPending } = row;
  return {
    id,
    time,
    kind,
    connection: connectionId,
    text: masks.mask(body.slice(0, MASKED_FOR_PREVIEW)).slice(0, PREVIEW),
    size: body.length,
    route: routeKey,
    status,
    failure: failure === undefined ? undefined : masks.mask(failure.slice(0, MASKED_FOR_PREVIEW)),
    request: request?.id,
    execution,
    sender,
    isPending,
  };
}

/** A row with all that is known of it, but for what answers it. */
export function rowDetail(row: Row, masks: Masks): Omit<RowDetail, 'answers'> {
  const { body, requestId, selectedKey, target, rendered, answer, responseKey, query, headers, isForgotten, stage } = row;
  const masked = (text: string | undefined): string | undefined => (text === undefined ? undefined : masks.mask(text));
  return {
    ...rowSummary(row, masks),
    body: masks.mask(body),
    isForgotten,
    requestId,
    selectionExpression: stage?.selectionExpression,
    selectedKey: masked(selectedKey),
    routeKeys: stage?.routes,
    target,
    rendered: masked(rendered),
    answer: masked(answer),
    responseKey,
    query: query && masks.maskValues(query),
    headers: headers && masks.maskValues(headers),
  };
}
