import { existsSync } from 'node:fs';
import { devNull } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Launch } from './execution-environment';
import type { FunctionResource } from '../template';

/** Where functions find AWS: what names lead to the local run instead. */
export interface AwsAccess {
  readonly host: string;
  readonly port: number;
  /** Host names of the run's own APIs. */
  readonly hosts: readonly string[];
  /** Whether AWS's other names reach AWS. */
  readonly allowAws: boolean;
  /** Files of certificates in PEM: the run's own authority, and it with all that this machine trusts. */
  readonly certificates?: { readonly authority: string; readonly bundle: string };
  /** `AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_<SERVICE>` and the like. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface LaunchOptions {
  readonly definition: FunctionResource;
  /** The folder of the function's code. */
  readonly folder: string;
  /** The layers' folders, in their order. */
  readonly layers: readonly string[];
  /** Where modules are looked for last: the user's project, which has what Lambda's runtimes provide. */
  readonly moduleFolders: readonly string[];
  readonly access: AwsAccess;
  readonly accessKeyId: string;
  readonly inspectPort?: number;
}

interface Runtime {
  readonly names: RegExp;
  /** Whether its bootstrap leads AWS's host names to the run, whatever the function does. */
  readonly leadsAwsHosts: boolean;
  readonly command: (options: LaunchOptions) => readonly [command: string, ...args: string[]];
  readonly environment: (options: LaunchOptions) => Readonly<Record<string, string>>;
}

const BOOTSTRAPS = join(__dirname, '..', '..', 'bootstraps');

/** The runtimes that run here. To add one, add one entry. */
const RUNTIMES: readonly Runtime[] = [
  {
    names: /^nodejs\d+\.x$/,
    leadsAwsHosts: true,
    command: ({ definition, inspectPort }) => [
      process.execPath,
      // As Lambda's own runtime sets it.
      `--max-old-space-size=${Math.floor(definition.memorySize * 0.9)}`,
      ...inspectPort === undefined ? [] : [`--inspect-brk=127.0.0.1:${inspectPort}`],
      '--require', join(BOOTSTRAPS, 'aws-hosts.cjs'),
      join(BOOTSTRAPS, 'node.mjs'),
    ],
    environment: ({ layers, folder, moduleFolders }) => ({
      NODE_PATH: paths([
        ...layers.flatMap((layer) => [join(layer, 'nodejs', 'node_modules'), join(layer, 'node_modules')]),
        join(folder, 'node_modules'),
        ...moduleFolders,
      ]),
    }),
  },
  {
    names: /^python3\.\d+$/,
    leadsAwsHosts: true,
    command: () => [process.platform === 'win32' ? 'python' : 'python3', join(BOOTSTRAPS, 'python.py')],
    environment: ({ layers }) => ({
      PYTHONPATH: paths(layers.flatMap((layer) => [join(layer, 'python'), ...pythonSitePackages(layer)])),
      PYTHONUNBUFFERED: '1',
      PYTHONDONTWRITEBYTECODE: '1',
    }),
  },
  {
    names: /^provided(\.al2|\.al2023)?$|^go1\.x$/,
    leadsAwsHosts: false,
    command: ({ folder, definition }) => [join(folder, definition.runtime === 'go1.x' ? definition.handler : 'bootstrap')],
    environment: ({ access: { host, port } }) => ({
      HTTPS_PROXY: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
      NO_PROXY: '127.0.0.1,localhost',
    }),
  },
];

/** Whether functions of a runtime run here. */
export function canRun(runtime: string): boolean {
  return RUNTIMES.some(({ names }) => names.test(runtime));
}

/** Whether functions of a runtime may reach AWS against the run's will. */
export function mayReachAws(runtime: string, { allowAws }: AwsAccess): boolean {
  return !allowAws && RUNTIMES.some(({ names, leadsAwsHosts }) => names.test(runtime) && !leadsAwsHosts);
}

/** How a function's process is started: what Lambda's environment has, and nothing of the developer's AWS account. */
export function launchOf(options: LaunchOptions): Launch {
  const { definition, folder, layers, access } = options;
  const runtime = RUNTIMES.find(({ names }) => names.test(definition.runtime))!;
  const [command, ...args] = runtime.command(options);
  return {
    command,
    args,
    cwd: folder,
    env: {
      ...ofThisMachine(layers),
      ...runtime.environment(options),
      ...ofLambda(options),
      ...definition.environment,
      // Not even the template may say otherwise: its files of certificates are Lambda's.
      ...ofAccount(options),
      ...trust(access),
      ...access.environment,
    },
  };
}

/** The run's authority, and what this machine trusts, for whichever library the function uses. */
function trust({ certificates }: AwsAccess): Record<string, string> {
  if (!certificates) {
    return {};
  }
  const { authority, bundle } = certificates;
  return { NODE_EXTRA_CA_CERTS: authority, AWS_CA_BUNDLE: bundle, REQUESTS_CA_BUNDLE: bundle, SSL_CERT_FILE: bundle };
}

function ofThisMachine(layers: readonly string[]): Record<string, string> {
  const kept = ['HOME', 'LANG', 'TMPDIR', 'TEMP', 'TMP', 'VIRTUAL_ENV', 'SystemRoot', 'SYSTEMROOT', 'USERPROFILE', 'PATHEXT', 'COMSPEC'];
  const values = kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]] as const]));
  return { ...Object.fromEntries(values), TZ: ':UTC', PATH: paths([...layers.map((layer) => join(layer, 'bin')), process.env.PATH ?? '']) };
}

function ofLambda({ definition, folder }: LaunchOptions): Record<string, string> {
  const { name, runtime, handler, memorySize, region } = definition;
  return {
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySize),
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: '$LATEST',
    AWS_DEFAULT_REGION: region,
    AWS_REGION: region,
    LAMBDA_RUNTIME_DIR: BOOTSTRAPS,
    LAMBDA_TASK_ROOT: folder,
    _HANDLER: handler,
  };
}

/** Made-up keys, and no way to the developer's own: the access key names the function's role, so that the run knows who calls. */
function ofAccount({ access, accessKeyId }: LaunchOptions): Record<string, string> {
  const { host, port, hosts, allowAws } = access;
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'local-run',
    AWS_SESSION_TOKEN: 'local-run',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    // SDKs put `sync-` before the endpoint that they are told, for StartSyncExecution and TestState; some can be asked not to.
    AWS_DISABLE_HOST_PREFIX_INJECTION: 'true',
    LOCAL_RUN_AWS: JSON.stringify({ host, port, hosts: [...hosts, `sync-${host}`], allowAws }),
  };
}

function pythonSitePackages(layer: string): string[] {
  return Array.from({ length: 12 }, (_, minor) => join(layer, 'python', 'lib', `python3.${minor + 6}`, 'site-packages')).filter((folder) => existsSync(folder));
}

function paths(folders: readonly string[]): string {
  return folders.filter((folder) => folder !== '').join(delimiter);
}
