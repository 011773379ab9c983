import { randomUUID } from 'node:crypto';
import { Json, JsonObject, jsonText } from '../json';
import { InspectedStep } from './dataflow/inspection';
import { Cancelled, ErrorName, StateFailure, dataLimitExceeded } from './errors';
import { Program, ProgramState } from './program/program';
import { Cancellation } from './runtime/cancellation';
import { Clock } from './runtime/clock';
import { SharedState } from './runtime/execution';
import { Flow } from './runtime/flow';
import { History } from './runtime/history';
import { Trial } from './runtime/trial';
import { Variables } from './runtime/variables';
import type { ObjectStore } from './state-types/object-store';
import { TaskHandler, parseResource } from './tasks/task';
import { TaskTokens } from './tasks/task-tokens';
import { OuterState, StateMock, TriedState, isDistributed } from './tried-state';

/** What a state is played with. */
export interface StateTrialOptions extends Pick<Trial, 'context' | 'retryCount' | 'itemReaderData' | 'failedIterations'> {
  readonly input: Json;
  /** The same as JSON text. */
  readonly inputText: string;
  readonly variables: JsonObject;
  /** What takes the place of the state's work. */
  readonly mock: StateMock | undefined;
  /** The ARN of a machine that need not exist, for the context object. */
  readonly stateMachineArn: string;
  readonly roleArn: string;
  /** Performs the task where there is no mock. */
  readonly tasks: TaskHandler | undefined;
  readonly objects: ObjectStore | undefined;
  readonly clock: Clock;
  /** Cancelling it ends the trial, which then rejects with a Cancelled. */
  readonly cancellation: Cancellation;
}

/** What became of a state. */
export interface StateTrialResult {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  /** The output as JSON text. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly next?: string;
  /** What was seen of the data on their way. */
  readonly seen: ReadonlyMap<InspectedStep, Json>;
  /** The variables after the state. */
  readonly variables: JsonObject;
  readonly handlers: MatchedHandlers;
  /** How many iterations or branches there would have been, where it came to them. */
  readonly innerFlows?: number;
}

/** The retrier and the catcher that match an error. */
export interface MatchedHandlers {
  readonly retryIndex?: number;
  /** How long it waits before the next attempt, if it has one. */
  readonly retrySeconds?: number;
  readonly catchIndex?: number;
}

type Outcome = Omit<StateTrialResult, 'seen' | 'variables' | 'handlers' | 'innerFlows'>;

/**
 * Plays one state by itself, once: it is not retried.
 *
 * @throws Cancelled when it is cancelled
 */
export async function tryState(state: TriedState, options: StateTrialOptions): Promise<StateTrialResult> {
  return new OneStateTrial(options).run(state);
}

class OneStateTrial implements Trial {
  private readonly seen = new Map<InspectedStep, Json>();
  private handlers: MatchedHandlers = {};
  private caught?: StateFailure;
  private innerFlows?: number;

  constructor(private readonly options: StateTrialOptions) {}

  public get context(): Json | undefined {
    return this.options.context;
  }

  public get retryCount(): number {
    return this.options.retryCount;
  }

  public get itemReaderData(): string | undefined {
    return this.options.itemReaderData;
  }

  public get failedIterations(): number {
    return this.options.failedIterations;
  }

  public saw(step: InspectedStep, value: Json): void {
    this.seen.set(step, value);
  }

  public innerResult(flows: number): Json {
    this.innerFlows = flows;
    const { mock } = this.options;
    if (mock === undefined) {
      throw new StateFailure(ErrorName.RUNTIME, 'What is inside a state is not played with it');
    }
    if ('result' in mock) {
      return mock.result;
    }
    throw new StateFailure(mock.error, mock.cause);
  }

  public retrierMatched(retryIndex: number, retrySeconds: number | undefined): void {
    this.handlers = { ...this.handlers, retryIndex, retrySeconds };
  }

  public catcherMatched(catchIndex: number, failure: StateFailure): void {
    this.handlers = { ...this.handlers, catchIndex };
    this.caught = failure;
  }

