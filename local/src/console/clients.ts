import { randomUUID } from 'node:crypto';
import type { Masks } from './masks';
import { filledIn } from './variables';
import type { ClientSummary } from './wire';

/** A client of the run, as far as the console uses it. */
export interface ConsoleClient {
  readonly frames: readonly unknown[];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  send(message: unknown): void;
  close(): Promise<unknown>;
}

/** What a client connects with. */
export interface ClientOptions {
  readonly stage: string;
  readonly name?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** What stands for the answer of the authorizer. @default - it is asked */
  readonly authorizerContext?: Readonly<Record<string, string>>;
}

export type Connect = (options: ClientOptions) => Promise<ConsoleClient>;

interface OpenClient {
  readonly id: number;
  readonly name: string;
  readonly options: ClientOptions;
  readonly mark: string;
  client?: ConsoleClient;
  connection?: string;
  end?: string;
}

/** Tells which connection is a client's of the console. */
const CLIENT_MARK = 'x-local-console-client';
/** Clients that are open at once, and those that have ended and are shown. */
const MOST_CLIENTS = 50;

/** Why something that the page asked for was not done. */
export class RefusedError extends Error {}

/** The clients that the page has connected: they are the run's own, so that they may have headers and identities. */
export class Clients {
  private readonly clients = new Map<number, OpenClient>();
  private count = 0;

  constructor(private readonly connect: Connect, private readonly masks: Masks, private readonly onChange: () => void) {}

  public get all(): ClientSummary[] {
    return [...this.clients.values()].map(({ id, name, options: { stage }, client, connection, end }) =>
      ({ id, name, stage, connection, isOpen: client !== undefined && end === undefined, end }));
  }

  /** What a connection was opened with, where the console has done it. */
  public optionsOf(connection: string): ClientOptions | undefined {
    return [...this.clients.values()].find((client) => client.connection === connection)?.options;
  }

  /** A handshake has come; if it is a client's of the console, that is its connection. */
  public handshake(connection: string, headers: Readonly<Record<string, string>>): void {
    const mark = headers[CLIENT_MARK];
    const client = mark === undefined ? undefined : [...this.clients.values()].find((candidate) => candidate.mark === mark);
    if (client) {
      client.connection = connection;
    }
  }

  /** @throws RefusedError where there are too many already */
  public async open(options: ClientOptions): Promise<void> {
    const going = [...this.clients.values()].filter(({ end }) => end === undefined);
    if (going.length >= MOST_CLIENTS) {
      throw new RefusedError(`${MOST_CLIENTS} clients are open already: close one`);
    }
    const id = ++this.count;
    const client: OpenClient = { id, name: options.name ?? `Client ${id}`, options, mark: randomUUID() };
    this.clients.set(id, client);
    try {
      const { query = {}, headers = {}, authorizerContext } = options;
      client.client = await this.connect({
        ...options,
        query: this.masks.restoreValues(query),
        headers: { ...this.masks.restoreValues(headers), [CLIENT_MARK]: client.mark },
        authorizerContext: authorizerContext && this.masks.restoreValues(authorizerContext),
      });
      void client.client.closed.then(({ code, reason }) => this.ended(client, `${code}${reason === '' ? '' : ` ${reason}`}`));
      this.onChange();
    } catch (error) {
      this.ended(client, (error as Error).message);
    }
  }

  /** @throws RefusedError where the client is not open, or a variable has no value */
  public send(id: number, message: string): void {
    const client = this.find(id);
    const others = [...this.clients.values()].filter((other) => other !== client);
    const frames = [...others, client].flatMap((each) => each.client?.frames ?? []);
    const filled = filledIn(this.masks.restore(message), frames);
    if ('missing' in filled) {
      throw new RefusedError(`no frame so far has ${filled.missing.map((name) => `{{${name}}}`).join(', ')}`);
    }
    client.client!.send(filled.text);
  }

  /** Closes a client; one that is closed already is forgotten. */
  public async close(id: number): Promise<void> {
    const client = this.clients.get(id);
    if (client?.client && client.end === undefined) {
      await client.client.close();
    } else {
      this.clients.delete(id);
      this.onChange();
    }
  }

  private find(id: number): OpenClient {
    const client = this.clients.get(id);
    if (!client?.client || client.end !== undefined) {
      throw new RefusedError('the client is not connected');
    }
    return client;
  }

  private ended(client: OpenClient, end: string): void {
    client.end = this.masks.mask(end);
    const over = [...this.clients.values()].filter((each) => each.end !== undefined).slice(0, -MOST_CLIENTS);
    over.forEach(({ id }) => this.clients.delete(id));
    this.onChange();
  }
}
