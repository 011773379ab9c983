import { EvaluationScope } from '../dataflow/expression';
import { runtimeError } from '../errors';
import { Json, JsonObject, isObject, ownMember } from '../json';
import { CHOICE_OPERATORS } from './operators';
import { JsonPath } from '../jsonpath/ast';
import { findPath } from '../jsonpath/evaluator';
import { parseJsonPath } from '../jsonpath/parser';

/** Whether a choice rule holds. */
export type ChoiceTest = (scope: EvaluationScope) => boolean;

/** Compiles a JSONPath choice rule: a comparison, or `And`, `Or` or `Not` over rules. Throws a SyntaxError for what is neither. */
export function compileRule(rule: JsonObject): ChoiceTest {
  const all = ownMember(rule, 'And');
  if (all !== undefined) {
    const rules = rulesOf(all);
    return scope => rules.every(test => test(scope));
  }
  const some = ownMember(rule, 'Or');
  if (some !== undefined) {
    const rules = rulesOf(some);
    return scope => rules.some(test => test(scope));
  }
  const negated = ownMember(rule, 'Not');
  if (negated !== undefined) {
    const [test] = rulesOf([negated]);
    return scope => !test(scope);
  }
  return compileComparison(rule);
}

function rulesOf(value: Json): ChoiceTest[] {
  if (!Array.isArray(value) || !value.every(isObject)) {
    throw new SyntaxError('And, Or and Not take choice rules');
  }
  return value.map(compileRule);
}

function compileComparison(rule: JsonObject): ChoiceTest {
  const path = parseJsonPath(String(ownMember(rule, 'Variable')));
  const present = ownMember(rule, 'IsPresent');
  if (present !== undefined) {
    return scope => (findPath(path, scope) !== undefined) === present;
  }
  for (const key of Object.keys(rule)) {
    const operator = CHOICE_OPERATORS.get(key) ?? (key.endsWith('Path') ? CHOICE_OPERATORS.get(key.slice(0, -4)) : undefined);
    if (operator !== undefined) {
      const literal = rule[key];
      const other = CHOICE_OPERATORS.has(key) ? undefined : parseJsonPath(String(literal));
      return scope => operator(valueAt(path, scope), other === undefined ? literal : valueAt(other, scope));
    }
  }
  throw new SyntaxError(`A choice rule needs one comparison operator: ${JSON.stringify(rule)}`);
}

function valueAt(path: JsonPath, scope: EvaluationScope): Json {
  const value = findPath(path, scope);
  if (value === undefined) {
    throw runtimeError(`Invalid path '${path.text}': The choice state's condition path references an invalid value.`);
  }
  return value;
}
