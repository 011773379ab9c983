import { QueryLanguage } from '../dataflow/dataflow';
import { JSONATA } from '../dataflow/jsonata';
import { JSON_PATH } from '../dataflow/jsonpath';
import { Json, JsonObject, isObject, ownMember } from '../json';
import { MaybePromise } from '../maybe-promise';
import { withErrorHandling } from './error-handling';
import { Visit } from '../runtime/visit';
import { STATE_TYPES } from '../state-types';
import { DefinitionError } from '../validation';

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
export interface StateDefinition {
  readonly name: string;
  /** Where the state is in the definition, such as `/States/Wait`. */
  readonly path: string;
  readonly fields: JsonObject;
  readonly language: QueryLanguage;
  /** Compiles states inside this one: branches and item processors. */
  compileProgram(definition: Json | undefined, path: string): Program;
}

/** A type of state. */
export interface StateType {
  readonly name: string;
  /** Compiles one state of the type. */
  readonly compile: (state: StateDefinition) => StateRunner;
  /** Whether `Retry` and `Catch` apply. */
  readonly handlesErrors?: boolean;
}

/** A compiled state. */
export interface ProgramState {
  readonly name: string;
  readonly type: string;
  readonly run: StateRunner;
}

/** Compiled states with a start: a machine, a branch or an item processor. */
export class Program {
  private readonly states = new Map<string, ProgramState>();
  private readonly startAt: string;

  /**
   * @param definition an object with `StartAt` and `States`
   * @param path where it is in the definition; empty for the machine
   * @param language the query language of states that do not say otherwise
   */
  public constructor(definition: JsonObject, path: string, language: QueryLanguage = languageOf(definition, JSON_PATH, path)) {
    const states = ownMember(definition, 'States');
    if (!isObject(states)) {
      throw DefinitionError.schema('The field \'States\' is required and must be an object', path || '/');
    }
    for (const name of Object.keys(states)) {
      this.states.set(name, compileState(name, states[name], `${path}/States/${name}`, language));
    }
    this.startAt = String(ownMember(definition, 'StartAt'));
    if (!this.states.has(this.startAt)) {
      throw DefinitionError.schema(`Missing 'StartAt' target: ${this.startAt}`, `${path}/StartAt`);
    }
  }

  /** The first state. */
  public get start(): ProgramState {
    return this.state(this.startAt);
  }

  /** A state by its name. */
  public state(name: string): ProgramState {
    const state = this.states.get(name);
    if (state === undefined) {
      throw DefinitionError.schema(`Missing 'Next' target: ${name}`, '/States');
    }
    return state;
  }
}

function languageOf(owner: JsonObject, inherited: QueryLanguage, path: string): QueryLanguage {
  const name = ownMember(owner, 'QueryLanguage');
  if (name === undefined) {
    return inherited;
  }
  const language = [JSON_PATH, JSONATA].find(candidate => candidate.name === name);
  if (language === undefined) {
    throw DefinitionError.schema('Value is not valid: JSONPath and JSONata are', `${path}/QueryLanguage`);
  }
  return language;
}

function compileState(name: string, fields: Json, path: string, inherited: QueryLanguage): ProgramState {
  if (!isObject(fields)) {
    throw DefinitionError.schema('A state must be an object', path);
  }
  const type = STATE_TYPES.get(String(ownMember(fields, 'Type')));
  if (type === undefined) {
    throw DefinitionError.schema(`The value of 'Type' must be one of: [${[...STATE_TYPES.keys()].join(', ')}]`, `${path}/Type`);
  }
  const language = languageOf(fields, inherited, path);
  const compileProgram = (inner: Json | undefined, innerPath: string): Program => {
    if (!isObject(inner)) {
      throw DefinitionError.schema('States with a StartAt are required', innerPath);
    }
    return new Program(inner, innerPath, languageOf(inner, inherited, innerPath));
  };
  try {
    const definition: StateDefinition = { name, path, fields, language, compileProgram };
    const run = type.compile(definition);
    return { name, type: type.name, run: type.handlesErrors ? withErrorHandling(definition, run) : run };
  } catch (error) {
    throw error instanceof SyntaxError ? DefinitionError.schema(error.message, path) : error;
  }
}
