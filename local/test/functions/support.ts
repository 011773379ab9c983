import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AwsAccess, Lambda, LambdaOptions, UnpackedCode } from '../../src/functions';
import type { LogEntry } from '../../src/log-entry';
import { Reaper } from '../../src/reaper';
import type { FunctionResource } from '../../src/template';

/** A folder with files, by their path in it. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'function-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** A function of Node.js with the text of its `index.js`. */
export function nodeFunction(text: string, more: Partial<FunctionResource> = {}): FunctionResource {
  return {
    label: 'resource Orders',
    logicalId: 'Orders',
    name: 'orders',
    arn: 'arn:aws:lambda:us-east-1:123456789012:function:orders',
    qualifiedArns: [],
    accountId: '123456789012',
    metadata: {},
    roleArn: 'arn:aws:iam::123456789012:role/orders',
    region: 'us-east-1',
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    code: { kind: 'inline', text },
    layers: [],
    environment: {},
    timeout: 30,
    memorySize: 128,
    ...more,
  };
}

export function pythonFunction(text: string, more: Partial<FunctionResource> = {}): FunctionResource {
  return nodeFunction(text, { runtime: 'python3.13', ...more });
}

export const ACCESS: AwsAccess = { host: '127.0.0.1', port: 9, hosts: [], allowAws: false, environment: {} };

const running: Lambda[] = [];
const reaper = new Reaper();

/** Lambda with functions, closed after the test; `entries` is its log. */
export function lambdaWith(definitions: readonly FunctionResource[], more: Partial<LambdaOptions> = {}, access: AwsAccess = ACCESS): {
  lambda: Lambda;
  entries: LogEntry[];
  invoke: (event: unknown, name?: string) => Promise<{ isError: boolean; payload: any }>;
} {
  const entries: LogEntry[] = [];
  const lambda = new Lambda({
    definitions,
    handlers: {},
    urls: {},
    endpoint: undefined,
    inspectPorts: {},
    sources: {},
    runsCode: true,
    moduleFolders: [],
    code: new UnpackedCode(reaper),
    reaper,
    log: (entry) => entries.push(entry),
    ...more,
  });
  lambda.start(access);
  running.push(lambda);
  const invoke = async (event: unknown, name = 'orders') => {
    const { isError, payload } = await lambda.invoke(name, JSON.stringify(event));
    return { isError, payload: payload === '' ? undefined : JSON.parse(payload) };
  };
  return { lambda, entries, invoke };
}

export function closeAll(): void {
  running.splice(0).forEach((lambda) => lambda.close());
  reaper.close();
}
