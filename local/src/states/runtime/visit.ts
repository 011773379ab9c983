import { WritableScope } from '../dataflow/dataflow';
import { Inspection } from '../dataflow/inspection';
import { ErrorName, EvaluationError, StateFailure, dataLimitExceeded } from '../errors';
import { Flow } from './flow';
import { Trial } from './trial';
import { Variables } from './variables';
import { Json, JsonObject, isObject } from '../../json';

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

  constructor(
    public readonly flow: Flow,
    public readonly stateName: string,
    public readonly input: Json,
    public readonly enteredEventId: number,
    private readonly enteredTime: number,
    public readonly inputText?: string,
    private readonly mapItem: MapItem | undefined = flow.mapItem,
  ) {
    this.data = input;
  }

  public get variables(): Variables {
    return this.flow.variables;
  }

  /** Where the state is played by itself. */
  public get trial(): Trial | undefined {
    return this.flow.execution.trial;
  }

  public get inspection(): Inspection | undefined {
    return this.trial;
  }

  /** The same visit as an item of its Map state sees it. */
  public withItem(item: MapItem): Visit {
    const visit = new Visit(this.flow, this.stateName, this.input, this.enteredEventId, this.enteredTime, this.inputText, item);
    visit.data = this.data;
    visit.retryCount = this.retryCount;
    return visit;
  }

  public context(): Json {
    const given = this.trial?.context;
    if (given !== undefined) {
      return this.mapItem === undefined || !isObject(given) ? given : { ...given, Map: { Item: { ...this.mapItem } } };
    }
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
    if (error.error === ErrorName.DATA_LIMIT_EXCEEDED) {
      return dataLimitExceeded(this.stateName);
    }
    if (this.trial !== undefined) {
      return new StateFailure(error.error, error.message);
    }
    return new StateFailure(
      error.error,
      `An error occurred while executing the state '${this.stateName}' (entered at the event id #${this.enteredEventId}). ${error.message}`,
    );
  }
}
