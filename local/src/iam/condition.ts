import { CONDITION_OPERATORS, ConditionOperator } from './condition-operators';
import { allOf, Finding, PolicyRequest } from './policy-request';
import { isObject, Json, JsonObject } from '../json';

/** A test of one key. */
type Test = (request: PolicyRequest) => Finding;

/** The `Condition` of a statement: all its tests must hold. */
export class Condition {
  private readonly tests: readonly Test[];

  /** @throws SyntaxError saying what is wrong with it */
  constructor(value: Json | undefined) {
    if (value !== undefined && !(isObject(value) && Object.values(value).every(isObject))) {
      throw new SyntaxError('a Condition is an object of operators, each with an object of keys');
    }
    this.tests = Object.entries(value ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys as JsonObject).map(([key, wanted]) => test(operator, key, texts(wanted))));
  }

  public evaluate(request: PolicyRequest): Finding {
    return this.tests.length === 0 ? { holds: true } : allOf(this.tests.map((each) => each(request)));
  }
}

function test(name: string, key: string, wanted: readonly string[]): Test {
  const [, set, plain, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const operator = CONDITION_OPERATORS.get(plain);
  return (request) => {
    const values = request.context?.[key.toLowerCase()];
    if (values === undefined) {
      return { holds: undefined, unknown: `the local run does not know the condition key ${key}` };
    }
    if (plain === 'Null') {
      return { holds: wanted.some((text) => text.toLowerCase() === String(values.length === 0)) };
    }
    if (!operator) {
      return { holds: undefined, unknown: `the local run does not know the condition operator ${name}` };
    }
    if (values.length === 0) {
      // Of nothing all values fit and none does; what must not fit does not.
      return { holds: set === undefined ? ifExists !== undefined || operator.isNegated : set === 'ForAllValues' };
    }
    return compared(operator, set, values, wanted, request);
  };
}

function compared(
  operator: ConditionOperator, set: string | undefined, values: readonly string[], wanted: readonly string[], request: PolicyRequest,
): Finding {
  const variables = (name: string): string | undefined => variable(request, name);
  const each = values.map((value): boolean | undefined => {
    const fits = some(wanted.map((text) => operator.compare(value, text, variables)));
    return fits === undefined ? undefined : fits !== operator.isNegated;
  });
  const all = some(each.map((holds) => (holds === undefined ? undefined : !holds)));
  const holds = set === 'ForAllValues' || (set === undefined && operator.isNegated) ? (all === undefined ? undefined : !all) : some(each);
  return holds === undefined ? { holds, unknown: `the local run cannot compare ${JSON.stringify(values)} with ${JSON.stringify(wanted)}` } : { holds };
}

/** The value of a policy variable: that of the condition key of its name, where there is exactly one. */
export function variable({ context }: PolicyRequest, name: string): string | undefined {
  const values = context?.[name.toLowerCase()];
  return values?.length === 1 ? values[0] : undefined;
}

function some(findings: readonly (boolean | undefined)[]): boolean | undefined {
  return findings.includes(true) ? true : findings.includes(undefined) ? undefined : false;
}

function texts(value: Json): string[] {
  return [value].flat().map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
}
