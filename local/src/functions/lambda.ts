import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ForwardedFunction } from './forwarded-function';
import type { FunctionResource } from '../template';
import { Handler, InProcessFunction } from './in-process-function';
import type { InvocationResult } from './invocation';
import type { LambdaFunction } from './lambda-function';
import { AwsAccess, canRun } from './launch';
import { ProcessFunction } from './process-function';
import type { FunctionSource } from './source-bundle';
import type { UnpackedCode } from './unpacked-code';
import { VersionNotice } from './version-notice';
import type { Logger } from '../log-entry';
import type { Reaper } from '../reaper';

export interface LambdaOptions {
  readonly definitions: readonly FunctionResource[];
  /** Handlers of the test itself, by logical id. */
  readonly handlers: Readonly<Record<string, Handler>>;
  /** Endpoints of single functions, by logical id. */
  readonly urls: Readonly<Record<string, string>>;
  /** The endpoint of all others that do not run here. */
  readonly endpoint: string | undefined;
  /** Ports for debuggers, by logical id. */
  readonly inspectPorts: Readonly<Record<string, number>>;
  /** What functions' code is bundled from, by logical id. */
  readonly sources: Readonly<Record<string, FunctionSource>>;
  /** Whether the template's code may run. */
  readonly runsCode: boolean;
  /** Where Node.js functions find modules last: the user's `node_modules`. */
  readonly moduleFolders: readonly string[];
  readonly code: UnpackedCode;
  readonly reaper: Reaper;
  readonly log: Logger;
}

/** Who signs with an access key of the run's. */
export interface FunctionSigner {
  readonly roleArn: string;
  readonly functionName: string;
}

/** Lambda, as far as the template's functions go. */
export class Lambda {
  private readonly functions = new Map<string, LambdaFunction>();
  private readonly signers = new Map<string, FunctionSigner>();
  private versions: VersionNotice;
  /** The latest of those that have taken each other's place: none keeps those between. */
  private line: { latest: Lambda } = { latest: this };
  /** Those of earlier templates, which may still be at work. */
  private retired: readonly LambdaFunction[] = [];
  private open!: (access: AwsAccess) => void;
  private readonly access = new Promise<AwsAccess>((resolve) => {
    this.open = resolve;
  });

  constructor(private readonly options: LambdaOptions) {
    this.versions = new VersionNotice(options.log);
    for (const definition of options.definitions) {
      const made = this.make(definition);
      if (made) {
        this.functions.set(definition.name, made);
        this.signers.set(accessKeyId(definition.roleArn), { roleArn: definition.roleArn, functionName: definition.name });
      }
    }
  }

  /** Why a function cannot be invoked, and what to do; undefined when it can. */
  public fault(arn: string): string | undefined {
    const definition = this.options.definitions.find(({ name }) => name === functionName(arn));
    if (!definition) {
      const others = this.options.definitions.length === 0 ? '' : `, which has ${this.options.definitions.map(({ name }) => name).join(', ')}`;
      return this.options.endpoint === undefined ? `${arn} is no function of the template${others}: give --endpoint lambda=<url>` : undefined;
    }
    if (this.functions.has(definition.name)) {
      return undefined;
    }
    const { label, logicalId, runtime, code } = definition;
    if (!this.options.runsCode) {
      return `${label}: functions do not run with --no-functions`;
    }
    const reason = code.kind === 'absent' ? code.reason : code.kind === 'image' ? 'container images do not run here' : `the runtime ${runtime} does not run here`;
    return `${label}: ${reason}: give --function ${logicalId}=<url>, or --endpoint lambda=<url>`;
  }

  /**
   * Invokes a function and waits for its answer.
   *
   * @param arn its ARN or name, with a version or an alias or without
   * @param payload the event, JSON
   */
  public invoke(arn: string, payload: string): Promise<InvocationResult> {
    if (this.line.latest !== this) {
      return this.line.latest.invoke(arn, payload);
    }
    const name = functionName(arn);
    const known = this.functions.get(name);
    if (known) {
      return known.invoke(payload);
    }
    const { endpoint } = this.options;
    if (endpoint === undefined) {
      throw new Error(this.fault(arn));
    }
    const elsewhere = new ForwardedFunction({ name, region: arn.split(':')[3] ?? 'us-east-1', timeout: 900 }, endpoint);
    this.functions.set(name, elsewhere);
    return elsewhere.invoke(payload);
  }

  /** The function that signs with an access key; undefined for a key that is none of theirs. Those behind one role have one key. */
  public signer(key: string): FunctionSigner | undefined {
    return this.signers.get(key);
  }

  /** Says where functions find AWS, which is known when the run listens; those that were invoked before start now. */
  public start(access: AwsAccess): void {
    this.open(access);
  }

  /**
   * Takes the place of the functions before an update. Those that have not changed go on as they are; whoever still calls one of the others calls
   * that of the same name here.
   *
   * @param isReachedAlike whether functions find AWS where they did
   */
  public succeed(previous: Lambda, isReachedAlike: boolean): void {
    this.line = previous.line;
    this.line.latest = this;
    this.versions = previous.versions;
    const retired = [...previous.retired];
    for (const [name, before] of previous.functions) {
      const settings = this.settingsOf(name);
      if (isReachedAlike && settings !== undefined && isDeepStrictEqual(settings, previous.settingsOf(name))) {
        this.functions.set(name, before);
      } else {
        before.retire();
        retired.push(before);
      }
    }
    this.retired = retired.filter(({ isAtWork }) => isAtWork);
  }

  public close(): void {
    [...this.functions.values(), ...this.retired].forEach((each) => each.close());
  }

  /** What makes a function what it is. */
  private settingsOf(name: string): object | undefined {
    const { definitions, handlers, urls, endpoint, inspectPorts, sources } = this.options;
    const definition = definitions.find((each) => each.name === name);
    const settings = [handlers, urls, inspectPorts, sources].map((values) => own<unknown>(values, definition?.logicalId ?? ''));
    return definition && { definition, endpoint, settings };
  }

  private make(definition: FunctionResource): LambdaFunction | undefined {
    const { handlers, urls, runsCode, endpoint, inspectPorts, sources, moduleFolders, code, reaper, log } = this.options;
    const { logicalId, runtime, roleArn } = definition;
    const { kind } = definition.code;
    const handler = own(handlers, logicalId);
    const url = own(urls, logicalId);
    if (handler) {
      return new InProcessFunction(definition, handler);
    }
    if (url !== undefined) {
      return new ForwardedFunction(definition, url);
    }
    if (runsCode && canRun(runtime) && kind !== 'image' && kind !== 'absent') {
      const { access } = this;
      return new ProcessFunction({
        definition,
        code,
        reaper,
        moduleFolders,
        access,
        log,
        accessKeyId: accessKeyId(roleArn),
        inspectPort: own(inspectPorts, logicalId),
        source: own(sources, logicalId),
        onVersion: (version) => this.versions.notice(runtime, version),
      });
    }
    return endpoint === undefined ? undefined : new ForwardedFunction(definition, endpoint);
  }
}

/** A function may be called `constructor`. */
function own<T>(values: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** The access key of a role: made up, and the same in every run. */
function accessKeyId(roleArn: string): string {
  return `ASIA${createHash('sha256').update(roleArn).digest('hex').slice(0, 16).toUpperCase()}`;
}

/** `Orders` of `arn:aws:lambda:us-east-1:123456789012:function:Orders:live`. */
function functionName(arn: string): string {
  const [, name = arn] = /(?:^|:)function:([^:]+)/.exec(arn) ?? [];
  return name.split(':')[0];
}
