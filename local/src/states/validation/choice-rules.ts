import { Check } from './context';
import { operandPath, payload } from './paths';
import { FieldTable, Rule, Shape, atMostOneOf, checkShape, inJsonPath, inJsonata, listOf, present, required, shape } from './shape';
import { anything, boolean, number, orExpression, string } from './values';
import { assignments } from './variables';
import { RECORDED } from './wording';
import { CHOICE_OPERATORS } from '../choice/operators';

/** The operand of an operator, by how the operator's name begins. */
const OPERANDS: readonly (readonly [string, Check])[] = [
  ['Boolean', boolean],
  ['Is', boolean],
  ['Numeric', number],
  ['String', string],
  ['Timestamp', string],
];

/** Operators that compare with a literal only. */
const LITERAL_ONLY = /^Is|^StringMatches$/;

const OPERATORS: FieldTable = Object.fromEntries(['IsPresent', ...CHOICE_OPERATORS.keys()].flatMap((name) => [
  [name, inJsonPath(operandOf(name))],
  ...LITERAL_ONLY.test(name) ? [] : [[`${name}Path`, inJsonPath(operandPath)]],
]));

const OPERATOR_NAMES = Object.keys(OPERATORS);

/** What a rule is made of: a combination of rules, a comparison, or an expression. */
const KINDS = ['And', 'Or', 'Not', 'Variable', 'Condition'];

function operandOf(operator: string): Check {
  return (OPERANDS.find(([prefix]) => operator.startsWith(prefix)) as readonly [string, Check])[1];
}

const oneKind: Rule = (fields, path, { findings }) => {
  if (present(fields, KINDS).length !== 1) {
    findings.schema(RECORDED.oneRuleKind(KINDS), path);
  }
};

const oneOperator: Rule = (fields, path, context) => {
  const found = present(fields, OPERATOR_NAMES);
  if (found.length > 1) {
    atMostOneOf(...found)(fields, path, context);
  } else if (found.length === 0 && context.language === 'JSONPath' && fields.Variable !== undefined) {
    context.findings.schema(RECORDED.noneOf(OPERATOR_NAMES), path);
  }
};

const nested: Check = (value, path, context) => checkShape(value, path, NESTED_RULE, context);

const PREDICATE: FieldTable = {
  And: inJsonPath(listOf(nested)),
  Comment: anything,
  Not: inJsonPath(nested),
  Or: inJsonPath(listOf(nested)),
  Variable: inJsonPath(operandPath),
  ...OPERATORS,
};

const NESTED_RULE: Shape = shape(PREDICATE, oneKind, oneOperator);

/** A rule of a Choice state. */
export const CHOICE_RULE: Shape = shape({
  ...PREDICATE,
  Assign: assignments,
  Condition: inJsonata(orExpression(anything)),
  Next: required(string),
  Output: inJsonata(payload),
}, oneKind, oneOperator);
