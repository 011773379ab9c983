import { dirname, resolve } from 'node:path';
import type { Assembly } from './assembly';
import { TemplateLoadError } from './errors';
import { excerpt, isObject, Json, JsonObject } from './json';
import { parseText, readText } from './parse';
import { Resource } from './resource';

/** A state machine of the template. */
export interface StateMachineResource {
  readonly logicalId: string;
  /** For messages: where it is in the template. */
  readonly label: string;
  readonly arn: string;
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly roleArn?: string;
  /** Whether the executions' data is encrypted with a key of the account's own. */
  readonly hasCustomerManagedKey: boolean;
  /** The property that holds the definition, for messages. */
  readonly definitionProperty: string;
  /** The definition with its substitutions made, as text or as the object that the template holds. */
  readonly definition: string | JsonObject;
  /** Further ARNs that start it: its versions and aliases. */
  readonly qualifiedArns: readonly string[];
}

/** The ways to give a definition, by property; exactly one of them. To support another, add one line. */
const definitionSources: Readonly<Record<string, (value: Json, resource: Resource, assembly: Assembly) => string | JsonObject>> = {
  DefinitionString: (value) => (typeof value === 'string' ? value : object(value)),
  Definition: object,
  DefinitionS3Location: s3Object,
  DefinitionUri: (value, resource, assembly) => (typeof value === 'string' && !value.startsWith('s3://')
    ? definitionFile(resolve(dirname(resource.stack.file), value))
    : s3Object(typeof value === 'string' ? { Key: value } : value, resource, assembly)),
};

/** The state machines of all stacks. */
export function stateMachines(assembly: Assembly): StateMachineResource[] {
  const qualified = assembly.resourcesOfType('AWS::StepFunctions::StateMachineVersion', 'AWS::StepFunctions::StateMachineAlias').map((resource) => resource.ref());
  return assembly.resourcesOfType('AWS::StepFunctions::StateMachine', 'AWS::Serverless::StateMachine')
    .map((resource) => stateMachine(resource, assembly, qualified));
}

function stateMachine(resource: Resource, assembly: Assembly, qualified: string[]): StateMachineResource {
  const type = resource.text('StateMachineType') ?? resource.text('Type') ?? 'STANDARD';
  if (type !== 'STANDARD' && type !== 'EXPRESS') {
    throw new TemplateLoadError(`${resource.label}, property StateMachineType: '${type}' is not allowed: STANDARD, EXPRESS`);
  }
  const properties = Object.keys(definitionSources).filter((name) => resource.property(name) !== undefined);
  if (properties.length !== 1) {
    const got = properties.length === 0 ? 'none' : properties.join(' and ');
    throw new TemplateLoadError(`${resource.label}: exactly one of ${Object.keys(definitionSources).join(', ')} is needed, got ${got}`);
  }
  const [definitionProperty] = properties;
  const at = `${resource.label}, property ${definitionProperty}`;
  const arn = resource.ref();
  return {
    logicalId: resource.logicalId,
    label: resource.label,
    arn,
    name: String(resource.attribute('Name', at)),
    type,
    roleArn: resource.text(resource.type === 'AWS::Serverless::StateMachine' ? 'Role' : 'RoleArn'),
    hasCustomerManagedKey: resource.memberOf('EncryptionConfiguration', 'Type') === 'CUSTOMER_MANAGED_KMS_KEY',
    definitionProperty,
    definition: substitute(definitionSources[definitionProperty](resource.property(definitionProperty)!, resource, assembly), resource.texts('DefinitionSubstitutions')),
    qualifiedArns: qualified.filter((candidate) => candidate.startsWith(`${arn}:`)),
  };
}

function object(value: Json): JsonObject {
  if (!isObject(value)) {
    throw new TemplateLoadError(`expected a state machine definition, got ${excerpt(value)}`);
  }
  return value;
}

function s3Object(value: Json, resource: Resource, assembly: Assembly): string | JsonObject {
  const key = isObject(value) ? value.Key : undefined;
  const path = typeof key === 'string' ? assembly.assetFile(resource.stack, key) : undefined;
  if (path === undefined) {
    throw new TemplateLoadError(`${resource.label}: no *.assets.json beside ${resource.stack.file} names a file for the S3 object ${excerpt(value)}: `
      + 'give the cdk.out folder, or put the definition into the template');
  }
  return definitionFile(path);
}

/** JSON stays text, so that the interpreter reads what AWS would; YAML (SAM allows it) becomes an object. */
function definitionFile(path: string): string | JsonObject {
  const text = readText(path);
  return /\.ya?ml$/.test(path) ? object(parseText(text, path)) : text;
}

/** Replaces `${name}`; what is not among the substitutions stays as it is. */
function substitute<T extends Json>(definition: T, substitutions: Readonly<Record<string, string>>): T {
  const replace = (value: Json): Json => {
    if (typeof value === 'string') {
      return value.replace(/\$\{([A-Za-z0-9_:.-]+)\}/g, (placeholder, name: string) => (Object.hasOwn(substitutions, name) ? substitutions[name] : placeholder));
    }
    if (Array.isArray(value)) {
      return value.map(replace);
    }
    return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replace(item)])) : value;
  };
  return replace(definition) as T;
}
