import { Cancellation } from './cancellation';
import { StateFailure } from '../errors';
import { Flow } from './flow';
import type { InnerProgress } from './inner-progress';
import { Variables } from './variables';
import { MapItem } from './visit';

/** An iteration of a Map state, as its events name it. */
export interface Iteration {
  readonly name: string;
  readonly index: number;
}

/** What a flow inside a state starts with. */
export interface FlowStart {
  /** The event that the flow's first one follows. */
  readonly after: number;
  readonly iteration?: Iteration;
  readonly mapItem?: MapItem;
}

/**
 * The flows that run side by side inside the state that a flow is in: the branches of a Parallel state, or the iterations of a Map state.
 *
 * The first that fails cuts the others, and says so in the history.
 */
export class InnerFlows {
  private readonly cancellation: Cancellation;
  private readonly running = new Set<Flow>();

  constructor(private readonly outer: Flow, private readonly progress: InnerProgress) {
    this.cancellation = new Cancellation(outer.cancellation);
    outer.innerFlows = this;
  }

  /**
   * Plays the flow of a branch or an item, unless it has succeeded before. The outer one goes on from the last event of the flow that ends last.
   */
  public async play<T>(index: number, start: FlowStart, work: (flow: Flow) => Promise<T>): Promise<T> {
    const { outer, progress: { results, unfinished } } = this;
    if (results.has(index)) {
      return results.get(index) as T;
    }
    const flow = this.flowOf(index, start);
    unfinished.set(index, flow);
    this.running.add(flow);
    try {
      const result = await work(flow);
      outer.lastEventId = flow.lastEventId;
      results.set(index, result);
      unfinished.delete(index);
      flow.variables.release();
      return result;
    } catch (error) {
      if (error instanceof StateFailure) {
        this.cut(error, flow);
      }
      throw error;
    } finally {
      this.running.delete(flow);
    }
  }

  private flowOf(index: number, start: FlowStart): Flow {
    this.cancellation.check();
    const { outer, cancellation } = this;
    const ended = this.progress.unfinished.get(index);
    return ended === undefined
      ? new Flow(outer.execution, new Variables(outer.variables), cancellation, start.after, start)
      : Flow.after(ended, outer.execution, cancellation);
  }

  /**
   * Ends the flows that run, because of a failure.
   *
   * @param failed the flow that has failed; undefined when it was none of them
   */
  public cut(failure: StateFailure, failed?: Flow): void {
    this.cancellation.check();
    const { outer } = this;
    if (failed !== undefined) {
      this.running.delete(failed);
      outer.lastEventId = failed.lastEventId;
    }
    try {
      if (!failure.isFatal) {
        this.recordCut(failed);
      }
    } finally {
      this.cancellation.cancel();
    }
  }

  /** Throws when the flows have been cut. */
  public checkCut(): void {
    this.cancellation.check();
  }

  /** Records of each flow that runs that it is cut; those that have just been cut by a failure of their own have said so. */
  public recordAborted(failureEventId: number): void {
    if (!this.cancellation.isCancelled) {
      this.running.forEach((flow) => flow.recordAborted(failureEventId));
    }
  }

  private recordCut(failed: Flow | undefined): void {
    failed?.recordAbortedTask();
    this.recordAborted(this.outer.lastEventId);
    if (failed?.iteration !== undefined) {
      this.outer.recordAside('MapIterationFailed', { ...failed.iteration });
    }
  }

  /** Lets go of the outer flow, when all has ended. */
  public end(): void {
    this.cancellation.cancel();
    this.outer.innerFlows = undefined;
  }
}
