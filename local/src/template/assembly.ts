import { realpathSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { Assets } from './assets';
import { Budget } from './budget';
import { TemplateFile, templateFiles } from './cloud-assembly';
import { TemplateLoadError } from './errors';
import { LoadFindings } from './load-findings';
import { isObject, Json, JsonObject, ownMember } from '../json';
import { readObject } from './parse';
import { ProjectFiles } from './project-files';
import { Resource } from './resource';
import { Environment, Stack } from './stack';
import { Values } from './values';

const DEFAULT_ENVIRONMENT: Environment = { accountId: '123456789012', region: 'us-east-1' };

type StackFile = Pick<TemplateFile, 'path' | 'stackName' | 'environment'>;

export interface AssemblyOptions {
  /** Values for parameters of the templates, by name. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** The folder of which files are read. @default - the nearest one above with a package.json, samconfig.toml or .git */
  readonly root?: string;
  /** Where stacks are that do not say it themselves. @default - 123456789012 in us-east-1 */
  readonly environment?: Partial<Environment>;
  /** The file of what Systems Manager and Secrets Manager have: values by name, JSON or YAML. @default - they have nothing */
  readonly valuesFile?: string;
  /** Names of the stacks to play, with what they need. @default - all */
  readonly stackNames?: readonly string[];
}

/** All stacks that are played together: those of one template file, or of a `cdk.out` folder, with the stacks nested in them. */
export class Assembly {
  public readonly stacks: Stack[] = [];
  /** The files that they are made of: templates, and what these name. */
  public readonly sources = new Set<string>();
  /** What is found in them. */
  public readonly findings = new LoadFindings();
  private readonly files: ProjectFiles;
  private readonly budget = new Budget();
  private readonly assetsByFolder = new Map<string, Assets>();
  private readonly templates = new Map<string, JsonObject>();
  private readonly unusedParameters: Set<string>;
  private readonly values: Values;

  /** @param path a template (JSON or YAML) or a `cdk.out` folder */
  constructor(path: string, { parameters = {}, root, environment, valuesFile, stackNames = [] }: AssemblyOptions) {
    this.unusedParameters = new Set(Object.keys(parameters));
    this.values = new Values(valuesFile === undefined ? {} : readObject(valuesFile), this.findings);
    const given = Object.fromEntries(Object.entries(environment ?? {}).filter(([, value]) => value !== undefined));
    const files = templateFiles(path, { ...DEFAULT_ENVIRONMENT, ...given }, stackNames);
    this.files = new ProjectFiles(path, root);
    for (const file of files) {
      this.files.check(file.path);
      this.addStack(file, (name) => (Object.hasOwn(parameters, name) ? parameters[name] : undefined), []);
    }
    const [unused] = this.unusedParameters;
    if (unused !== undefined) {
      const known = this.stacks.flatMap((stack) => Object.keys(stack.parameters));
      throw new TemplateLoadError(`the template has no parameter ${unused}: ${known.length > 0 ? [...new Set(known)].join(', ') : 'it has none'}`);
    }
  }

  /** The resources of these types in all stacks. */
  public resourcesOfType(...types: string[]): Resource[] {
    return this.stacks.flatMap((stack) => stack.resourcesOfType(...types));
  }

  /** The path of a file or folder that a property of a resource names, from its template's folder. */
  public locate({ stack, label }: Resource, property: string, path: string): string {
    const located = this.files.locate(dirname(stack.file), path, `${label}, property ${property}`);
    if (statSync(located).isFile()) {
      this.sources.add(located);
    }
    return located;
  }

  /**
   * The path of what a property names as an object in S3, or undefined; it is looked for beside the template of the resource, in CDK's
   * metadata and manifests.
   */
  public assetOf(resource: Resource, property: string, location: Json): string | undefined {
    const metadata = isObject(resource.body.Metadata) ? resource.body.Metadata : {};
    const ofProperty = metadata['aws:asset:property'] ?? property;
    const path = ofProperty === property && typeof metadata['aws:asset:path'] === 'string' ? metadata['aws:asset:path'] : this.assets(resource).find(keyOf(location));
    return path === undefined ? undefined : this.locate(resource, property, path);
  }

  private assets({ stack }: Resource): Assets {
    const directory = dirname(stack.file);
    let assets = this.assetsByFolder.get(directory);
    if (!assets) {
      assets = new Assets(directory);
      this.assetsByFolder.set(directory, assets);
    }
    return assets;
  }

  /** @param outer the templates that this one is nested in */
  private addStack({ path, stackName, environment }: StackFile, parameter: (name: string) => Json | undefined, outer: readonly string[]): Stack {
    this.budget.addStack(path);
    this.sources.add(path);
    const stack = new Stack(this.template(path), {
      name: stackName,
      file: path,
      environment,
      budget: this.budget,
      parameter,
      values: this.values,
      importValue: (name) => this.exportedValue(name),
      nested: (resource) => this.addNested(resource, [...outer, realpathSync(path)]),
    });
    this.stacks.push(stack);
    stack.warnings.forEach((warning) => this.findings.warn(warning));
    for (const name of Object.keys(stack.parameters)) {
      this.unusedParameters.delete(name);
    }
    for (const resource of stack.resourcesOfType('AWS::CloudFormation::Stack')) {
      stack.nestedStack(resource);
    }
    return stack;
  }

  private addNested(resource: Resource, outer: readonly string[]): Stack | undefined {
    const path = this.nestedTemplate(resource);
    if (path === undefined) {
      return undefined;
    }
    if (outer.includes(path)) {
      throw new TemplateLoadError(`${resource.label}, property TemplateURL: ${basename(path)} nests itself`);
    }
    return this.addStack(
      { path, stackName: `${resource.stack.name}-${resource.logicalId}`, environment: resource.stack.environment },
      (name) => ownMember(resource.object('Parameters'), name),
      outer,
    );
  }

  /** CDK names the file in the metadata and in `*.assets.json`; `aws cloudformation package` takes a path. */
  private nestedTemplate(resource: Resource): string | undefined {
    const url = resource.tryProperty('TemplateURL', this.findings.warnings);
    if (typeof url === 'string' && url !== '' && !url.includes('://')) {
      return this.locate(resource, 'TemplateURL', url);
    }
    const path = this.assetOf(resource, 'TemplateURL', url ?? null);
    if (path === undefined && url !== undefined) {
      this.findings.warn(`${resource.label}, property TemplateURL: the nested stack's template is not at hand, so nothing of it is played: `
        + 'give the cdk.out folder, or a path instead of a URL');
    }
    return path;
  }

  private template(path: string): JsonObject {
    let template = this.templates.get(path);
    if (!template) {
      template = readObject(path);
      if (!isObject(template.Resources)) {
        throw new TemplateLoadError(`${path} is not a CloudFormation template: it has no Resources`);
      }
      this.templates.set(path, template);
    }
    return template;
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

/** The key of an object in S3, from its URL or its location. */
function keyOf(location: Json): string {
  const { Key: key, S3Key: s3Key } = isObject(location) ? location : ({} as JsonObject);
  return String(typeof location === 'string' ? location : key ?? s3Key ?? '');
}
