import { checkLength } from './limits';
import { EvaluationError, positionAt, TemplateError } from './template-error';
import type { Value } from './values';

/** All iterations of one rendering, so that nested loops end as well. */
const MAX_TOTAL_ITERATIONS = 1_000_000;
/** API Gateway's quota of iterations of one `#foreach`. */
const MAX_ITERATIONS = 1000;
/** How deep `#define` bodies may render each other. */
const MAX_DEFINE_DEPTH = 100;

/** How it goes on after a statement. */
export type Flow = 'next' | 'break' | 'stop';

/** A part of a template, ready to run. */
export type Run = (rendering: Rendering) => Flow;

/** Variables that are there before the template sets any; null for those that are not. */
export interface Scope {
  get(name: string): Value;
}

/** One rendering of a template: its output so far, its variables, and where it stands. */
export class Rendering {
  /** Whether a `#stop` was met, possibly in the middle of a text. */
  public stopped = false;
  /** Offset in the template of what is evaluated, for errors. */
  public position = 0;
  public readonly variables = new Map<string, Value>();
  private output = '';
  private iterations = 0;
  private defineDepth = 0;

  /** @param globals the variables that the template begins with */
  constructor(private readonly globals: Scope) {}

  /**
   * Renders a whole template.
   *
   * @param source its text, for the positions of errors
   * @throws TemplateError where API Gateway would fail
   */
  public render(run: Run, source: string): string {
    try {
      run(this);
    } catch (error) {
      throw this.templateError(error, source);
    }
    return this.output;
  }

  public variable(name: string): Value {
    return this.variables.get(name) ?? this.globals.get(name);
  }

  public write(text: string): Flow {
    this.output += text;
    checkLength(this.output);
    return this.stopped ? 'stop' : 'next';
  }

  /** What a part of the template writes. */
  public capture(run: Run): string {
    if (this.defineDepth >= MAX_DEFINE_DEPTH) {
      throw new EvaluationError(`#define bodies render each other deeper than ${MAX_DEFINE_DEPTH} levels`);
    }
    const saved = this.output;
    this.output = '';
    this.defineDepth++;
    run(this);
    this.defineDepth--;
    const text = this.output;
    this.output = saved;
    return text;
  }

  /** @param index of the iteration in its loop */
  public countIteration(index: number): void {
    if (index >= MAX_ITERATIONS) {
      throw new EvaluationError(`#foreach has more than ${MAX_ITERATIONS} items: that is API Gateway's limit`);
    }
    if (++this.iterations > MAX_TOTAL_ITERATIONS) {
      throw new EvaluationError(`all #foreach together have made more than ${MAX_TOTAL_ITERATIONS} iterations`);
    }
  }

  private templateError(error: unknown, source: string): unknown {
    const position = positionAt(source, this.position);
    if (error instanceof EvaluationError) {
      return new TemplateError(error.message, position, error.statusCode);
    }
    // The engine's own limits: a stack or a text that a template made too large.
    return error instanceof RangeError ? new TemplateError(`the template needs more than can be computed: ${error.message}`, position) : error;
  }
}
