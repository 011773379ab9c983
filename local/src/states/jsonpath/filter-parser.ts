import { Json } from '../json';
import { Filter, Operand } from './ast';
import { readOperand } from './parser';
import { Scanner } from './scanner';

const OPERATOR = /==|!=|<=|>=|=~|<|>|(?:in|nin|subsetof|anyof|noneof|contains|size|empty)(?=[\s[({'"$@\d])/yi;

/** Reads a filter, `(…)` after the question mark. */
export function parseFilter(scanner: Scanner): Filter {
  scanner.skipSpace();
  scanner.expect('(');
  const filter = readOr(scanner);
  scanner.skipSpace();
  scanner.expect(')');
  return filter;
}

function readOr(scanner: Scanner): Filter {
  return readJoined(scanner, 'or', '||', () => readJoined(scanner, 'and', '&&', () => readTerm(scanner)));
}

function readJoined(scanner: Scanner, kind: 'and' | 'or', token: string, read: () => Filter): Filter {
  const filters = [read()];
  scanner.skipSpace();
  while (scanner.take(token)) {
    filters.push(read());
    scanner.skipSpace();
  }
  return filters.length === 1 ? filters[0] : { kind, filters };
}

function readTerm(scanner: Scanner): Filter {
  scanner.skipSpace();
  if (scanner.peek('!') && !scanner.peek('!=')) {
    scanner.take('!');
    return { kind: 'not', filter: readTerm(scanner) };
  }
  if (scanner.peek('(')) {
    return parseFilter(scanner);
  }
  const left = readValue(scanner);
  scanner.skipSpace();
  const operator = scanner.match(OPERATOR)?.toLowerCase();
  if (operator !== undefined) {
    return { kind: 'compare', operator, left, right: readValue(scanner) };
  }
  if (left.kind !== 'path') {
    throw scanner.error('an operator is expected');
  }
  return { kind: 'exists', path: left.path };
}

function readValue(scanner: Scanner): Operand {
  scanner.skipSpace();
  if (scanner.peek('/')) {
    return { kind: 'regex', regex: readRegex(scanner) };
  }
  if (scanner.peek('[')) {
    return { kind: 'literal', value: readList(scanner) };
  }
  return readOperand(scanner);
}

function readList(scanner: Scanner): Json[] {
  scanner.expect('[');
  const list: Json[] = [];
  scanner.skipSpace();
  while (!scanner.take(']')) {
    if (list.length > 0) {
      scanner.expect(',');
      scanner.skipSpace();
    }
    list.push(scanner.readLiteral());
    scanner.skipSpace();
  }
  return list;
}

function readRegex(scanner: Scanner): RegExp {
  const text = scanner.match(/\/(?:[^/\\]|\\.)*\/[a-z]*/y);
  if (text === undefined) {
    throw scanner.error('a regular expression is not closed');
  }
  const end = text.lastIndexOf('/');
  return new RegExp(text.slice(1, end), text.slice(end + 1).replace(/[^imsu]/g, ''));
}
