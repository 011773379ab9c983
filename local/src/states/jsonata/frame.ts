import type { Run } from './run';
import type { Value } from './values';

/** The variables of a block or a call, and those around it. */
export class Frame {
  constructor(public readonly run: Run, private readonly outer?: Frame, private names?: Map<string, Value>) {}

  /** A frame inside this one. */
  public inner(names?: Iterable<readonly [string, Value]>): Frame {
    return new Frame(this.run, this, names === undefined ? undefined : new Map(names));
  }

  /** Binds a name here. */
  public bind(name: string, value: Value): void {
    this.names ??= new Map();
    this.names.set(name, value);
  }

  /** The innermost value of a name. */
  public lookUp(name: string): Value {
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    for (let frame: Frame | undefined = this; frame !== undefined; frame = frame.outer) {
      if (frame.names?.has(name)) {
        return frame.names.get(name);
      }
    }
    return undefined;
  }
}
