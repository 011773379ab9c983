import { managedPolicy } from '../iam/managed-policies';
import { Evaluation, PolicyDocument, PolicyRequest } from '../iam/policy-document';
import type { PolicyResource, RoleResource } from '../template';

/** Whether a request is allowed, and why. */
export interface Verdict {
  readonly isAllowed: boolean;
  /** Of what is allowed: why nobody can tell whether AWS would allow it, too. */
  readonly undecided?: string;
  /** Of what is denied: how AWS ends its sentence. */
  readonly reason?: string;
  /** Of what is denied by a statement: where that stands. */
  readonly deniedBy?: string;
}

interface LabelledPolicy {
  readonly label: string;
  readonly document: PolicyDocument;
}

const NONE: Evaluation = { decision: 'none' };

/** What a role may do, by its own policies and its permissions boundary. */
export class RolePolicies {
  /** What is wrong with its policies, one line each. */
  public readonly faults: string[] = [];
  /** Whether a decision holds later, too. */
  public readonly isTimeless: boolean;
  private readonly policies: readonly LabelledPolicy[];
  private readonly boundary?: LabelledPolicy;
  /** Why more may be allowed than its policies say. */
  private readonly unknown?: string;

  constructor({ policies, managedPolicyArns, unknownPolicyTemplates, boundary, boundaryArn, isIncomplete }: RoleResource) {
    const managed = managedPolicyArns.map((arn) => ({ arn, document: managedPolicy(arn) }));
    this.policies = [
      ...policies.flatMap((policy) => this.parsed(policy)),
      ...managed.flatMap(({ arn, document }) => (document ? [{ label: arn, document }] : [])),
    ];
    const [unknownArn] = managed.filter(({ document }) => !document).map(({ arn }) => arn);
    const [unknownTemplate] = unknownPolicyTemplates;
    this.unknown = unknownArn !== undefined ? `the local run does not know its managed policy ${unknownArn}`
      : unknownTemplate !== undefined ? `the local run does not know SAM's policy template ${unknownTemplate}`
        : isIncomplete || this.faults.length > 0 ? 'a policy of it cannot be read' : undefined;
    const boundaryDocument = boundaryArn === undefined ? undefined : managedPolicy(boundaryArn);
    this.boundary = boundary ? this.parsed(boundary)[0] : boundaryDocument && { label: boundaryArn!, document: boundaryDocument };
    this.isTimeless = !/aws:(CurrentTime|EpochTime)/i.test(JSON.stringify([policies, boundary]));
  }

  /** @param ofResource what the resource's own policy says of the request */
  public evaluate(request: PolicyRequest, ofResource: Evaluation = NONE): Verdict {
    const own = this.policies.map(({ label, document }) => ({ label, ...document.evaluate(request) }));
    const denial = own.find(({ decision }) => decision === 'Deny');
    if (denial) {
      return { isAllowed: false, reason: 'with an explicit deny in an identity-based policy', deniedBy: denial.label };
    }
    if (ofResource.decision === 'Deny') {
      return { isAllowed: false, reason: 'with an explicit deny in a resource-based policy', deniedBy: 'the policy of the resource' };
    }
    const limit = this.limit(request);
    if (limit) {
      return limit;
    }
    const permit = [...own, ofResource].filter(({ decision }) => decision === 'Allow');
    const doubt = own.find(({ unknown }) => unknown !== undefined)?.unknown;
    if (permit.length > 0) {
      return { isAllowed: true, undecided: permit.some(({ unknown }) => unknown === undefined) ? undefined : doubt ?? ofResource.unknown };
    }
    return this.unknown === undefined
      ? { isAllowed: false, reason: `because no identity-based policy allows the ${request.action} action` }
      : { isAllowed: true, undecided: this.unknown };
  }

  /** What the boundary does not let through; undefined when it does, or when nobody knows it. */
  private limit(request: PolicyRequest): Verdict | undefined {
    const evaluation = this.boundary?.document.evaluate(request);
    switch (evaluation?.decision) {
      case 'Deny': return { isAllowed: false, reason: 'with an explicit deny in a permissions boundary', deniedBy: this.boundary!.label };
      case 'none': return { isAllowed: false, reason: `because no permissions boundary allows the ${request.action} action` };
      default: return undefined;
    }
  }

  private parsed({ label, document }: PolicyResource): LabelledPolicy[] {
    try {
      return [{ label, document: new PolicyDocument(document) }];
    } catch (error) {
      this.faults.push(`${label}: ${(error as Error).message}, so what the role may do is not known in full`);
      return [];
    }
  }
}
