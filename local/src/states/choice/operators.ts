import { Json } from '../../json';
import { wildcard } from '../../wildcard';
import { parseTimestamp } from '../timestamp';

/** Compares a variable with the operator's value. Values of a type that the operator is not for give false, never an error. */
export type ChoiceOperator = (variable: Json, value: Json) => boolean;

type Order = (left: number | string, right: number | string) => boolean;

const ORDERS: Readonly<Record<string, Order>> = {
  Equals: (left, right) => left === right,
  LessThan: (left, right) => left < right,
  GreaterThan: (left, right) => left > right,
  LessThanEquals: (left, right) => left <= right,
  GreaterThanEquals: (left, right) => left >= right,
};

/** What the ordering operators compare: undefined for a value of another type. */
const COMPARABLE: Readonly<Record<string, (value: Json) => number | string | undefined>> = {
  String: (value) => typeof value === 'string' ? value : undefined,
  Numeric: (value) => typeof value === 'number' ? value : undefined,
  Timestamp: (value) => typeof value === 'string' ? parseTimestamp(value) : undefined,
};

/** Whether a value has a type, for the operators `IsNull` … `IsTimestamp`. */
const TYPE_TESTS: Readonly<Record<string, (value: Json) => boolean>> = {
  IsNull: (value) => value === null,
  IsString: (value) => typeof value === 'string',
  IsNumeric: (value) => typeof value === 'number',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => typeof value === 'string' && parseTimestamp(value) !== undefined,
};

/** The comparison operators of JSONPath choice rules, by name. @see https://states-language.net/#choice-state */
export const CHOICE_OPERATORS: ReadonlyMap<string, ChoiceOperator> = new Map<string, ChoiceOperator>([
  ...Object.entries(COMPARABLE).flatMap(([type, comparable]) => Object.entries(ORDERS).map(([order, holds]) =>
    [type + order, ordering(comparable, holds)] as const)),
  ...Object.entries(TYPE_TESTS).map(([name, test]) => [name, (variable: Json, value: Json) => test(variable) === value] as const),
  ['BooleanEquals', (variable, value) => typeof variable === 'boolean' && variable === value],
  ['StringMatches', (variable, pattern) => typeof variable === 'string' && typeof pattern === 'string' && wildcard(pattern)(variable)],
]);

function ordering(comparable: (value: Json) => number | string | undefined, holds: Order): ChoiceOperator {
  return (variable, value) => {
    const left = comparable(variable);
    const right = comparable(value);
    return left !== undefined && right !== undefined && holds(left, right);
  };
}
