import { MOST_REMEMBERED } from './limits';

/** A JSON object, as it came. */
export type Frame = Readonly<Record<string, unknown>>;

/** What a frame is: docs/protocol.md has one section for each. */
export type FrameKind =
  | 'piece' | 'payloadRef' | 'acknowledged' | 'page' | 'error' | 'gatewayError' | 'status' | 'completion' | 'started' | 'pong' | 'stopped' | 'accepted'
  | 'question' | 'update' | 'other';

export const isText = (value: unknown): value is string => typeof value === 'string';

export function isObject(value: unknown): value is Frame {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a status says that the execution has ended. */
export function isEnded(status: unknown): boolean {
  return ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'].includes(status as string);
}

/** What a frame is: the first that fits. */
export function kindOf(frame: Frame): FrameKind {
  const { executionId, executionArn, seq, status, startDate, message, connectionId } = frame;
  const hasId = isText(executionId);
  const isKept = hasId && isText(seq);
  const isReply = !isKept && isText(executionId ?? executionArn) && typeof startDate === 'number';
  // Replies that name nothing: no other members are in them.
  const members = Object.keys(frame).sort().join();
  return isObject(frame.piece) && isText(frame.text) ? 'piece'
    : isObject(frame.payloadRef) ? 'payloadRef'
      : isKept && frame.acknowledged === true ? 'acknowledged'
        : isReply && isText(status) ? 'status'
          : isReply ? 'started'
            : hasId && isEnded(status) ? 'completion'
              : isText(frame.taskToken) ? 'question'
                : hasId ? 'update'
                  : Array.isArray(frame.messages) && 'next' in frame ? 'page'
                    : isText(message) && isText(connectionId) ? (isText(frame.error) ? 'error' : 'gatewayError')
                      : members === 'pong' || members === 'acknowledged' ? members
                        : members === 'stopDate' ? 'stopped'
                          : members === 'accepted,requestId' ? 'accepted' : 'other';
}

/** The name of the execution that a frame is of: the last part of the ARN of a Standard execution, the last but one for Express. */
export function executionIdOf({ executionId, executionArn }: Frame): string {
  return (executionId ?? (executionArn as string).split(':')[7]) as string;
}

/** An id as it stands in the name of an execution. */
export function nameOfId(requestId: string): string {
  return requestId.replace(/[^A-Za-z0-9-]/gu, (character) => [...encoded(character)]
    .map((byte) => `_${byte < 32 || byte === 127 ? 'c' : ''}${hexOf(byte).toUpperCase()}`)
    .join(''));
}

/** How well an execution's name is that of an id, the id alone, or behind a connection or a principal: 0 if it is another's. */
export function fitOf(executionId: string, requestId: string): number {
  return `-${executionId}`.endsWith(`-${nameOfId(requestId)}`) ? 1 + requestId.length : 0;
}

/** Of several that fit, the one that fits best; 0 is not to fit. */
export function bestOf<T>(items: readonly T[], fit: (item: T) => number): T | undefined {
  return items.filter(fit).sort((a, b) => fit(b) - fit(a))[0];
}

/** A text in UTF-8. */
export function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function hexOf(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** A text's JSON; the text itself when it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Remembers a text, and forgets the oldest when there are too many. */
export function addNewest(texts: Set<string>, text: string): void {
  texts.add(text);
  if (texts.size > MOST_REMEMBERED) {
    texts.delete(texts.values().next().value as string);
  }
}
