import { UnsupportedRegex, translateRegex } from '../java-regex';
import { Filter, Operand } from './ast';
import { Dialect } from './dialect';
import { readOperand } from './parser';
import { Scanner } from './scanner';

const OPERATOR = /==|!=|<=|>=|=~|<|>|(?:in|nin|subsetof|anyof|noneof|contains|size|empty)(?!\w)/yi;

/** Reads a filter, `(…)` after the question mark. */
export function parseFilter<V>(scanner: Scanner, dialect: Dialect<V>): Filter<V> {
  return scanner.nested(() => {
    scanner.skipSpace();
    scanner.expect('(');
    const filter = readJoined(scanner, 'or', '||', () => readJoined(scanner, 'and', '&&', () => readTerm(scanner, dialect)));
    scanner.skipSpace();
    scanner.expect(')');
    return filter;
  });
}

function readJoined<V>(scanner: Scanner, kind: 'and' | 'or', token: string, read: () => Filter<V>): Filter<V> {
  const filters = [read()];
  scanner.skipSpace();
  while (scanner.take(token)) {
    filters.push(read());
    scanner.skipSpace();
  }
  return filters.length === 1 ? filters[0] : { kind, filters };
}

function readTerm<V>(scanner: Scanner, dialect: Dialect<V>): Filter<V> {
  scanner.skipSpace();
  if (scanner.take('!')) {
    return { kind: 'not', filter: scanner.nested(() => readTerm(scanner, dialect)) };
  }
  if (scanner.peek('(')) {
    return parseFilter(scanner, dialect);
  }
  const left = readValue(scanner, dialect);
  scanner.skipSpace();
  const operator = scanner.match(OPERATOR)?.toLowerCase();
  if (operator === undefined) {
    if (left.kind !== 'path') {
      throw scanner.error('an operator is expected');
    }
    return { kind: 'exists', path: left.path };
  }
  scanner.skipSpace();
  const right = readValue(scanner, dialect);
  if ((operator === '=~') !== (right.kind === 'regex') || left.kind === 'regex') {
    throw scanner.error('a regular expression stands behind =~');
  }
  return { kind: 'compare', operator, left, right };
}

function readValue<V>(scanner: Scanner, dialect: Dialect<V>): Operand<V> {
  if (scanner.peek('/')) {
    return { kind: 'regex', regex: readRegex(scanner) };
  }
  if (scanner.peek('[')) {
    return { kind: 'literal', value: dialect.document.parse(readList(scanner)) };
  }
  return readOperand(scanner, dialect);
}

/** A list of literals and lists, as JSON. */
function readList(scanner: Scanner): string {
  return scanner.nested(() => {
    scanner.expect('[');
    scanner.skipSpace();
    const items = scanner.take(']') ? [] : scanner.readList(']', () => scanner.peek('[') ? readList(scanner) : scanner.readLiteral());
    return `[${items.join(',')}]`;
  });
}

/** Like Java's `matches()`, it is for the whole text. */
function readRegex(scanner: Scanner): RegExp {
  const text = scanner.match(/\/(?:[^/\\]|\\.)*\/[a-zA-Z]*/y);
  if (text === undefined) {
    throw scanner.error('a regular expression is not closed');
  }
  const end = text.lastIndexOf('/');
  const flags = text.slice(end + 1).toLowerCase().replace(/[^imsu]/g, '');
  try {
    return translateRegex((flags && `(?${flags})`) + text.slice(1, end), true);
  } catch (error) {
    throw error instanceof UnsupportedRegex ? scanner.error(error.message) : error;
  }
}
