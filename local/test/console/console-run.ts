import { request } from 'node:http';
import { LocalRunOptions } from '../../src';
import type { Changes, RowDetail } from '../../src/console/wire';
import { TestApi, TestRun } from '../support';

export interface Heard {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A run with a console, and what its page would say. */
export class ConsoleRun {
  public static async start(api: TestApi | object, options: Omit<LocalRunOptions, 'template'> = {}): Promise<ConsoleRun> {
    return new ConsoleRun(await TestRun.start(api, { console: true, ...options }));
  }

  private constructor(public readonly test: TestRun) {}

  public get url(): string {
    return this.test.run.consoleUrl!;
  }

  /** A request with exactly these headers, as a browser may send it and `fetch` may not. */
  public async ask(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Heard> {
    const { port } = new URL(this.url);
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, method, path: `/_console/${path}`, headers }, (response) => {
        response.toArray().then((chunks: Buffer[]) =>
          resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }), reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  public async get<T>(path: string): Promise<T> {
    return JSON.parse((await this.ask('GET', `api/${path}`, { 'Sec-Fetch-Site': 'same-origin' })).body) as T;
  }

  public async text(path: string): Promise<string> {
    return (await this.ask('GET', `api/${path}`)).body;
  }

  public async act(path: string, body: object = {}): Promise<Heard> {
    return this.ask('POST', `api/${path}`, { 'x-local-console': '1' }, JSON.stringify(body));
  }

  public async changes(): Promise<Changes> {
    return this.get('changes');
  }

  /** The latest row of a kind, with all that is known of it. */
  public async latest(kind: string): Promise<RowDetail> {
    const { rows } = await this.changes();
    return this.get(`rows/${rows.filter((row) => row.kind === kind).pop()!.id}`);
  }
}
