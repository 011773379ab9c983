import { Fault } from './faults';

const TEXT = /[^$#\\]+/y;
/** Not run: `\#if` is a text. */
const ESCAPED_DIRECTIVE = /(\\\\)*\\#\{?[A-Za-z_@]\w*\}?/y;
const BACKSLASHES = /\\+/y;
const REFERENCE = /\\*\$!?(\{?)[A-Za-z_][\w-]*/y;
const PROPERTY = /\.[A-Za-z][\w-]*/y;
const OPENING = /[([]/y;
const LINE_COMMENT = /##.*/y;
const DIRECTIVE = /#(\{[A-Za-z_@]\w*\}|[A-Za-z_@]\w*)/y;
const ARGUMENTS = /[ \t\r\n]*\(/y;
const STRING = /"[^"]*(""[^"]*)*"|'[^']*(''[^']*)*'/y;
const INSIDE = /[^"'()[\]{}]+/y;

/** What closes what. */
const CLOSING: Record<string, string> = { '(': ')', '[': ']', '{': '}' };

/** Directives that go on to their `#end`, and those that have to have arguments. */
const BLOCKS = ['if', 'foreach', 'define', 'macro'];
const WITH_ARGUMENTS = [...BLOCKS, 'elseif', 'set'];

/** A fault if something in a mapping template of the user's is not closed, which would swallow what the library writes after it. */
export function faultsOfBalance(prop: string, vtl: string): Fault[] {
  const got = new Balance(vtl).fault();
  return got ? [{ prop, got, allowed: 'a template of the Velocity Template Language in which all that is opened is closed' }] : [];
}

/**
 * Looks for what is opened and not closed, or closed and not opened, as far as Velocity's tokens say it: the rest of the grammar is API
 * Gateway's to judge.
 */
class Balance {
  private offset = 0;
  private found?: string;

  constructor(private readonly source: string) {}

  /** The first fault: what comes after it may only follow from it. */
  public fault(): string | undefined {
    const open: { readonly name: string; readonly at: number; hasElse?: boolean }[] = [];
    while (this.offset < this.source.length && !this.found) {
      const at = this.offset;
      const name = this.directive();
      if (name === undefined) {
        continue;
      }
      const last = open.at(-1);
      if (WITH_ARGUMENTS.includes(name) && !this.take(ARGUMENTS)) {
        this.fail(`#${name} without its parentheses`, at);
      } else if (WITH_ARGUMENTS.includes(name)) {
        this.group('(', at);
      }
      if (BLOCKS.includes(name)) {
        open.push({ name, at });
      } else if (name === 'end' && !open.pop()) {
        this.fail('#end without the directive that it ends', at);
      } else if ((name === 'else' || name === 'elseif') && (last?.name !== 'if' || last.hasElse)) {
        this.fail(`#${name} ${last?.hasElse ? 'after #else' : 'outside of an #if'}`, at);
      } else if (name === 'else') {
        last!.hasElse = true;
      }
    }
    const [unclosed] = open.slice(-1);
    if (unclosed) {
      this.fail(`#${unclosed.name} without #end`, unclosed.at);
    }
    return this.found;
  }

  /** Takes the next piece of the template. @returns the name of the directive, if it is one */
  private directive(): string | undefined {
    const at = this.offset;
    if (this.take(TEXT) || this.take(ESCAPED_DIRECTIVE)) {
      return undefined;
    }
    const reference = this.take(REFERENCE);
    if (reference) {
      this.accesses(at, reference[1] === '{');
      return undefined;
    }
    if (this.take(LINE_COMMENT) || this.through('#[[', ']]#') || this.through('#*', '*#')) {
      return undefined;
    }
    const directive = this.take(DIRECTIVE);
    if (!directive && !this.take(BACKSLASHES)) {
      this.offset += 1;
    }
    return directive?.[1].replace(/[{}]/g, '');
  }

  /** The properties, calls and indices of a reference. */
  private accesses(at: number, inBraces: boolean): void {
    for (let more = true; more && !this.found;) {
      const property = this.take(PROPERTY);
      const opening = this.source[this.offset] === '(' && !property ? undefined : this.take(OPENING)?.[0];
      if (opening) {
        this.group(opening, at);
      }
      more = !!property || !!opening;
    }
    if (inBraces && !this.take(/\}/y)) {
      this.fail('a reference without its closing }', at);
    }
  }

  /** What stands between brackets, of which the first is taken. */
  private group(opening: string, at: number): void {
    while (!this.found) {
      this.take(INSIDE);
      const start = this.offset;
      const string = this.take(STRING)?.[0];
      const next = this.source[start];
      if (string?.startsWith('"')) {
        // Itself a template.
        const inner = new Balance(string.slice(1, -1)).fault();
        this.found ??= inner && `${inner}, in a string`;
      } else if (string === undefined && (next === undefined || next === '"' || next === '\'')) {
        this.fail(next === undefined ? `${opening} without its closing ${CLOSING[opening]}` : `a string without its closing ${next}`, next === undefined ? at : start);
      } else if (string === undefined) {
        this.offset += 1;
        if (next in CLOSING) {
          this.group(next, start);
        } else if (next === CLOSING[opening]) {
          return;
        } else {
          this.fail(`${next} where ${CLOSING[opening]} is missing`, start);
        }
      }
    }
  }

  private through(opening: string, closing: string): boolean {
    if (!this.source.startsWith(opening, this.offset)) {
      return false;
    }
    const end = this.source.indexOf(closing, this.offset + opening.length);
    if (end < 0) {
      this.fail(`${opening} without its closing ${closing}`, this.offset);
    }
    this.offset = end < 0 ? this.source.length : end + closing.length;
    return true;
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.offset;
    const match = pattern.exec(this.source);
    this.offset = match ? pattern.lastIndex : this.offset;
    return match;
  }

  private fail(what: string, at: number): void {
    this.found ??= `${what}, at ${JSON.stringify(this.source.slice(at, at + 30))}`;
  }
}
