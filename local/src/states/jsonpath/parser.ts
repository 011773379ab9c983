import { JsonPath, Operand, Root, Segment } from './ast';
import { parseFilter } from './filter-parser';
import { Scanner } from './scanner';

const NAME = /[^\s.[\](),:;'"=!<>&|~+*/\\?@{}]+/y;
const VARIABLE = /[\p{L}_][\p{L}\p{N}_]*/uy;

/** Parses a JSONPath. Throws a SyntaxError that says where it stops making sense. */
export function parseJsonPath(text: string): JsonPath {
  const scanner = new Scanner(text);
  const path = readPath(scanner);
  if (!scanner.atEnd) {
    throw scanner.error('unexpected character');
  }
  return path;
}

/** Reads a path from the scanner's place on, and leaves the scanner behind it. */
export function readPath(scanner: Scanner): JsonPath {
  const from = scanner.position;
  const root = readRoot(scanner);
  const segments: Segment[] = [];
  for (;;) {
    if (scanner.take('..')) {
      segments.push({ kind: 'descendants' });
      segments.push(scanner.peek('[') ? readBracket(scanner) : readDotted(scanner));
    } else if (scanner.take('.')) {
      segments.push(readDotted(scanner));
    } else if (scanner.peek('[')) {
      segments.push(readBracket(scanner));
    } else {
      break;
    }
  }
  return { text: scanner.text.slice(from, scanner.position), root, segments, definite: segments.every(isDefinite) };
}

function isDefinite(segment: Segment): boolean {
  return segment.kind === 'function'
    || (segment.kind === 'names' && segment.names.length === 1)
    || (segment.kind === 'indexes' && segment.indexes.length === 1);
}

function readRoot(scanner: Scanner): Root {
  if (scanner.take('@')) {
    return { kind: 'item' };
  }
  if (scanner.take('$$')) {
    return { kind: 'context' };
  }
  scanner.expect('$');
  const name = scanner.match(VARIABLE);
  return name === undefined ? { kind: 'data' } : { kind: 'variable', name };
}

function readDotted(scanner: Scanner): Segment {
  if (scanner.take('*')) {
    return { kind: 'wildcard' };
  }
  const name = scanner.match(NAME);
  if (name === undefined) {
    throw scanner.error('a name is missing');
  }
  if (scanner.take('(')) {
    return { kind: 'function', name, args: readArguments(scanner) };
  }
  return { kind: 'names', names: [name] };
}

function readArguments(scanner: Scanner): Operand[] {
  const args: Operand[] = [];
  scanner.skipSpace();
  while (!scanner.take(')')) {
    if (args.length > 0) {
      scanner.expect(',');
    }
    args.push(readOperand(scanner));
    scanner.skipSpace();
  }
  return args;
}

/** Reads a literal or a path. */
export function readOperand(scanner: Scanner): Operand {
  scanner.skipSpace();
  if (scanner.peek('$') || scanner.peek('@')) {
    return { kind: 'path', path: readPath(scanner) };
  }
  return { kind: 'literal', value: scanner.readLiteral() };
}

function readBracket(scanner: Scanner): Segment {
  scanner.expect('[');
  scanner.skipSpace();
  const segment = readSelector(scanner);
  scanner.skipSpace();
  scanner.expect(']');
  return segment;
}

function readSelector(scanner: Scanner): Segment {
  if (scanner.take('*')) {
    return { kind: 'wildcard' };
  }
  if (scanner.take('?')) {
    return { kind: 'filter', filter: parseFilter(scanner) };
  }
  if (scanner.peek('\'') || scanner.peek('"')) {
    return { kind: 'names', names: readList(scanner, () => scanner.readQuotedName()) };
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
  const rest = scanner.take(',') ? readList(scanner, () => scanner.readInteger() ?? fail(scanner)) : [];
  return { kind: 'indexes', indexes: [start, ...rest] };
}

function fail(scanner: Scanner): never {
  throw scanner.error('an index is expected');
}

function readList<T>(scanner: Scanner, read: () => T): T[] {
  const list: T[] = [];
  do {
    scanner.skipSpace();
    list.push(read());
    scanner.skipSpace();
  } while (scanner.take(','));
  return list;
}
