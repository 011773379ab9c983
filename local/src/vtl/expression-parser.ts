import { bigDecimalFrom } from './big-decimal';
import type { ExpressionToken, Lexer } from './lexer';
import type { Access, BinaryOperator, Block, Expression, ReferenceNode } from './tree';

/** From the loosest to the tightest binding, each with its spellings. */
const PRECEDENCE: readonly ReadonlyMap<string, BinaryOperator>[] = [
  new Map([['||', '||'], ['or', '||']]),
  new Map([['&&', '&&'], ['and', '&&']]),
  new Map([['==', '=='], ['eq', '=='], ['!=', '!='], ['ne', '!=']]),
  new Map([['<', '<'], ['lt', '<'], ['<=', '<='], ['le', '<='], ['>', '>'], ['gt', '>'], ['>=', '>='], ['ge', '>=']]),
  new Map([['+', '+'], ['-', '-']]),
  new Map([['*', '*'], ['/', '/'], ['%', '%']]),
];

/** How deep expressions may nest. */
const MAX_DEPTH = 200;

const REFERENCE_START = /\$(!?)(\{?)([A-Za-z_][A-Za-z0-9_-]*)/y;
const PROPERTY = /\.([A-Za-z][A-Za-z0-9_-]*)/y;
const INDEX = /\[/y;
const ARGUMENTS = /\(/y;
const CLOSING_BRACE = /\}/y;

/** Parses what stands inside the parentheses of directives, and references wherever they stand. */
export class ExpressionParser {
  private depth = 0;
  private lookahead?: { readonly token: ExpressionToken; readonly end: number; readonly offset: number };

  /**
   * @param lexer shared with the parser of the statements
   * @param parseText parses the content of a double-quoted string literal, itself a template
   */
  constructor(private readonly lexer: Lexer, private readonly parseText: (content: string, at: number) => Block) {}

  public expression(): Expression {
    return this.nested(() => this.binary(0));
  }

  /** One value without operators: all that a method's arguments and the items of a literal may be. */
  public operand(): Expression {
    return this.nested(() => this.value(this.next()));
  }

  /** An argument of a directive that is not run: a value or a bare word. */
  public directiveArgument(): void {
    if (this.peek().kind === 'word') {
      this.next();
    } else {
      this.operand();
    }
  }

  /** @param message what the grammar needs here */
  public expectReference(message: string): ReferenceNode {
    const token = this.next();
    if (token.kind !== 'reference') {
      throw this.lexer.fail(`${message}; found ${describe(token)}`, token.start);
    }
    return this.reference('', token.start);
  }

  public expect(symbol: string): void {
    const token = this.next();
    if (token.kind !== 'symbol' || token.text !== symbol) {
      throw this.lexer.fail(`expected "${symbol}", but found ${describe(token)}`, token.start);
    }
  }

  public sees(symbol: string): boolean {
    const token = this.peek();
    return token.kind === 'symbol' && token.text === symbol;
  }

  /**
   * A reference; the lexer stands at its dollar.
   *
   * @param backslashes those in front of it: an odd number escapes it
   */
  public reference(backslashes: string, start: number): ReferenceNode {
    const dollar = this.lexer.offset;
    const [, , brace, name] = this.lexer.take(REFERENCE_START)!;
    const path: Access[] = [];
    for (let access = this.access(); access; access = this.access()) {
      path.push(access);
    }
    if (brace && !this.lexer.take(CLOSING_BRACE)) {
      throw this.lexer.fail(`\${${name} has no closing }: alternate values and expressions are not supported in references`, start);
    }
    const prefix = backslashes.slice(0, backslashes.length / 2);
    const escaped = backslashes.length % 2 === 1 ? this.lexer.source.slice(dollar, this.lexer.offset) : undefined;
    return { kind: 'reference', at: this.lexer.at(start), name, path, prefix, escaped };
  }

  private access(): Access | undefined {
    const property = this.lexer.take(PROPERTY);
    if (property) {
      return this.lexer.take(ARGUMENTS)
        ? { kind: 'method', name: property[1], args: this.list(')', () => this.argument()) }
        : { kind: 'property', name: property[1] };
    }
    if (!this.lexer.take(INDEX)) {
      return undefined;
    }
    const token = this.peek();
    const index = this.operand();
    if (index.kind === 'list' || index.kind === 'map' || index.kind === 'range' || token.kind === 'float') {
      throw this.lexer.fail(`an index is a number, a string or a reference; found ${describe(token)}`, token.start);
    }
    this.expect(']');
    return { kind: 'index', index };
  }

  /** API Gateway takes a bare `null` as a method's argument, though Velocity does not. */
  private argument(): Expression {
    const token = this.peek();
    if (token.kind !== 'word' || token.text !== 'null') {
      return this.operand();
    }
    this.next();
    return { kind: 'literal', value: null };
  }

  private binary(level: number): Expression {
    const operators = PRECEDENCE[level];
    if (!operators) {
      return this.unary();
    }
    let left = this.binary(level + 1);
    for (;;) {
      const token = this.peek();
      const operator = token.kind === 'symbol' || token.kind === 'word' ? operators.get(token.text) : undefined;
      if (!operator) {
        return left;
      }
      this.next();
      left = { kind: 'binary', operator, left, right: this.binary(level + 1) };
    }
  }

  private unary(): Expression {
    const token = this.peek();
    if (this.sees('!') || (token.kind === 'word' && token.text === 'not')) {
      this.next();
      return { kind: 'not', operand: this.nested(() => this.unary()) };
    }
    if (this.sees('(')) {
      this.next();
      const inner = this.expression();
      this.expect(')');
      return inner;
    }
    return this.operand();
  }

  private value(token: ExpressionToken): Expression {
    switch (token.kind) {
      case 'string':
        return this.string(token);
      case 'integer':
        return { kind: 'literal', value: BigInt(token.text) };
      case 'float':
        return { kind: 'literal', value: floatLiteral(token.text) };
      case 'reference':
        return this.reference('', token.start);
      case 'word':
        return this.word(token);
      default:
        return this.collection(token);
    }
  }

  private word(token: ExpressionToken): Expression {
    switch (token.text) {
      case 'true':
        return { kind: 'literal', value: true };
      case 'false':
        return { kind: 'literal', value: false };
      default:
        throw this.lexer.fail(`${describe(token)} is not a value: write $${token.text} for a variable or '${token.text}' for a string`, token.start);
    }
  }

  private string(token: ExpressionToken): Expression {
    const quote = token.text[0];
    const raw = token.text.slice(1, -1).split(quote + quote).join(quote);
    const content = quote === '"' ? this.unescapeUnicode(raw, token.start) : raw;
    if (quote === '\'' || !/[$#]/.test(content)) {
      return { kind: 'literal', value: content };
    }
    const body = this.parseText(content, token.start);
    return { kind: 'interpolated', body };
  }

  /** The one escape that Velocity knows, in double quotes only; all other backslashes stay. */
  private unescapeUnicode(text: string, start: number): string {
    return text.replace(/\\u(.{0,4})/gs, (escape, code: string) => {
      if (!/^[0-9a-fA-F]{4}$/.test(code)) {
        throw this.lexer.fail(`${JSON.stringify(escape)} is not a Unicode escape: \\u must be followed by four hexadecimal digits`, start);
      }
      return String.fromCharCode(parseInt(code, 16));
    });
  }

  private collection(token: ExpressionToken): Expression {
    if (token.text === '[') {
      return this.listOrRange(token);
    }
    if (token.text === '{') {
      const entries = this.list('}', () => {
        const key = this.operand();
        this.expect(':');
        return [key, this.operand()] as const;
      });
      return { kind: 'map', entries };
    }
    throw this.lexer.fail(`expected a value, but found ${describe(token)}`, token.start);
  }

  private listOrRange(opening: ExpressionToken): Expression {
    if (this.sees(']')) {
      this.next();
      return { kind: 'list', items: [] };
    }
    const first = this.operand();
    if (!this.sees('..')) {
      const items = [first];
      while (this.sees(',')) {
        this.next();
        items.push(this.operand());
      }
      this.expect(']');
      return { kind: 'list', items };
    }
    this.next();
    if (first.kind === 'reference') {
      throw this.lexer.fail('API Gateway does not support a range that begins with a reference: begin it with a number, as in [0..$last]', opening.start);
    }
    const to = this.operand();
    this.expect(']');
    return { kind: 'range', from: first, to };
  }

  private list<T>(closing: string, item: () => T): T[] {
    const items: T[] = [];
    if (!this.sees(closing)) {
      items.push(item());
      while (this.sees(',')) {
        this.next();
        items.push(item());
      }
    }
    this.expect(closing);
    return items;
  }

  private next(): ExpressionToken {
    const token = this.peek();
    this.lexer.offset = this.lookahead!.end;
    return token;
  }

  /** Looks at the next token; the lexer stays where it is, as the parser of the statements shares it. */
  private peek(): ExpressionToken {
    const offset = this.lexer.offset;
    if (this.lookahead?.offset !== offset) {
      const token = this.lexer.nextExpression();
      this.lookahead = { token, end: this.lexer.offset, offset };
      this.lexer.offset = offset;
    }
    return this.lookahead.token;
  }

  private nested<T>(parse: () => T): T {
    if (++this.depth > MAX_DEPTH) {
      throw this.lexer.fail(`expressions nest deeper than ${MAX_DEPTH} levels`, this.lexer.offset);
    }
    try {
      return parse();
    } finally {
      this.depth--;
    }
  }
}

function floatLiteral(text: string): number | ReturnType<typeof bigDecimalFrom> {
  const value = Number(text);
  return Number.isFinite(value) ? value : bigDecimalFrom(text);
}

function describe(token: ExpressionToken): string {
  return token.kind === 'eof' ? 'the end of the template' : JSON.stringify(token.text);
}
