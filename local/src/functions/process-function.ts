import { CodeWatcher } from './code-watcher';
import { EnvironmentPool } from './environment-pool';
import { ExecutionEnvironment } from './execution-environment';
import type { FunctionResource } from '../template';
import type { InvocationResult } from './invocation';
import type { LambdaFunction } from './lambda-function';
import { AwsAccess, launchOf, mayReachAws } from './launch';
import { missingModuleHint } from './missing-module';
import type { Reaper } from '../reaper';
import { FunctionSource, SourceBundle, SourceOptions } from './source-bundle';
import type { UnpackedCode } from './unpacked-code';
import type { Logger } from '../log-entry';

export interface ProcessFunctionOptions {
  readonly definition: FunctionResource;
  readonly code: UnpackedCode;
  readonly reaper: Reaper;
  readonly moduleFolders: readonly string[];
  /** Known when the run listens. */
  readonly access: Promise<AwsAccess>;
  readonly accessKeyId: string;
  /** Where a debugger attaches; the function waits for it, one event at a time and without a time-out. */
  readonly inspectPort?: number;
  /** What its code is bundled from. @default - its code is as the template says */
  readonly source?: FunctionSource;
  /** Told which version of Node.js or Python runs it. */
  readonly onVersion: (version: string | undefined) => void;
  readonly log: Logger;
}

/** A function in processes of its own. */
export class ProcessFunction implements LambdaFunction {
  private readonly pool: EnvironmentPool;
  private readonly watcher = new CodeWatcher(() => this.renew());
  private readonly bundle: SourceBundle | undefined;
  private folder: string | undefined;
  private readonly said = new Set<string>();

  constructor(private readonly options: ProcessFunctionOptions) {
    const { source, reaper } = options;
    this.bundle = source && new SourceBundle(source, source.project, reaper, (fault) => this.rebuilt(fault));
    this.pool = new EnvironmentPool((events) => this.start(events), options.inspectPort === undefined ? undefined : 1);
  }

  public async invoke(payload: string): Promise<InvocationResult> {
    const result = await this.pool.invoke(payload);
    const { logicalId, handler, code } = this.options.definition;
    const isInline = code.kind === 'inline';
    const hint = result.isError ? missingModuleHint(result.payload, { logicalId, handler, folder: this.folder ?? '', isInline }) : undefined;
    if (hint !== undefined) {
      this.warnOnce(hint);
    }
    return result;
  }

  public get isAtWork(): boolean {
    return this.pool.isAtWork;
  }

  public retire(): void {
    this.watcher.close();
    this.bundle?.close();
    this.pool.retire();
  }

  public close(): void {
    this.watcher.close();
    this.bundle?.close();
    this.pool.close();
  }

  private async start(events: { readonly onIdle: () => void; readonly onExit: () => void }): Promise<ExecutionEnvironment> {
    const { code, log, inspectPort, reaper, accessKeyId } = this.options;
    const { source } = this.options;
    const definition = source ? bundled(this.options.definition, source) : this.options.definition;
    const folder = this.bundle ? await this.bundle.code() : code.folder(definition.code, definition.runtime);
    const moduleFolders = [...source?.moduleFolders ?? [], ...this.options.moduleFolders];
    const layers = definition.layers.map((layer) => code.folder(layer, ''));
    if (this.folder !== folder) {
      this.folder = folder;
      if (!this.bundle) {
        this.watcher.watch(folder);
      }
    }
    const access = await this.options.access;
    if (mayReachAws(definition.runtime, access)) {
      this.warnOnce('a custom runtime that takes neither HTTPS_PROXY nor AWS_ENDPOINT_URL reaches AWS itself, which refuses its made-up keys');
    }
    const environment = new ExecutionEnvironment({
      launch: launchOf({ definition, folder, layers, moduleFolders, access, accessKeyId, inspectPort }),
      functionArn: definition.arn,
      timeout: inspectPort === undefined ? definition.timeout * 1000 : undefined,
      reaper,
      onStarted: (version, initDuration) => {
        log({ type: 'FunctionStarted', function: definition.logicalId, initDuration });
        this.options.onVersion(version);
      },
      onLine: (line) => log({ type: 'FunctionOutput', function: definition.logicalId, line }),
      ...events,
    });
    await environment.start();
    return environment;
  }

  private warnOnce(message: string): void {
    if (!this.said.has(message)) {
      this.said.add(message);
      this.options.log({ type: 'Warning', message: `${this.options.definition.label}: ${message}` });
    }
  }

  private rebuilt(fault: string | undefined): void {
    if (fault === undefined) {
      this.renew();
    } else {
      this.options.log({ type: 'Warning', message: `${this.options.definition.label}: ${fault}; the code before the change goes on` });
    }
  }

  private renew(): void {
    // A build may have put another folder in its place, which is to be watched then.
    this.folder = undefined;
    this.options.log({ type: 'FunctionReloaded', function: this.options.definition.logicalId });
    this.pool.renew();
  }
}

/** The bundle is one file, `index`, whatever the source's name was. Errors tell of the source, as SAM makes them do. */
function bundled(definition: FunctionResource, { sourcemap = true }: SourceOptions): FunctionResource {
  const environment = sourcemap ? { NODE_OPTIONS: '--enable-source-maps', ...definition.environment } : definition.environment;
  return { ...definition, environment, handler: definition.handler.replace(/^[^.]*/, 'index') };
}
