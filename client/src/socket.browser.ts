import type { WebSocketLike } from './environment';

/*
 * As socket.ts, in a browser: it sends each message as one frame, tells nothing of a refused handshake, and ends nothing without the other side.
 */

export const messageLimit = (): number => 32 * 1024;

export const sendText = (socket: WebSocketLike, text: string): void => socket.send(text);

export const statusOf = (): number | undefined => undefined;

export const terminate = (socket: WebSocketLike): void => socket.close();
