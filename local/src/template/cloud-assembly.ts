import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { TemplateLoadError } from './errors';
import { isObject, JsonObject } from '../json';
import { readObject } from './parse';
import type { Environment } from './stack';

/** A stack's template in a file, before it is read. */
export interface TemplateFile {
  readonly path: string;
  readonly stackName: string;
  readonly environment: Environment;
  /** Further names that choose the stack: its id in the app and its construct path. */
  readonly otherNames: readonly string[];
  /** Templates of the stacks that it needs. */
  readonly dependencies: readonly string[];
}

/**
 * The stacks of a template's file or of a `cdk.out` folder.
 *
 * @param environment where a stack is that does not say it itself
 * @param chosen names of stacks, or of stages; of these and what they need. Empty for all
 */
export function templateFiles(path: string, environment: Environment, chosen: readonly string[]): TemplateFile[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) {
    throw new TemplateLoadError(`cannot read ${path}: no such file or folder; \`cdk synth\` writes the folder cdk.out`);
  }
  return chosenFiles(stats.isDirectory() ? assemblyFiles(path, environment) : [singleFile(path, environment)], chosen);
}

/** Why a template or a `cdk.out` folder cannot be read yet: it is being written, or has gone. Undefined when all of it is there. */
export function incompleteness(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) {
    return stats ? undefined : `${path} is not there`;
  }
  if (isBeingWritten(path)) {
    return `${path} is being written by another cdk`;
  }
  try {
    const missing = [...assemblyFiles(path, { accountId: '', region: '' }).map((file) => file.path), ...assetManifests(path)].find((file) => !existsSync(file));
    return missing === undefined ? undefined : `${path} is not complete: there is no ${missing}`;
  } catch (error) {
    if (error instanceof TemplateLoadError) {
      return error.message;
    }
    throw error;
  }
}

/** The CDK's CLI leaves a lock in the folder while it writes there, with its process' id. */
function isBeingWritten(directory: string): boolean {
  try {
    return process.kill(Number(readFileSync(join(directory, 'synth.lock'), 'utf8')), 0);
  } catch {
    return false;
  }
}

function assetManifests(directory: string): string[] {
  const { artifacts } = readObject(join(directory, 'manifest.json'));
  return Object.values(isObject(artifacts) ? artifacts : {}).flatMap((artifact) => (
    isObject(artifact) && artifact.type === 'cdk:asset-manifest' ? inFolder(directory, propertiesOf(artifact).file) ?? [] : []
  ));
}

function singleFile(path: string, environment: Environment): TemplateFile {
  const stackName = basename(path).replace(/\.(template\.)?(json|ya?ml|template)$/, '').replace(/[^A-Za-z0-9-]/g, '-');
  return { path: resolve(path), stackName, environment, otherNames: [], dependencies: [] };
}

function assemblyFiles(directory: string, environment: Environment): TemplateFile[] {
  const manifest = join(directory, 'manifest.json');
  if (!existsSync(manifest)) {
    throw new TemplateLoadError(`${directory} has no manifest.json: give a cdk.out folder (\`cdk synth\` writes it) or a template`);
  }
  const files = manifestFiles(directory, environment);
  if (files.length === 0) {
    throw new TemplateLoadError(`${manifest} names no stack`);
  }
  return files;
}

/** The stacks of a cloud assembly and of the assemblies (stages) inside it. */
function manifestFiles(directory: string, environment: Environment, depth = 0): TemplateFile[] {
  const manifest = readObject(join(directory, 'manifest.json'));
  const artifacts = Object.entries(isObject(manifest.artifacts) ? manifest.artifacts : {});
  const templates = new Map(artifacts.flatMap(([id, artifact]) => {
    const file = isObject(artifact) ? inFolder(directory, propertiesOf(artifact).templateFile) : undefined;
    return file !== undefined && isObject(artifact) && artifact.type === 'aws:cloudformation:stack' ? [[id, file] as const] : [];
  }));
  return artifacts.flatMap(([id, artifact]) => {
    if (!isObject(artifact)) {
      return [];
    }
    const properties = propertiesOf(artifact);
    const inner = artifact.type === 'cdk:cloud-assembly' ? inFolder(directory, properties.directoryName) : undefined;
    // A stage inside a stage is as deep as assemblies go; one that names itself must not be followed for ever.
    if (inner !== undefined && inner !== resolve(directory) && depth < 10) {
      return manifestFiles(inner, environment, depth + 1);
    }
    const path = templates.get(id);
    if (path === undefined) {
      return [];
    }
    return [{
      path,
      stackName: typeof properties.stackName === 'string' ? properties.stackName : id,
      environment: environmentOf(artifact, environment),
      otherNames: [id, ...(typeof artifact.displayName === 'string' ? [artifact.displayName] : [])],
      dependencies: (Array.isArray(artifact.dependencies) ? artifact.dependencies : []).flatMap((name) => templates.get(String(name)) ?? []),
    }];
  });
}

function propertiesOf(artifact: JsonObject): JsonObject {
  return isObject(artifact.properties) ? artifact.properties : {};
}

/** A manifest names files of its own folder only. */
function inFolder(directory: string, name: unknown): string | undefined {
  if (typeof name !== 'string') {
    return undefined;
  }
  const path = resolve(directory, name);
  if (dirname(path) !== resolve(directory)) {
    throw new TemplateLoadError(`${join(directory, 'manifest.json')}: ${JSON.stringify(name)} is not in its folder`);
  }
  return path;
}

/** `aws://123456789012/eu-west-1`; CDK writes `unknown-account` and `unknown-region` for environment-agnostic stacks. */
function environmentOf(artifact: JsonObject, otherwise: Environment): Environment {
  const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(String(artifact.environment)) ?? [];
  return {
    accountId: account && account !== 'unknown-account' ? account : otherwise.accountId,
    region: region && region !== 'unknown-region' ? region : otherwise.region,
  };
}

function chosenFiles(files: TemplateFile[], chosen: readonly string[]): TemplateFile[] {
  if (chosen.length === 0) {
    return files;
  }
  const paths = new Set<string>();
  const add = (path: string): void => {
    if (!paths.has(path)) {
      paths.add(path);
      files.find((file) => file.path === path)?.dependencies.forEach(add);
    }
  };
  for (const name of chosen) {
    const found = files.filter((file) => [file.stackName, ...file.otherNames].some((known) => known === name || known.startsWith(`${name}/`)));
    if (found.length === 0) {
      const names = files.map(({ stackName, otherNames }) => otherNames.at(-1) ?? stackName);
      throw new TemplateLoadError(`there is no stack ${name}: ${names.join(', ')}`);
    }
    found.forEach(({ path }) => add(path));
  }
  return files.filter(({ path }) => paths.has(path));
}
