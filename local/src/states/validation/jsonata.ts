import { Check, Context } from './context';
import { RECORDED } from './wording';
import { Json, isObject } from '../../json';
import { jsonataSource } from '../jsonata/engine';
import { Node, parseJsonata } from '../jsonata/syntax';

/** Whether a value is a JSONata expression, or was meant to be one. */
export function looksLikeExpression(value: Json): value is string {
  return typeof value === 'string' && (value.startsWith('{%') || value.endsWith('%}'));
}

/** Checks a string in `{% %}`: it must be JSONata, and read only what there is to read. */
export function checkExpression(text: string, path: string, context: Context): void {
  const source = jsonataSource(text);
  if (source === undefined) {
    context.findings.schema(RECORDED.badExpressionDelimiters, path);
    return;
  }
  let problems: string[];
  try {
    problems = problemsOf(parseJsonata(source), missingFields(context));
  } catch (error) {
    // What is nested so deeply that it exhausts the stack is refused too.
    context.findings.add('INVALID_JSONATA_EXPRESSION', (error as Error).message, path);
    return;
  }
  new Set(problems).forEach((problem) => context.findings.add('UNSUPPORTED_JSONATA_EXPRESSION', problem, path));
}

/** Checks the expressions in a value, at any depth. */
export const expressions: Check = (value, path, context) => {
  if (looksLikeExpression(value)) {
    checkExpression(value, path, context);
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => expressions(item, `${path}[${index}]`, context));
  } else if (isObject(value)) {
    Object.keys(value).forEach((key) => expressions(value[key], `${path}/${key}`, context));
  }
};

/**
 * What an expression reads that the service has not: it evaluates expressions without a context item, so a path must start at a variable.
 *
 * Only the parts evaluated at the top level count. Behind the first step of a path there is a context item: the steps, filters and
 * groups after it may read names.
 */
function problemsOf(node: Node, missing: readonly string[]): string[] {
  switch (node.type) {
    case 'name': return [RECORDED.topLevelReference(String(node.value))];
    case 'variable': return variableProblems(node);
    case 'path': return [...problemsOf(node.steps[0], missing), ...pathProblems(node.steps, missing)];
    default: return topLevelParts(node).flatMap((part) => problemsOf(part, missing));
  }
}

function variableProblems({ value }: Node): string[] {
  return value === '' ? [RECORDED.topLevelReference('$')] : value === '$' ? [RECORDED.rootReference] : [];
}

/** The fields of `$states` that do not exist in a place. */
function missingFields({ hasResult, hasErrorOutput }: Context): string[] {
  return [...hasResult ? [] : ['result'], ...hasErrorOutput ? [] : ['errorOutput']];
}

function pathProblems([first, second]: readonly Node[], missing: readonly string[]): string[] {
  const field = first.type === 'variable' && first.value === 'states' && second?.type === 'name' ? String(second.value) : undefined;
  return field !== undefined && missing.includes(field) ? [RECORDED.noStatesField(field)] : [];
}

/** Where each type of node keeps the parts that see what it sees. */
const PARTS: ReadonlyMap<string, readonly (keyof Node)[]> = new Map<string, readonly (keyof Node)[]>([
  ['apply', ['lhs', 'rhs']],
  ['binary', ['lhs', 'rhs']],
  ['bind', ['rhs']],
  ['block', ['expressions']],
  ['condition', ['condition', 'then', 'else']],
  ['function', ['procedure', 'arguments']],
  ['lambda', ['body']],
  ['partial', ['procedure', 'arguments']],
  ['unary', ['expression', 'expressions', 'lhs']],
]);

/** The members of an object constructor are pairs: lists in a list. */
function topLevelParts(node: Node): Node[] {
  const members = (PARTS.get(node.type) ?? []).map((member) => node[member]);
  return (members.flat(2) as (Node | undefined)[]).filter((part) => part !== undefined);
}
