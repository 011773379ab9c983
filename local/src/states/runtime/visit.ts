import { WritableScope } from '../dataflow/dataflow';
import { EvaluationError, StateFailure } from '../errors';
import { Flow } from './flow';
import { Json, JsonObject } from '../json';
import { Variables } from './variables';

/** The item that a Map iteration works on, as the context object shows it. */
export interface MapItem {
  readonly Index: number;
  readonly Value: Json;
}

/** One visit of an execution to a state: what the state's expressions read, and what tells its events and errors apart. */
export class Visit implements WritableScope {
  public data: Json;
  public result?: Json;
  public errorOutput?: Json;
  /** How often the state was retried in this visit; undefined for states that have no Retry. */
  public retryCount?: number;
  public taskToken?: string;

  public constructor(
    public readonly flow: Flow,
    public readonly stateName: string,
    public readonly input: Json,
    public readonly enteredEventId: number,
    private readonly enteredTime: number,
    private readonly mapItem: MapItem | undefined = flow.mapItem,
  ) {
    this.data = input;
  }

  public get variables(): Variables {
    return this.flow.variables;
  }

  /** The same visit as an item of its Map state sees it. */
  public withItem(item: MapItem): Visit {
    const visit = new Visit(this.flow, this.stateName, this.input, this.enteredEventId, this.enteredTime, item);
    visit.data = this.data;
    visit.retryCount = this.retryCount;
    return visit;
  }

  public context(): Json {
    const state: JsonObject = { Name: this.stateName, EnteredTime: new Date(this.enteredTime).toISOString() };
    if (this.retryCount !== undefined) {
      state.RetryCount = this.retryCount;
    }
    const context: JsonObject = { ...this.flow.execution.context, State: state };
    if (this.mapItem !== undefined) {
      context.Map = { Item: { ...this.mapItem } };
    }
    if (this.taskToken !== undefined) {
      context.Task = { Token: this.taskToken };
    }
    return context;
  }

  public checkCancelled(): void {
    this.flow.cancellation.check();
  }

  /** An error of this state as the execution reports it. */
  public failure(error: EvaluationError): StateFailure {
    return new StateFailure(
      error.error,
      `An error occurred while executing the state '${this.stateName}' (entered at the event id #${this.enteredEventId}). ${error.message}`,
    );
  }
}
