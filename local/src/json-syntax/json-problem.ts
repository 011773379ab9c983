import { JsonSyntaxProblem, Position, TokenReader, VALUES, describe, isDigit } from './token-reader';
import type { Json } from '../json';

/** Options of a check of JSON text. */
export interface JsonSyntaxOptions {
  /** Whether a name may stand twice in an object. @default true */
  readonly repeatedNames?: boolean;
}

/**
 * What is wrong with a text that should be JSON, in the words and with the position of Jackson, the parser that AWS uses; undefined when it is JSON.
 *
 * @see https://github.com/FasterXML/jackson-core
 */
export function jsonProblem(text: string, { repeatedNames = true }: JsonSyntaxOptions = {}): JsonSyntaxProblem | undefined {
  try {
    new Scanner(text, repeatedNames).scan();
    return undefined;
  } catch (error) {
    if (error instanceof JsonSyntaxProblem) {
      return error;
    }
    throw error;
  }
}

/** Characters of the longest text whose problem is looked for: to find it takes some times as long as to parse it. */
const LONGEST_EXPLAINED = 1_048_576;

/** The value of a JSON text. Throws a JsonSyntaxProblem for any other, or the engine's own error where it is too long to say more. */
export function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw (text.length > LONGEST_EXPLAINED ? undefined : jsonProblem(text)) ?? error;
  }
}

/** An array or object that is still open, or the root. */
interface Scope {
  readonly kind: 'root' | 'Array' | 'Object';
  /** Where it begins. */
  readonly position: Position;
  /** How many entries have begun. */
  entries: number;
  /** The names so far, where none may stand twice. */
  readonly names?: Set<string>;
}

const WORDS: ReadonlyMap<string, string> = new Map([['t', 'true'], ['f', 'false'], ['n', 'null'], ['N', 'NaN'], ['I', 'Infinity']]);
const TOKEN_TYPES: ReadonlyMap<string, string> = new Map([
  ['"', 'VALUE_STRING'], ['[', 'START_ARRAY'], ['{', 'START_OBJECT'], ['t', 'VALUE_TRUE'], ['f', 'VALUE_FALSE'], ['n', 'VALUE_NULL'],
]);
/** What Java takes for the first character of a name. */
const NAME_START = /^[\p{L}\p{Nl}\p{Sc}\p{Pc}]$/u;

/** Reads a whole JSON text. Nesting is kept on a stack of its own: text may be nested at will. */
class Scanner extends TokenReader {
  private readonly scopes: Scope[] = [{ kind: 'root', position: { line: 1, column: 0 }, entries: 0 }];

  constructor(text: string, private readonly repeatedNames: boolean) {
    super(text);
  }

  public scan(): void {
    for (;;) {
      const { kind, position } = this.scope;
      let char = this.skipSpace();
      if (char === '' && kind !== 'root') {
        this.unexpectedEnd(`: expected close marker for ${kind} (start marker at ${this.source(position)})`);
      }
      if (char === '') {
        return this.scope.entries > 0 ? undefined : this.fail('No content to map due to end-of-input', { line: 1, column: 0 });
      }
      if (char === ']' || char === '}') {
        this.close(char);
        continue;
      }
      if (this.scope.entries > 0 && kind !== 'root') {
        char = this.skipComma(char);
      }
      this.scope.entries += 1;
      if (kind === 'Object') {
        this.name(char);
        char = this.skipColon();
      }
      this.value(char);
    }
  }

  private get scope(): Scope {
    return this.scopes[this.scopes.length - 1];
  }

  /** The first character that is no white space, empty at the end. */
  private skipSpace(): string {
    for (;;) {
      const char = this.read();
      if (char === '/') {
        this.unexpected(char, "maybe a (non-standard) comment? (not recognized as one since Feature 'ALLOW_COMMENTS' not enabled for parser)");
      }
      if (char === '' || char > ' ') {
        return char;
      }
      if (char === '\n' || char === '\r') {
        this.next += char === '\r' && this.text[this.next] === '\n' ? 1 : 0;
        this.line += 1;
        this.lineStart = this.next;
      } else if (char !== ' ' && char !== '\t') {
        this.fail(`Illegal character (${describe(char)}): only regular white space (\\r, \\n, \\t) is allowed between tokens`);
      }
    }
  }

  private close(char: string): void {
    const expected = char === ']' ? 'Array' : 'Object';
    const { kind, position } = this.scope;
    if (kind !== expected) {
      this.fail(`Unexpected close marker '${char}': expected '${char === ']' ? '}' : ']'}' (for ${kind} starting at ${this.source(position)})`);
    }
    this.scopes.pop();
  }

  private skipComma(char: string): string {
    if (char !== ',') {
      this.unexpected(char, `was expecting comma to separate ${this.scope.kind} entries`);
    }
    return this.skipSpace() || this.unexpectedEnd(` within/between ${this.scope.kind} entries`);
  }

  private name(char: string): void {
    if (char !== '"') {
      this.unexpected(char, 'was expecting double-quote to start field name');
    }
    const start = this.next - 1;
    this.string('name', ' in field name');
    const { names } = this.scope;
    if (names === undefined) {
      return;
    }
    const name = JSON.parse(this.text.slice(start, this.next)) as string;
    if (names.has(name)) {
      this.fail(`Duplicate field '${name}'`);
    }
    names.add(name);
  }

  private skipColon(): string {
    const char = this.skipSpace() || this.unexpectedEnd(' within/between Object entries');
    if (char !== ':') {
      this.unexpected(char, 'was expecting a colon to separate field name and value');
    }
    return this.skipSpace() || this.unexpectedEnd(' within/between Object entries');
  }

  private value(char: string): void {
    const { position } = this;
    const isTrailing = this.scope.kind === 'root' && this.scope.entries > 1;
    const start = this.next - 1;
    const word = WORDS.get(char);
    if (char === '"') {
      if (!isTrailing) {
        this.string('string value', ': was expecting closing quote for a string value');
      }
    } else if (char === '[' || char === '{') {
      const names = char === '[' || this.repeatedNames ? undefined : new Set<string>();
      this.scopes.push({ kind: char === '[' ? 'Array' : 'Object', position, entries: 0, names });
    } else if (word !== undefined) {
      this.word(word, 1);
    } else if (char === '-' || isDigit(char)) {
      this.number(start, this.scope.kind === 'root');
    } else {
      this.noValue(char);
    }
    if (isTrailing) {
      const type = TOKEN_TYPES.get(char) ?? (/[.eE]/.test(this.text.slice(start, this.next)) ? 'VALUE_NUMBER_FLOAT' : 'VALUE_NUMBER_INT');
      this.fail(`Trailing token (of type ${type}) found after value (bound as \`com.fasterxml.jackson.databind.JsonNode\`): `
        + 'not allowed as per `DeserializationFeature.FAIL_ON_TRAILING_TOKENS`', position);
    }
  }

  private noValue(char: string): never {
    if (char === '}' && this.scope.kind !== 'Object') {
      this.unexpected(char, 'expected a value');
    }
    if (char === '+') {
      this.noNumber(this.read() || this.unexpectedEnd(' in a Number value'), '+');
    }
    if (NAME_START.test(char)) {
      this.unrecognized(char);
    }
    return this.unexpected(char, `expected a valid value ${VALUES}`);
  }
}
