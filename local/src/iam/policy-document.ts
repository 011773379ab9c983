import type { PolicyRequest } from './policy-request';
import { Statement } from './statement';
import { isObject, Json } from '../json';

export type { PolicyRequest, Principal } from './policy-request';

/** What a policy says of a request: an explicit denial counts more than any permission. */
export type Decision = 'Allow' | 'Deny' | 'none';

export interface Evaluation {
  readonly decision: Decision;
  /** Why the policy may say otherwise: what nobody can tell permits, and does not deny. */
  readonly unknown?: string;
}

/**
 * A policy document.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export class PolicyDocument {
  private readonly statements: readonly Statement[];

  /** @throws SyntaxError saying what is wrong with the document */
  constructor(document: Json | undefined) {
    const { Statement: statements, Version: version } = isObject(document) ? document : {};
    if (!Array.isArray(statements) && !isObject(statements)) {
      throw new SyntaxError('a policy document has a Statement');
    }
    this.statements = [statements].flat().map((statement) => new Statement(statement, version === '2012-10-17'));
  }

  public evaluate(request: PolicyRequest): Evaluation {
    const found = this.statements.map((statement) => ({ effect: statement.effect, ...statement.matches(request) }))
      .filter(({ holds }) => holds !== false);
    if (found.some(({ effect, holds }) => effect === 'Deny' && holds)) {
      return { decision: 'Deny' };
    }
    const { unknown } = found.find(({ holds }) => holds === undefined) ?? {};
    const permits = found.filter(({ effect }) => effect === 'Allow');
    const isSure = permits.some(({ holds }) => holds) && !found.some(({ effect }) => effect === 'Deny');
    return permits.length > 0 ? { decision: 'Allow', ...!isSure && { unknown } } : { decision: 'none' };
  }

  public decide(request: PolicyRequest): Decision {
    return this.evaluate(request).decision;
  }
}
