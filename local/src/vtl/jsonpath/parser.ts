import { javaFind } from '../java-regex';
import { JsonError, parseJson } from '../json';
import { EvaluationError } from '../template-error';
import { COMPARISONS } from './filter';
import type { Comparison, Operand, Predicate } from './filter';
import { PATH_FUNCTIONS } from './functions';
import { deep, filtered, indexes, JsonPath, properties, slice, WILDCARD } from './path';
import type { PathFunction, Step } from './path';

/** As many as any template has; then the oldest goes. */
const MAX_CACHED = 500;
const cache = new Map<string, JsonPath>();
const MAX_DEPTH = 100;

const FUNCTION = /\.([a-z]+)\(\)$/y;
const NAME = /[^\s.[\]()?*,:'"<>=!&|~]+/y;
const QUOTED = /'((?:[^'\\]|\\[\s\S])*)'|"((?:[^"\\]|\\[\s\S])*)"/y;
const INTEGER = /-?\d+/y;
const BLANKS = /\s*/y;
const OPERATOR = /==|!=|<=|>=|=~|<|>|(?:in|nin|contains|size|empty|subsetof|anyof|noneof)(?![A-Za-z0-9_])/y;
const REGEX = /\/((?:[^/\\]|\\[\s\S])*)\/(i?)/y;
const NUMBER_OR_KEYWORD = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * Compiles a JSONPath; a path that does not begin with `$` begins at the root nevertheless.
 *
 * @throws EvaluationError when it is not a JSONPath
 */
export function compilePath(text: string): JsonPath {
  let path = cache.get(text);
  if (!path) {
    path = new PathParser(text).document();
    if (cache.size >= MAX_CACHED) {
      cache.delete(cache.keys().next().value!);
    }
    cache.set(text, path);
  }
  return path;
}

class PathParser {
  private offset = 0;
  private depth = 0;
  private readonly text: string;

  constructor(text: string) {
    const trimmed = text.trim();
    this.text = /^[$@]/.test(trimmed) ? trimmed : `$.${trimmed}`;
  }

  public document(): JsonPath {
    this.offset = 1;
    const path = this.path();
    if (this.offset < this.text.length) {
      throw this.invalid();
    }
    return path;
  }

  private path(): JsonPath {
    const steps: Step[] = [];
    let end: PathFunction | undefined;
    while (!end && (this.sees('.') || this.sees('['))) {
      const call = this.take(FUNCTION);
      if (call) {
        end = PATH_FUNCTIONS.get(call[1]);
        if (!end) {
          throw this.invalid(`the function ${call[1]}() is not known`);
        }
      } else {
        steps.push(this.step());
      }
    }
    return new JsonPath(steps, end);
  }

  private step(): Step {
    if (this.accepts('..')) {
      return deep(this.sees('[') ? this.bracket() : this.child());
    }
    return this.accepts('.') && !this.sees('[') ? this.child() : this.bracket();
  }

  private child(): Step {
    if (this.accepts('*')) {
      return WILDCARD;
    }
    const name = this.take(NAME);
    if (!name) {
      throw this.invalid();
    }
    return properties([name[0]], false);
  }

  private bracket(): Step {
    this.expect('[');
    this.skip();
    const step = this.bracketContent();
    this.skip();
    this.expect(']');
    return step(this.offset >= this.text.length);
  }

  private bracketContent(): (last: boolean) => Step {
    if (this.accepts('*')) {
      return () => WILDCARD;
    }
    if (this.accepts('?')) {
      const holds = this.parenthesized();
      return () => filtered(holds);
    }
    if (this.sees('\'') || this.sees('"')) {
      const names = this.separated(() => this.quoted());
      return (last) => properties(names, last);
    }
    const first = this.take(INTEGER);
    if (this.accepts(':')) {
      const to = this.take(INTEGER);
      const step = slice(first && Number(first[0]), to && Number(to[0]));
      return () => step;
    }
    if (!first) {
      throw this.invalid();
    }
    const positions = [Number(first[0])];
    this.skip();
    if (this.accepts(',')) {
      this.skip();
      positions.push(...this.separated(() => this.integer()));
    }
    return () => indexes(positions);
  }

  private parenthesized(): Predicate {
    if (++this.depth > MAX_DEPTH) {
      throw this.invalid(`its filters nest deeper than ${MAX_DEPTH} levels`);
    }
    this.skip();
    this.expect('(');
    const predicate = this.or();
    this.skip();
    this.expect(')');
    this.depth--;
    return predicate;
  }

