import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

/** How often what goes wrong, from 0 to 1, and for how long, in milliseconds. */
export interface Faults {
  /** Longest time that a frame is held back: frames overtake each other. */
  readonly delay: number;
  /** Frames that are lost, either way. */
  readonly lost: number;
  /** Handshakes that are refused. */
  readonly refused: number;
  /** Longest life of a connection. */
  readonly life: number;
  /** Connections that at their end stay open, and over which nothing comes any more. */
  readonly halfOpen: number;
}

/** What has gone wrong. */
export interface Damage {
  connections: number;
  frames: number;
  lost: number;
  refused: number;
  cut: number;
  halfOpen: number;
}

/** Stands between clients and an API, and does to their frames what networks do. */
export class FaultyProxy {
  public readonly damage: Damage = { connections: 0, frames: 0, lost: 0, refused: 0, cut: 0, halfOpen: 0 };
  private readonly server: WebSocketServer;

  constructor(private readonly upstream: string, private readonly faults: Faults, private readonly random: () => number) {
    this.server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      perMessageDeflate: false,
      verifyClient: (_: unknown, answer: (accepts: boolean, status?: number) => void) => answer(!this.happens('refused'), 503),
    });
    this.server.on('connection', (client) => this.join(client));
  }

  public async url(): Promise<string> {
    if (!this.server.address()) {
      await once(this.server, 'listening');
    }
    return `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}/prod`;
  }

  public close(): void {
    this.server.clients.forEach((client) => client.terminate());
    this.server.close();
  }

  private join(client: WebSocket): void {
    this.damage.connections++;
    const api = new WebSocket(this.upstream, { perMessageDeflate: false });
    const opened = once(api, 'open').catch(() => {});
    let isDeaf = false;
    const pass = (to: WebSocket, text: string): void => {
      this.damage.frames++;
      if (isDeaf || this.happens('lost')) {
        return;
      }
      setTimeout(() => {
        if (!isDeaf && to.readyState === WebSocket.OPEN) {
          to.send(text);
        }
      }, this.random() * this.faults.delay);
    };
    client.on('message', (data) => void opened.then(() => pass(api, String(data))));
    api.on('message', (data) => pass(client, String(data)));
    api.on('error', () => {});
    const end = setTimeout(() => {
      if (this.happens('halfOpen')) {
        isDeaf = true;
      } else {
        this.damage.cut++;
        client.terminate();
      }
      api.terminate();
    }, this.random() * this.faults.life);
    client.on('close', () => {
      clearTimeout(end);
      api.terminate();
    });
    api.on('close', () => isDeaf || client.terminate());
  }

  private happens(fault: 'lost' | 'refused' | 'halfOpen'): boolean {
    const does = this.random() < this.faults[fault];
    if (does) {
      this.damage[fault]++;
    }
    return does;
  }
}
