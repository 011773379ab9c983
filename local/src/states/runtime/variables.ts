import { Json, JsonObject } from '../json';

/**
 * The variables of one flow of states. An inner flow (a branch, an iteration) reads the outer ones and assigns only its own.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
 */
export class Variables {
  private own?: Map<string, Json>;

  public constructor(private readonly outer?: Variables) {}

  /** The value of a variable; undefined if nothing was assigned to it. */
  public get(name: string): Json | undefined {
    return this.own?.has(name) ? this.own.get(name) : this.outer?.get(name);
  }

  /** Assigns all members at once, as a state does when it ends. */
  public assign(values: JsonObject): void {
    this.own ??= new Map();
    for (const name of Object.keys(values)) {
      this.own.set(name, values[name]);
    }
  }

  /** Every visible variable, the innermost of each name. */
  public *entries(): IterableIterator<[string, Json]> {
    if (this.outer !== undefined) {
      yield* this.outer.entries();
    }
    if (this.own !== undefined) {
      yield* this.own;
    }
  }
}
