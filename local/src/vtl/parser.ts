import { ExpressionParser } from './expression-parser';
import { Lexer } from './lexer';
import type { TextToken } from './lexer';
import type { Block, Branch, Expression, ReferenceNode, Statement } from './tree';

/** How deep directives, parentheses and literals may nest: far beyond any real template, and far from the end of the stack. */
const MAX_DEPTH = 100;

const BLOCK_END = new Set(['end', 'else', 'elseif', 'eof']);
/** Directives whose name an escape is taken off: `\#end` renders `#end`, while `\#other` keeps its backslash. */
const KNOWN_DIRECTIVES = new Set(['set', 'if', 'elseif', 'else', 'end', 'stop', 'foreach', 'define', 'break', 'macro']);
const OPENING_PARENTHESIS = /[ \t\r\n]*\(/y;

/**
 * Builds the tree of a template.
 *
 * @throws TemplateError when API Gateway would not take the template
 */
export function parseTemplate(source: string): Block {
  return new Parser(new Lexer(source), 0).parse();
}

class Parser {
  private readonly expressions: ExpressionParser;

  constructor(private readonly lexer: Lexer, private depth: number) {
    this.expressions = new ExpressionParser(lexer, (content, at) => {
      if (this.depth >= MAX_DEPTH) {
        throw lexer.fail(`string literals and directives nest deeper than ${MAX_DEPTH} levels`, at);
      }
      return new Parser(new Lexer(content, { source: lexer.rootSource, at: lexer.at(at) }), this.depth + 1).parse();
    });
  }

  public parse(): Block {
    const { block, end } = this.block();
    if (end.kind !== 'eof') {
      throw this.lexer.fail(`#${end.value} without the directive that it belongs to`, end.start);
    }
    return block;
  }

  private block(): { block: Block; end: TextToken } {
    const statements: Statement[] = [];
    for (;;) {
      const token = this.lexer.nextText();
      if (BLOCK_END.has(token.kind)) {
        return { block: mergeText(statements), end: token };
      }
      const statement = this.statement(token);
      if (statement) {
        statements.push(statement);
      }
    }
  }

  /** The body of a directive that has nothing but `#end` to end it. */
  private body(opening: TextToken): Block {
    const { block, end } = this.nested(opening, () => this.block());
    this.expectEnd(end, opening);
    return block;
  }

  private statement(token: TextToken): Statement | undefined {
    switch (token.kind) {
      case 'comment':
        return undefined;
      case 'escapes':
        return { kind: 'text', text: this.halvesEscapes() ? token.value.slice(token.value.length / 2) : token.value };
      case 'escapedDirective':
        return { kind: 'text', text: unescapeDirective(token.value) };
      case 'reference':
        return this.expressions.reference(token.value, token.start);
      case 'set':
        return this.set();
      case 'if':
        return this.conditional(token);
      case 'stop':
        return { kind: 'stop' };
      case 'directive':
        return this.directive(token);
      default:
        return { kind: 'text', text: token.value };
    }
  }

  private set(): Statement {
    const target = this.expressions.expectReference('#set needs a reference to assign to, as in #set($name = 1)');
    this.expressions.expect('=');
    const value = this.expressions.expression();
    this.closeDirective();
    return { kind: 'set', target, value };
  }

  private conditional(opening: TextToken): Statement {
    const branches: Branch[] = [];
    let current = opening;
    while (current.kind === 'if' || current.kind === 'elseif') {
      const condition = this.condition(current);
      const { block, end } = this.nested(opening, () => this.block());
      branches.push({ condition, body: block });
      current = end;
    }
    let otherwise: Block = [];
    if (current.kind === 'else') {
      const { block, end } = this.nested(opening, () => this.block());
      otherwise = block;
      current = end;
    }
    this.expectEnd(current, opening);
    return { kind: 'if', branches, otherwise };
  }

  private condition(token: TextToken): Expression {
    this.openDirective(token);
    const condition = this.expressions.expression();
    this.closeDirective();
    return condition;
  }

  private directive(token: TextToken): Statement | undefined {
    switch (token.value) {
      case 'foreach':
        return this.foreach(token);
      case 'define':
        return this.define(token);
      case 'macro':
        // API Gateway takes a macro's definition, drops it, and renders its calls as they are written.
        this.openDirective(token);
        this.skipArguments();
        this.body(token);
        return undefined;
      case 'break':
        this.skipOptionalArguments();
        return { kind: 'break' };
      default:
        if (this.skipOptionalArguments() && token.value.startsWith('@')) {
          this.body(token);
        }
        return { kind: 'text', text: this.lexer.source.slice(token.start, this.lexer.offset) };
    }
  }

  private foreach(token: TextToken): Statement {
    this.openDirective(token);
    const variable = this.expressions.expectReference('#foreach needs a loop variable, as in #foreach($item in $items)');
    const word = this.lexer.nextExpression();
    if (word.text !== 'in') {
      throw this.lexer.fail(`#foreach expects "in" after its variable, but found ${JSON.stringify(word.text)}`, word.start);
    }
    const items = this.expressions.operand();
    this.closeDirective();
    return { kind: 'foreach', at: this.lexer.at(token.start), variable: this.plainName(variable), items, body: this.body(token) };
  }

  private define(token: TextToken): Statement {
    this.openDirective(token);
    const name = this.plainName(this.expressions.expectReference('#define needs the reference to define, as in #define($name)'));
    this.closeDirective();
    return { kind: 'define', name, body: this.body(token) };
  }

  private plainName(reference: ReferenceNode): string {
    if (reference.path.length > 0) {
      throw this.lexer.fail(`expected a plain name such as $${reference.name}, without properties`, reference.at);
    }
    return reference.name;
  }

  /** The arguments of a directive that API Gateway does not run, if there are any. */
  private skipOptionalArguments(): boolean {
    const found = this.lexer.take(OPENING_PARENTHESIS) !== undefined;
    if (found) {
      this.skipArguments();
    }
    return found;
  }

  /** Arguments must be well-formed even where nothing is done with them. */
  private skipArguments(): void {
    while (!this.expressions.sees(')')) {
      if (this.expressions.sees(',')) {
        this.expressions.expect(',');
      }
      this.expressions.directiveArgument();
    }
    this.closeDirective();
  }

  private openDirective(token: TextToken): void {
    if (!this.lexer.take(OPENING_PARENTHESIS)) {
      throw this.lexer.fail(`#${token.value} needs its arguments in parentheses`, token.start);
    }
  }

  private closeDirective(): void {
    this.expressions.expect(')');
    this.lexer.skipRestOfLine();
  }

  private expectEnd(token: TextToken, opening: TextToken): void {
    if (token.kind !== 'end') {
      const found = token.kind === 'eof' ? 'the template ends' : `#${token.value} follows`;
      throw this.lexer.fail(`#${opening.value} has no #end: ${found}`, opening.start);
    }
  }

  private nested<T>(opening: TextToken, parse: () => T): T {
    if (++this.depth > MAX_DEPTH) {
      throw this.lexer.fail(`directives nest deeper than ${MAX_DEPTH} levels`, opening.start);
    }
    try {
      return parse();
    } finally {
      this.depth--;
    }
  }

  /** Pairs of backslashes count as one in front of a directive that is run (but not of `#set`). */
  private halvesEscapes(): boolean {
    const name = /#\{?([a-z]+)\}?(?![A-Za-z0-9_@])/y;
    name.lastIndex = this.lexer.offset;
    const match = name.exec(this.lexer.source);
    return !!match && match[1] !== 'set' && KNOWN_DIRECTIVES.has(match[1]);
  }
}

function unescapeDirective(image: string): string {
  const last = image.lastIndexOf('\\');
  const directive = image.slice(last + 1);
  return KNOWN_DIRECTIVES.has(directive.replace(/[#{}]/g, '')) ? image.slice(0, last / 2) + directive : image;
}

function mergeText(statements: readonly Statement[]): Block {
  const merged: Statement[] = [];
  for (const statement of statements) {
    const last = merged[merged.length - 1];
    if (statement.kind === 'text' && last?.kind === 'text') {
      merged[merged.length - 1] = { kind: 'text', text: last.text + statement.text };
    } else {
      merged.push(statement);
    }
  }
  return merged;
}
