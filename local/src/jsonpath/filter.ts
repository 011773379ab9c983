import { Filter, Operand } from './ast';
import { Document, sizeOf } from './document';
import { JsonPathError } from './errors';
import { Work } from './work';

/** What the filters of one evaluation share. */
export interface FilterContext<V> {
  readonly document: Document<V>;
  readonly work: Work;
  /** The value of an operand that is no regular expression; undefined where its path leads nowhere. */
  value(operand: Operand<V>, item: V): V | undefined;
}

/** How two values compare; undefined where nothing is there. Values of different types are never less or greater. */
type Comparison = <V>(context: FilterContext<V>, left: V | undefined, right: V | undefined) => boolean;

const equal: Comparison = (context, left, right) => left !== undefined && right !== undefined && equals(context, left, right, 0);
const isIn: Comparison = (context, left, right) => itemsOf(context, right)?.some((item) => equal(context, left, item)) ?? false;

const isAnyOf: Comparison = (context, left, right) => itemsOf(context, left)?.some((item) => isIn(context, item, right)) ?? false;

/** The operators of filters but for `=~`. To add one, add one entry here and its name to the parser. */
const COMPARISONS: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ['==', equal],
  ['!=', (context, left, right) => !equal(context, left, right)],
  ['<', (context, left, right) => order(context, left, right) < 0],
  ['<=', (context, left, right) => order(context, left, right) <= 0],
  ['>', (context, left, right) => order(context, left, right) > 0],
  ['>=', (context, left, right) => order(context, left, right) >= 0],
  ['in', isIn],
  ['nin', (context, left, right) => !isIn(context, left, right)],
  ['contains', contains],
  ['subsetof', (context, left, right) => itemsOf(context, left)?.every((item) => isIn(context, item, right)) ?? false],
  ['anyof', isAnyOf],
  ['noneof', (context, left, right) => areLists(context, left, right) && !isAnyOf(context, left, right)],
  ['size', (context, left, right) => right !== undefined && context.document.isNumber(right) && length(context, left) === context.document.toDouble(right)],
  ['empty', (context, left, right) => length(context, left) !== undefined && (length(context, left) === 0) === right],
]);

/** Whether an item meets a filter. */
export function meets<V>(filter: Filter<V>, context: FilterContext<V>, item: V): boolean {
  context.work.count();
  switch (filter.kind) {
    case 'and': return filter.filters.every((part) => meets(part, context, item));
    case 'or': return filter.filters.some((part) => meets(part, context, item));
    case 'not': return !meets(filter.filter, context, item);
    case 'exists': return context.value({ kind: 'path', path: filter.path }, item) !== undefined;
    case 'compare': return compare(filter, context, item);
  }
}

function compare<V>({ operator, left, right }: Filter<V> & { kind: 'compare' }, context: FilterContext<V>, item: V): boolean {
  const value = context.value(left, item);
  if (right.kind !== 'regex') {
    return (COMPARISONS.get(operator) as Comparison)(context, value, context.value(right, item));
  }
  const texts = itemsOf(context, value) ?? (value === undefined ? [] : [value]);
  return texts.some((text) => isScalar(context, text) && context.work.matches(right.regex, context.document.print(text)));
}

function itemsOf<V>({ document }: FilterContext<V>, value: V | undefined): readonly V[] | undefined {
  return value === undefined ? undefined : document.items(value);
}

function areLists<V>(context: FilterContext<V>, left: V | undefined, right: V | undefined): boolean {
  return itemsOf(context, left) !== undefined && itemsOf(context, right) !== undefined;
}

function isScalar<V>({ document }: FilterContext<V>, value: V): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || document.isNumber(value);
}

function contains<V>(context: FilterContext<V>, left: V | undefined, right: V | undefined): boolean {
  if (typeof left === 'string') {
    context.work.countText(left);
    return typeof right === 'string' && left.includes(right);
  }
  return isIn(context, right, left);
}

function length<V>({ document }: FilterContext<V>, value: V | undefined): number | undefined {
  return value === undefined ? undefined : typeof value === 'string' ? value.length : sizeOf(document, value);
}

/** NaN, which is neither less nor greater, unless both are numbers or both are strings. */
function order<V>({ document, work }: FilterContext<V>, left: V | undefined, right: V | undefined): number {
  if (typeof left === 'string' && typeof right === 'string') {
    work.countText(left);
    return left < right ? -1 : left > right ? 1 : 0;
  }
  const areNumbers = left !== undefined && right !== undefined && document.isNumber(left) && document.isNumber(right);
  return areNumbers ? document.compareNumbers(left, right) : NaN;
}

/** How deep values may nest that are compared. */
const MAX_DEPTH = 1000;

/** By content. A number equals a text that spells it, but not inside of lists and objects. */
function equals<V>(context: FilterContext<V>, left: V, right: V, depth: number): boolean {
  const { document, work } = context;
  work.count();
  if (depth > MAX_DEPTH) {
    throw new JsonPathError(`the values to compare nest deeper than ${MAX_DEPTH} levels`);
  }
  if (typeof left === 'string' || typeof right === 'string') {
    const spells = depth === 0 && (document.isNumber(left) || document.isNumber(right));
    return left === right || (spells && document.print(left) === document.print(right));
  }
  if (document.isNumber(left)) {
    return document.isNumber(right) && document.compareNumbers(left, right) === 0;
  }
  const items = document.items(left);
  if (items !== undefined) {
    const others = document.items(right);
    return items.length === others?.length && items.every((item, index) => equals(context, item, others[index], depth + 1));
  }
  const names = document.names(left);
  if (names === undefined) {
    return left === right;
  }
  return names.length === document.names(right)?.length && names.every((name) => {
    const other = document.member(right, name);
    return other !== undefined && equals(context, document.member(left, name) as V, other, depth + 1);
  });
}
