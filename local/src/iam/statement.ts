import { Condition, variable } from './condition';
import { Pattern } from './pattern';
import { allOf, Finding, PolicyRequest, Principal } from './policy-request';
import { isObject, Json, JsonObject } from '../json';

export type Effect = 'Allow' | 'Deny';

/**
 * A statement of a policy.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export class Statement {
  public readonly effect: Effect;
  private readonly tests: readonly ((request: PolicyRequest) => Finding)[];

  /**
   * @param hasVariables whether `${…}` are variables
   * @throws SyntaxError saying what is wrong with the statement
   */
  constructor(value: Json, hasVariables: boolean) {
    if (!isObject(value) || (value.Effect !== 'Allow' && value.Effect !== 'Deny')) {
      throw new SyntaxError('a statement has the Effect Allow or Deny');
    }
    this.effect = value.Effect;
    const condition = new Condition(value.Condition);
    this.tests = [actionTest(value), resourceTest(value, hasVariables), principalTest(value), (request) => condition.evaluate(request)];
  }

  /** Whether the statement is about a request. */
  public matches(request: PolicyRequest): Finding {
    const findings: Finding[] = [];
    for (const test of this.tests) {
      const finding = test(request);
      if (finding.holds === false) {
        return finding;
      }
      findings.push(finding);
    }
    return allOf(findings);
  }
}

function actionTest(value: JsonObject): (request: PolicyRequest) => Finding {
  const { isNegated, texts } = list(value, 'Action');
  texts.forEach(checkAction);
  const patterns = texts.map((text) => new Pattern(text, { ignoresCase: true }));
  return ({ action }) => ({ holds: patterns.some((pattern) => pattern.matches(action)) !== isNegated });
}

function checkAction(text: string): void {
  const [service, ...names] = text.split(':');
  if (text !== '*' && names.length === 0) {
    throw new SyntaxError(`the action '${text}' names no service: such as states:StartExecution`);
  }
  if (names.length > 0 && /[*?]/.test(service)) {
    throw new SyntaxError(`the action '${text}' has a wildcard in the service's name, which IAM refuses`);
  }
}

function resourceTest(value: JsonObject, hasVariables: boolean): (request: PolicyRequest) => Finding {
  // A trust policy has none: it is about its role.
  if (value.Resource === undefined && value.NotResource === undefined && (value.Principal !== undefined || value.NotPrincipal !== undefined)) {
    return () => ({ holds: true });
  }
  const { isNegated, texts } = list(value, 'Resource');
  const patterns = texts.map((text) => new Pattern(text, { hasVariables }));
  return (request) => {
    const { resource } = request;
    if (resource === undefined) {
      return texts.includes('*') ? { holds: !isNegated } : { holds: undefined, unknown: `the local run does not know what ${request.action} is for` };
    }
    const results = patterns.map((pattern) => pattern.matches(resource, (name) => variable(request, name)));
    return results.includes(true) ? { holds: !isNegated }
      : results.includes(undefined) ? { holds: undefined, unknown: `the local run does not know a variable in ${texts.join(', ')}` }
        : { holds: isNegated };
  };
}

function principalTest({ Principal: principal, NotPrincipal: others }: JsonObject): (request: PolicyRequest) => Finding {
  if (principal === undefined && others === undefined) {
    return () => ({ holds: true });
  }
  return ({ principal: asking }) => (asking ? { holds: includes(principal ?? others, asking) === (principal !== undefined) }
    : { holds: undefined, unknown: 'the local run does not know who asks' });
}

function includes(principal: Json | undefined, asking: Principal): boolean {
  const { Service: services = [], AWS: accounts = [] } = isObject(principal) ? principal : {};
  // Everybody, services too.
  if (principal === '*' || [accounts].flat().includes('*')) {
    return true;
  }
  const wanted = ['service' in asking ? services : accounts].flat();
  return 'service' in asking ? wanted.includes(asking.service) : asking.arns.some((arn) => wanted.includes(arn));
}

/** The texts of `Action` or `NotAction`, `Resource` or `NotResource`. */
function list(value: JsonObject, name: string): { readonly isNegated: boolean; readonly texts: readonly string[] } {
  const isNegated = value[name] === undefined;
  const texts = [value[isNegated ? `Not${name}` : name]].flat();
  if (texts.length === 0 || !texts.every((text) => typeof text === 'string')) {
    throw new SyntaxError(`a statement has ${name} or Not${name}, a text or a list of texts`);
  }
  return { isNegated, texts };
}
