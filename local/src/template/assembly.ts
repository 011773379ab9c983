import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Assets } from './assets';
import { TemplateLoadError } from './errors';
import { isObject, Json, JsonObject, member } from './json';
import { readObject } from './parse';
import { Resource } from './resource';
import { Environment, Stack } from './stack';

const DEFAULT_ENVIRONMENT: Environment = { accountId: '123456789012', region: 'us-east-1' };

/** A stack's template in a file, before it is read. */
interface TemplateFile {
  readonly path: string;
  readonly stackName: string;
  readonly environment: Environment;
}

/** All stacks that are played together: those of one template file, or of a `cdk.out` folder, with the stacks nested in them. */
export class Assembly {
  readonly stacks: Stack[] = [];
  private readonly assets = new Map<string, Assets>();
  private readonly unusedParameters: Set<string>;

  /**
   * @param path a template (JSON or YAML) or a `cdk.out` folder
   * @param parameters values for parameters of the templates, by name
   */
  constructor(path: string, parameters: Readonly<Record<string, string>>) {
    this.unusedParameters = new Set(Object.keys(parameters));
    for (const file of templateFiles(path)) {
      this.addStack(file, (name) => (Object.hasOwn(parameters, name) ? parameters[name] : undefined));
    }
    const [unused] = this.unusedParameters;
    if (unused !== undefined) {
      const known = this.stacks.flatMap((stack) => Object.keys(stack.parameters));
      throw new TemplateLoadError(`the template has no parameter ${unused}: ${known.length > 0 ? [...new Set(known)].join(', ') : 'it has none'}`);
    }
  }

  /** The resources of these types in all stacks. */
  resourcesOfType(...types: string[]): Resource[] {
    return this.stacks.flatMap((stack) => stack.resourcesOfType(...types));
  }

  /** The local file that would lie in S3 under `key`; it is looked for beside the template of `stack`. */
  assetFile(stack: Stack, key: string): string | undefined {
    const directory = dirname(stack.file);
    let assets = this.assets.get(directory);
    if (!assets) {
      assets = new Assets(directory);
      this.assets.set(directory, assets);
    }
    return assets.find(key);
  }

  private addStack(file: TemplateFile, parameter: (name: string) => Json | undefined): Stack {
    const stack = new Stack(readTemplate(file.path), {
      name: file.stackName,
      file: file.path,
      environment: file.environment,
      parameter,
      importValue: (name) => this.exportedValue(name),
      nested: (resource) => this.addNested(resource),
    });
    this.stacks.push(stack);
    for (const name of Object.keys(stack.parameters)) {
      this.unusedParameters.delete(name);
    }
    for (const resource of stack.resourcesOfType('AWS::CloudFormation::Stack')) {
      stack.nestedStack(resource);
    }
    return stack;
  }

  private addNested(resource: Resource): Stack | undefined {
    const path = this.nestedTemplate(resource);
    if (path === undefined) {
      return undefined;
    }
    return this.addStack(
      { path, stackName: `${resource.stack.name}-${resource.logicalId}`, environment: resource.stack.environment },
      (name) => member(resource.object('Parameters'), name),
    );
  }

  /** CDK names the file in the metadata; `aws cloudformation package` takes a path. */
  private nestedTemplate({ stack, body, label }: Resource): string | undefined {
    const metadata = isObject(body.Metadata) ? body.Metadata['aws:asset:path'] : undefined;
    const properties = isObject(body.Properties) ? body.Properties : {};
    const url = typeof metadata === 'string' ? metadata : properties.TemplateURL;
    if (typeof url === 'string' && !url.includes('://')) {
      const path = resolve(dirname(stack.file), url);
      if (!existsSync(path)) {
        throw new TemplateLoadError(`${label}, property TemplateURL: there is no ${path}`);
      }
      return path;
    }
    return undefined;
  }

  private exportedValue(name: string): Json | undefined {
    for (const stack of this.stacks) {
      const value = stack.exported(name);
      if (value !== undefined) {
        return value;
      }
    }
    return undefined;
  }
}

function readTemplate(path: string): JsonObject {
  const template = readObject(path);
  if (!isObject(template.Resources)) {
    throw new TemplateLoadError(`${path} is not a CloudFormation template: it has no Resources`);
  }
  return template;
}

function templateFiles(path: string): TemplateFile[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) {
    throw new TemplateLoadError(`cannot read ${path}: no such file or folder`);
  }
  if (!stats.isDirectory()) {
    const stackName = basename(path).replace(/\.(template\.)?(json|ya?ml|template)$/, '').replace(/[^A-Za-z0-9-]/g, '-');
    return [{ path: resolve(path), stackName, environment: DEFAULT_ENVIRONMENT }];
  }
  const manifest = join(path, 'manifest.json');
  if (!existsSync(manifest)) {
    throw new TemplateLoadError(`${path} has no manifest.json: give a cdk.out folder (\`cdk synth\` writes it) or a template`);
  }
  const files = manifestFiles(path, readObject(manifest));
  if (files.length === 0) {
    throw new TemplateLoadError(`${manifest} names no stack`);
  }
  return files;
}

/** The stacks of a cloud assembly and of the assemblies (stages) inside it. */
function manifestFiles(directory: string, manifest: JsonObject): TemplateFile[] {
  const artifacts = isObject(manifest.artifacts) ? Object.entries(manifest.artifacts) : [];
  return artifacts.flatMap(([id, artifact]) => {
    const properties = isObject(artifact) && isObject(artifact.properties) ? artifact.properties : {};
    const type = isObject(artifact) ? artifact.type : undefined;
    if (type === 'cdk:cloud-assembly' && typeof properties.directoryName === 'string') {
      const nested = join(directory, properties.directoryName);
      return manifestFiles(nested, readObject(join(nested, 'manifest.json')));
    }
    if (type !== 'aws:cloudformation:stack' || typeof properties.templateFile !== 'string') {
      return [];
    }
    const stackName = typeof properties.stackName === 'string' ? properties.stackName : id;
    return [{ path: resolve(directory, properties.templateFile), stackName, environment: environmentOf(artifact as JsonObject) }];
  });
}

/** `aws://123456789012/eu-west-1`; CDK writes `unknown-account` and `unknown-region` for environment-agnostic stacks. */
function environmentOf(artifact: JsonObject): Environment {
  const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(String(artifact.environment)) ?? [];
  return {
    accountId: account && account !== 'unknown-account' ? account : DEFAULT_ENVIRONMENT.accountId,
    region: region && region !== 'unknown-region' ? region : DEFAULT_ENVIRONMENT.region,
  };
}
