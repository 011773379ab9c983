import { Evaluation, PolicyDocument, PolicyRequest } from '../iam/policy-document';
import { isObject, Json, JsonObject } from '../json';
import type { LoadedTemplate, PlainResource } from '../template';

export type ResourcePolicyParts = Pick<LoadedTemplate, 'functions' | 'permissions' | 'queues' | 'topics' | 'tables' | 'resourcePolicies'>;

const NONE: Evaluation = { decision: 'none' };

/** The policies that resources of the template have themselves: permissions of functions, policies of queues, topics, buckets and tables. */
export class ResourcePolicies {
  /** What is wrong with them, one line each. */
  public readonly faults: string[] = [];
  private readonly policies = new Map<string, PolicyDocument[]>();
  /** Resources of which all policies are here, but those that cannot be read. */
  private readonly known: ReadonlySet<string>;
  private readonly unreadable = new Set<string>();

  constructor({ functions, permissions, queues, topics, tables, resourcePolicies }: ResourcePolicyParts) {
    this.known = new Set([
      ...functions.flatMap(({ arn, qualifiedArns }) => [arn, ...qualifiedArns]), ...queues.map(({ arn }) => arn!), ...topics.map(({ arn }) => arn!),
    ]);
    for (const permission of permissions) {
      const arn = functionArn(permission, functions);
      this.add(permission.label, arn, { Statement: [permissionStatement(permission, arn)] });
    }
    const queueArns = new Map(queues.map(({ ref, arn }) => [ref, arn!]));
    for (const { label, properties } of resourcePolicies) {
      const { Queues = [], Topics = [], Bucket = [], PolicyDocument: document } = properties;
      const arns = [...texts(Queues).map((url) => queueArns.get(url) ?? url), ...texts(Topics), ...texts(Bucket).map((name) => `arn:aws:s3:::${name}`)];
      arns.forEach((arn) => this.add(label, arn, document));
    }
    for (const { label, arn, properties: { ResourcePolicy: policy } } of tables) {
      if (isObject(policy)) {
        this.add(label, arn!, policy.PolicyDocument);
      }
    }
  }

  /** Whether what a resource's policy does not allow is not allowed by it. */
  public knows(arn: string | undefined): boolean {
    return arn !== undefined && this.known.has(arn) && !this.unreadable.has(arn);
  }

  public evaluate(request: PolicyRequest): Evaluation {
    const documents = this.policies.get(owner(request.resource ?? '')) ?? [];
    const evaluations = documents.map((document) => document.evaluate(request));
    return evaluations.find(({ decision }) => decision === 'Deny')
      ?? evaluations.find(({ decision, unknown }) => decision === 'Allow' && unknown === undefined)
      ?? evaluations.find(({ decision }) => decision === 'Allow') ?? NONE;
  }

  private add(label: string, arn: string, document: Json | undefined): void {
    try {
      this.policies.set(arn, [...this.policies.get(arn) ?? [], new PolicyDocument(document)]);
    } catch (error) {
      this.unreadable.add(arn);
      this.faults.push(`${label}: ${(error as Error).message}, so who may use ${arn} is not known in full`);
    }
  }
}

/** The resource whose policy counts: a bucket's for its objects, a table's for its indexes. */
function owner(arn: string): string {
  return arn.startsWith('arn:aws:s3:::') ? arn.split('/')[0] : arn.replace(/(:table\/[^/]+)\/.*$/, '$1');
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html */
function permissionStatement(permission: PlainResource, resource: string): JsonObject {
  const { Action: action, Principal: principal, SourceArn: source, SourceAccount: account } = permission.properties;
  const { PrincipalOrgID: organisation, EventSourceToken: token } = permission.properties;
  const name = String(principal ?? '');
  const equals = { ...account !== undefined && { 'aws:SourceAccount': account }, ...organisation !== undefined && { 'aws:PrincipalOrgID': organisation } };
  return {
    Effect: 'Allow',
    Principal: name === '*' ? '*' : /^[\w-]+(\.[\w-]+)+$/.test(name) ? { Service: name } : { AWS: name },
    Action: action ?? null,
    Resource: resource,
    Condition: {
      ...source !== undefined && { ArnLike: { 'aws:SourceArn': source } },
      StringEquals: { ...equals, ...token !== undefined && { 'lambda:EventSourceToken': token } },
    },
  };
}

/** A permission names its function by name, by ARN or by a part of the ARN, with a version or an alias or without. */
function functionArn({ properties, region, accountId }: PlainResource, functions: ResourcePolicyParts['functions']): string {
  const given = String(properties.FunctionName ?? '').replace(/:\$LATEST$/, '');
  if (given.startsWith('arn:')) {
    return given;
  }
  const [name, ...qualifier] = given.replace(/^.*:?function:/, '').split(':');
  const found = functions.find((each) => each.name === name && each.region === region && each.accountId === accountId);
  return [found?.arn ?? `arn:aws:lambda:${region}:${accountId}:function:${name}`, ...qualifier].join(':');
}

function texts(value: Json): string[] {
  return [value].flat().filter((item): item is string => typeof item === 'string');
}
