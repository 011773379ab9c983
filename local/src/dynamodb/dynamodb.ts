import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { HttpAnswer } from '../aws/http-answer';
import type { ServiceApi } from '../aws/service-api';
import { boundedJson, excerpt, isObject, JsonObject } from '../json';
import type { Logger } from '../log-entry';
import { Expiry, RunClock } from './expiry';
import { hasSameKeys, TableDefinition } from './table-definition';
import { TableAnswer, TableThread } from './table-thread';
import { TIME_TO_LIVE_ACTIONS, TimeToLive } from './time-to-live';

export interface DynamoDbOptions {
  /** At least one. */
  readonly tables: readonly TableDefinition[];
  /** The folder that rows are kept in. @default - they go with the run */
  readonly folder?: string;
  readonly clock: RunClock;
  readonly log: Logger;
}

/** The actions that dynalite has. */
const TABLE_ACTIONS = [
  'BatchGetItem', 'BatchWriteItem', 'CreateTable', 'DeleteItem', 'DeleteTable', 'DescribeTable', 'GetItem', 'ListTables', 'ListTagsOfResource',
  'PutItem', 'Query', 'Scan', 'TagResource', 'UntagResource', 'UpdateItem', 'UpdateTable',
];
/** Actions by which programs ask whether a table is there. */
const PROBES = ['DescribeTable', 'DeleteTable'];
const ACTIONS = [...TABLE_ACTIONS, ...TIME_TO_LIVE_ACTIONS];

/** DynamoDB: the template's tables, kept by dynalite in a thread that is started when the run starts. */
export class DynamoDb implements ServiceApi {
  public readonly actions: readonly string[] = ACTIONS;
  private readonly timeToLive: TimeToLive;
  private readonly expiry: Expiry;
  private tables: readonly TableDefinition[];
  private thread: TableThread | undefined;
  private opened: Promise<TableThread> | undefined;
  private isClosed = false;

  constructor(private readonly options: DynamoDbOptions) {
    this.tables = options.tables;
    this.timeToLive = new TimeToLive((action, request) => this.ask(action, request));
    this.expiry = new Expiry(options.clock, (row) => {
      void this.ask('Expire', { TableName: row.tableName, key: row.key, at: row.at! }).then(({ answer }) => {
        if (answer.Key !== undefined) {
          options.log({ type: 'RowExpired', table: row.tableName, key: JSON.stringify(answer.Key) });
        }
      });
    });
  }

  /**
   * Creates the template's tables; requests that come earlier wait for them.
   *
   * @throws Error when the folder of rows cannot be used
   */
  public async open(): Promise<void> {
    await this.ready();
  }

  /** Takes the tables of a template after an update: new ones are made, and rows stay. Requests that come from now on wait for them. */
  public deploy(tables: readonly TableDefinition[]): void {
    const before = this.tables;
    this.tables = tables;
    const changed = tables.filter((table) => !before.some((other) => isDeepStrictEqual(table, other)));
    if (changed.length > 0) {
      this.opened = this.opened?.then(async (thread) => {
        for (const table of changed) {
          await this.create(table, thread);
        }
        return thread;
      });
    }
  }

  public async perform(action: string, request: string): Promise<HttpAnswer> {
    if (!ACTIONS.includes(action)) {
      return error('com.amazon.coral.service#UnknownOperationException', `${action} is not played by the tables of the local run, `
        + 'which are kept by dynalite: start DynamoDB Local, and give --endpoint dynamodb=http://127.0.0.1:8000');
    }
    const parameters = parsed(request);
    if (!parameters) {
      return error('com.amazon.coral.service#SerializationException');
    }
    const { status, answer, fault } = await this.timeToLive.perform(action, parameters) ?? await this.ask(action, parameters);
    if (fault !== undefined) {
      this.options.log({ type: 'UnexpectedError', place: `DynamoDB's ${action}`, error: fault });
    }
    if (String(answer.__type).endsWith('#ResourceNotFoundException') && !PROBES.includes(action)) {
      this.options.log({ type: 'Warning', message: this.missing(action, parameters) });
    }
    return { status, body: JSON.stringify(answer) };
  }

  public async close(): Promise<void> {
    this.isClosed = true;
    this.expiry.close();
    await this.opened?.catch(() => undefined);
    await this.thread?.close();
  }

