import type { IncomingMessage } from 'node:http';
import { connect, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { hostName, isOfAws } from '../aws/aws-host';

export interface ConnectProxyOptions {
  /** Host names of the run's own APIs. */
  readonly hosts: readonly string[];
  /** Whether AWS's other names reach AWS. */
  readonly allowAws: boolean;
}

/** Longest time until another host takes a connection, in milliseconds. */
const CONNECT_TIME = 10_000;

/**
 * `CONNECT`, for programs of this machine that take `HTTPS_PROXY`: what they send to AWS comes to the run, everything else goes where it was meant
 * to go.
 */
export class ConnectProxy {
  constructor(private readonly options: ConnectProxyOptions) {}

  /** @param accept takes a connection as if it had come to the run's port: TLS or not */
  public handle(request: IncomingMessage, socket: Duplex, head: Buffer, accept: (socket: Socket) => void): void {
    socket.on('error', () => socket.destroy());
    const { hosts, allowAws } = this.options;
    const [, host, port] = /^(\[[0-9a-f:.]+\]|[^:]+):(\d{1,5})$/i.exec(request.url ?? '') ?? [];
    if (!isLoopback(request.socket.remoteAddress ?? '')) {
      refuse(socket, '403 Forbidden');
    } else if (host === undefined || Number(port) > 65_535) {
      refuse(socket, '400 Bad Request');
    } else if (hosts.includes(hostName(host)) || (isOfAws(host) && !allowAws)) {
      established(socket, head);
      accept(socket as Socket);
    } else {
      tunnel(host.replace(/[[\]]/g, ''), Number(port), socket, head);
    }
  }
}

function tunnel(host: string, port: number, socket: Duplex, head: Buffer): void {
  const other = connect({ host, port, timeout: CONNECT_TIME });
  other.once('connect', () => {
    other.setTimeout(0);
    established(socket, head);
    socket.pipe(other).pipe(socket);
  });
  other.once('timeout', () => other.destroy(new Error('no connection in time')));
  other.on('error', () => (other.connecting || other.pending ? refuse(socket, '502 Bad Gateway') : socket.destroy()));
  socket.on('close', () => other.destroy());
}

function established(socket: Duplex, head: Buffer): void {
  socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
  if (head.length > 0) {
    socket.unshift(head);
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function isLoopback(address: string): boolean {
  return /^(::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/.test(address);
}
