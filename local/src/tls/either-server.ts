import type { Server as HttpServer } from 'node:http';
import { createServer, Server, Socket } from 'node:net';
import { createSecureContext, createServer as createTlsServer, Server as TlsServer } from 'node:tls';
import type { Certificates } from './certificates';

/** The first byte of a TLS handshake; no HTTP request begins with it. */
const HANDSHAKE = 22;
/** How long a client may be connected without a byte, in milliseconds. */
const LONGEST_SILENCE = 60_000;

/** A server that speaks HTTP and HTTPS on one port: a connection's first byte tells which. */
export class EitherServer {
  public readonly server: Server;
  private readonly tls: TlsServer;
  private readonly sockets = new Set<Socket>();

  /** @param http takes the connections; it does not listen itself */
  constructor(private readonly http: HttpServer, private readonly certificates: Certificates) {
    this.server = createServer((socket) => this.accept(socket));
    // So that it watches the times that requests may take.
    this.server.on('listening', () => http.emit('listening'));
    this.tls = createTlsServer({
      SNICallback: (host, done) => {
        certificates.certificateOf(host).then((certificate) => done(null, createSecureContext(certificate)), done);
      },
      ALPNProtocols: ['http/1.1'],
    });
    this.tls.on('secureConnection', (socket) => http.emit('connection', socket));
    // Who does not trust the authority goes away; that is all.
    this.tls.on('tlsClientError', (_error, socket) => socket.destroy());
  }

  /** Frees the port, and ends every connection that there is. */
  public async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.http.close();
    this.http.closeAllConnections();
    this.sockets.forEach((socket) => socket.destroy());
    await closed;
  }

  /** Takes a connection as if it had come to the port. */
  public accept(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setTimeout(LONGEST_SILENCE, () => socket.destroy());
    socket.once('readable', () => {
      const first = socket.read(1) as Buffer | null;
      if (first === null) {
        return;
      }
      socket.unshift(first);
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      if (first[0] === HANDSHAKE) {
        void this.secure(socket);
      } else {
        this.http.emit('connection', socket);
      }
    });
  }

  private async secure(socket: Socket): Promise<void> {
    try {
      // Who connects to an address gives no name.
      const { cert, key } = await this.certificates.certificateOf(socket.localAddress ?? '127.0.0.1');
      this.tls.setSecureContext({ cert, key });
      this.tls.emit('connection', socket);
    } catch {
      socket.destroy();
    }
  }
}
