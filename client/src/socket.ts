import type { WebSocketEvent, WebSocketLike } from './environment';

/*
 * What a WebSocket can do beyond the standard. The build for browsers, whose WebSocket can do nothing of it, has socket.browser.ts in its place.
 */

const FRAME_BYTES = 32 * 1024;

/** The largest message that API Gateway takes from a kind of socket: a browser's and Node's own send a message as one frame, `ws` in several. */
export function messageLimit(prototype: WebSocketLike): number {
  return prototype.ping ? 4 * FRAME_BYTES : FRAME_BYTES;
}

/** Sends a message in frames that API Gateway takes, where the socket can. */
export function sendText(socket: WebSocketLike, text: string): void {
  const bytes = new TextEncoder().encode(text);
  if (!socket.ping || bytes.length <= FRAME_BYTES) {
    socket.send(text);
    return;
  }
  for (let start = 0; start < bytes.length; start += FRAME_BYTES) {
    const end = start + FRAME_BYTES;
    socket.send(bytes.subarray(start, end), { binary: false, fin: end >= bytes.length });
  }
}

/** The status with which a handshake was refused, where an error tells it. */
export function statusOf({ message }: WebSocketEvent): number | undefined {
  const [, status] = /response: (\d{3})/.exec(String(message)) ?? [];
  return status === undefined ? undefined : Number(status);
}

/** Ends a connection to which nobody may be at the other side. */
export function terminate(socket: WebSocketLike): void {
  (socket.terminate ?? socket.close).call(socket);
}
