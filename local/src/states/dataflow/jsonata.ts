import { EvaluationScope, Expression, constant } from './expression';
import { EvaluationError, queryError } from '../errors';
import { Json, JsonObject, isObject, ownMember, setMember } from '../json';
import { compileJsonata, jsonataSource, typeName, unexpectedType } from '../jsonata/engine';
import { MaybePromise } from '../maybe-promise';
import { DataFlow, Departure, FieldExpression, FieldType, QueryLanguage, RuleDeparture } from './dataflow';

type AsyncExpression = (scope: EvaluationScope) => Promise<Json>;

/** Compiles a template: strings in `{% %}` are evaluated at any depth, the rest is literal. Undefined if all is literal. */
function compileTemplate(template: Json, field: string): AsyncExpression | undefined {
  const source = jsonataSource(template);
  if (source !== undefined) {
    return compileJsonata(source, field);
  }
  if (Array.isArray(template)) {
    return compileArray(template, field);
  }
  return isObject(template) ? compileObject(template, field) : undefined;
}

function compileArray(template: readonly Json[], field: string): AsyncExpression | undefined {
  const items = template.map((item, index) => compileTemplate(item, `${field}[${index}]`));
  if (items.every(item => item === undefined)) {
    return undefined;
  }
  return async scope => {
    const result: Json[] = [];
    for (const [index, item] of items.entries()) {
      result.push(item === undefined ? template[index] : await item(scope));
    }
    return result;
  };
}

function compileObject(template: JsonObject, field: string): AsyncExpression | undefined {
  const members = Object.keys(template).map(key => ({ key, expression: compileTemplate(template[key], `${field}/${key}`) }));
  if (members.every(member => member.expression === undefined)) {
    return undefined;
  }
  return async scope => {
    const result: JsonObject = {};
    for (const { key, expression } of members) {
      setMember(result, key, expression === undefined ? template[key] : await expression(scope));
    }
    return result;
  };
}

function templateOf(value: Json, field: string): Expression {
  return compileTemplate(value, field) ?? constant(value);
}

/** The template of an owner's member, if it has that member. */
function memberTemplate(owner: JsonObject, name: string, prefix = ''): Expression | undefined {
  const value = ownMember(owner, name);
  return value === undefined ? undefined : templateOf(value, prefix + name);
}

function dataFlow(state: JsonObject): DataFlow {
  const args = memberTemplate(state, 'Arguments');
  const departure = compileDeparture(state, '');
  return {
    enter: scope => {
      scope.data = scope.input;
    },
    arguments: scope => args === undefined ? scope.input : args(scope),
    leave: (scope, result) => {
      scope.result = result;
      return departure(scope, result === undefined ? scope.input : result);
    },
  };
}

/** `Assign` and `Output` of a state, rule or catcher; `fallback` is the output where there is no `Output`. */
function compileDeparture(owner: JsonObject, prefix: string): (scope: EvaluationScope, fallback: Json) => MaybePromise<Departure> {
  const assign = memberTemplate(owner, 'Assign', prefix);
  const output = memberTemplate(owner, 'Output', prefix);
  if (assign === undefined && output === undefined) {
    return (_, fallback) => ({ output: fallback });
  }
  return async (scope, fallback) => ({
    assigned: await assign?.(scope) as JsonObject | undefined,
    output: output === undefined ? fallback : await output(scope),
  });
}

function fieldOf(owner: JsonObject, member: string, type: FieldType, prefix = ''): FieldExpression | undefined {
  const name = prefix + member;
  const value = ownMember(owner, member);
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
    evaluate: async scope => {
      const result = await evaluate(scope);
      if (typeName(result) !== type) {
        throw unexpectedType(source, name, type, result);
      }
      return result;
    },
  };
}

function choiceDeparture(rule: JsonObject, prefix: string): RuleDeparture {
  const departure = compileDeparture(rule, prefix === '' ? '' : `${prefix}/`);
  return scope => departure(scope, scope.input);
}

function catchDeparture(catcher: JsonObject, prefix: string): RuleDeparture {
  const departure = compileDeparture(catcher, `${prefix}/`);
  return scope => departure(scope, scope.errorOutput as Json);
}

/** JSONata. */
export const JSONATA: QueryLanguage = {
  name: 'JSONata',
  dataFlow,
  template: templateOf,
  field: fieldOf,
  choiceDeparture,
  catchDeparture,
};
