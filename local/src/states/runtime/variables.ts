import { Json, JsonObject, byteSize } from '../../json';

/** The most bytes of JSON text that all variables of an execution may have together. */
const MAX_BYTES = 10 * 1024 * 1024;

/** The most that those of one `Assign` may have. */
const MAX_ASSIGNED_BYTES = 256 * 1024;

/**
 * The variables of one flow of states. An inner flow (a branch, an iteration) reads the outer ones and assigns only its own.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
 */
export class Variables {
  private own?: Map<string, { readonly value: Json; readonly bytes: number }>;
  /** What all variables of the execution take; counted in the outermost ones. */
  private bytes = 0;

  constructor(private readonly outer?: Variables) {}

  /** The value of a variable; undefined if nothing was assigned to it. */
  public get(name: string): Json | undefined {
    return this.own?.has(name) ? this.own.get(name)!.value : this.outer?.get(name);
  }

  /**
   * Assigns all members at once, as a state does when it ends.
   *
   * @param texts the values as JSON texts
   * @returns false, and assigns nothing, when they are too large together, or the execution's variables would be
   */
  public assign(values: JsonObject, texts: Readonly<Record<string, string>>): boolean {
    const sizes = Object.keys(values).map((name): [string, number] => [name, byteSize(texts[name])]);
    const growth = sizes.reduce((sum, [name, bytes]) => sum + bytes - (this.own?.get(name)?.bytes ?? 0), 0);
    const { outermost } = this;
    const assigned = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
    if (assigned > MAX_ASSIGNED_BYTES || outermost.bytes + growth > MAX_BYTES) {
      return false;
    }
    outermost.bytes += growth;
    this.own ??= new Map();
    for (const [name, bytes] of sizes) {
      this.own.set(name, { value: values[name], bytes });
    }
    return true;
  }

  /** Forgets the variables of a flow that has ended. */
  public release(): void {
    if (this.own !== undefined) {
      this.outermost.bytes -= [...this.own.values()].reduce((sum, { bytes }) => sum + bytes, 0);
      this.own = undefined;
    }
  }

  /** Every visible variable, the innermost of each name. */
  public *entries(): IterableIterator<[string, Json]> {
    if (this.outer !== undefined) {
      yield* this.outer.entries();
    }
    for (const [name, { value }] of this.own ?? []) {
      yield [name, value];
    }
  }

  private get outermost(): Variables {
    return this.outer === undefined ? this : this.outer.outermost;
  }
}
