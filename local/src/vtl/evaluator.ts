import { applyOperator, isNumber, looselyEqual } from './arithmetic';
import { ForeachScope } from './foreach-scope';
import { checkLength, checkSize } from './limits';
import { getIndex, getProperty, invokeMethod, setIndex, setProperty } from './members';
import { print } from './print';
import { EvaluationError, positionAt, TemplateError } from './template-error';
import type { Access, Block, Expression, ForeachNode, ReferenceNode, Statement } from './tree';
import { JavaList, JavaMap } from './values';
import type { JavaObject, Value } from './values';

/** API Gateway's quota of iterations of one `#foreach`. */
const MAX_ITERATIONS = 1000;
/** All iterations of one rendering, so that nested loops end as well. */
const MAX_TOTAL_ITERATIONS = 1_000_000;
/** How deep `#define` bodies may render each other. */
const MAX_DEFINE_DEPTH = 100;

type Flow = 'next' | 'break' | 'stop';

/** Variables that are there before the template sets any; null for those that are not. */
export interface Scope {
  get(name: string): Value;
}

/** Renders the tree of one template once. */
export class Evaluator {
  private output = '';
  private iterations = 0;
  private defineDepth = 0;
  private stopped = false;
  /** Where the evaluation stands, for errors. */
  private position = 0;
  private readonly variables = new Map<string, Value>();

  /**
   * @param source the template, for the positions of errors
   * @param globals the variables that the template begins with
   */
  constructor(private readonly source: string, private readonly globals: Scope) {}

  /** @throws TemplateError where API Gateway would fail */
  public render(block: Block): string {
    try {
      this.block(block);
    } catch (error) {
      throw this.templateError(error);
    }
    return this.output;
  }

  private block(block: Block): Flow {
    for (const statement of block) {
      const flow = this.statement(statement);
      if (flow !== 'next') {
        return flow;
      }
    }
    return 'next';
  }

  private statement(statement: Statement): Flow {
    switch (statement.kind) {
      case 'text':
        return this.write(statement.text);
      case 'reference':
        return this.write(this.text(statement));
      case 'set':
        return this.assign(statement.target, this.value(statement.value));
      case 'if':
        return this.block(statement.branches.find((branch) => this.isTrue(branch.condition))?.body ?? statement.otherwise);
      case 'foreach':
        return this.foreach(statement);
      case 'define':
        this.variables.set(statement.name, this.defined(statement.body));
        return 'next';
      case 'break':
        return 'break';
      case 'stop':
        this.stopped = true;
        return 'stop';
    }
  }

  private write(text: string): Flow {
    this.output += text;
    checkLength(this.output);
    return this.stopped ? 'stop' : 'next';
  }

  private text(reference: ReferenceNode): string {
    return reference.prefix + (reference.escaped ?? print(this.reference(reference)));
  }

  private assign(target: ReferenceNode, value: Value): Flow {
    // Velocity leaves a variable as it is when the value is null: a calculation without a result, or a method that answers nothing.
    if (value === null) {
      return 'next';
    }
    if (target.path.length === 0) {
      this.variables.set(target.name, value);
      return 'next';
    }
    const last = target.path[target.path.length - 1];
    const parent = this.follow(target, target.path.length - 1);
    if (last.kind === 'property') {
      setProperty(parent, last.name, value);
    } else if (last.kind === 'index') {
      setIndex(parent, this.value(last.index), value);
    } else {
      throw new EvaluationError(`the result of .${last.name}() cannot be assigned to`);
    }
    return 'next';
  }

  private foreach(node: ForeachNode): Flow {
    const items = iterable(this.value(node.items));
    const outer = this.variables.get('foreach');
    const names = [node.variable, 'foreach', 'velocityCount', 'velocityHasNext'];
    const saved = names.map((name) => [name, this.variables.get(name)] as const);
    let flow: Flow = 'next';
    for (let index = 0; index < items.length && flow === 'next'; index++) {
      this.position = node.at;
      this.countIteration(index);
      const scope = new ForeachScope(index, items.length, outer instanceof ForeachScope ? outer : undefined);
      this.variables.set('foreach', scope);
      this.variables.set('velocityCount', BigInt(index + 1));
      this.variables.set('velocityHasNext', scope.hasNext);
      this.variables.set(node.variable, items[index]);
      flow = this.block(node.body);
      if (scope.stopped) {
        flow = 'break';
      }
    }
    for (const [name, value] of saved) {
      if (value === undefined) {
        this.variables.delete(name);
      } else {
        this.variables.set(name, value);
      }
    }
    return flow === 'stop' ? flow : 'next';
  }

