import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { LogEntry } from '../log-entry';
import type { ObservedHandshake, Observer, Post, Trace } from '../observer';
import type { TaskTokens } from '../states';
import { ClientOptions, Clients, Connect, ConsoleClient } from './clients';
import { Executions, ObservedExecution } from './executions';
import { Conversation } from './exports/conversation';
import { mocksExport } from './exports/mocks-export';
import { testExport } from './exports/test-export';
import { wscatExport } from './exports/wscat-export';
import { inTurns } from './in-turns';
import { Masks } from './masks';
import { PerformAction, Questions } from './questions';
import { rowDetail, rowSummary } from './row-views';
import { ConnectionRecord, Row, Rows } from './rows';
import { Staleness } from './staleness';
import { Stream } from './stream';
import type { Changes, ConnectionSummary, General, RowDetail, StageSummary } from './wire';

/** What a console shows of a template, which another may take the place of. */
export interface Shown {
  readonly title: string;
  readonly stages: readonly StageSummary[];
  /** Names of what authorizers read their secrets from. */
  readonly secretNames: readonly string[];
  /** What functions go by in ARNs, by their logical ids. */
  readonly functionNames: ReadonlyMap<string, string>;
}

export interface ConsoleOptions {
  /** The template as the run's caller has named it. */
  readonly template: string;
  readonly taskTokens: TaskTokens;
  /** Performs actions of Step Functions. */
  readonly perform: PerformAction;
  readonly timeScale: number;
  /** Whether executions have clocks of their own, whose pace can be changed. */
  readonly hasOwnClocks: boolean;
}

const MOST_WARNINGS = 200;

/** What there is to look at of a run: its rows, executions, questions and clients. */
export class Console implements Observer {
  public readonly run = randomUUID();
  public readonly masks: Masks;
  public readonly executions: Executions;
  public readonly questions: Questions;
  public readonly clients: Clients;
  public readonly rows: Rows;
  private readonly stream = new Stream((revision) => this.changes(revision));
  private readonly staleness: Staleness;
  private revision = 0;
  private generalRevision = 0;
  private questionsSignature = '';
  private title = '';
  private stages: readonly StageSummary[] = [];
  /** By their paths, also those that a reload has taken away: their conversation is still there. */
  private readonly stagesByPath = new Map<string, StageSummary>();
  private readonly warnings: { readonly time?: number; readonly message: string }[] = [];
  private connect?: Connect;

  constructor(private readonly options: ConsoleOptions) {
    const { taskTokens, perform, timeScale, template } = options;
    const nextRevision = (): number => this.nextRevision();
    this.masks = new Masks(taskTokens.prefix);
    this.executions = new Executions(nextRevision, this.masks, timeScale);
    this.rows = new Rows(nextRevision, (arn, row) => this.executions.startedBy(arn, row));
    this.questions = new Questions(taskTokens, this.executions, this.masks, perform);
    this.staleness = new Staleness(template, () => this.stream.isRead, () => this.generalChanged());
    this.clients = new Clients((client) => this.opened(client), this.masks, () => this.generalChanged());
  }

  /** The run listens, or has another template: clients can be connected to these stages. */
  public show({ title, stages, secretNames, functionNames }: Shown, connect: Connect): void {
    this.title = title;
    this.stages = stages;
    stages.forEach((stage) => this.stagesByPath.set(stage.path, stage));
    this.masks.addNames(secretNames);
    this.executions.functionNames = functionNames;
    this.connect = connect;
    this.staleness.refresh();
    this.generalChanged();
  }

  public handshake(handshake: ObservedHandshake): Trace {
    this.clients.handshake(handshake.connectionId, handshake.headers);
    return this.rows.handshake(handshake);
  }

  public message(connectionId: string, body: string): Trace {
    return this.rows.message(connectionId, body, this.stagesByPath.get(this.rows.connection(connectionId)?.stage ?? ''));
  }

  public settled(trace: Trace): void {
    this.rows.settled(trace);
  }

  public replied(...reply: Parameters<Observer['replied']>): void {
    this.rows.replied(...reply);
  }

  public posted(post: Post): void {
    this.rows.posted(post);
  }

  public executionChanged(execution: ObservedExecution): void {
    this.executions.changed(execution);
  }

  public log(entry: LogEntry): void {
    this.rows.log(entry);
    this.executions.log(entry);
    if (entry.type === 'Warning') {
      this.warn(entry.message);
    } else if (entry.type === 'UnexpectedError') {
      this.warn(`unexpected error: ${entry.place}: ${entry.error}`);
    } else if (entry.type === 'RuleFailed') {
      this.warn(`rule ${entry.rule} failed: ${entry.reason}`);
    }
  }

