import { JsonPath } from '../jsonpath/ast';
import { readPath } from '../jsonpath/parser';
import { Scanner } from '../jsonpath/scanner';

/** A call of an intrinsic function, as in `States.Format('Hello {}', $.name)`. */
export interface IntrinsicCall {
  readonly kind: 'call';
  /** The call as it was written. */
  readonly text: string;
  /** The name without `States.`. */
  readonly name: string;
  readonly args: readonly IntrinsicArgument[];
}

/** An argument of an intrinsic function. */
export type IntrinsicArgument =
  | IntrinsicCall
  | { readonly kind: 'path'; readonly path: JsonPath }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null };

/** Parses an intrinsic function call. Throws a SyntaxError that says where it stops making sense. */
export function parseIntrinsic(text: string): IntrinsicCall {
  const scanner = new Scanner(text);
  scanner.skipSpace();
  const call = readCall(scanner);
  scanner.skipSpace();
  if (!scanner.atEnd) {
    throw scanner.error('unexpected character');
  }
  return call;
}

function readCall(scanner: Scanner): IntrinsicCall {
  const from = scanner.position;
  scanner.expect('States.');
  const name = scanner.match(/\w+/y);
  if (name === undefined) {
    throw scanner.error('the name of an intrinsic function is expected');
  }
  scanner.skipSpace();
  scanner.expect('(');
  const args: IntrinsicArgument[] = [];
  scanner.skipSpace();
  while (!scanner.take(')')) {
    if (args.length > 0) {
      scanner.expect(',');
      scanner.skipSpace();
    }
    args.push(readArgument(scanner));
    scanner.skipSpace();
  }
  return { kind: 'call', text: scanner.text.slice(from, scanner.position), name, args };
}

function readArgument(scanner: Scanner): IntrinsicArgument {
  if (scanner.peek('States.')) {
    return readCall(scanner);
  }
  if (scanner.peek('$')) {
    return { kind: 'path', path: readPath(scanner) };
  }
  if (scanner.peek('\'')) {
    return { kind: 'literal', value: readQuoted(scanner) };
  }
  return { kind: 'literal', value: scanner.readLiteral() as number | boolean | null };
}

/** A backslash hides `'`, `\`, `{` and `}`. The braces stay escaped, for States.Format tells `\{` from `{}`. */
function readQuoted(scanner: Scanner): string {
  const text = scanner.match(/'(?:[^'\\]|\\.)*'/sy);
  if (text === undefined) {
    throw scanner.error('a string in single quotes is not closed');
  }
  return text.slice(1, -1).replace(/\\(['\\])/g, '$1');
}
