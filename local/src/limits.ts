/**
 * What API Gateway allows. Sizes in bytes, times in milliseconds. AWS does not publish `unreadBytes` and `bytesInWork`.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
export interface Limits {
  /** Size of a message, either way. @default 131072 */
  readonly messageBytes: number;
  /** Size of one frame of a message from the client. @default 32768 */
  readonly frameBytes: number;
  /** Bytes that may wait for a client that does not read: with more, posts to it are answered with 429, and nothing is read from it. @default 2097152 */
  readonly unreadBytes: number;
  /** Bytes of a client's messages that may be in work at once, 4 KB a message included: with more, nothing is read from it. @default 4194304 */
  readonly bytesInWork: number;
  /** Time without a message, either way, after which a connection is closed. @default 600000 (10 minutes) */
  readonly idleTimeout: number;
  /** Time after which any connection is closed. @default 7200000 (2 hours) */
  readonly connectionDuration: number;
  /** Longest time that an integration may take; a shorter `TimeoutInMillis` wins. @default 29000 */
  readonly integrationTimeout: number;
}

export const AWS_LIMITS: Limits = {
  messageBytes: 128 * 1024,
  frameBytes: 32 * 1024,
  unreadBytes: 2 * 1024 * 1024,
  bytesInWork: 4 * 1024 * 1024,
  idleTimeout: 10 * 60 * 1000,
  connectionDuration: 2 * 60 * 60 * 1000,
  integrationTimeout: 29_000,
};
