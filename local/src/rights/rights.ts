import { PolicyDocument } from '../iam/policy-document';
import type { LogEntry, Logger } from '../log-entry';
import { CallPlace, callRights, ServiceCall } from './call-rights';
import { ResourcePolicies, ResourcePolicyParts } from './resource-policies';
import { ANYBODY, Caller, Denial, Right } from './right';
import { RolePolicies, Verdict } from './role-policies';
import { ReferredParts, TemplateReferences } from './template-references';
import type { LoadedTemplate, RoleResource } from '../template';

export interface RightsOptions {
  readonly template: ResourcePolicyParts & ReferredParts & Pick<LoadedTemplate, 'roles'>;
  /** Whether anything is denied at all. */
  readonly isChecked: boolean;
  /** The resource that a task token stands for. @default - nobody knows it */
  readonly tokenOwner?: CallPlace['tokenOwner'];
  readonly log: Logger;
}

type AccessDenied = Extract<LogEntry, { type: 'AccessDenied' }>;

/** Decisions that are kept of one role at most. */
const MOST_DECISIONS = 1000;

/** What roles and services of AWS may do in the run, as the template's policies say. What they do not decide is allowed, and said once. */
export class Rights {
  /** Policies that cannot be read, one line each. */
  public readonly warnings: readonly string[];
  private readonly roles: ReadonlyMap<string, RoleResource>;
  private readonly policies: ReadonlyMap<string, RolePolicies>;
  private readonly ofResources: ResourcePolicies;
  private readonly references: TemplateReferences;
  private readonly said = new Set<string>();

  constructor(private readonly options: RightsOptions) {
    const { template, isChecked } = options;
    this.roles = new Map(template.roles.map((role) => [role.arn, role]));
    this.policies = new Map(template.roles.map((role) => [role.arn, new RolePolicies(role)]));
    this.ofResources = new ResourcePolicies(template);
    this.references = new TemplateReferences(template);
    this.warnings = isChecked ? [...new Set([...[...this.policies.values()].flatMap(({ faults }) => faults), ...this.ofResources.faults])] : [];
  }

  /** Whether anything is checked: else nobody need ask. */
  public get isChecked(): boolean {
    return this.options.isChecked;
  }

  /** What a call needs the right to. */
  public neededFor(call: ServiceCall, place: CallPlace): readonly Right[] {
    return callRights(call, { tokenOwner: this.options.tokenOwner, ...place });
  }

  /**
   * A role at work.
   *
   * @param arn undefined where the template names none
   * @param session the name of its session, which AWS's messages show
   */
  public ofRole(arn: string | undefined, session: string): Caller {
    const { isChecked } = this.options;
    if (!isChecked || arn === undefined) {
      return ANYBODY;
    }
    const role = this.roles.get(arn);
    const policies = this.policies.get(arn);
    if (!role || !policies) {
      return this.outside(`the role ${arn}`, 'is not in the template');
    }
    const decisions = new Map<string, Verdict>();
    const decide = (right: Right): Verdict => {
      const key = `${right.action} ${right.resource}${right.context === undefined ? '' : ` ${Object.values(right.context).join(' ')}`}`;
      const known = policies.isTimeless ? decisions.get(key) : undefined;
      if (known) {
        return known;
      }
      if (decisions.size >= MOST_DECISIONS) {
        decisions.clear();
      }
      const principal = { arns: [role.arn, sessionArn(role, session)] };
      const request = { ...right, context: { ...contextOfRole(role.arn, right), ...right.context }, principal };
      const verdict = policies.evaluate(request, this.ofResources.evaluate(request));
      decisions.set(key, verdict);
      return verdict;
    };
    return { denial: (rights) => this.firstDenial(rights, (right) => this.roleDenial(role, session, right, decide(right))) };
  }

