import type { Flow } from './flow';
import type { MapRun } from '../state-types/map-run';

/** How far the flows inside a Map or Parallel state have come, by branch or item: a redrive does not repeat those that have succeeded. */
export class InnerProgress {
  /** The results of those that have succeeded. */
  public readonly results = new Map<number, unknown>();
  /** Those that run, have failed or were cut. */
  public readonly unfinished = new Map<number, Flow>();
  /** The Map Run of a distributed Map, as soon as it has started. */
  public mapRun?: MapRun;

  /** @param startedEventId the event that says that they have started */
  constructor(public readonly startedEventId: number) {}

  /** Forgets the variables of those that have not succeeded. */
  public release(): void {
    this.unfinished.forEach((flow) => flow.release());
  }
}
