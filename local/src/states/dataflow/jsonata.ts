import { EvaluationScope, Expression, constant } from './expression';
import { seen } from './inspection';
import { Json, JsonObject, isObject, setMember } from '../../json';
import type { DataFlowFields, DepartureFields } from '../definition';
import { EvaluationError, queryError } from '../errors';
import { compileJsonata, jsonataSource, Total, typeName, unexpectedType } from '../jsonata/engine';
import { MaybePromise, andThen } from '../maybe-promise';
import { withinPayload } from '../payload';
import { DataFlow, Departure, FieldExpression, FieldOwner, FieldType, QueryLanguage, RuleDeparture } from './dataflow';

/** A part of a template that holds expressions. What all of them give together counts in `total`. */
type TemplatePart = (scope: EvaluationScope, total: Total) => Promise<Json>;

/** Compiles a template: strings in `{% %}` are evaluated at any depth, the rest is literal. Undefined if all is literal. */
function compileTemplate(template: Json, field: string): TemplatePart | undefined {
  const source = jsonataSource(template);
  if (source !== undefined) {
    const evaluate = compileJsonata(source, field);
    return async (scope, total) => total.with(await evaluate(scope), source, field);
  }
  if (Array.isArray(template)) {
    return compileArray(template, field);
  }
  return isObject(template) ? compileObject(template, field) : undefined;
}

function compileArray(template: readonly Json[], field: string): TemplatePart | undefined {
  const items = template.map((item, index) => compileTemplate(item, `${field}[${index}]`));
  if (items.every((item) => item === undefined)) {
    return undefined;
  }
  return async (scope, total) => {
    const result: Json[] = [];
    for (const [index, item] of items.entries()) {
      result.push(item === undefined ? template[index] : await item(scope, total));
    }
    return result;
  };
}

function compileObject(template: JsonObject, field: string): TemplatePart | undefined {
  const members = Object.keys(template).map((key) => ({ key, expression: compileTemplate(template[key], `${field}/${key}`) }));
  if (members.every((member) => member.expression === undefined)) {
    return undefined;
  }
  return async (scope, total) => {
    const result: JsonObject = {};
    for (const { key, expression } of members) {
      setMember(result, key, expression === undefined ? template[key] : await expression(scope, total));
    }
    return result;
  };
}

function templateOf(value: Json, field: string): Expression {
  const template = compileTemplate(value, field);
  return template === undefined ? constant(value) : (scope) => template(scope, new Total());
}

/** The template of what a task, a branch or an iteration is given. */
function payloadOf(value: Json, field: string): Expression {
  const template = templateOf(value, field);
  return (scope) => andThen(template(scope), withinPayload);
}

/** The template of a field, if there is one. */
function optionalTemplate(value: Json | undefined, field: string): Expression | undefined {
  return value === undefined ? undefined : templateOf(value, field);
}

function dataFlow(state: DataFlowFields): DataFlow {
  const args = state.Arguments === undefined ? undefined : payloadOf(state.Arguments, 'Arguments');
  const departure = compileDeparture(state, '');
  return {
    enter: (scope) => {
      scope.data = scope.input;
    },
    arguments: (scope) => andThen(args === undefined ? scope.input : args(scope), (value) => seen(scope, 'afterArguments', value)),
    leave: (scope, result) => {
      scope.result = result;
      if (result !== undefined) {
        seen(scope, 'result', result);
      }
      return departure(scope, result === undefined ? scope.input : result);
    },
  };
}

/** `Assign` and `Output` of a state, rule or catcher; `fallback` is the output where there is no `Output`. */
function compileDeparture({ Assign, Output }: DepartureFields, prefix: string): (scope: EvaluationScope, fallback: Json) => MaybePromise<Departure> {
  const assign = optionalTemplate(Assign, `${prefix}Assign`);
  const output = optionalTemplate(Output, `${prefix}Output`);
  if (assign === undefined && output === undefined) {
    return (_, fallback) => ({ output: fallback });
  }
  return async (scope, fallback) => ({
    assigned: await assign?.(scope) as JsonObject | undefined,
    output: output === undefined ? fallback : await output(scope),
  });
}

function fieldOf<Name extends string>(owner: FieldOwner<Name>, member: Name, type: FieldType, prefix = ''): FieldExpression | undefined {
  const name = prefix + member;
  const value: Json | undefined = owner[member];
  if (value === undefined) {
    return undefined;
  }
  const problem = (message: string): EvaluationError => queryError(message, name);
  const source = jsonataSource(value);
  if (source === undefined) {
    return { evaluate: templateOf(value, name), problem };
  }
  const evaluate = compileJsonata(source, name);
  return {
    problem,
    evaluate: async (scope) => {
      const result = await evaluate(scope);
      if (typeName(result) !== type) {
        throw unexpectedType(source, name, type, result);
      }
      return result;
    },
  };
}

function choiceDeparture(rule: DepartureFields, prefix: string): RuleDeparture {
  const departure = compileDeparture(rule, prefix === '' ? '' : `${prefix}/`);
  return (scope) => departure(scope, scope.input);
}

function catchDeparture(catcher: DepartureFields, prefix: string): RuleDeparture {
  const departure = compileDeparture(catcher, `${prefix}/`);
  return (scope) => departure(scope, scope.errorOutput as Json);
}

/** JSONata. */
export const JSONATA: QueryLanguage = {
  name: 'JSONata',
  dataFlow,
  template: payloadOf,
  field: fieldOf,
  choiceDeparture,
  catchDeparture,
};