  /** DynamoDB's own words do not say which table. */
  private missing(action: string, { TableName: name, RequestItems: items }: JsonObject): string {
    const named = typeof name === 'string' ? [name] : Object.keys(items ?? {});
    const wanted = named.map(tableName).filter((one) => !this.tables.some((table) => table.name === one)).join(', ');
    return `DynamoDB's ${action} found no table ${excerpt(wanted)}: the template has ${this.tables.map((table) => table.name).join(', ')}`;
  }

  private async ask(action: string, request: JsonObject): Promise<TableAnswer> {
    const thread = await this.ready();
    const [{ region, accountId }] = this.options.tables;
    return thread.request(action, withTableNames(request), { region, accountId });
  }

  private ready(): Promise<TableThread> {
    this.opened ??= this.start();
    return this.opened;
  }

  private async start(): Promise<TableThread> {
    const { log, folder } = this.options;
    if (folder !== undefined) {
      makeUsable(folder);
    }
    const thread = new TableThread({
      path: folder,
      onExpiry: (row) => this.isClosed || this.expiry.note(row),
      onFault: (fault) => log({ type: 'UnexpectedError', place: "DynamoDB's tables", error: fault }),
      onEnd: (reason) => {
        this.opened = undefined;
        const rows = folder === undefined ? 'empty' : `with the rows of ${folder}`;
        log({ type: 'Warning', message: `DynamoDB's tables have ended: ${reason}; they start anew with the next request, ${rows}` });
      },
    });
    this.thread = thread;
    const { status, fault } = await thread.request('Open', {});
    if (status !== 200) {
      throw new Error(`the folder of rows ${folder} cannot be used: ${String(fault).split('\n')[0]}`);
    }
    for (const table of this.tables) {
      await this.create(table, thread);
    }
    return thread;
  }

  private async create({ request, name, ttlAttribute, label, region, accountId }: TableDefinition, thread: TableThread): Promise<void> {
    const { log, folder } = this.options;
    const found = await thread.request('DescribeTable', { TableName: name });
    if (found.status === 200) {
      if (!hasSameKeys(found.answer.Table as JsonObject, request)) {
        const [place, advice] = folder === undefined ? ['is there', 'start the run again'] : [`is kept in ${folder}`, 'delete the folder'];
        const message = `${label}: the table that ${place} has other keys or indexes than the template: it is used as it is; to have it anew, ${advice}`;
        log({ type: 'Warning', message });
      }
    } else {
      const { status, answer } = await thread.request('CreateTable', request, { region, accountId });
      if (status !== 200) {
        log({ type: 'Warning', message: `${label}: ${String(answer.message)}; so the table is not there` });
        return;
      }
      while (((await thread.request('DescribeTable', { TableName: name })).answer.Table as JsonObject).TableStatus === 'CREATING') {
        // Its next turn makes it active.
      }
    }
    if (ttlAttribute !== undefined || found.status === 200) {
      this.timeToLive.set(name, ttlAttribute);
      await thread.request('SetTimeToLive', { TableName: name, ...ttlAttribute !== undefined && { AttributeName: ttlAttribute } });
    }
  }
}

function makeUsable(folder: string): void {
  try {
    makeFolders(resolve(folder));
  } catch (failure) {
    throw new Error(`the folder of rows ${folder} cannot be used: ${(failure as Error).message}`);
  }
}

/** Not by Node's `recursive`, as dynalite does it, which never ends in /proc: a folder that is there, and in which none can be made. */
function makeFolders(path: string): void {
  if (existsSync(path)) {
    return;
  }
  if (dirname(path) !== path) {
    makeFolders(dirname(path));
  }
  mkdirSync(path);
}

/** A table may be named by its ARN, which dynalite does not know. */
function withTableNames(request: JsonObject): JsonObject {
  const { TableName: name, RequestItems: items } = request;
  return {
    ...request,
    ...typeof name === 'string' && { TableName: tableName(name) },
    ...typeof items === 'object' && items !== null && !Array.isArray(items) && {
      RequestItems: Object.fromEntries(Object.entries(items).map(([key, value]) => [tableName(key), value])),
    },
  };
}

function tableName(nameOrArn: string): string {
  return /^arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/([^/]+)$/.exec(nameOrArn)?.[1] ?? nameOrArn;
}

function parsed(text: string): JsonObject | undefined {
  const value = boundedJson(text);
  return isObject(value) ? value : undefined;
}

function error(type: string, message?: string): HttpAnswer {
  return { status: 400, body: JSON.stringify({ __type: type, message }) };
}