  /** Changes the pace of all executions; false where the run's caller has the clock. */
  public setTimeScale(scale: number): boolean {
    if (this.options.hasOwnClocks) {
      this.executions.setTimeScale(scale);
      this.generalChanged();
    }
    return this.options.hasOwnClocks;
  }

  /** What has changed since a revision of this run; all of it for 0. */
  public async changes(since: number): Promise<Changes> {
    this.executions.look();
    this.lookAtQuestions();
    const { run, revision } = this;
    return {
      run,
      revision,
      isWhole: since === 0,
      rows: await inTurns(this.rows.all.filter((row) => row.revision > since), (row) => rowSummary(row, this.masks)),
      connections: [...this.rows.connections].filter((record) => record.revision > since).map((record) => this.connectionSummary(record)),
      executions: this.executions.changedSince(since),
      general: since === 0 || this.generalRevision > since ? await this.general() : undefined,
    };
  }

  public async row(id: number): Promise<RowDetail | undefined> {
    const row = this.rows.get(id);
    return row && { ...rowDetail(row, this.masks), answers: await inTurns(this.answersOf(row), (answer) => rowSummary(answer, this.masks)) };
  }

  /** The conversation of some connections, or of all, in a format; undefined for a format that there is not. */
  public async exported(format: string, connections: readonly string[]): Promise<string | undefined> {
    const conversation = this.conversation(connections);
    switch (format) {
      case 'jest':
      case 'vitest': return this.joined(testExport(conversation, format));
      case 'wscat': return this.joined(wscatExport(conversation));
      case 'json': return JSON.stringify({
        connections: conversation.connections.map((record) => this.connectionSummary(record)),
        rows: await inTurns(conversation.rows, async (row) => this.row(row.id)),
      }, undefined, 2).concat('\n');
      default: return undefined;
    }
  }

  /** An execution as a mock configuration file; undefined where it is not there. */
  public async mocks(arn: string): Promise<string | undefined> {
    const execution = this.executions.find(arn);
    return execution && mocksExport(execution.machine.name, this.executions.history(arn), (text) => this.masks.mask(text));
  }

  /** Someone looks. */
  public look(response: ServerResponse, since: number): boolean {
    this.staleness.watch();
    return this.stream.add(response, since);
  }

  public close(): void {
    this.staleness.close();
    this.stream.close();
  }

  private conversation(ids: readonly string[]): Conversation {
    const { template } = this.options;
    const connections = [...this.rows.connections].filter(({ id }) => ids.length === 0 || ids.includes(id));
    const isChosen = new Set(connections.map(({ id }) => id));
    return {
      template,
      timeScale: this.executions.scale,
      connections,
      rows: this.rows.all.filter(({ connectionId }) => isChosen.has(connectionId)),
      stage: (path) => this.stagesByPath.get(path),
      mask: (name, text) => this.masks.maskMember(name, text),
      hasStages: this.stages.length > 1,
      clientOptions: (connection) => this.clients.optionsOf(connection),
    };
  }

  /** The lines of an export without their secrets. */
  private async joined(pieces: Iterable<string>): Promise<string> {
    return (await inTurns(pieces, (piece) => `${this.masks.mask(piece)}\n`)).join('');
  }

  private connectionSummary({ revision: _revision, reason, ...record }: ConnectionRecord): ConnectionSummary {
    return { ...record, reason: reason === undefined ? undefined : this.masks.mask(reason) };
  }

  private answersOf(row: Row): Row[] {
    return this.rows.all.filter(({ request, sender }) => request === row || (row.execution !== undefined && sender?.executionArn === row.execution));
  }

  private async opened(client: ClientOptions): Promise<ConsoleClient> {
    if (!this.connect) {
      throw new Error('the run does not listen yet');
    }
    return this.connect(client);
  }

  private warn(message: string): void {
    this.warnings.push({ time: Date.now(), message: this.masks.mask(message) });
    if (this.warnings.length > MOST_WARNINGS) {
      this.warnings.shift();
    }
    this.generalChanged();
  }

  /** Nothing tells of questions that come and go. */
  private lookAtQuestions(): void {
    const { signature } = this.questions;
    if (signature !== this.questionsSignature) {
      this.questionsSignature = signature;
      this.generalChanged();
    }
  }

  private async general(): Promise<General> {
    const { hasOwnClocks } = this.options;
    return {
      title: this.title,
      stages: this.stages,
      questions: await this.questions.all(),
      clients: this.clients.all,
      warnings: this.warnings,
      timeScale: hasOwnClocks ? this.executions.scale : undefined,
      staleness: this.staleness.reason,
    };
  }

  private generalChanged(): void {
    this.generalRevision = this.nextRevision();
  }

  private nextRevision(): number {
    return ++this.revision;
  }
}