  /** The role whose session an ARN names, at work; undefined for one that is not in the template, and for users. */
  public ofSession(arn: string): Caller | undefined {
    const [, account, name, session] = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/.exec(arn) ?? [];
    const roleArn = [...this.roles.keys()].find((each) => each.split(':')[4] === account && each.replace(/^.*\//, '') === name);
    return roleArn === undefined ? undefined : this.ofRole(roleArn, session);
  }

  /**
   * A service of AWS itself, such as `apigateway.amazonaws.com`, which may do what the resources' own policies say.
   *
   * @param source the ARN of what it acts for
   */
  public ofService(service: string, source: string): Caller {
    if (!this.options.isChecked) {
      return ANYBODY;
    }
    const [, , , , account] = source.split(':');
    const context = { 'aws:sourcearn': [source], 'aws:sourceaccount': [account], 'aws:principalisawsservice': ['true'], ...COMMON_CONTEXT };
    return {
      denial: (rights) => this.firstDenial(rights, (right) => {
        if (!this.ofResources.knows(right.resource)) {
          return undefined;
        }
        const { decision, unknown } = this.ofResources.evaluate({ ...right, context: { ...context, ...right.context }, principal: { service } });
        if (decision !== 'Allow') {
          const reason = decision === 'Deny' ? 'with an explicit deny in a resource-based policy' : `because no resource-based policy allows the ${right.action} action`;
          return this.denied({ principal: service }, right, { reason, needed: decision === 'Deny' ? undefined : this.neededByService(service, source, right) });
        }
        this.say(unknown === undefined ? undefined : `whether ${service} may ${right.action} on ${right.resource}: ${unknown}`);
        return undefined;
      }),
    };
  }

  /** Why a service cannot take on a role; undefined when it can, or when nobody knows. */
  public trustFault(arn: string | undefined, service: string): string | undefined {
    const role = this.options.isChecked && arn !== undefined ? this.roles.get(arn) : undefined;
    if (!role?.trustPolicy) {
      return undefined;
    }
    try {
      const decision = new PolicyDocument(role.trustPolicy).decide({ action: 'sts:AssumeRole', resource: role.arn, principal: { service }, context: COMMON_CONTEXT });
      const needed = JSON.stringify({ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' });
      return decision === 'Allow' ? undefined : `${role.label}: ${service} may not assume the role; its AssumeRolePolicyDocument needs ${needed}`;
    } catch {
      return undefined;
    }
  }

  /** Somebody of whom nothing is known: whatever it does is allowed, and said once. */
  public outside(who: string, why: string): Caller {
    return {
      denial: ([right]) => {
        this.say(`what ${who} may do is not known, since it ${why}: ${right?.action ?? 'everything'} is allowed`);
        return undefined;
      },
    };
  }

  private firstDenial(rights: readonly Right[], denialOf: (right: Right) => Denial | undefined): Denial | undefined {
    for (const right of rights) {
      const denial = denialOf(right);
      if (denial) {
        return denial;
      }
    }
    return undefined;
  }

  private roleDenial(role: RoleResource, session: string, right: Right, { isAllowed, undecided, reason, deniedBy }: Verdict): Denial | undefined {
    if (isAllowed) {
      this.say(undecided === undefined ? undefined : `${role.label}: whether it may ${right.action} on ${right.resource ?? '*'} is not decided, so it is allowed: ${undecided}`);
      return undefined;
    }
    const missing = { Effect: 'Allow', Action: right.action, Resource: this.references.of(right.resource ?? '*') };
    const needed = deniedBy === undefined ? JSON.stringify(missing) : undefined;
    const who = { principal: sessionArn(role, session), role: role.constructPath ?? role.label };
    return this.denied(who, right, { reason: reason!, needed, deniedBy });
  }

  private denied(who: Pick<AccessDenied, 'principal' | 'role'>, right: Right, why: Pick<AccessDenied, 'reason' | 'needed' | 'deniedBy'>): Denial {
    const { action, resource = '*' } = right;
    this.options.log({ type: 'AccessDenied', ...who, action, resource, ...why });
    const on = action.startsWith('execute-api:') ? maskedAccount(resource) : `${resource} ${why.reason}`;
    return { right, message: `User: ${who.principal} is not authorized to perform: ${action} on resource: ${on}` };
  }

  /** What to put into the template, so that a service may. */
  private neededByService(service: string, source: string, { action, resource = '*' }: Right): string {
    const [to, from] = [this.references.of(resource), this.references.of(source)];
    return JSON.stringify(action === 'lambda:InvokeFunction'
      ? { Type: 'AWS::Lambda::Permission', Properties: { Action: action, FunctionName: to, Principal: service, SourceArn: from } }
      : { Effect: 'Allow', Principal: { Service: service }, Action: action, Resource: to, Condition: { ArnEquals: { 'aws:SourceArn': from } } });
  }

  private say(message: string | undefined): void {
    if (message !== undefined && !this.said.has(message)) {
      this.said.add(message);
      this.options.log({ type: 'Warning', message });
    }
  }
}

/** What every request has, or has not. */
const COMMON_CONTEXT: Readonly<Record<string, readonly string[]>> = { 'aws:securetransport': ['true'], 'aws:viaawsservice': ['false'] };

function contextOfRole(roleArn: string, { resource }: Right): Record<string, readonly string[]> {
  const [, , , region = '', account = ''] = resource?.split(':') ?? [];
  const now = new Date();
  return {
    ...COMMON_CONTEXT,
    'aws:currenttime': [now.toISOString()],
    'aws:epochtime': [String(Math.floor(now.getTime() / 1000))],
    'aws:principalarn': [roleArn],
    'aws:principalaccount': [roleArn.split(':')[4]],
    'aws:principaltype': ['AssumedRole'],
    'aws:principalisawsservice': ['false'],
    'aws:multifactorauthpresent': [],
    'aws:username': [],
    'aws:sourcearn': [],
    'aws:sourceaccount': [],
    ...region !== '' && { 'aws:requestedregion': [region] },
    ...account !== '' && { 'aws:resourceaccount': [account] },
  };
}

function sessionArn({ arn }: RoleResource, session: string): string {
  const [, partition, , , account, path] = arn.split(':');
  return `arn:${partition}:sts::${account}:assumed-role/${path.replace(/^.*\//, '')}/${session}`;
}

/** API Gateway shows the end of an account's number only. */
function maskedAccount(arn: string): string {
  return arn.replace(/^((?:[^:]*:){4})\d{8}(?=\d{4}:)/, '$1********');
}
