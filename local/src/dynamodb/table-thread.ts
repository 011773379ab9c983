import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { JsonObject } from '../json';

/** An answer as DynamoDB gives it. */
export interface TableAnswer {
  readonly status: number;
  readonly answer: JsonObject;
  /** What went wrong inside, where something did. */
  readonly fault?: string;
}

/** A row with a new time to live, or without any. */
export interface RowExpiry {
  readonly tableName: string;
  /** The row's key as the store writes it. */
  readonly key: string;
  /** In seconds since 1970. */
  readonly at: number | undefined;
}

export interface TableThreadOptions {
  /** The folder that rows are kept in. @default - in memory */
  readonly path: string | undefined;
  readonly onExpiry: (expiry: RowExpiry) => void;
  /** Hears of what nobody waits for, and of the thread's end: its rows are gone. */
  readonly onFault: (fault: string) => void;
  readonly onEnd: (reason: string) => void;
}

/** Where a request is for: what ARNs of new tables say. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

/** Longest time for a request, in milliseconds: an expression may keep the library's parser busy for years. */
const LONGEST_REQUEST = 20_000;
/** Memory for rows, in MiB: when it is used up the thread ends, not the run. */
const MEMORY = 2048;

type Pending = (answer: TableAnswer) => void;

/** The thread that holds the tables: requests in, answers out. */
export class TableThread {
  private readonly worker: Worker;
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private isOver = false;

  constructor(private readonly options: TableThreadOptions) {
    this.worker = new Worker(join(__dirname, '..', '..', 'bootstraps', 'dynamodb.mjs'), {
      workerData: { path: options.path }, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: MEMORY },
    });
    this.worker.on('message', (message: Message) => this.hear(message));
    this.worker.on('error', (error) => this.end(error.message));
    this.worker.on('exit', () => this.end('its thread has ended'));
    // It never keeps a program alive that has forgotten to stop its run.
    this.worker.unref();
  }

  /** Never rejects: what cannot be answered is DynamoDB's own internal error. */
  public request(action: string, request: JsonObject, place?: Place): Promise<TableAnswer> {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve) => {
      if (this.isOver) {
        resolve(internalError('the tables have ended'));
        return;
      }
      const timer = setTimeout(() => this.end(`${action} took longer than ${LONGEST_REQUEST / 1000} seconds`), LONGEST_REQUEST);
      this.pending.set(id, (answer) => {
        clearTimeout(timer);
        this.pending.delete(id);
        resolve(answer);
      });
      this.worker.postMessage({ id, action, request, ...place });
    });
  }

  /** Ends the thread; what is on disk is whole. */
  public async close(): Promise<void> {
    if (!this.isOver) {
      await this.request('Close', {});
      this.isOver = true;
    }
    await this.worker.terminate();
  }

  private hear(message: Message): void {
    if ('expiry' in message) {
      this.options.onExpiry(message.expiry);
    } else if ('id' in message) {
      this.pending.get(message.id)?.(message);
    } else {
      this.options.onFault(message.fault);
      this.failAll(message.fault);
    }
  }

  private end(reason: string): void {
    if (this.isOver) {
      return;
    }
    this.isOver = true;
    this.failAll(reason);
    void this.worker.terminate();
    this.options.onEnd(reason);
  }

  private failAll(reason: string): void {
    for (const answer of [...this.pending.values()]) {
      answer(internalError(reason));
    }
  }
}

type Message = { readonly expiry: RowExpiry } | TableAnswer & { readonly id: number } | { readonly fault: string };

function internalError(fault: string): TableAnswer {
  return { status: 500, answer: { __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError', message: 'Internal server error' }, fault };
}
