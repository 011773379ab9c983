import { statSync } from 'node:fs';
import type { Assembly } from './assembly';
import { TemplateLoadError } from './errors';
import { excerpt, isObject, Json } from '../json';
import { Resource } from './resource';

/** Where a function's or a layer's code is. */
export type CodeResource =
  | { readonly kind: 'folder'; readonly path: string }
  /** With the time when the file was written, in milliseconds since 1970. */
  | { readonly kind: 'zip'; readonly path: string; readonly time: number }
  /** The text of `index.js` or `index.py`. */
  | { readonly kind: 'inline'; readonly text: string }
  /** A container image. */
  | { readonly kind: 'image'; readonly uri: string }
  /** Not on this machine. */
  | { readonly kind: 'absent'; readonly reason: string };

/** A Lambda function of the template. */
export interface FunctionResource {
  readonly logicalId: string;
  /** Where it is in the CDK app, when CDK has said so. */
  readonly constructPath?: string;
  /** For messages: where it is in the template. */
  readonly label: string;
  readonly name: string;
  readonly arn: string;
  /** Further ARNs that call it: its versions and aliases. */
  readonly qualifiedArns: readonly string[];
  readonly region: string;
  readonly accountId: string;
  readonly roleArn: string;
  /** As Lambda writes it, such as `nodejs22.x`; empty for images. */
  readonly runtime: string;
  readonly handler: string;
  readonly code: CodeResource;
  readonly layers: readonly CodeResource[];
  readonly environment: Readonly<Record<string, string>>;
  /** In seconds. */
  readonly timeout: number;
  /** In MiB. */
  readonly memorySize: number;
  /** `Metadata` of the resource: SAM's `BuildMethod` is there. */
  readonly metadata: Readonly<Record<string, Json>>;
}

/** The Lambda functions of all stacks. A property of one that does not resolve is left out, with a warning. */
export function functions(assembly: Assembly): FunctionResource[] {
  const qualified = assembly.resourcesOfType('AWS::Lambda::Version', 'AWS::Lambda::Alias')
    .flatMap((resource) => assembly.findings.attemptOptional(() => resource.ref()) ?? []);
  const layers = new Map(assembly.resourcesOfType('AWS::Lambda::LayerVersion').map((resource) => [resource.ref(), resource]));
  return assembly.resourcesOfType('AWS::Lambda::Function')
    .flatMap((resource) => assembly.findings.attemptOptional(() => lambdaFunction(resource, qualified, layers, assembly)) ?? []);
}

function lambdaFunction(
  resource: Resource, qualified: readonly string[], layers: ReadonlyMap<string, Resource>, assembly: Assembly,
): FunctionResource {
  const { logicalId, constructPath, label, stack, body } = resource;
  const { warnings } = assembly.findings;
  const arn = String(resource.attribute('Arn', label));
  const layerArns = resource.tryProperty('Layers', warnings) ?? [];
  return {
    logicalId,
    constructPath,
    label,
    name: resource.ref(),
    arn,
    qualifiedArns: qualified.filter((candidate) => candidate.startsWith(`${arn}:`)),
    region: stack.region,
    accountId: stack.environment.accountId,
    roleArn: String(resource.tryProperty('Role', warnings) ?? ''),
    runtime: String(resource.tryProperty('Runtime', warnings) ?? ''),
    handler: String(resource.tryProperty('Handler', warnings) ?? ''),
    code: functionCode(resource, assembly),
    layers: (Array.isArray(layerArns) ? layerArns : []).map((layerArn) => layerCode(String(layerArn), layers, assembly)),
    environment: environment(resource, assembly),
    timeout: count(resource, 'Timeout', 3, 900),
    memorySize: count(resource, 'MemorySize', 128, 10_240),
    metadata: isObject(body.Metadata) ? body.Metadata : {},
  };
}

/** The variables that resolve; the others are warnings. */
function environment(resource: Resource, assembly: Assembly): Record<string, string> {
  const variables = assembly.findings.attemptOptional(() => resource.membersOf('Environment', 'Variables')) ?? [];
  return Object.fromEntries(variables.flatMap(([name, resolve]) => {
    const value = assembly.findings.attemptOptional(resolve);
    return value === undefined || typeof value === 'object' ? [] : [[name, String(value)]];
  }));
}

function functionCode(resource: Resource, assembly: Assembly): CodeResource {
  const faults: string[] = [];
  const inline = resource.tryProperty('InlineCode', faults);
  const code = resource.tryProperty('Code', faults);
  const zipFile = isObject(code) ? code.ZipFile : undefined;
  for (const text of [inline, zipFile]) {
    if (typeof text === 'string') {
      return { kind: 'inline', text };
    }
  }
  const image = resource.tryProperty('ImageUri', faults) ?? (isObject(code) ? code.ImageUri : undefined);
  if (image !== undefined || resource.tryProperty('PackageType', faults) === 'Image') {
    return { kind: 'image', uri: typeof image === 'string' ? image : '' };
  }
  return locatedBy(resource, ['Code', 'CodeUri'], faults, assembly);
}

function layerCode(arn: string, layers: ReadonlyMap<string, Resource>, assembly: Assembly): CodeResource {
  const layer = layers.get(arn);
  if (!layer) {
    return { kind: 'absent', reason: `the layer ${arn} is not in the template` };
  }
  return locatedBy(layer, ['Content', 'ContentUri'], [], assembly);
}

/** Code where CloudFormation's property or SAM's says; without them it is the template's own folder. */
function locatedBy(resource: Resource, [property, ofSam]: readonly [string, string], faults: string[], assembly: Assembly): CodeResource {
  const given = resource.tryProperty(property, faults);
  const location = given ?? resource.tryProperty(ofSam, faults);
  if (location === undefined && faults.length > 0) {
    // Where a property does not resolve, CDK's metadata may say it nevertheless.
    const found = located(resource, property, null, assembly);
    return found.kind === 'absent' ? { kind: 'absent', reason: faults[0] } : found;
  }
  return located(resource, given === undefined ? ofSam : property, location ?? '.', assembly);
}

/** Code by its path, as SAM and `aws cloudformation package` take it, or by its S3 object, as CDK writes it. */
function located(resource: Resource, property: string, value: Json, assembly: Assembly): CodeResource {
  try {
    const path = typeof value === 'string' && !value.includes('://') ? assembly.locate(resource, property, value) : assembly.assetOf(resource, property, value);
    if (path !== undefined) {
      const stats = statSync(path);
      return stats.isDirectory() ? { kind: 'folder', path } : { kind: 'zip', path, time: stats.mtimeMs };
    }
  } catch (error) {
    if (!(error instanceof TemplateLoadError)) {
      throw error;
    }
    return { kind: 'absent', reason: error.message };
  }
  return { kind: 'absent', reason: `${resource.label}, property ${property}: ${excerpt(value)} is not on this machine: give the cdk.out folder, a path, or a zip file of its name beside the template` };
}

function count(resource: Resource, property: string, otherwise: number, most: number): number {
  const value = Number(resource.text(property) ?? otherwise);
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw new TemplateLoadError(`${resource.label}, property ${property}: ${resource.text(property)} is not allowed: 1 to ${most}`);
  }
  return value;
}
