import type { Assembly } from './assembly';
import { NotPlayedError, TemplateLoadError } from './errors';
import { excerpt, isObject, Json, JsonObject, ownMember } from '../json';
import { parseText } from './parse';
import { readText } from './project-files';
import { Resource } from './resource';

/** A state machine of the template. */
export interface StateMachineResource {
  readonly logicalId: string;
  /** Where it is in the CDK app, when CDK has said so. */
  readonly constructPath?: string;
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
const DEFINITION_SOURCES: Readonly<Record<string, (value: Json, resource: Resource, assembly: Assembly) => string | JsonObject>> = {
  DefinitionString: (value) => (typeof value === 'string' ? value : object(value)),
  Definition: object,
  DefinitionS3Location: s3Object('DefinitionS3Location'),
  DefinitionUri: (value, resource, assembly) => (typeof value === 'string' && !value.startsWith('s3://')
    ? definitionFile(assembly.locate(resource, 'DefinitionUri', value))
    : s3Object('DefinitionUri')(value, resource, assembly)),
};

/** The state machines of all stacks. */
export function stateMachines(assembly: Assembly): StateMachineResource[] {
  const qualified = assembly.resourcesOfType('AWS::StepFunctions::StateMachineVersion', 'AWS::StepFunctions::StateMachineAlias').map((resource) => resource.ref());
  return assembly.resourcesOfType('AWS::StepFunctions::StateMachine')
    .flatMap((resource) => assembly.findings.attempt(() => stateMachine(resource, assembly, qualified)) ?? []);
}

function stateMachine(resource: Resource, assembly: Assembly, qualified: string[]): StateMachineResource {
  const type = resource.text('StateMachineType') ?? 'STANDARD';
  if (type !== 'STANDARD' && type !== 'EXPRESS') {
    throw new TemplateLoadError(`${resource.label}, property StateMachineType: '${type}' is not allowed: STANDARD, EXPRESS`);
  }
  const properties = Object.keys(DEFINITION_SOURCES).filter((name) => resource.property(name) !== undefined);
  if (properties.length !== 1) {
    const got = properties.length === 0 ? 'none' : properties.join(' and ');
    throw new TemplateLoadError(`${resource.label}: exactly one of ${Object.keys(DEFINITION_SOURCES).join(', ')} is needed, got ${got}`);
  }
  const [definitionProperty] = properties;
  const at = `${resource.label}, property ${definitionProperty}`;
  const arn = resource.ref();
  return {
    logicalId: resource.logicalId,
    constructPath: resource.constructPath,
    label: resource.label,
    arn,
    name: String(resource.attribute('Name', at)),
    type,
    roleArn: resource.text('RoleArn'),
    hasCustomerManagedKey: resource.memberOf('EncryptionConfiguration', 'Type') === 'CUSTOMER_MANAGED_KMS_KEY',
    definitionProperty,
    definition: substitute(DEFINITION_SOURCES[definitionProperty](resource.property(definitionProperty)!, resource, assembly), resource, at),
    qualifiedArns: qualified.filter((candidate) => candidate.startsWith(`${arn}:`)),
  };
}

function object(value: Json): JsonObject {
  if (!isObject(value)) {
    throw new TemplateLoadError(`expected a state machine definition, got ${excerpt(value)}`);
  }
  return value;
}

function s3Object(property: string): (value: Json, resource: Resource, assembly: Assembly) => string | JsonObject {
  return (value, resource, assembly) => {
    const path = assembly.assetOf(resource, property, value);
    if (path === undefined) {
      throw new NotPlayedError(`${resource.label}, property ${property}: no *.assets.json beside ${resource.stack.file} names a file for the S3 object ${excerpt(value)}, `
        + 'so this state machine is not played: give the cdk.out folder, or put the definition into the template');
    }
    return definitionFile(path);
  };
}

/** JSON stays text, so that the interpreter reads what AWS would; YAML (SAM allows it) becomes an object. */
function definitionFile(path: string): string | JsonObject {
  const text = readText(path);
  return /\.ya?ml$/.test(path) ? object(parseText(text, path)) : text;
}

/** Replaces `${name}`; what is not among the substitutions stays as it is. */
function substitute<T extends Json>(definition: T, resource: Resource, at: string): T {
  const substitutions = resource.texts('DefinitionSubstitutions');
  const replace = (value: Json): Json => {
    if (typeof value === 'string') {
      return resource.stack.budget.replace(value, /\$\{([A-Za-z0-9_:.-]+)\}/g, ([placeholder, name]) => ownMember(substitutions, name) ?? placeholder, at);
    }
    if (Array.isArray(value)) {
      return value.map(replace);
    }
    return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replace(item)])) : value;
  };
  return replace(definition) as T;
}
