import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';

/** The function whose module is missing. */
export interface FailedFunction {
  readonly logicalId: string;
  readonly handler: string;
  /** The folder of its code. */
  readonly folder: string;
  /** Whether its code stands in the template. */
  readonly isInline: boolean;
}

/**
 * What to do about a module that a function did not find, in one line; undefined when that is not what failed.
 *
 * @param description of the error, JSON
 */
export function missingModuleHint(description: string, { logicalId, handler, folder, isInline }: FailedFunction): string | undefined {
  const { errorType, errorMessage = '' } = parsed(description);
  if (errorType === 'Runtime.InvalidEntrypoint') {
    const [, program] = /spawn (.+) ENOENT$/.exec(errorMessage) ?? [];
    return program !== undefined && isAbsolute(program) && !existsSync(program) ? `${program} is not there: build the code first` : undefined;
  }
  if (errorType !== 'Runtime.ImportModuleError') {
    return undefined;
  }
  const [, node] = /Cannot find (?:module|package) '([^'./][^']*)'/.exec(errorMessage) ?? [];
  const [, python] = /No module named '([^'.]+)/.exec(errorMessage) ?? [];
  const own = handler.split('.')[0];
  if ([basename(own), own.split('/')[0]].includes(node ?? python ?? '')) {
    return isInline ? `code that stands in the template is the module index: its Handler must be index.<function>, not ${handler}` : handlerHint(logicalId, join(folder, own));
  }
  return node === undefined ? python && pythonHint(python, folder) : nodeHint(node, folder);
}

/** The handler's own file is missing: its source may be there. @param path the file's, without its extension */
function handlerHint(logicalId: string, path: string): string {
  const names = existsSync(dirname(path)) ? readdirSync(dirname(path)) : [];
  const source = names.find((name) => /\.[cm]?tsx?$/.test(name) && name.startsWith(`${basename(path)}.`));
  return source === undefined
    ? `${path} is not there: build the code first`
    : `${path} is not there, only its source: build the code first, or give --function-source ${logicalId}=${join(dirname(path), source)}`;
}

function nodeHint(module: string, folder: string): string {
  const name = module.split('/').slice(0, module.startsWith('@') ? 2 : 1).join('/');
  if (/^@(aws-sdk|smithy)\/|^aws-sdk$/.test(name)) {
    return `Lambda's runtime has ${name}, this machine has not: npm install --save-dev ${name}`;
  }
  const project = projectOf(folder);
  if (project === undefined) {
    return `${name} is not there: npm install ${name} in ${folder}`;
  }
  const isListed = Object.hasOwn(dependencies(project), name);
  const command = isListed ? `npm ${existsSync(join(project, 'package-lock.json')) ? 'ci' : 'install'}` : `npm install ${name}`;
  return `${name} is not there: ${command} in ${project}`;
}

function pythonHint(module: string, folder: string): string {
  if (/^(boto3|botocore)$/.test(module)) {
    return `Lambda's runtime has ${module}, this machine has not: python3 -m pip install boto3`;
  }
  const requirements = join(folder, 'requirements.txt');
  return `${module} is not there: python3 -m pip install ${existsSync(requirements) ? `-r ${requirements}` : module} -t ${folder}`;
}

/** The nearest folder with a package.json, from a folder of code upwards. */
function projectOf(folder: string): string | undefined {
  if (existsSync(join(folder, 'package.json'))) {
    return folder;
  }
  return dirname(folder) === folder ? undefined : projectOf(dirname(folder));
}

function dependencies(project: string): object {
  const { dependencies: own = {}, devDependencies = {} } = parsed(readText(join(project, 'package.json'))) as { dependencies?: object; devDependencies?: object };
  return { ...own, ...devDependencies };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function parsed(text: string): { errorType?: string; errorMessage?: string } {
  try {
    return (JSON.parse(text) as object | null) ?? {};
  } catch {
    return {};
  }
}
