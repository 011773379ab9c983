import type { Timers } from './environment';
import { FETCH_TIME } from './limits';
import { asFrame } from './pieces';
import { isObject, type Frame } from './protocol';

/** Where a message is that was too large to send. */
export interface PayloadRef {
  readonly bucket: string;
  readonly key: string;
  readonly bytes?: number;
  /** In hexadecimal digits. */
  readonly sha256?: string;
}

/** Fetches the text of a message, with whatever rights the caller has. */
export type PayloadFetcher = (ref: PayloadRef) => Promise<string>;

/**
 * The message that a reference stands for.
 * @throws Error when nothing can fetch it in time, or it is a reference again
 */
export async function claimed({ payloadRef, executionId, seq }: Frame, fetcher: PayloadFetcher | undefined, timers: Timers): Promise<Frame> {
  let cancel!: () => void;
  const text = await Promise.race([
    (fetcher as PayloadFetcher)(payloadRef as PayloadRef),
    new Promise<never>((_, late) => {
      cancel = timers.set(late, FETCH_TIME, true);
    }),
  ]).finally(cancel);
  const message = asFrame(text, executionId);
  if (isObject(message.payloadRef) || isObject(message.piece)) {
    throw new Error();
  }
  return { ...message, seq };
}
