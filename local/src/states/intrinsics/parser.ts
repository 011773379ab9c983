import { Scanner } from '../../jsonpath';
import { StatePath, orSyntaxError, readArgumentPath } from '../dataflow/paths';

/** How deep the intrinsic functions of a field may nest. @see https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
const MAX_DEPTH = 10;

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
  | { readonly kind: 'path'; readonly path: StatePath }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null };

/** Parses an intrinsic function call. Throws a SyntaxError that says where it stops making sense. */
export function parseIntrinsic(text: string): IntrinsicCall {
  return orSyntaxError(() => {
    const scanner = new Scanner(text);
    scanner.skipSpace();
    const call = readCall(scanner, 1);
    scanner.skipSpace();
    if (!scanner.atEnd) {
      throw scanner.error('unexpected character');
    }
    return call;
  });
}

function readCall(scanner: Scanner, depth: number): IntrinsicCall {
  if (depth > MAX_DEPTH) {
    throw scanner.error(`a field may nest ${MAX_DEPTH} intrinsic functions`);
  }
  const from = scanner.position;
  scanner.expect('States.');
  const name = scanner.match(/\w+/y);
  if (name === undefined) {
    throw scanner.error('the name of an intrinsic function is expected');
  }
  scanner.skipSpace();
  scanner.expect('(');
  scanner.skipSpace();
  const args = scanner.take(')') ? [] : scanner.readList(')', () => readArgument(scanner, depth));
  return { kind: 'call', text: scanner.text.slice(from, scanner.position), name, args };
}

function readArgument(scanner: Scanner, depth: number): IntrinsicArgument {
  if (scanner.peek('States.')) {
    return readCall(scanner, depth + 1);
  }
  if (scanner.peek('$')) {
    return { kind: 'path', path: readArgumentPath(scanner) };
  }
  if (scanner.peek('\'')) {
    return { kind: 'literal', value: readQuoted(scanner) };
  }
  return { kind: 'literal', value: JSON.parse(scanner.readBareLiteral()) as number | boolean | null };
}

/** A backslash hides `'`, `\`, `{` and `}`. The braces stay escaped, for States.Format tells `\{` from `{}`. */
function readQuoted(scanner: Scanner): string {
  const text = scanner.match(/'(?:[^'\\]|\\['\\{}])*'/sy);
  if (text === undefined) {
    throw scanner.error("a string in single quotes is not closed, or a backslash in it hides something else than ', \\, { and }");
  }
  const [illegal] = /\\[^'\\{}]/s.exec(text.replace(/\\['\\{}]/g, '')) ?? [];
  if (illegal !== undefined) {
    throw scanner.error(`'${illegal}' is no escape: there are \\', \\\\, \\{ and \\}`);
  }
  return text.slice(1, -1).replace(/\\(['\\])/g, '$1');
}
