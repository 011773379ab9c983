import type { ClientOptions } from '../clients';
import type { MaskMember } from './literals';
import type { ConnectionRecord, Row } from '../rows';

/** What is exported: rows of some connections, in order. */
export interface Conversation {
  /** The template as the run's caller has named it. */
  readonly template: string;
  readonly timeScale: number;
  readonly rows: readonly Row[];
  readonly connections: readonly ConnectionRecord[];
  /** The URL and the name of a stage, by its path. */
  readonly stage: (path: string) => { readonly url: string; readonly name: string } | undefined;
  readonly mask: MaskMember;
  /** Whether the run has several stages. */
  readonly hasStages: boolean;
  /** What a connection was opened with, where the console has done it. */
  readonly clientOptions: (connection: string) => ClientOptions | undefined;
}

/** Headers that every client sends, or that API Gateway adds. */
const USUAL = /^(host|upgrade|connection|user-agent|origin|pragma|cache-control|accept.*|cookie|sec-.*|x-forwarded-.*|x-amzn-trace-id|x-local-console-client)$/i;

/** The headers of a handshake that its client has chosen. */
export function ownHeaders(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !USUAL.test(name)));
}

/** Whether a row is a frame that a client has heard. */
export function isHeard({ kind, failure, routeKey }: Row): boolean {
  return kind === 'reply' || kind === 'error' ? failure === undefined : kind === 'post' && failure === undefined && routeKey !== 'DELETE';
}
