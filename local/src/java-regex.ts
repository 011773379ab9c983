/** JavaScript's text for the escapes that Java's regular expressions define differently, or that JavaScript lacks. */
const CLASSES: ReadonlyMap<string, string> = new Map([
  ['s', ' \\t\\n\\x0B\\f\\r'], ['h', ' \\t\\xA0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000'], ['v', '\\n\\x0B\\f\\r\\x85\\u2028\\u2029'],
  ['d', '0-9'], ['w', 'a-zA-Z_0-9'],
]);
const POSIX: ReadonlyMap<string, string> = new Map([
  ['Lower', 'a-z'], ['Upper', 'A-Z'], ['ASCII', '\\x00-\\x7F'], ['Alpha', 'a-zA-Z'], ['Digit', '0-9'], ['Alnum', 'a-zA-Z0-9'],
  ['Punct', '\\x21-\\x2F\\x3A-\\x40\\x5B-\\x60\\x7B-\\x7E'], ['Graph', '\\x21-\\x7E'], ['Print', '\\x20-\\x7E'], ['Blank', ' \\t'],
  ['Cntrl', '\\x00-\\x1F\\x7F'], ['XDigit', '0-9a-fA-F'], ['Space', ' \\t\\n\\x0B\\f\\r'], ['javaLowerCase', '\\p{Ll}'],
  ['javaUpperCase', '\\p{Lu}'], ['IsAlphabetic', '\\p{Alphabetic}'], ['IsDigit', '\\p{Nd}'], ['IsLetter', '\\p{L}'],
]);
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['t', '\\t'], ['n', '\\n'], ['r', '\\r'], ['f', '\\f'], ['a', '\\x07'], ['e', '\\x1B'],
]);
const BOUNDARIES: ReadonlyMap<string, string> = new Map([
  ['b', '\\b'], ['B', '\\B'], ['A', '^'], ['z', '$'], ['Z', '(?=(?:\\r\\n|[\\n\\r\\x85\\u2028\\u2029])?$)'],
  ['R', '(?:\\r\\n|[\\n\\x0B\\f\\r\\x85\\u2028\\u2029])'],
]);
const DOT = '[^\\n\\r\\x85\\u2028\\u2029]';
/** `^` and `$` of `(?m)`; JavaScript's own flag `m` knows fewer line terminators, and would change `\\A` and `\\z`. */
const LINE_START = '(?:^|(?<=\\n|\\r(?!\\n)|[\\x85\\u2028\\u2029])(?!$))';
const LINE_END = '(?:$|(?=[\\r\\x85\\u2028\\u2029])|(?<!\\r)(?=\\n))';

/** A text that is no regular expression of Java's, or one that JavaScript has no counterpart for. */
export class UnsupportedRegex extends Error {}

/**
 * Translates a regular expression of `java.util.regex` into JavaScript's, with the flags `g` and `v`.
 *
 * @param whole whether it must match the whole text
 * @throws UnsupportedRegex when it is not one, or uses what JavaScript has no counterpart for
 */
export function translateRegex(pattern: string, whole: boolean): RegExp {
  return new Translator(pattern).compile(whole);
}

class Translator {
  private offset = 0;
  private flags = 'gv';
  private multiline = false;

  constructor(private readonly pattern: string) {}

  public compile(whole: boolean): RegExp {
    let body = '';
    while (this.offset < this.pattern.length) {
      body += this.element();
    }
    try {
      return new RegExp(whole ? `${BOUNDARIES.get('A')}(?:${body})${BOUNDARIES.get('z')}` : body, this.flags);
    } catch {
      throw this.unsupported();
    }
  }

  private element(): string {
    const character = this.pattern[this.offset];
    switch (character) {
      case '\\':
        return this.escape();
      case '[':
        return this.characterClass();
      case '.':
        this.offset++;
        return this.flags.includes('s') ? '[\\s\\S]' : DOT;
      case '^':
        this.offset++;
        return this.multiline ? LINE_START : '^';
      case '$':
        this.offset++;
        return this.multiline ? LINE_END : BOUNDARIES.get('Z')!;
      case '(':
        return this.group();
      case ']':
      case '}':
        this.offset++;
        return `\\${character}`;
      case '*':
      case '+':
      case '?':
      case '{':
        return this.quantifier();
      default:
        return this.character();
    }
  }

  private quantifier(): string {
    const quantifier = /(?:[*+?]|\{\d+(?:,\d*)?\})\??(\+?)/y;
    quantifier.lastIndex = this.offset;
    const match = quantifier.exec(this.pattern);
    if (!match || match[1]) {
      throw this.unsupported();
    }
    this.offset = quantifier.lastIndex;
    return match[0];
  }

