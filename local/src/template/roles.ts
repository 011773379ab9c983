import type { Assembly } from './assembly';
import { excerpt, isObject, Json, JsonObject } from '../json';
import { Resource } from './resource';
import { policyOfTemplate } from './sam/policy-templates';

/** A policy's document, and where it stands. */
export interface PolicyResource {
  readonly label: string;
  readonly document: JsonObject;
}

/** A role with all policies that the templates give it. */
export interface RoleResource {
  readonly logicalId: string;
  readonly constructPath?: string;
  /** For messages: where it is in the template. */
  readonly label: string;
  readonly name: string;
  readonly arn: string;
  readonly trustPolicy?: JsonObject;
  /** Inline ones, those of `AWS::IAM::Policy`, and those of `AWS::IAM::ManagedPolicy` of the templates. */
  readonly policies: readonly PolicyResource[];
  /** ARNs of managed policies that are not in the templates, such as AWS's own. */
  readonly managedPolicyArns: readonly string[];
  /** Names of SAM's policy templates that the local run does not know. */
  readonly unknownPolicyTemplates: readonly string[];
  /** What it may do at most. @default - it has no permissions boundary, or that is not in the templates */
  readonly boundary?: PolicyResource;
  /** The ARN of its permissions boundary. @default - it has none */
  readonly boundaryArn?: string;
  /** Whether a policy of it did not resolve: then what it may do is not known in full. */
  readonly isIncomplete: boolean;
}

/** The roles of all stacks. A part of one that does not resolve is left out, with a warning. */
export function roles(assembly: Assembly): RoleResource[] {
  const attached = assembly.resourcesOfType('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy');
  return assembly.resourcesOfType('AWS::IAM::Role')
    .flatMap((resource) => assembly.findings.attemptOptional(() => role(resource, attached, assembly)) ?? []);
}

function role(resource: Resource, attached: readonly Resource[], assembly: Assembly): RoleResource {
  const { logicalId, constructPath, label } = resource;
  const name = resource.ref();
  const warnings: string[] = [];
  const managedArns = texts(resource.tryProperty('ManagedPolicyArns', warnings));
  const ofRole = attached.filter((policy) => texts(policy.tryProperty(policy.type === 'AWS::IAM::RolePolicy' ? 'RoleName' : 'Roles', warnings)).includes(name)
    || (policy.type === 'AWS::IAM::ManagedPolicy' && managedArns.includes(policy.ref())));
  const known = ofRole.filter(({ type }) => type === 'AWS::IAM::ManagedPolicy').map((policy) => policy.ref());
  const trustPolicy = resource.tryProperty('AssumeRolePolicyDocument', warnings);
  const boundaryArn = texts(resource.tryProperty('PermissionsBoundary', warnings))[0];
  const boundary = boundaryArn === undefined ? undefined : attached.find((policy) => policy.type === 'AWS::IAM::ManagedPolicy' && policy.ref() === boundaryArn);
  const sam = samPolicies(resource, assembly, warnings);
  const result = {
    logicalId,
    constructPath,
    label,
    name,
    arn: String(resource.attribute('Arn', label)),
    trustPolicy: isObject(trustPolicy) ? trustPolicy : undefined,
    policies: [...inlinePolicies(resource, warnings), ...ofRole.flatMap((policy) => attachedDocument(policy, warnings)), ...sam.policies],
    managedPolicyArns: managedArns.filter((arn) => !known.includes(arn)),
    unknownPolicyTemplates: sam.unknown,
    boundary: boundary && attachedDocument(boundary, warnings)[0],
    boundaryArn,
  };
  warnings.forEach((warning) => assembly.findings.warn(warning));
  return { ...result, isIncomplete: warnings.length > 0 };
}

function inlinePolicies(resource: Resource, warnings: string[]): PolicyResource[] {
  const policies = resource.tryProperty('Policies', warnings);
  return (Array.isArray(policies) ? policies : []).flatMap((policy, index) =>
    document(`${resource.label}, property Policies[${index}]`, isObject(policy) ? policy.PolicyDocument : undefined, warnings));
}

/** The document of a policy that is a resource; what does not resolve has a warning of its own. */
function attachedDocument(policy: Resource, warnings: string[]): PolicyResource[] {
  const count = warnings.length;
  const value = policy.tryProperty('PolicyDocument', warnings);
  return warnings.length > count ? [] : document(policy.label, value, warnings);
}

interface SamPolicies {
  readonly policies: readonly PolicyResource[];
  readonly unknown: readonly string[];
}

function samPolicies({ stack, body, label }: Resource, assembly: Assembly, warnings: string[]): SamPolicies {
  const templates = isObject(body.Metadata) ? body.Metadata.SamPolicyTemplates : undefined;
  const place = { partition: stack.partition, region: stack.region, accountId: stack.environment.accountId };
  const policies: PolicyResource[] = [];
  const unknown: string[] = [];
  for (const template of Array.isArray(templates) ? templates : []) {
    const resolved = assembly.findings.attemptOptional(() => stack.resolve(template, `${label}, its Policies`));
    if (resolved === undefined) {
      warnings.push(`${label}, its Policies: a policy template does not resolve`);
    } else if (isObject(resolved)) {
      const made = policyOfTemplate(resolved, place);
      policies.push(...made ? [{ label: `${label}, its Policies`, document: made }] : []);
      unknown.push(...made ? [] : Object.keys(resolved));
    }
  }
  return { policies, unknown };
}

function document(label: string, value: Json | undefined, warnings: string[]): PolicyResource[] {
  if (!isObject(value)) {
    warnings.push(`${label}: the policy document ${value === undefined ? 'is missing' : `is no JSON object: ${excerpt(value)}`}, so what the role may do is not known in full`);
    return [];
  }
  return [{ label, document: value }];
}

function texts(value: Json | undefined): string[] {
  return [value ?? []].flat().filter((item): item is string => typeof item === 'string');
}
