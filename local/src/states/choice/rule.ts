import { Json } from '../../json';
import { EvaluationScope } from '../dataflow/expression';
import type { RuleFields } from '../definition';
import { runtimeError } from '../errors';
import { CHOICE_OPERATORS, ChoiceOperator } from './operators';
import { StatePath, findValue, parsePath } from '../dataflow/paths';

/** Whether a choice rule holds. */
export type ChoiceTest = (scope: EvaluationScope) => boolean;

/** Compiles a JSONPath choice rule: a comparison, or `And`, `Or` or `Not` over rules. */
export function compileRule(rule: RuleFields): ChoiceTest {
  const { And, Or, Not } = rule;
  if (And !== undefined) {
    const rules = And.map(compileRule);
    return (scope) => rules.every((test) => test(scope));
  }
  if (Or !== undefined) {
    const rules = Or.map(compileRule);
    return (scope) => rules.some((test) => test(scope));
  }
  if (Not !== undefined) {
    const test = compileRule(Not);
    return (scope) => !test(scope);
  }
  return compileComparison(rule);
}

function compileComparison(rule: RuleFields): ChoiceTest {
  const path = parsePath(String(rule.Variable));
  if (rule.IsPresent !== undefined) {
    return (scope) => (findValue(path, scope) !== undefined) === rule.IsPresent;
  }
  const [name, operand] = Object.entries(rule).find(([key]) => operatorOf(key) !== undefined) as [string, Json];
  const operator = operatorOf(name) as ChoiceOperator;
  const other = CHOICE_OPERATORS.has(name) ? undefined : parsePath(String(operand));
  return (scope) => operator(valueAt(path, scope), other === undefined ? operand : valueAt(other, scope));
}

/** An operator by its name, or by that of its `Path` variant. */
function operatorOf(name: string): ChoiceOperator | undefined {
  return CHOICE_OPERATORS.get(name.replace(/Path$/, ''));
}

function valueAt(path: StatePath, scope: EvaluationScope): Json {
  const value = findValue(path, scope);
  if (value === undefined) {
    throw runtimeError(`Invalid path '${path.text}': The choice state's condition path references an invalid value.`);
  }
  return value;
}
