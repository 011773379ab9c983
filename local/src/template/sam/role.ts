import { isObject, Json } from '../../json';
import { functionName } from '../intrinsics';
import { Expansion, getAtt, mayBeAbsent, SamResource } from './expansion';

export interface GeneratedRole {
  readonly service: string;
  /** Names of managed policies that it has beside those of the resource. */
  readonly managedPolicies: readonly string[];
}

export interface StartRole {
  readonly service: string;
  readonly action: string;
  readonly target: Json;
}

/**
 * The ARN of a resource's role: the one that it names, else that of the role that SAM makes, `<logical id>Role`.
 * Its `Policies` are kept as the template has them: statements, names of managed policies, and SAM's policy templates under
 * `Metadata.SamPolicyTemplates`.
 */
export function roleArn(resource: SamResource, { service, managedPolicies }: GeneratedRole, expansion: Expansion): Json {
  const { logicalId, properties } = resource;
  const given = properties.Role;
  if (given !== undefined && !mayBeAbsent(given)) {
    return given;
  }
  const roleId = `${logicalId}Role`;
  const policies = [properties.Policies ?? []].flat() as Json[];
  const templates = policies.flatMap((policy) => ofKind(policy, 'template'));
  const managed = [...managedPolicies, ...policies.flatMap((policy) => ofKind(policy, 'managed'))].map(managedPolicyArn);
  expansion.add(resource, roleId, 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: properties.AssumeRolePolicyDocument ?? {
      Version: '2012-10-17', Statement: [{ Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: [service] } }],
    },
    ManagedPolicyArns: managed.filter((policy, index) => typeof policy !== 'string' || managed.indexOf(policy) === index),
    Policies: policies.flatMap((policy) => ofKind(policy, 'document'))
      .map((document, index) => ({ PolicyName: `${roleId}Policy${index}`, PolicyDocument: document })),
  });
  if (templates.length > 0) {
    expansion.resources[roleId] = { ...expansion.resources[roleId] as object, Metadata: { SamPolicyTemplates: templates } };
  }
  const arn = getAtt(roleId, 'Arn');
  return isObject(given) ? { 'Fn::If': ([given['Fn::If']].flat() as Json[]).map((part) => (isObject(part) && part.Ref === 'AWS::NoValue' ? arn : part)) } : arn;
}

/** The role that lets a rule or a schedule start what it is for. */
export function startRole(resource: SamResource, logicalId: string, { service, action, target }: StartRole, expansion: Expansion): void {
  expansion.add(resource, logicalId, 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: [service] } }] },
    Policies: [{
      PolicyName: `${logicalId}StartExecutionPolicy`,
      PolicyDocument: { Version: '2012-10-17', Statement: [{ Action: action, Effect: 'Allow', Resource: target }] },
    }],
  });
}

type PolicyKind = 'document' | 'managed' | 'template';

const NO_VALUE: Json = { Ref: 'AWS::NoValue' };

/** The policy, if it is of that kind; of one that is there under a condition, the part that is. */
function ofKind(policy: Json, kind: PolicyKind): Json[] {
  if (isObject(policy) && functionName(policy) === 'Fn::If' && Array.isArray(policy['Fn::If'])) {
    const [condition, ...branches] = policy['Fn::If'];
    const parts = branches.map((branch) => ofKind(branch, kind)[0] ?? NO_VALUE);
    return parts.every((part) => part === NO_VALUE) ? [] : [{ 'Fn::If': [condition, ...parts] }];
  }
  return kindOf(policy) === kind ? [policy] : [];
}

function kindOf(policy: Json): PolicyKind | undefined {
  if (typeof policy === 'string') {
    return 'managed';
  }
  if (!isObject(policy) || policy.Ref === 'AWS::NoValue') {
    return undefined;
  }
  return functionName(policy) !== undefined ? 'managed' : Object.hasOwn(policy, 'Statement') ? 'document' : 'template';
}

/** SAM takes managed policies of AWS's by name. */
function managedPolicyArn(policy: Json): Json {
  if (isObject(policy) && Array.isArray(policy['Fn::If'])) {
    const [condition, ...branches] = policy['Fn::If'];
    return { 'Fn::If': [condition, ...branches.map(managedPolicyArn)] };
  }
  if (typeof policy !== 'string' || policy.startsWith('arn:')) {
    return policy;
  }
  const path = /^AWS(Lambda(BasicExecution|Dynamo|Kinesis|SQS|VPCAccess|MSK|Role)|StepFunctions)/.test(policy) && policy.endsWith('Role') ? 'service-role/' : '';
  return { 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/${path}${policy}` };
}
