import { Cancellation } from './cancellation';
import { Cancelled, EvaluationError, StateFailure, dataLimitExceeded, runtimeError } from '../errors';
import { EventDetails, MAX_EVENTS } from './history';
import { Json, JsonObject, isTooLarge } from '../json';
import { MaybePromise } from '../maybe-promise';
import { RunningExecution } from './running-execution';
import { Variables } from './variables';
import { MapItem, Visit } from './visit';
import { Program, ProgramState, Transition } from '../program/program';

/** After how many states an execution lets others run: an endless loop must not keep timers and stops from happening. */
const STATES_PER_TURN = 200;

/** One thread of states: the machine itself, a branch of a Parallel state, or an iteration of a Map state. */
export class Flow {
  /** What the flow has come to, as JSON text, when it has ended. */
  public outputText?: string;

  public constructor(
    public readonly execution: RunningExecution,
    public readonly variables: Variables,
    public readonly cancellation: Cancellation,
    /** The event that the next one follows. */
    public lastEventId: number,
    public readonly mapItem?: MapItem,
  ) {}

  /** A flow inside the state that this flow is in. */
  public inner(cancellation: Cancellation, lastEventId: number, mapItem?: MapItem): Flow {
    return new Flow(this.execution, new Variables(this.variables), cancellation, lastEventId, mapItem);
  }

  /** Records an event that follows this flow's last one. */
  public record(type: string, details: EventDetails): number {
    if (this.execution.isLimited && this.execution.history.length >= MAX_EVENTS - 1) {
      throw new StateFailure('States.Runtime', `The execution reached the maximum number of history events (${MAX_EVENTS}).`);
    }
    this.lastEventId = this.execution.history.record(type, this.lastEventId, details);
    return this.lastEventId;
  }

  /** Plays a program from its first state to its end and gives the last output. Throws the StateFailure that ends it. */
  public async run(program: Program, input: Json, inputText = JSON.stringify(input)): Promise<Json> {
    let state = program.start;
    let data = input;
    let text = inputText;
    for (;;) {
      if (this.execution.countState() % STATES_PER_TURN === 0) {
        await new Promise(resolve => setImmediate(resolve));
      }
      this.cancellation.check();
      const outcome = this.visit(state, data, text);
      const transition = outcome instanceof Promise ? await outcome : outcome;
      if (transition.output !== data) {
        data = transition.output;
        text = JSON.stringify(data);
        if (isTooLarge(text)) {
          throw dataLimitExceeded(state.name);
        }
      }
      this.leave(state, text, transition);
      if (transition.next === undefined) {
        this.outputText = text;
        return data;
      }
      state = program.state(transition.next);
    }
  }

  private visit(state: ProgramState, input: Json, inputText: string): MaybePromise<Transition> {
    const entered = this.record(`${state.type}StateEntered`, { name: state.name, input: inputText });
    const visit = new Visit(this, state.name, input, entered, this.execution.clock.now());
    try {
      const outcome = state.run(visit);
      return outcome instanceof Promise ? outcome.catch((error: unknown) => this.rethrow(error, visit)) : outcome;
    } catch (error) {
      return this.rethrow(error, visit);
    }
  }

  private rethrow(error: unknown, visit: Visit): never {
    throw this.asFailure(error, visit);
  }

  private leave(state: ProgramState, outputText: string, transition: Transition): void {
    const details = { name: state.name, output: outputText };
    this.record(`${state.type}StateExited`, transition.assigned === undefined
      ? details
      : { ...details, assignedVariables: this.assign(state, transition.assigned) });
  }

  /** Assigns variables, and gives their values as JSON text. */
  private assign(state: ProgramState, assigned: JsonObject): EventDetails {
    const texts = Object.entries(assigned).map(([name, value]): [string, string] => [name, JSON.stringify(value)]);
    if (texts.some(([, text]) => isTooLarge(text))) {
      throw dataLimitExceeded(state.name);
    }
    this.variables.assign(assigned);
    return Object.fromEntries(texts);
  }

  /** What was thrown in a state as the failure that retriers, catchers and the execution see. */
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
