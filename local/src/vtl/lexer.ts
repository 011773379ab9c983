import { positionAt, TemplateError } from './template-error';
import type { TemplatePosition } from './template-error';

export type TextTokenKind =
  | 'text' | 'escapes' | 'escapedDirective' | 'reference' | 'comment' | 'textblock'
  | 'set' | 'if' | 'elseif' | 'else' | 'end' | 'stop' | 'directive' | 'eof';

/** A token between directives. `value`: the text it renders, a directive's name, or the backslashes in front of a reference. */
export interface TextToken {
  readonly kind: TextTokenKind;
  readonly value: string;
  readonly start: number;
}

export type ExpressionTokenKind = 'string' | 'integer' | 'float' | 'word' | 'reference' | 'symbol' | 'eof';

/** A token inside the parentheses or brackets of a directive or reference. */
export interface ExpressionToken {
  readonly kind: ExpressionTokenKind;
  readonly text: string;
  readonly start: number;
}

const NEWLINE = '(?:\\r\\n|\\n|\\r)';
const REST_OF_LINE = new RegExp(`[ \\t]*${NEWLINE}`, 'y');
/** Only `#set` owns the blanks before it, and only where no text token has taken them already. */
const SET = /[ \t]*#(?:set|\{set\})[ \t]*\(/y;
const TEXT = /[^$#\\]+/y;
const ESCAPED_DIRECTIVE = /(?:\\\\)*\\#([A-Za-z_@][A-Za-z0-9_@]*|\{[A-Za-z_][A-Za-z0-9_@]*\})/y;
const REFERENCE = /(\\*)\$!?\{?[A-Za-z_]/y;
const ESCAPES = /(?:\\\\)+/y;
const LINE_COMMENT = new RegExp(`##[^\\r\\n]*${NEWLINE}?`, 'y');
const DIRECTIVE = /#([A-Za-z_@][A-Za-z0-9_@]*|\{[A-Za-z_@][A-Za-z0-9_@]*\})/y;
const DIRECTIVE_KINDS = new Set<string>(['if', 'elseif', 'else', 'end', 'stop']);

const BLANKS = /[ \t\r\n]+/y;
const EXPRESSION: readonly (readonly [ExpressionTokenKind, RegExp])[] = [
  ['string', /"[^"]*(?:""[^"]*)*"|'[^']*(?:''[^']*)*'/y],
  ['float', /-?[0-9]+\.(?!\.)[0-9]*(?:[eE][+-]?[0-9]+)?|-?\.[0-9]+(?:[eE][+-]?[0-9]+)?|-?[0-9]+[eE][+-]?[0-9]+/y],
  ['integer', /-?[0-9]+/y],
  ['word', /[A-Za-z_@][A-Za-z0-9_@]*/y],
  ['reference', /\$!?\{?[A-Za-z_]/y],
  ['symbol', /&&|\|\||<=|>=|==|!=|\.\.|[-+*/%<>!=()[\]{},:]/y],
];

/**
 * Cuts a template into tokens as the tokenizer of Apache Velocity 1.x does. What a character means depends on where it stands, so the
 * parser asks for the kind of token that the grammar has room for.
 */
export class Lexer {
  public offset = 0;

  /**
   * @param source what is cut
   * @param root the whole template, when `source` is the content of one of its string literals: errors point into it
   */
  constructor(public readonly source: string, private readonly root?: { readonly source: string; readonly at: number }) {}

  /** The text that errors point into. */
  public get rootSource(): string {
    return this.root?.source ?? this.source;
  }

  /** The offset to remember for errors. */
  public at(offset: number): number {
    return this.root?.at ?? offset;
  }

  public fail(reason: string, offset: number): TemplateError {
    return new TemplateError(reason, this.position(offset));
  }

  /** Takes what the sticky expression matches here. */
  public take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.offset;
    const match = pattern.exec(this.source);
    if (match) {
      this.offset = pattern.lastIndex;
    }
    return match ?? undefined;
  }

  /** Whether the sticky expression matches here. */
  public sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.offset;
    return pattern.test(this.source);
  }

  /** Directives swallow what is left of their line when that is nothing but blanks. */
  public skipRestOfLine(): void {
    this.take(REST_OF_LINE);
  }

  public nextText(): TextToken {
    const start = this.offset;
    const token = (kind: TextTokenKind, value: string): TextToken => ({ kind, value, start });
    if (start >= this.source.length) {
      return token('eof', '');
    }
    if (this.take(SET)) {
      return token('set', 'set');
    }
    const text = this.take(TEXT);
    if (text) {
      return token('text', text[0]);
    }
    const escaped = this.take(ESCAPED_DIRECTIVE);
    if (escaped) {
      return token('escapedDirective', escaped[0]);
    }
    if (this.sees(REFERENCE)) {
      const backslashes = this.take(/\\*/y)![0];
      return token('reference', backslashes);
    }
    const escapes = this.take(ESCAPES);
    if (escapes) {
      return token('escapes', escapes[0]);
    }
    return this.source[start] === '#' ? this.nextHash(start) : this.nextLoneCharacter(start);
  }

  public nextExpression(): ExpressionToken {
    this.take(BLANKS);
    const start = this.offset;
    for (const [kind, pattern] of EXPRESSION) {
      if (this.sees(pattern)) {
        // What follows the dollar is the reference parser's.
        const text = kind === 'reference' ? '$' : this.take(pattern)![0];
        return { kind, text, start };
      }
    }
    if (start >= this.source.length) {
      return { kind: 'eof', text: '', start };
    }
    const found = this.source[start];
    throw this.fail(found === '"' || found === '\'' ? `the string literal that starts here has no closing ${found}` : `unexpected ${JSON.stringify(found)}`, start);
  }

  private position(offset: number): TemplatePosition {
    return this.root ? positionAt(this.root.source, this.root.at) : positionAt(this.source, offset);
  }

  private nextHash(start: number): TextToken {
    const closing = (opening: string, end: string): string | undefined => {
      if (!this.source.startsWith(opening, start)) {
        return undefined;
      }
      const close = this.source.indexOf(end, start + opening.length);
      if (close < 0) {
        throw this.fail(`${opening} has no closing ${end}`, start);
      }
      this.offset = close + end.length;
      return this.source.slice(start + opening.length, close);
    };
    if (this.take(LINE_COMMENT)) {
      return { kind: 'comment', value: '', start };
    }
    const literal = closing('#[[', ']]#');
    if (literal !== undefined) {
      return { kind: 'textblock', value: literal, start };
    }
    if (closing('#*', '*#') !== undefined) {
      return { kind: 'comment', value: '', start };
    }
    const directive = this.take(DIRECTIVE);
    if (!directive) {
      return this.nextLoneCharacter(start);
    }
    const name = directive[1].replace(/[{}]/g, '');
    if (name === 'end' || name === 'else') {
      this.skipRestOfLine();
    }
    return { kind: DIRECTIVE_KINDS.has(name) ? name as TextTokenKind : 'directive', value: name, start };
  }

  private nextLoneCharacter(start: number): TextToken {
    this.offset = start + 1;
    const value = this.source[start];
    if (value !== '\\' && !this.root && /^(?:\$!?|#)$/.test(this.source.slice(start, start + 3))) {
      throw this.fail(`a template must not end with ${this.source.slice(start)}`, start);
    }
    return { kind: 'text', value, start };
  }
}
