import { Json, JsonObject } from '../../json';
import { QueryLanguage } from '../dataflow/dataflow';
import { JSONATA } from '../dataflow/jsonata';
import { JSON_PATH } from '../dataflow/jsonpath';
import type { LanguageName, MachineDefinition, StateFields, WorkflowDefinition } from '../definition';
import { StateFailure } from '../errors';
import { MaybePromise } from '../maybe-promise';
import { ErrorHandler, withErrorHandling } from './error-handling';
import { Visit } from '../runtime/visit';
import { STATE_TYPES } from '../state-types';

/** Where an execution goes from a state, and what it takes along. */
export interface Transition {
  /** The next state; undefined at the end. */
  readonly next: string | undefined;
  readonly output: Json;
  readonly assigned?: JsonObject;
}

/** Plays a state: one visit. */
export type StateRunner = (visit: Visit) => MaybePromise<Transition>;

/** A state of a definition, with all that its type needs to compile it. */
export interface StateDefinition<Fields extends StateFields = StateFields> {
  readonly name: string;
  readonly fields: Fields;
  readonly language: QueryLanguage;
  /** Compiles states inside this one: branches and item processors. */
  compileProgram(definition: WorkflowDefinition): Program;
}

/** A type of state. */
export interface StateType<Fields extends StateFields = StateFields> {
  readonly name: Fields['Type'];
  /** Adds `Retry` and `Catch`, in types that have them. */
  readonly handlesErrors?: boolean;
  /** The event that tells that the state has failed for good, in types that have one. */
  readonly failureEvent?: string;
  /** Compiles one state of the type. */
  compile(state: StateDefinition<Fields>): StateRunner;
}

/** A compiled state. */
export interface ProgramState {
  readonly name: string;
  readonly type: string;
  readonly run: StateRunner;
  /** What the state's `Retry` and `Catch` make of a failure inside it, in types that have them. */
  readonly rescue?: (failure: StateFailure) => StateRunner;
}

/** Compiled states with a start: a machine, a branch or an item processor. */
export class Program {
  /** Compiles a machine. */
  public static of(definition: MachineDefinition): Program {
    return new Program(definition, languageOf(definition.QueryLanguage, JSON_PATH));
  }

  private readonly states = new Map<string, ProgramState>();
  private readonly startAt: string;

  /** @param language the query language of states that do not say otherwise */
  private constructor({ StartAt, States }: WorkflowDefinition, language: QueryLanguage) {
    for (const [name, fields] of Object.entries(States)) {
      this.states.set(name, compileState(name, fields, language, (definition) => new Program(definition, language)));
    }
    this.startAt = StartAt;
  }

  /** The first state. */
  public get start(): ProgramState {
    return this.state(this.startAt);
  }

  /** A state by its name. A valid definition names no others. */
  public state(name: string): ProgramState {
    return this.states.get(name) as ProgramState;
  }
}

function languageOf(name: LanguageName | undefined, inherited: QueryLanguage): QueryLanguage {
  return name === undefined ? inherited : name === 'JSONata' ? JSONATA : JSON_PATH;
}

function compileState(name: string, fields: StateFields, inherited: QueryLanguage, compileProgram: StateDefinition['compileProgram']): ProgramState {
  const type = STATE_TYPES.get(fields.Type) as StateType;
  const definition: StateDefinition = { name, fields, language: languageOf(fields.QueryLanguage, inherited), compileProgram };
  const run = type.compile(definition);
  if (!type.handlesErrors) {
    return { name, type: type.name, run };
  }
  const handled = (runner: StateRunner): StateRunner => withErrorHandling(definition as ErrorHandler, runner, type.failureEvent);
  const rescue = (failure: StateFailure): StateRunner => handled(() => Promise.reject(failure));
  return { name, type: type.name, run: handled(run), rescue };
}