  /** Groups are alike; flags such as `(?i)` are taken at the beginning, where they hold for the whole expression. */
  private group(): string {
    const match = this.offset === 0 ? /^\(\?([imsu]+)\)/.exec(this.pattern) : undefined;
    if (match) {
      this.offset = match[0].length;
      this.multiline = match[1].includes('m');
      this.flags += [...new Set(match[1].replace(/[um]/g, ''))].join('');
      return '';
    }
    const opening = /\((?:\?(?:[:=!]|<[=!]|<[A-Za-z][A-Za-z0-9]*>))?/y;
    opening.lastIndex = this.offset;
    const [text] = opening.exec(this.pattern)!;
    this.offset = opening.lastIndex;
    return text;
  }

  private character(): string {
    const character = String.fromCodePoint(this.pattern.codePointAt(this.offset)!);
    this.offset += character.length;
    return character;
  }

  private escape(): string {
    if (this.pattern.startsWith('\\Q', this.offset)) {
      return this.quotation();
    }
    const rest = this.pattern.slice(this.offset + 1);
    const backreference = /^(?:[1-9]|k<[A-Za-z][A-Za-z0-9]*>)/.exec(rest);
    if (backreference) {
      this.offset += 1 + backreference[0].length;
      return `(?:\\${backreference[0]})`;
    }
    const boundary = BOUNDARIES.get(rest[0]);
    if (boundary) {
      this.offset += 2;
      return boundary;
    }
    return this.classEscape((content, negated) => `[${negated ? '^' : ''}${content}]`);
  }

  private quotation(): string {
    const end = this.pattern.indexOf('\\E', this.offset);
    const literal = this.pattern.slice(this.offset + 2, end < 0 ? undefined : end);
    this.offset = end < 0 ? this.pattern.length : end + 2;
    return [...literal].map(quoteCharacter).join('');
  }

  /** An escape that stands for a character or a set of characters, inside or outside of brackets. */
  private classEscape(set: (content: string, negated: boolean) => string): string {
    const match = /^\\(?:([pP])\{(\w+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|0([0-3]?[0-7]{1,2})|([\s\S]))/u.exec(this.pattern.slice(this.offset));
    if (!match) {
      throw this.unsupported();
    }
    this.offset += match[0].length;
    const [, property, name, hexadecimal4, hexadecimal2, octal, simple] = match;
    if (property) {
      return set(POSIX.get(name) ?? `\\p{${name.replace(/^Is/, '')}}`, property === 'P');
    }
    const code = hexadecimal4 ?? hexadecimal2;
    if (code ?? octal) {
      return quoteCharacter(String.fromCharCode(code ? parseInt(code, 16) : parseInt(octal, 8)));
    }
    const content = CLASSES.get(simple.toLowerCase());
    if (content) {
      return set(content, simple !== simple.toLowerCase());
    }
    const escape = ESCAPES.get(simple);
    if (!escape && /[A-Za-z0-9]/.test(simple)) {
      throw this.unsupported();
    }
    return escape ?? quoteCharacter(simple);
  }

  /** `[...]` with its nested classes and `&&`, which the flag `v` gives JavaScript as well. */
  private characterClass(): string {
    const parts: string[][] = [[]];
    this.offset++;
    const negated = this.pattern[this.offset] === '^';
    this.offset += negated ? 1 : 0;
    for (let first = true; first || this.pattern[this.offset] !== ']'; first = false) {
      if (this.offset >= this.pattern.length) {
        throw this.unsupported();
      }
      if (this.pattern.startsWith('&&', this.offset)) {
        this.offset += 2;
        parts.push([]);
      } else {
        parts[parts.length - 1].push(this.classElement());
      }
    }
    this.offset++;
    const operands = parts.map((part) => part.join(''));
    return `[${negated ? '^' : ''}${operands.length > 1 ? operands.map((operand) => `[${operand}]`).join('&&') : operands[0]}]`;
  }

  private classElement(): string {
    const character = this.pattern[this.offset];
    if (character === '[') {
      return this.characterClass();
    }
    if (character === '\\') {
      return this.pattern.startsWith('\\Q', this.offset)
        ? this.quotation()
        : this.classEscape((content, negated) => `[${negated ? '^' : ''}${content}]`);
    }
    const next = this.pattern[this.offset + 1];
    // A dash is a range's only between two characters.
    if (character === '-' && this.pattern[this.offset - 1] !== '[' && next !== ']' && next !== '[') {
      this.offset++;
      return '-';
    }
    return quoteCharacter(this.character());
  }

  private unsupported(): UnsupportedRegex {
    return new UnsupportedRegex(`the regular expression ${JSON.stringify(this.pattern)} is not valid or not supported, near position ${this.offset}`);
  }
}

/** A character by its code: no character has a meaning of its own then, with whatever flags. */
function quoteCharacter(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
