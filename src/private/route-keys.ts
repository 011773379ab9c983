import { Fault } from './faults';

/** Route keys with a meaning of their own. */
export const CONNECT = '$connect';
export const DEFAULT = '$default';
export const DISCONNECT = '$disconnect';

/** A fault if clients send no messages on a route that is made for them. */
export function faultsOfMessageRoute(routeKey: string): Fault[] {
  return [CONNECT, DISCONNECT].includes(routeKey)
    ? [{ prop: 'routeKey', got: JSON.stringify(routeKey), allowed: 'a route of messages: $connect and $disconnect have none' }]
    : [];
}
