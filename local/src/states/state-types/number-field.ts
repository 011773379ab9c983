import { Json, toJavaString } from '../../json';
import { FieldExpression } from '../dataflow/dataflow';
import { EvaluationScope } from '../dataflow/expression';

/** A whole number as the service reads one, as text into a long of Java's: digits in a string will do, `2.0` will not. Undefined for all else. */
export function longOf(value: Json): number | undefined {
  const digits = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  return /^[-+]?\d{1,18}$/.test(digits) ? Number(digits) : undefined;
}

/** The value of a field that must be an integer, or a float; undefined if the state does not have the field. */
export async function numberOf(
  field: FieldExpression | undefined, name: string, kind: 'integer' | 'float', scope: EvaluationScope,
): Promise<number | undefined> {
  if (field === undefined) {
    return undefined;
  }
  const value = await field.evaluate(scope);
  const number = kind === 'integer' ? longOf(value) : floatOf(value);
  if (number === undefined) {
    const subject = field.path === undefined ? `The ${name} field` : `The ${name}Path field`;
    throw field.problem(`${subject} refers to value "${toJavaString(value)}" which is not a valid ${kind}: ${field.path ?? name}`);
  }
  return number;
}

function floatOf(value: Json): number | undefined {
  if (typeof value === 'number') {
    return value;
  }
  return typeof value === 'string' && /^[-+]?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

/** As numberOf, for a number that must lie within limits, both included; `problem` says so where it does not. */
export async function numberWithin(
  field: FieldExpression | undefined, name: string, kind: 'integer' | 'float', scope: EvaluationScope,
  { least = -Infinity, most = Infinity, problem }: { least?: number; most?: number; problem: string },
): Promise<number | undefined> {
  const value = await numberOf(field, name, kind, scope);
  if (field !== undefined && value !== undefined && (value < least || value > most)) {
    throw field.problem(problem);
  }
  return value;
}

/** As numberOf, for a whole number above 0. */
export function positiveInteger(field: FieldExpression | undefined, name: string, scope: EvaluationScope): Promise<number | undefined> {
  return numberWithin(field, name, 'integer', scope, { least: 1, problem: `${name} must be a positive integer.` });
}