  private or(): Predicate {
    const operands = [this.and()];
    while (this.skip() && this.accepts('||')) {
      operands.push(this.and());
    }
    return operands.length === 1 ? operands[0] : (node, root) => operands.some((holds) => holds(node, root));
  }

  private and(): Predicate {
    const operands = [this.not()];
    while (this.skip() && this.accepts('&&')) {
      operands.push(this.not());
    }
    return operands.length === 1 ? operands[0] : (node, root) => operands.every((holds) => holds(node, root));
  }

  private not(): Predicate {
    this.skip();
    if (this.accepts('!')) {
      const holds = this.sees('(') ? this.parenthesized() : this.comparison();
      return (node, root) => !holds(node, root);
    }
    return this.sees('(') ? this.parenthesized() : this.comparison();
  }

  private comparison(): Predicate {
    const left = this.operand();
    this.skip();
    const operator = this.take(OPERATOR);
    if (!operator) {
      return (node, root) => left(node, root) !== undefined;
    }
    this.skip();
    if (operator[0] === '=~') {
      return this.regexMatch(left);
    }
    const right = this.operand();
    const compare: Comparison = COMPARISONS.get(operator[0])!;
    return (node, root) => compare(left(node, root), right(node, root));
  }

  private regexMatch(left: Operand): Predicate {
    const regex = this.take(REGEX);
    if (!regex) {
      throw this.invalid();
    }
    const pattern = (regex[2] ? '(?i)' : '') + regex[1];
    return (node, root) => {
      const value = left(node, root);
      return typeof value === 'string' && javaFind(value, pattern);
    };
  }

  private operand(): Operand {
    if (this.accepts('@')) {
      const path = this.path();
      return (node, root) => path.read(root, node);
    }
    if (this.accepts('$')) {
      const path = this.path();
      return (_, root) => path.read(root);
    }
    if (this.sees('\'') || this.sees('"')) {
      const text = this.quoted();
      return () => text;
    }
    return this.literal();
  }

  private literal(): Operand {
    const simple = this.take(NUMBER_OR_KEYWORD);
    const text = simple ? simple[0] : this.sees('[') ? this.jsonList() : undefined;
    if (text === undefined) {
      throw this.invalid();
    }
    try {
      const value = parseJson(text);
      return () => value;
    } catch (error) {
      throw error instanceof JsonError ? this.invalid() : error;
    }
  }

  /** A list literal such as `['a', 'b']`, whose strings may stand in single quotes. */
  private jsonList(): string {
    this.expect('[');
    this.skip();
    const items = this.sees(']') ? [] : this.separated(() => this.sees('\'') || this.sees('"')
      ? JSON.stringify(this.quoted())
      : this.take(NUMBER_OR_KEYWORD)?.[0] ?? this.jsonList());
    this.expect(']');
    return `[${items.join(',')}]`;
  }

  private quoted(): string {
    const match = this.take(QUOTED);
    if (!match) {
      throw this.invalid();
    }
    return (match[1] ?? match[2]).replace(/\\([\s\S])/g, '$1');
  }

  private integer(): number {
    const match = this.take(INTEGER);
    if (!match) {
      throw this.invalid();
    }
    return Number(match[0]);
  }

  private separated<T>(item: () => T): T[] {
    const found = [item()];
    while (this.skip() && this.accepts(',')) {
      this.skip();
      found.push(item());
    }
    return found;
  }

  private sees(symbol: string): boolean {
    return this.text.startsWith(symbol, this.offset);
  }

  private accepts(symbol: string): boolean {
    const found = this.sees(symbol);
    this.offset += found ? symbol.length : 0;
    return found;
  }

  private expect(symbol: string): void {
    if (!this.accepts(symbol)) {
      throw this.invalid();
    }
  }

  private skip(): true {
    this.take(BLANKS);
    return true;
  }

  private take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.offset;
    const match = pattern.exec(this.text);
    this.offset += match ? match[0].length : 0;
    return match ?? undefined;
  }

  private invalid(reason = `unexpected ${JSON.stringify(this.text.slice(this.offset, this.offset + 20) || 'end')} at position ${this.offset}`): EvaluationError {
    return new EvaluationError(`${JSON.stringify(this.text)} is not a valid JSONPath: ${reason}`);
  }
}
