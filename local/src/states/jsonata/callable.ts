import type { Frame } from './frame';
import type { Run } from './run';
import type { Node, Signature } from './syntax';
import type { Value } from './values';

/** Why an evaluation pauses: it has worked for a while, or it is about to do what cannot be interrupted and may take long. */
export type Pause = 'worked' | 'heavy';

/** An evaluation: whoever runs it may let others have their turn at each pause. */
export type Evaluation<T = Value> = Generator<Pause, T, undefined>;

/** A function of the language. */
export abstract class Callable {
  /** How many arguments it takes, at most. */
  public abstract readonly arity: number;
  public abstract readonly signature?: Signature;

  /** The signatures, which the parser makes, know functions by this mark. */
  public get _jsonata_function(): boolean {
    return true;
  }
}

/** A function that an expression defines. */
export class Lambda extends Callable {
  constructor(
    public readonly parameters: readonly string[],
    public readonly body: Node,
    /** The context item where it was defined. */
    public readonly input: Value,
    public readonly frame: Frame,
    public readonly signature?: Signature,
  ) {
    super();
  }

  public get arity(): number {
    return this.parameters.length;
  }
}

/** A call in tail position that is still to be made. It never leaves a call. */
export class TailCall extends Callable {
  public readonly arity = 0;
  public readonly signature = undefined;

  constructor(public readonly call: Node, public readonly input: Value, public readonly frame: Frame) {
    super();
  }
}

/** What a built-in function does: at once, or as an evaluation if it calls functions. */
export type Implementation = (args: readonly Value[], run: Run) => Value | Evaluation;

/** A built-in function. */
export class Native extends Callable {
  /** @param isHeavy whether it may take long with some arguments, however small they are */
  constructor(
    public readonly arity: number,
    public readonly implementation: Implementation,
    public readonly signature?: Signature,
    public readonly isHeavy: (args: readonly Value[]) => boolean = () => false,
  ) {
    super();
  }
}