  public async run(state: TriedState): Promise<StateTrialResult> {
    const variables = new Variables();
    const { input, clock, cancellation, context } = this.options;
    const isInMap = context === undefined && state.outer.some(({ fields }) => fields.Type === 'Map');
    const flow = new Flow(this.execution(clock), variables, cancellation, 0, { mapItem: isInMap ? { Index: 0, Value: input } : undefined });
    const outcome = await this.outcome(flow, state);
    return { ...outcome, seen: this.seen, variables: Object.fromEntries(variables.entries()), handlers: this.handlers, innerFlows: this.innerFlows };
  }

  private async outcome(flow: Flow, { name, workflow, outer }: TriedState): Promise<Outcome> {
    try {
      this.assignGiven(flow.variables, name);
      return await this.play(flow, Program.of(workflow).state(name));
    } catch (error) {
      return this.rescued(flow, asFailure(error), outer);
    }
  }

  private async play(flow: Flow, state: ProgramState): Promise<Outcome> {
    const { program, next } = onlyState(state);
    await flow.run(program, this.options.input, this.options.inputText);
    const { error, causeText: cause } = this.caught ?? {};
    return { status: this.caught === undefined ? 'SUCCEEDED' : 'CAUGHT_ERROR', output: flow.outputText, error, cause, next: next() };
  }

  /** What the states around the one that has failed make of it; what an execution of its own fails with goes no further. */
  private async rescued(flow: Flow, failure: StateFailure, [outer, ...others]: readonly OuterState[]): Promise<Outcome> {
    if (this.handlers.retrySeconds !== undefined) {
      return { status: 'RETRIABLE', error: failure.error, cause: failure.causeText };
    }
    if (outer === undefined || isDistributed(outer)) {
      return { status: 'FAILED', error: failure.error, cause: failure.causeText };
    }
    const state = Program.of(outer.workflow).state(outer.name);
    try {
      return await this.play(new Flow(flow.execution, flow.variables, flow.cancellation, 0), { ...state, run: state.rescue!(failure) });
    } catch (error) {
      return this.rescued(flow, asFailure(error), others);
    }
  }

  private assignGiven(variables: Variables, name: string): void {
    const { variables: given } = this.options;
    if (!variables.assign(given, Object.fromEntries(Object.entries(given).map(([key, value]) => [key, jsonText(value)])))) {
      throw dataLimitExceeded(name);
    }
  }

  private execution(clock: Clock): SharedState {
    const { input, mock, objects, roleArn, stateMachineArn, tasks } = this.options;
    const name = randomUUID();
    const taskTokens = new TaskTokens();
    return new SharedState({
      input,
      arn: `${stateMachineArn.replace(':stateMachine:', ':express:')}:${name}`,
      name,
      stateMachineArn,
      stateMachineName: stateMachineArn.replace(/^.*:/, ''),
      roleArn,
      type: 'EXPRESS',
      isSynchronous: true,
      clock,
      tasks: mock === undefined ? tasks : mockedTask(mock, taskTokens),
      taskTokens,
      hasActivity: () => true,
      objects,
    }, clock, new History(() => clock.now(), 0, undefined), new Date(clock.now()), undefined, this);
  }
}

/** @throws Cancelled where that is what was thrown */
function asFailure(error: unknown): StateFailure {
  if (error instanceof Cancelled) {
    throw error;
  }
  return error instanceof StateFailure ? error : new StateFailure(ErrorName.RUNTIME, String(error));
}

/** A program of one state, which ends wherever the state leads to; `next` says where that was. */
function onlyState(state: ProgramState): { program: { start: ProgramState; state: () => ProgramState }; next: () => string | undefined } {
  let next: string | undefined;
  const start: ProgramState = {
    ...state,
    run: async (visit) => {
      const transition = await state.run(visit);
      next = transition.next;
      return { ...transition, next: undefined };
    },
  };
  return { program: { start, state: () => start }, next: () => next };
}

/** Performs a task by its mock. */
function mockedTask(mock: StateMock, taskTokens: TaskTokens): TaskHandler {
  return ({ resource, taskToken }) => {
    if (!('result' in mock)) {
      throw new StateFailure(mock.error, mock.cause);
    }
    if (taskToken !== undefined && parseResource(resource).waitsForToken) {
      taskTokens.success(taskToken, JSON.stringify(mock.result));
    }
    return mock.result;
  };
}
