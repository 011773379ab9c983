import { createHmac, randomBytes } from 'node:crypto';
import { ServiceError } from './service-error';

/** What the members `maxResults` and `nextToken` of a request say. */
export interface PageRequest {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** How many a page has when the request does not say, or says 0. */
const PAGE_SIZE = 100;
/** Tokens of another run are no tokens of this one. */
const KEY = randomBytes(32);

/** How many a page has at most. */
export function pageSize({ maxResults }: PageRequest): number {
  return maxResults === undefined || maxResults === 0 ? PAGE_SIZE : maxResults;
}

/** A list that is answered in pages. */
export interface PagedList<T> {
  /** All of it, in its order. */
  readonly items: readonly T[];
  /** What is listed, with all that chooses the items: a token is good for the same list only. */
  readonly name: string;
  /** What stands for an item in a token. Their order is that of the list, so that items that come and go meanwhile shift nothing. */
  readonly keyOf: (item: T) => string | number;
  /** Whether the largest key comes first. @default false */
  readonly isDescending?: boolean;
}

/**
 * One page of a list.
 * @throws ServiceError for a token that is not of this list
 */
export function page<T>(list: PagedList<T>, request: PageRequest): { items: readonly T[]; nextToken?: string } {
  const { items, name, keyOf, isDescending = false } = list;
  const start = request.nextToken === undefined ? 0 : startAfter(items.map(keyOf), readToken(name, request.nextToken), isDescending);
  const end = start + pageSize(request);
  return { items: items.slice(start, end), nextToken: end < items.length ? pageToken(name, JSON.stringify(keyOf(items[end - 1]))) : undefined };
}

/** A token for what follows a place in a list. */
export function pageToken(list: string, place: string): string {
  return Buffer.from(`${signature(list, place)}${place}`).toString('base64url');
}

/**
 * The place that a token stands for.
 * @throws ServiceError for a token that was not given for this list
 */
export function readToken(list: string, token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  const place = text.slice(signature(list, '').length);
  if (token !== pageToken(list, place)) {
    throw ServiceError.invalidToken();
  }
  return place;
}

function signature(list: string, place: string): string {
  return createHmac('sha256', KEY).update(`${list}\n${place}`).digest('base64');
}

/** Where the list goes on after a key, which may be gone. */
function startAfter(keys: readonly (string | number)[], place: string, isDescending: boolean): number {
  const last = JSON.parse(place) as string | number;
  const next = keys.findIndex((key) => (isDescending ? key < last : key > last));
  return next < 0 ? keys.length : next;
}

/** Puts the items of a list into the order of their ARNs. */
export function byArn<T extends { readonly arn: string }>(items: readonly T[]): readonly T[] {
  return [...items].sort((left, right) => (left.arn < right.arn ? -1 : 1));
}
