import { Cancellation } from './cancellation';
import { Cancelled, ErrorName, EvaluationError, StateFailure, dataLimitExceeded, runtimeError } from '../errors';
import { compactText } from './compact-text';
import { EventDetails, MAX_EVENTS } from './history';
import type { FlowStart, InnerFlows, Iteration } from './inner-flows';
import { InnerProgress } from './inner-progress';
import { MaybePromise } from '../maybe-promise';
import { RunningExecution } from './running-execution';
import { isTurnOver, nextTurn } from './turn';
import { Variables } from './variables';
import { MapItem, Visit } from './visit';
import { Json, JsonObject, exceedsPayload, jsonText } from '../../json';
import { Program, ProgramState, Transition } from '../program/program';

/** The types of states that the history calls aborted when they are cut. */
const ABORTABLE: ReadonlySet<string> = new Set(['Map', 'Parallel', 'Task', 'Wait']);

/** Where a flow is: in a state, with its input. */
interface Position {
  readonly state: ProgramState;
  readonly input: Json;
  readonly inputText: string;
  /** The input's text as it was sent, where it is the first state's. */
  readonly sentText: string | undefined;
  /** The event before the state, and the one and the time of entering it. */
  entered?: { readonly after: number; readonly eventId: number; readonly time: number };
}

/** One thread of states: the machine itself, a branch of a Parallel state, or an iteration of a Map state. */
export class Flow {
  /** A flow that goes on with the state in which another one has failed or was cut. */
  public static after(ended: Flow, execution: RunningExecution, cancellation: Cancellation): Flow {
    const { position, progress } = ended;
    const flow = new Flow(execution, ended.variables, cancellation, ended.lastEventId, ended);
    flow.position = position && { ...position };
    flow.unfinished = ended.unfinished ?? progress;
    if (flow.position?.entered !== undefined) {
      // Only a Fail state is entered again: in the others the new attempt follows the event of entering them.
      const { after, eventId } = flow.position.entered;
      const entersAgain = flow.position.state.type === 'Fail';
      flow.lastEventId = entersAgain ? after : eventId;
      flow.position.entered = entersAgain ? undefined : flow.position.entered;
    }
    return flow;
  }

  /** What the flow has come to, as JSON text, when it has ended. */
  public outputText?: string;
  /** What runs inside the state that the flow is in. */
  public innerFlows?: InnerFlows;
  public readonly mapItem?: MapItem;
  public readonly iteration?: Iteration;
  private position?: Position;
  private progress?: InnerProgress;
  /** What the first visit goes on with. */
  private unfinished?: InnerProgress;
  /** The event of the last task that has failed. */
  private failedTaskEventId?: number;
  private success?: { readonly eventId: number; readonly leaveAfter: number };

  constructor(
    public readonly execution: RunningExecution,
    public readonly variables: Variables,
    public readonly cancellation: Cancellation,
    /** The event that the next one follows. */
    public lastEventId: number,
    { mapItem, iteration }: Pick<FlowStart, 'mapItem' | 'iteration'> = {},
  ) {
    this.mapItem = mapItem;
    this.iteration = iteration;
  }

  /** Whether it has come to a state. */
  public get hasBegun(): boolean {
    return this.position !== undefined;
  }

  /** Records that the flows inside the state start, unless they have, and gives how far they are. */
  public startInner(type: string, details: EventDetails): InnerProgress {
    const { unfinished } = this;
    this.unfinished = undefined;
    this.progress?.release();
    if (unfinished === undefined) {
      this.progress = new InnerProgress(this.record(type, details));
    } else {
      this.progress = unfinished;
      this.lastEventId = unfinished.startedEventId;
    }
    return this.progress;
  }

  /** Forgets the variables of this flow and of those inside it, for it will not go on. */
  public release(): void {
    this.forgetProgress();
    this.variables.release();
  }

  private forgetProgress(): void {
    this.progress?.release();
    this.progress = undefined;
  }

  /** Records an event that follows this flow's last one. */
  public record(type: string, details: EventDetails): number {
    this.lastEventId = this.recordAside(type, details);
    return this.lastEventId;
  }

  /** Records an event that follows this flow's last one, and that the next one does not follow. */
  public recordAside(type: string, details: EventDetails): number {
    return this.recordAfter(this.lastEventId, type, details);
  }

  /** Records that what runs inside the state has succeeded. The event of leaving the state does not follow that, but `leaveAfter`. */
  public recordSuccess(type: string, leaveAfter: number): void {
    this.success = { eventId: this.record(type, {}), leaveAfter };
  }

  /** Records that the task of the state has failed, in an attempt. */
  public recordTaskFailure(type: string, details: EventDetails): void {
    this.failedTaskEventId = this.record(type, details);
  }

  /** Records that the failure of a task has ended this flow, if it has. */
  public recordAbortedTask(): void {
    if (this.failedTaskEventId === this.lastEventId) {
      this.recordAside('TaskStateAborted', {});
    }
  }

