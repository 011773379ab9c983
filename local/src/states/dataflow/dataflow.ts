import { Expression, EvaluationScope } from './expression';
import { Json, JsonObject } from '../../json';
import type { DataFlowFields, DepartureFields, LanguageName } from '../definition';
import { EvaluationError } from '../errors';
import { MaybePromise } from '../maybe-promise';

/** What a state leaves behind: its output and the variables that it assigns. */
export interface Departure {
  readonly output: Json;
  readonly assigned?: JsonObject;
}

/** The part of a scope that the flow of data through a state writes. */
export interface WritableScope extends EvaluationScope {
  data: Json;
  result?: Json;
  errorOutput?: Json;
}

/** How data flows through one state: `InputPath`, `Parameters`, … in JSONPath; `Arguments`, `Output` in JSONata. */
export interface DataFlow {
  /** Applies what selects the state's input. */
  enter(scope: WritableScope): void;
  /** What the state sends or works on: `Parameters` or `Arguments`. */
  arguments(scope: EvaluationScope): MaybePromise<Json>;
  /** Makes output and assignments from the result; without a result from the input. */
  leave(scope: WritableScope, result?: Json): MaybePromise<Departure>;
}

/** What a choice rule or a catcher makes of its match. */
export type RuleDeparture = (scope: WritableScope) => MaybePromise<Departure>;

/** The type that a JSONata field must evaluate to. */
export type FieldType = 'array' | 'boolean' | 'number' | 'string';

/** What may have a field, given directly or by its `Path` variant. */
export type FieldOwner<Name extends string> = { readonly [member in Name | `${Name}Path`]?: Json };

/** A query language: everything in a state that depends on it. */
export interface QueryLanguage {
  readonly name: LanguageName;
  /** Compiles the flow of data through a state. */
  dataFlow(state: DataFlowFields): DataFlow;
  /** Compiles a template, in which expressions may stand at any depth. `field` names it in errors. */
  template(template: Json, field: string): Expression;
  /** Compiles a field with one value, given directly or (JSONPath) by its `Path` variant; undefined if the owner has neither. `prefix` goes before the name in errors. */
  field<Name extends string>(owner: FieldOwner<Name>, name: Name, type: FieldType, prefix?: string): FieldExpression | undefined;
  /** Compiles what a matched choice rule, or the state's own default, leaves behind. */
  choiceDeparture(rule: DepartureFields, field: string): RuleDeparture;
  /** Compiles what a catcher leaves behind. */
  catchDeparture(catcher: DepartureFields, field: string): RuleDeparture;
}

/** A compiled field, with what errors about its value need. */
export interface FieldExpression {
  readonly evaluate: Expression;
  /** The reference path that gives the value, for a `Path` field. */
  readonly path?: string;
  /** An error about the value: its name depends on the language. */
  readonly problem: (message: string) => EvaluationError;
}
