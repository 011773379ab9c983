import { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Stack } from 'aws-cdk-lib';
import { Conversation } from './conversation';

/** What a request does to a registry's table. */
export type TableStep = 'put' | 'look' | 'connect' | 'disconnect' | 'resume' | 'ack';

interface Held {
  readonly step: TableStep;
  readonly perform: () => Promise<void>;
}

const gates: GatedTable[] = [];

afterEach(async () => {
  await Promise.all(gates.splice(0).map((gate) => gate.close()));
});

/** DynamoDB as a run's endpoint, which performs each request on a registry's table when the test says so. What it performs them with is a run of its own. */
export class GatedTable {
  public static async before(build: (stack: Stack) => void): Promise<GatedTable> {
    const table = new GatedTable(await Conversation.on(build));
    await new Promise<void>((resolve) => table.server.listen(0, '127.0.0.1', resolve));
    gates.push(table);
    return table;
  }

  /** Steps that are performed at once. */
  public readonly open = new Set<TableStep>();
  /** Answers of requests that are not performed, by their steps. */
  public readonly broken = new Map<TableStep, string>();
  private readonly held: Held[] = [];
  private readonly server: Server;

  private constructor(private readonly backing: Conversation) {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const target = String(request.headers['x-amz-target']);
        const body = JSON.parse(Buffer.concat(chunks).toString()) as object;
        const step = stepOf(target, JSON.stringify(body));
        const perform = async () => {
          const error = step && this.broken.get(step);
          const answer = error === undefined
            // At the end of a test, connections end that nobody asks the table about any more.
            ? await this.backing.call(target, body).catch(() => ({ __type: 'ServiceUnavailable' })) as object
            : { __type: `com.amazonaws.dynamodb.v20120810#${error}`, message: 'slow down' };
          response.writeHead('__type' in answer ? 400 : 200, { 'Content-Type': 'application/x-amz-json-1.0' });
          response.end(JSON.stringify(answer));
        };
        if (step === undefined || this.open.has(step)) {
          void perform();
        } else {
          this.held.push({ step, perform });
        }
      });
    });
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Waits until somebody wants to take a step, and lets them. */
  public async pass(step: TableStep): Promise<void> {
    await this.comes(step);
    const [held] = this.held.splice(this.held.findIndex((one) => one.step === step), 1);
    await held.perform();
  }

  /** Waits until somebody wants to take a step. */
  public async comes(step: TableStep): Promise<void> {
    while (!this.held.some((one) => one.step === step)) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function stepOf(target: string, body: string): TableStep | undefined {
  const action = target.split('.')[1];
  if (action === 'Query') {
    return body.includes(':after') ? 'resume' : body.includes(':recipient') ? 'look' : undefined;
  }
  const isMessage = body.includes('"pk":{"S":"M|');
  if (action === 'PutItem') {
    return isMessage ? 'put' : 'connect';
  }
  return action === 'DeleteItem' ? (isMessage ? 'ack' : 'disconnect') : undefined;
}
