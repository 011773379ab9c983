/** What somebody wants to do. */
export interface Right {
  /** Such as `states:StartExecution`. */
  readonly action: string;
  /** An ARN; undefined where the local run cannot tell: then a statement for any resource counts. */
  readonly resource: string | undefined;
  /** Condition keys of the service, in small letters. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

/** That somebody may not. */
export interface Denial {
  readonly right: Right;
  /** As AWS words it. */
  readonly message: string;
}

/** Somebody who calls AWS. */
export interface Caller {
  /** What the caller may not do of this; undefined when all of it is allowed. The log hears of a denial. */
  denial(rights: readonly Right[]): Denial | undefined;
}

/** Who may do all: the developer, and everybody where nothing is checked. */
export const ANYBODY: Caller = { denial: () => undefined };
