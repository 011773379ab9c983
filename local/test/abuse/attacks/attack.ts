import type { Target, TargetOptions } from '../target';

/** Something that a client, a web page, a template or an endpoint does to a run. */
export interface Attack extends TargetOptions {
  readonly name: string;
  /** Does it; fails when the run does not answer as it should. */
  readonly play: (target: Target) => Promise<void>;
}