  /** Records that this flow is cut by a failure elsewhere: itself, if it is an iteration, the state that it is in, and what runs inside that. */
  public recordAborted(failureEventId: number): void {
    if (this.iteration !== undefined) {
      this.recordAfter(failureEventId, 'MapIterationAborted', { ...this.iteration });
    }
    const { type } = this.position?.state ?? {};
    if (type !== undefined && ABORTABLE.has(type)) {
      this.recordAfter(failureEventId, `${type}StateAborted`, {});
    }
    this.innerFlows?.recordAborted(failureEventId);
  }

  private recordAfter(previousEventId: number, type: string, details: EventDetails): number {
    // Whoever was cancelled meanwhile has nothing to tell any more: nothing comes after the end.
    this.cancellation.check();
    if (this.execution.isLimited && this.execution.history.length >= MAX_EVENTS - 1) {
      throw new StateFailure(ErrorName.RUNTIME, `The execution reached the maximum number of history events (${MAX_EVENTS}).`);
    }
    return this.execution.history.record(type, previousEventId, details);
  }

  /** Plays a program from its first state, or from where it goes on, to its end and gives the last output. Throws the StateFailure that ends it. */
  public async run(program: Pick<Program, 'start' | 'state'>, input: Json, inputText = jsonText(input)): Promise<Json> {
    // Only the first state quotes its input as it was sent.
    let position: Position = this.position ?? { state: program.start, input, inputText, sentText: inputText };
    for (;;) {
      // An endless loop must not keep timers and stops from happening. Others have waited for the same turn, and may have used it up.
      while (isTurnOver()) {
        await nextTurn();
      }
      this.cancellation.check();
      this.position = position;
      const outcome = this.visit(position);
      const transition = outcome instanceof Promise ? await outcome : outcome;
      const text = this.outputTextOf(position, transition.output);
      this.leave(position.state, text, transition);
      this.forgetProgress();
      if (transition.next === undefined) {
        this.outputText = text;
        return transition.output;
      }
      position = { state: program.state(transition.next), input: transition.output, inputText: text, sentText: undefined };
    }
  }

  private outputTextOf({ state, input, inputText, sentText }: Position, output: Json): string {
    if (output === input) {
      return sentText === undefined ? inputText : compactText(sentText, input);
    }
    if (exceedsPayload(output)) {
      throw this.limitExceeded(state);
    }
    return jsonText(output);
  }

  private visit(position: Position): MaybePromise<Transition> {
    const { state, input, inputText, sentText } = position;
    position.entered ??= {
      after: this.lastEventId,
      eventId: this.record(`${state.type}StateEntered`, { name: state.name, input: inputText }),
      time: this.execution.clock.now(),
    };
    const visit = new Visit(this, state.name, input, position.entered.eventId, position.entered.time, sentText);
    try {
      const outcome = state.run(visit);
      return outcome instanceof Promise ? outcome.catch((error: unknown) => this.rethrow(error, visit)) : outcome;
    } catch (error) {
      return this.rethrow(error, visit);
    }
  }

  private rethrow(error: unknown, visit: Visit): never {
    const failure = this.asFailure(error, visit);
    if (failure instanceof StateFailure && failure.error === ErrorName.DATA_LIMIT_EXCEEDED) {
      // After too much data nothing of the state is kept for a redrive.
      this.forgetProgress();
    }
    throw failure;
  }

  private leave(state: ProgramState, outputText: string, transition: Transition): void {
    if (this.success?.eventId === this.lastEventId) {
      this.lastEventId = this.success.leaveAfter;
    }
    const details = { name: state.name, output: outputText };
    this.record(`${state.type}StateExited`, transition.assigned === undefined
      ? details
      : { ...details, assignedVariables: this.assign(state, transition.assigned) });
  }

  /** Assigns variables, and gives their values as JSON text. */
  private assign(state: ProgramState, assigned: JsonObject): EventDetails {
    if (Object.values(assigned).some(exceedsPayload)) {
      throw this.limitExceeded(state);
    }
    const texts = Object.fromEntries(Object.entries(assigned).map(([name, value]): [string, string] => [name, jsonText(value)]));
    if (!this.variables.assign(assigned, texts)) {
      throw this.limitExceeded(state);
    }
    return texts;
  }

  private limitExceeded(state: ProgramState): StateFailure {
    this.forgetProgress();
    return dataLimitExceeded(state.name);
  }

  /** Makes of an error that a state threw the failure that retriers, catchers and the execution see. */
  public asFailure(error: unknown, visit: Visit): Error {
    if (error instanceof StateFailure || error instanceof Cancelled) {
      return error;
    }
    if (!(error instanceof EvaluationError)) {
      return visit.failure(runtimeError(`An internal error of the local run: ${String(error)}`));
    }
    const failure = visit.failure(error);
    if (error.location !== undefined) {
      this.record('EvaluationFailed', { error: failure.error, cause: failure.causeText, location: error.location, state: visit.stateName });
    }
    return failure;
  }
}