  private countIteration(index: number): void {
    if (index >= MAX_ITERATIONS) {
      throw new EvaluationError(`#foreach has more than ${MAX_ITERATIONS} items: that is API Gateway's limit`);
    }
    if (++this.iterations > MAX_TOTAL_ITERATIONS) {
      throw new EvaluationError(`all #foreach together have made more than ${MAX_TOTAL_ITERATIONS} iterations`);
    }
  }

  /** The value of a `#define`: it renders its body anew, with the variables of the moment, each time it is printed. */
  private defined(body: Block): JavaObject {
    return {
      property: () => null,
      invoke: () => undefined,
      toString: () => this.capture(body),
    };
  }

  private capture(body: Block): string {
    if (this.defineDepth >= MAX_DEFINE_DEPTH) {
      throw new EvaluationError(`#define bodies render each other deeper than ${MAX_DEFINE_DEPTH} levels`);
    }
    const saved = this.output;
    this.output = '';
    this.defineDepth++;
    this.block(body);
    this.defineDepth--;
    const text = this.output;
    this.output = saved;
    return text;
  }

  private interpolated(body: Block): string {
    const [first] = body;
    return body.length === 1 && first.kind === 'reference' ? this.text(first) : this.capture(body);
  }

  /** Every reference holds but that to `false`; of all other operands only booleans can hold, as in Velocity 1.x. */
  private isTrue(expression: Expression): boolean {
    const value = this.value(expression);
    return expression.kind === 'reference' ? value !== false : value === true;
  }

  private value(expression: Expression): Value {
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'reference':
        return this.reference(expression);
      case 'interpolated':
        return this.interpolated(expression.body);
      case 'list':
        return new JavaList(expression.items.map((item) => this.value(item)));
      case 'map':
        return new JavaMap(expression.entries.map(([key, value]) => [this.value(key), this.value(value)] as const));
      case 'range':
        return range(this.value(expression.from), this.value(expression.to));
      case 'not':
        return !this.isTrue(expression.operand);
      case 'binary':
        return this.binary(expression);
    }
  }

  private binary({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): Value {
    switch (operator) {
      case '&&':
        return this.isTrue(left) && this.isTrue(right);
      case '||':
        return this.isTrue(left) || this.isTrue(right);
      case '==':
        return looselyEqual(this.value(left), this.value(right));
      case '!=':
        return !looselyEqual(this.value(left), this.value(right));
      default:
        return checkSize(applyOperator(operator, this.value(left), this.value(right)));
    }
  }

  /** What API Gateway makes of a reference that has no value is the empty string, wherever the reference stands. */
  private reference(reference: ReferenceNode): Value {
    return this.follow(reference, reference.path.length) ?? '';
  }

  private follow(reference: ReferenceNode, length: number): Value {
    this.position = reference.at;
    let value = this.variables.get(reference.name) ?? this.globals.get(reference.name);
    for (let step = 0; step < length && value !== null; step++) {
      const access = reference.path[step];
      switch (access.kind) {
        case 'property':
          value = getProperty(value, access.name);
          break;
        case 'index':
          value = getIndex(value, this.value(access.index));
          break;
        case 'method':
          value = this.invoke(value, access, reference.at);
      }
    }
    return value;
  }

  private invoke(target: Value, call: Extract<Access, { kind: 'method' }>, at: number): Value {
    const args: Value[] = [];
    for (const argument of call.args) {
      args.push(this.value(argument));
    }
    this.position = at;
    return checkSize(invokeMethod(target, call.name, args) ?? null);
  }

  private templateError(error: unknown): unknown {
    const position = positionAt(this.source, this.position);
    if (error instanceof EvaluationError) {
      return new TemplateError(error.message, position, error.statusCode);
    }
    // The engine's own limits: a stack or a text that a template made too large.
    return error instanceof RangeError ? new TemplateError(`the template needs more than can be computed: ${error.message}`, position) : error;
  }
}

/** What `#foreach` runs over: the items of a list, the values of a map, and nothing for everything else. */
function iterable(value: Value): readonly Value[] {
  if (value instanceof JavaList) {
    return [...value.items];
  }
  return value instanceof JavaMap ? value.values() : [];
}

/** `[from..to]`, which descends when it must; not a range when an end is not an integer. */
function range(from: Value, to: Value): Value {
  if (!isNumber(from) || !isNumber(to) || typeof from !== 'bigint' || typeof to !== 'bigint') {
    return null;
  }
  const step = from <= to ? 1n : -1n;
  const length = Number((to - from) * step) + 1;
  if (length > MAX_TOTAL_ITERATIONS) {
    throw new EvaluationError(`the range [${from}..${to}] has more than ${MAX_TOTAL_ITERATIONS} numbers`);
  }
  return new JavaList(Array.from({ length }, (_, index) => from + step * BigInt(index)));
}
