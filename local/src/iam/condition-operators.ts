import { BlockList, isIP } from 'node:net';
import { Pattern, Variables } from './pattern';

/** Compares a value of the request with one of the policy; undefined when nobody can tell. */
type Comparison = (value: string, wanted: string, variables: Variables) => boolean | undefined;

export interface ConditionOperator {
  readonly compare: Comparison;
  /** Whether it holds where no value fits, as `StringNotEquals` does. */
  readonly isNegated: boolean;
}

const glob = (ignoresCase: boolean): Comparison => (value, wanted, variables) =>
  new Pattern(wanted, { ignoresCase, hasVariables: true }).matches(value, variables);

/** As `glob`, with asterisks that stand for themselves. */
const equal = (ignoresCase: boolean): Comparison => {
  const compare = glob(ignoresCase);
  return (value, wanted, variables) => compare(value, wanted.replace(/(?<!\$\{)[*?]/g, (character) => `\${${character}}`), variables);
};

const ordered = (read: (text: string) => number, holds: Order[1]): Comparison => (value, wanted) => holds(read(value), read(wanted));

/** Each of the six parts of an ARN by itself, so that no asterisk leaps over a colon. */
const arn: Comparison = (value, wanted, variables) => {
  const compare = glob(false);
  const [values, patterns] = [arnParts(value), arnParts(wanted)];
  if (patterns.length < 6) {
    return compare(value, wanted, variables);
  }
  const parts = patterns.map((pattern, index) => (index < values.length ? compare(values[index], pattern, variables) : false));
  return parts.includes(false) ? false : parts.includes(undefined) ? undefined : true;
};

const ipAddress: Comparison = (value, wanted) => {
  const [address, prefix] = wanted.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) === 0 || isIP(value) === 0) {
    return undefined;
  }
  const list = new BlockList();
  list.addSubnet(address, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family);
  return list.check(value, isIP(value) === 6 ? 'ipv6' : 'ipv4');
};

/** A date as ISO 8601 or in seconds since 1970. */
const date = (text: string): number => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text));

type Order = readonly [name: string, holds: (value: number, wanted: number) => boolean];
const ORDERS: readonly Order[] = [
  ['Equals', (value, wanted) => value === wanted],
  ['LessThan', (value, wanted) => value < wanted],
  ['LessThanEquals', (value, wanted) => value <= wanted],
  ['GreaterThan', (value, wanted) => value > wanted],
  ['GreaterThanEquals', (value, wanted) => value >= wanted],
];

const positive = (compare: Comparison): ConditionOperator => ({ compare, isNegated: false });
const negative = (compare: Comparison): ConditionOperator => ({ compare, isNegated: true });

/**
 * The operators of conditions, but for `Null`, which compares nothing. To add one, add one entry.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const CONDITION_OPERATORS: ReadonlyMap<string, ConditionOperator> = new Map<string, ConditionOperator>([
  ['StringEquals', positive(equal(false))],
  ['StringNotEquals', negative(equal(false))],
  ['StringEqualsIgnoreCase', positive(equal(true))],
  ['StringNotEqualsIgnoreCase', negative(equal(true))],
  ['StringLike', positive(glob(false))],
  ['StringNotLike', negative(glob(false))],
  ['ArnEquals', positive(arn)],
  ['ArnLike', positive(arn)],
  ['ArnNotEquals', negative(arn)],
  ['ArnNotLike', negative(arn)],
  ['Bool', positive(equal(true))],
  ['BinaryEquals', positive(equal(false))],
  ['IpAddress', positive(ipAddress)],
  ['NotIpAddress', negative(ipAddress)],
  ...ORDERS.flatMap(([name, holds]): [string, ConditionOperator][] => [
    [`Numeric${name}`, positive(ordered(Number, holds))],
    [`Date${name}`, positive(ordered(date, holds))],
  ]),
  ['NumericNotEquals', negative(ordered(Number, (value, wanted) => value === wanted))],
  ['DateNotEquals', negative(ordered(date, (value, wanted) => value === wanted))],
]);

function arnParts(text: string): string[] {
  const parts = text.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
