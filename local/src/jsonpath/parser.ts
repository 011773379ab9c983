import { JsonPath, Operand, Root, Segment, Step, isDefinite } from './ast';
import { Dialect } from './dialect';
import { parseFilter } from './filter-parser';
import { Scanner } from './scanner';

const VARIABLE = /[\p{L}_][\p{L}\p{N}_]*/uy;

/** Parses a JSONPath. Throws an InvalidPath that says where it stops making sense. */
export function parseJsonPath<V>(text: string, dialect: Dialect<V>): JsonPath<V> {
  const scanner = new Scanner(dialect.isRootOptional && !/^[$@]/.test(text) ? `$.${text}` : text);
  const path = readPath(scanner, dialect);
  if (!scanner.atEnd) {
    throw scanner.error('unexpected character');
  }
  return path;
}

/** Reads a path from the scanner's place on, and leaves the scanner behind it. */
export function readPath<V>(scanner: Scanner, dialect: Dialect<V>): JsonPath<V> {
  return scanner.nested(() => {
    const from = scanner.position;
    const root = readRoot(scanner, dialect);
    const segments: Segment<V>[] = [];
    while (scanner.peek('.') || scanner.peek('[')) {
      segments.push(readSegment(scanner, dialect));
    }
    const last = segments.pop();
    const all = last === undefined ? [] : [...segments, lastSegment(last)];
    return { text: scanner.text.slice(from, scanner.position), root, segments: all, definite: isDefinite(all) };
  });
}

/** Several names, at the end of a path, make one object. */
function lastSegment<V>(segment: Segment<V>): Segment<V> {
  switch (segment.kind) {
    case 'names': return { ...segment, kind: 'selection' };
    case 'descendants': return { ...segment, step: lastSegment(segment.step) as Step<V> };
    default: return segment;
  }
}

function readRoot<V>(scanner: Scanner, { hasContextAndVariables }: Dialect<V>): Root {
  if (scanner.take('@')) {
    return { kind: 'item' };
  }
  if (hasContextAndVariables && scanner.take('$$')) {
    return { kind: 'context' };
  }
  scanner.expect('$');
  const name = hasContextAndVariables ? scanner.match(VARIABLE) : undefined;
  return name === undefined ? { kind: 'data' } : { kind: 'variable', name };
}

function readSegment<V>(scanner: Scanner, dialect: Dialect<V>): Segment<V> {
  if (scanner.take('..')) {
    const step = scanner.peek('[') ? readBracket(scanner, dialect) : readDotted(scanner, dialect);
    if (step.kind === 'function') {
      throw scanner.error('a function cannot stand behind ..');
    }
    return { kind: 'descendants', step };
  }
  return scanner.take('.') && !scanner.peek('[') ? readDotted(scanner, dialect) : readBracket(scanner, dialect);
}

function readDotted<V>(scanner: Scanner, dialect: Dialect<V>): Step<V> | Segment<V> & { kind: 'function' } {
  if (scanner.take('*')) {
    return { kind: 'wildcard' };
  }
  const name = scanner.match(dialect.name);
  if (name === undefined) {
    throw scanner.error('a name is missing');
  }
  return scanner.take('(') ? { kind: 'function', name, args: readArguments(scanner, dialect) } : { kind: 'name', name };
}

function readArguments<V>(scanner: Scanner, dialect: Dialect<V>): Operand<V>[] {
  scanner.skipSpace();
  return scanner.take(')') ? [] : scanner.readList(')', () => readOperand(scanner, dialect));
}

/** Reads a literal or a path. */
export function readOperand<V>(scanner: Scanner, dialect: Dialect<V>): Operand<V> {
  if (scanner.peek('$') || scanner.peek('@')) {
    return { kind: 'path', path: readPath(scanner, dialect) };
  }
  return { kind: 'literal', value: dialect.document.parse(scanner.readLiteral()) };
}

function readBracket<V>(scanner: Scanner, dialect: Dialect<V>): Step<V> {
  scanner.expect('[');
  scanner.skipSpace();
  if (scanner.peek('\'') || scanner.peek('"')) {
    const names = scanner.readList(']', () => scanner.readQuotedName());
    return names.length === 1 ? { kind: 'name', name: names[0] } : { kind: 'names', names };
  }
  const step = readSelector(scanner, dialect);
  scanner.skipSpace();
  scanner.expect(']');
  return step;
}

function readSelector<V>(scanner: Scanner, dialect: Dialect<V>): Step<V> {
  if (scanner.take('*')) {
    return { kind: 'wildcard' };
  }
  if (scanner.take('?')) {
    return { kind: 'filter', filter: parseFilter(scanner, dialect) };
  }
  const start = scanner.readInteger();
  scanner.skipSpace();
  if (scanner.take(':')) {
    scanner.skipSpace();
    return { kind: 'slice', start, end: scanner.readInteger() };
  }
  if (start === undefined) {
    throw scanner.error('an index, a name in quotes, *, a slice or a filter is expected');
  }
  const indexes = [start];
  while (scanner.take(',')) {
    scanner.skipSpace();
    indexes.push(scanner.readInteger() ?? fail(scanner));
    scanner.skipSpace();
  }
  return indexes.length === 1 ? { kind: 'index', index: start } : { kind: 'indexes', indexes };
}

function fail(scanner: Scanner): never {
  throw scanner.error('an index is expected');
}
