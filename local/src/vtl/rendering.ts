import { checkLength } from './limits';
import { RenderingError, positionAt, TemplateError } from './template-error';
import type { Value } from './values';

/** All iterations of one rendering, so that nested loops end as well. */
const MAX_TOTAL_ITERATIONS = 100_000;
/** API Gateway's quota of iterations of one `#foreach`. */
const MAX_ITERATIONS = 1000;
/** Milliseconds that a rendering may take, which usually takes none: no client is answered meanwhile. */
const MAX_MILLISECONDS = 250;
/** How deep `#define` bodies may render each other. */
const MAX_DEFINE_DEPTH = 100;

/** How a statement has completed: go on with the next one, break out of the loop, or stop. */
export type Completion = 'next' | 'break' | 'stop';

/** A part of a template, ready to run. */
export type Run = (rendering: Rendering) => Completion;

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
  private deadline = performance.now() + MAX_MILLISECONDS;
  private processorTime?: NodeJS.CpuUsage;

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

  public write(text: string): Completion {
    this.output += text;
    checkLength(this.output.length);
    return this.stopped ? 'stop' : 'next';
  }

  /**
   * Looked at wherever work can come again: between two iterations, methods and bodies.
   *
   * @throws RenderingError when the rendering has taken too long
   */
  public checkTime(): void {
    if (performance.now() <= this.deadline) {
      return;
    }
    // The clock of the wall goes on while others have the processor: from here on that of the processor counts.
    this.processorTime ??= process.cpuUsage();
    const { user, system } = process.cpuUsage(this.processorTime);
    if ((user + system) / 1000 > MAX_MILLISECONDS) {
      throw new RenderingError(`the template takes longer than ${MAX_MILLISECONDS} ms`);
    }
    this.deadline = performance.now() + 1;
  }

  /** What a part of the template writes. */
  public capture(run: Run): string {
    this.checkTime();
    if (this.defineDepth >= MAX_DEFINE_DEPTH) {
      throw new RenderingError(`#define bodies render each other deeper than ${MAX_DEFINE_DEPTH} levels`);
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
    this.checkTime();
    if (index >= MAX_ITERATIONS) {
      throw new RenderingError(`#foreach has more than ${MAX_ITERATIONS} items: that is API Gateway's limit`);
    }
    if (++this.iterations > MAX_TOTAL_ITERATIONS) {
      throw new RenderingError(`all #foreach together have made more than ${MAX_TOTAL_ITERATIONS} iterations`);
    }
  }

  private templateError(error: unknown, source: string): unknown {
    const position = positionAt(source, this.position);
    if (error instanceof RenderingError) {
      return new TemplateError(error.message, position, error.statusCode);
    }
    // The engine's own limits: a stack or a text that a template made too large.
    return error instanceof RangeError ? new TemplateError(`the template needs more than can be computed: ${error.message}`, position) : error;
  }
}
