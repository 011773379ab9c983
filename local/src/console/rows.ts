import type { LogEntry, SentBy } from '../log-entry';
import type { ObservedHandshake, Observer, Post, Sender, Trace } from '../observer';
import { MOST_ROWS, RowKind, StageSummary } from './wire';

/** Characters that the texts of all rows may have; older ones are given up for newer ones. */
const MOST_CHARACTERS = 32 * 1024 * 1024;
/** Connections that have ended are remembered at least as long as their rows. */
const MOST_CONNECTIONS = 2 * MOST_ROWS;

/** A frame, or the begin or the end of a connection. */
export interface Row extends Trace {
  readonly id: number;
  readonly kind: RowKind;
  readonly time: number;
  readonly connectionId: string;
  body: string;
  /** The revision in which it changed last. */
  revision: number;
  isPending?: boolean;
  isForgotten?: boolean;
  /** The message that it answers. */
  readonly request?: Row;
  readonly sender?: Sender;
  readonly query?: ObservedHandshake['query'];
  readonly headers?: ObservedHandshake['headers'];
  /** The stage as it was when the message came: a reload may change its routes. */
  readonly stage?: StageSummary;
  /** The execution that it has started. */
  execution?: string;
}

export interface ConnectionRecord {
  readonly id: string;
  readonly number: number;
  readonly stage: string;
  revision: number;
  isOpen: boolean;
  code?: number;
  reason?: string;
}

/** How an answer of Step Functions tells of an execution, and where at the latest. */
const STARTED = '"executionArn":"';
const STARTED_WITHIN = 1000;

/** The latest rows of the conversation. To write one down costs next to nothing: what is shown is made when someone looks. */
export class Rows implements Observer {
  private readonly ring = new Array<Row | undefined>(MOST_ROWS);
  private count = 0;
  private connectionCount = 0;
  private characters = 0;
  /** The oldest row that may have texts. */
  private oldestWithTexts = 1;
  private readonly byConnection = new Map<string, ConnectionRecord>();

  /**
   * @param nextRevision called for each change; gives its number
   * @param onStart hears of the execution that a message has started
   */
  constructor(private readonly nextRevision: () => number, private readonly onStart: (executionArn: string, row: number) => void) {}

  /** The rows that are kept, the oldest first. */
  public get all(): Row[] {
    const first = Math.max(1, this.count - MOST_ROWS + 1);
    return Array.from({ length: this.count - first + 1 }, (_, index) => this.ring[(first + index) % MOST_ROWS]!);
  }

  public get connections(): IterableIterator<ConnectionRecord> {
    return this.byConnection.values();
  }

  public get(id: number): Row | undefined {
    const row = this.ring[id % MOST_ROWS];
    return row?.id === id ? row : undefined;
  }

  public connection(id: string): ConnectionRecord | undefined {
    return this.byConnection.get(id);
  }

  public handshake({ connectionId, stage, query, headers }: ObservedHandshake): Trace {
    const row = this.add('connect', connectionId, '', { query, headers, isPending: true });
    this.byConnection.set(connectionId, { id: connectionId, number: ++this.connectionCount, stage, revision: row.revision, isOpen: false });
    if (this.byConnection.size > MOST_CONNECTIONS) {
      const ended = [...this.byConnection.values()].find(({ id, isOpen }) => !isOpen && id !== connectionId);
      this.byConnection.delete(ended?.id ?? '');
    }
    return row;
  }

  public message(connectionId: string, body: string, stage?: StageSummary): Trace {
    return this.add('message', connectionId, body, { isPending: true, stage });
  }

  public settled(trace: Trace): void {
    const row = trace as Row;
    row.isPending = undefined;
    row.revision = this.nextRevision();
    const { answer, rendered } = row;
    if (answer !== undefined && row.kind === 'message') {
      const started = startedBy(answer);
      if (started !== undefined) {
        row.execution = started;
        this.onStart(started, row.id);
      }
    }
    this.grow((answer?.length ?? 0) + (rendered?.length ?? 0));
  }

  public replied(trace: Trace | undefined, connectionId: string, by: SentBy, body: string, isLost: boolean): void {
    const failure = isLost ? 'the client had left: it has not heard this' : undefined;
    this.add(by === 'error' ? 'error' : 'reply', connectionId, body, { request: trace as Row | undefined, routeKey: trace?.routeKey, failure });
  }

  public posted({ connectionId, method, body, status, sender }: Post): void {
    const failure = status < 300 ? undefined : POST_FAILURES.get(status) ?? 'it was refused';
    this.add('post', connectionId, method === 'DELETE' ? '' : body, { sender, status, failure, routeKey: method === 'DELETE' ? 'DELETE' : undefined });
  }

  /** Takes what the log says of connections. */
  public log(entry: LogEntry): void {
    switch (entry.type) {
      case 'ConnectionOpened': {
        this.change(entry.connectionId, { isOpen: true });
        break;
      }
      case 'ConnectionClosed': {
        const { connectionId, code, reason } = entry;
        this.change(connectionId, { isOpen: false, code, reason });
        this.add('close', connectionId, reason, { status: code });
        break;
      }
      case 'ConnectionRefused': {
        this.refused(entry.url, entry.status, entry.reason);
        break;
      }
      default: // nothing of connections
    }
  }

  /** A handshake that no stage has heard of, or that failed later than `$connect`. */
  private refused(url: string, status: number, reason: string): void {
    const latest = this.get(this.count);
    if (latest?.kind !== 'connect' || latest.failure !== reason) {
      this.add('connect', '', url, { status, failure: reason });
    }
  }

  private change(connectionId: string, changes: Partial<ConnectionRecord>): void {
    const record = this.byConnection.get(connectionId);
    if (record) {
      Object.assign(record, changes, { revision: this.nextRevision() });
    }
  }

  private add(kind: RowKind, connectionId: string, body: string, more: Partial<Row>): Row {
    const row: Row = { id: ++this.count, kind, time: Date.now(), connectionId, body, revision: this.nextRevision(), ...more };
    const dropped = this.ring[row.id % MOST_ROWS];
    if (dropped) {
      this.characters -= charactersOf(dropped);
    }
    this.ring[row.id % MOST_ROWS] = row;
    this.grow(body.length);
    return row;
  }

  private grow(characters: number): void {
    this.characters += characters;
    while (this.characters > MOST_CHARACTERS && this.oldestWithTexts < this.count) {
      const row = this.get(this.oldestWithTexts++);
      if (row && !row.isPending) {
        this.characters -= charactersOf(row);
        row.body = row.body.slice(0, 200);
        row.answer = undefined;
        row.rendered = undefined;
        row.isForgotten = true;
        this.characters += row.body.length;
      }
    }
  }
}

/** What a failed post means. */
const POST_FAILURES: ReadonlyMap<number, string> = new Map([
  [400, 'the connection id is none of API Gateway\'s'],
  [403, 'it was denied: by the policies of its role, or as no request that @connections knows'],
  [410, 'the client has left (GoneException)'],
  [413, 'the message is longer than a client may be sent'],
  [429, 'the client does not read what it is sent (LimitExceededException)'],
]);

/** The execution that an answer tells of. */
function startedBy(answer: string): string | undefined {
  const at = answer.indexOf(STARTED);
  const start = at + STARTED.length;
  return at < 0 || at > STARTED_WITHIN ? undefined : answer.slice(start, answer.indexOf('"', start));
}

function charactersOf({ body, answer, rendered, isPending }: Row): number {
  return body.length + (isPending ? 0 : (answer?.length ?? 0) + (rendered?.length ?? 0));
}
