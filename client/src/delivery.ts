import { claimed, type PayloadFetcher } from './claim-check';
import type { Timers } from './environment';
import { FRESH, MOST_PAGES, MOST_UNREAD } from './limits';
import type { Messages } from './messages';
import { createPieces } from './pieces';
import { addNewest, isEnded, isObject, isText, type Frame, type FrameKind } from './protocol';
import type { Requests } from './requests';

export type { PayloadFetcher, PayloadRef } from './claim-check';

/** What a client gives to it. */
export interface DeliveryOptions {
  readonly messages: Messages;
  readonly requests: Requests;
  readonly timers: Timers;
  readonly fetchPayload?: PayloadFetcher;
  /** Takes a message that was kept, or is whole again, as if it had just come. */
  hear(frame: Frame): void;
  /** Takes what could not be read. */
  unclaimed(frame: Frame, kind: FrameKind): void;
}

/** What a client can do with it. */
export interface Delivered {
  /** What the API keeps for the client, where it keeps anything. */
  readonly mailbox?: Mailbox;
  /** @returns whether the frame is one that is heard later: a part of a message, or newer than what is still read */
  take(frame: Frame, kind: FrameKind): boolean;
}

/** Messages that the API keeps until the client has them. */
export interface Mailbox {
  /** Reads what has been kept, as far as it can be read; one reading at a time. */
  resume(): Promise<void>;
  /** Reads it if it was not read just now for somebody else. */
  refresh(): Promise<void> | undefined;
  /** Whether the client had the message before. */
  isRepeat(frame: Frame): boolean;
  /**
   * Says that a message has come. Where that is lost, it is said again when the message comes again.
   * @param kind of a question, which is first said to have come when it is answered or its execution has ended: until then, whoever comes next may answer it
   */
  ack(frame: Frame, kind?: FrameKind): void;
}

/**
 * What a client needs for an API that keeps its messages, or sends some in pieces or by reference: a part of its own, for those who have no such API need
 * not load it. Hand it to `connect`.
 */
export function delivery({ messages, requests, timers, fetchPayload, hear, unclaimed }: DeliveryOptions): Delivered {
  const received = new Set<string>();
  /** That wait for an answer, by what they are known by. */
  const questions = new Map<string, Frame>();
  /** Of messages that came in kept pieces, those of all of them. */
  const seqsOf = new WeakMap<Frame, readonly string[]>();
  const joined = createPieces(seqsOf);
  let reading: Promise<void> | undefined;
  let readAt = -Infinity;
  /** Whether what is heard has waited for its turn. */
  let isNext = false;
  /** What has come over the connection while the mailbox was read: what was sent before it may be in there. */
  const newer: Frame[] = [];
  /** Messages are fetched one after another: how many, and when all are there. */
  let fetches = 0;
  let fetched = Promise.resolve();

  function hearNext(frame: Frame): void {
    isNext = true;
    hear(frame);
    isNext = false;
  }

  async function read(): Promise<void> {
    let after: unknown;
    for (let page = 0; page < MOST_PAGES; page++) {
      const { messages: kept, next } = await requests.ask(messages.toService('resume', 'page', isText(after) ? { after } : {}));
      (kept as unknown[]).filter(isObject).forEach(hearNext);
      if (!isText(next) || next === after) {
        return;
      }
      after = next;
    }
  }

  const mailbox: Mailbox = {
    resume: () => reading ??= read().catch(() => {}).then(() => {
      reading = undefined;
      newer.splice(0).forEach(hearNext);
      return fetched;
    }),
    refresh() {
      if (readAt + FRESH <= timers.now()) {
        readAt = timers.now();
        return mailbox.resume();
      }
      return undefined;
    },
    isRepeat: (frame) => received.has(keyOf(frame)) || questions.has(keyOf(frame)),
    ack(frame, kind) {
      const { executionId, status } = frame;
      const name = keyOf(frame);
      if (name && kind === 'question' && !received.has(name)) {
        questions.set(name, frame);
        return;
      }
      questions.delete(name);
      if (isEnded(status)) {
        questions.forEach((question) => question.executionId === executionId && mailbox.ack(question));
      }
      for (const seq of seqsOf.get(frame) ?? [frame.seq]) {
        const key = keyOf({ executionId, seq });
        if (key) {
          addNewest(received, key);
          if (messages.knows('ack')) {
            // Which is the reply to which does not matter: that to a message that is not there any more names none.
            requests.ask({ ...messages.toService('ack', 'acknowledged', { executionId, seq }), mayResend: false, fits: () => 1 }).catch(() => {});
          }
        }
      }
    },
  };

  return {
    mailbox: messages.knows('resume') ? mailbox : undefined,
    take(frame, kind) {
      if (reading && !isNext && isText(frame.seq) && kind !== 'acknowledged') {
        newer.push(frame);
      } else if (kind === 'completion' && fetches > 0) {
        // What comes after an end is dropped: it must not overtake.
        void fetched.then(() => hearNext(frame));
      } else if (kind === 'piece' && received.has(keyOf(frame))) {
        mailbox.ack(frame);
      } else if (kind === 'piece') {
        const whole = joined(frame);
        if (whole) {
          hear(whole);
        }
      } else if (kind === 'payloadRef' && fetches >= MOST_UNREAD) {
        unclaimed(frame, kind);
      } else if (kind === 'payloadRef') {
        fetches++;
        fetched = fetched.then(() => claimed(frame, fetchPayload, timers)).then(hearNext, () => unclaimed(frame, kind)).then(() => void fetches--);
      } else {
        return false;
      }
      return true;
    },
  };
}

/** What a kept message is known by; nothing of one that is not kept. */
function keyOf({ executionId, seq }: Frame): string {
  return isText(executionId) && isText(seq) ? JSON.stringify([executionId, seq]) : '';
}
