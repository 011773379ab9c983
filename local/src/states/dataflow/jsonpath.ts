import { EvaluationError, runtimeError } from '../errors';
import { EvaluationScope, constant } from './expression';
import { compileIntrinsic, evaluateIntrinsic } from '../intrinsics';
import { Json, JsonObject, isObject, ownMember, setMember } from '../json';
import { DataFlow, Departure, FieldExpression, QueryLanguage, RuleDeparture, WritableScope } from './dataflow';
import { JsonPath } from '../jsonpath/ast';
import { PathNotFound, evaluatePath } from '../jsonpath/evaluator';
import { parseJsonPath } from '../jsonpath/parser';
import { placeAt } from '../jsonpath/reference';

type SyncExpression = (scope: EvaluationScope) => Json;

/** Compiles a path or an intrinsic function, the value of a `….$` member or of a `…Path` field. */
export function compilePathExpression(text: string, field: string): SyncExpression {
  if (text.startsWith('States.')) {
    const call = compileIntrinsic(text);
    return scope => evaluateIntrinsic(call, path => lookUp(path, scope, found => intrinsicArgumentNotFound(call.text, found, scope)));
  }
  const path = parseJsonPath(text);
  return scope => lookUp(path, scope, () => pathNotFound(path, field, scope));
}

function lookUp(path: JsonPath, scope: EvaluationScope, failure: (path: JsonPath, reason: PathNotFound) => EvaluationError): Json {
  try {
    return evaluatePath(path, scope);
  } catch (error) {
    throw error instanceof PathNotFound ? failure(path, error) : error;
  }
}

function pathNotFound(path: JsonPath, field: string, scope: EvaluationScope): EvaluationError {
  return runtimeError(`The JSONPath '${path.text}' specified for the field '${field}' could not be found in the input '${searched(path, scope)}'`);
}

function intrinsicArgumentNotFound(call: string, path: JsonPath, scope: EvaluationScope): EvaluationError {
  return runtimeError(`The function '${call}' had the following error: ` +
    `The JsonPath argument for the field '${path.text}' could not be found in the input '${searched(path, scope)}'`);
}

function searched(path: JsonPath, scope: EvaluationScope): string {
  return JSON.stringify(path.root.kind === 'context' ? scope.context() : scope.data);
}

/** Compiles a payload template: members whose name ends in `.$` are evaluated, the rest is literal. */
function compileTemplate(template: Json): SyncExpression | undefined {
  if (Array.isArray(template)) {
    return compileArray(template);
  }
  return isObject(template) ? compileObject(template) : undefined;
}

function compileArray(template: readonly Json[]): SyncExpression | undefined {
  const items = template.map(compileTemplate);
  if (items.every(item => item === undefined)) {
    return undefined;
  }
  return scope => items.map((item, index) => item === undefined ? template[index] : item(scope));
}

function compileObject(template: JsonObject): SyncExpression | undefined {
  let dynamic = false;
  const members = Object.keys(template).map((key): [string, Json, SyncExpression | undefined] => {
    const value = template[key];
    const evaluated = key.endsWith('.$') && typeof value === 'string';
    const expression = evaluated ? compilePathExpression(value, key) : compileTemplate(value);
    dynamic ||= expression !== undefined;
    return [evaluated ? key.slice(0, -2) : key, value, expression];
  });
  if (!dynamic) {
    return undefined;
  }
  return scope => {
    const result: JsonObject = {};
    for (const [key, literal, expression] of members) {
      setMember(result, key, expression === undefined ? literal : expression(scope));
    }
    return result;
  };
}

function compilePayload(template: Json): SyncExpression {
  return compileTemplate(template) ?? (() => template);
}

/** `InputPath` and `OutputPath`: null gives an empty object, a path that leads nowhere has its own wording. */
function compileSelection(state: JsonObject, field: 'InputPath' | 'OutputPath'): SyncExpression | undefined {
  const text = ownMember(state, field);
  if (text === undefined || text === '$') {
    return undefined;
  }
  if (text === null) {
    return () => ({});
  }
  const path = parseJsonPath(String(text));
  return scope => lookUp(path, scope, (_, reason) => runtimeError(`Invalid path '${path.text}' : ${reason.message}`));
}

/** `ResultPath`: undefined takes the result as it is, null drops it. */
function compileResultPath(state: JsonObject): (input: Json, result: Json) => Json {
  const text = ownMember(state, 'ResultPath');
  if (text === undefined || text === '$') {
    return (_, result) => result;
  }
  if (text === null) {
    return input => input;
  }
  const path = parseJsonPath(String(text));
  return (input, result) => placeAt(path, input, result);
}

/** The `Assign` of a state, rule or catcher, evaluated on what `$` is in it. */
function compileAssign(owner: JsonObject): ((scope: WritableScope, data: Json) => JsonObject) | undefined {
  const template = ownMember(owner, 'Assign');
  if (template === undefined) {
    return undefined;
  }
  const payload = compilePayload(template);
  return (scope, data) => {
    scope.data = data;
    return payload(scope) as JsonObject;
  };
}

function dataFlow(state: JsonObject): DataFlow {
  const select = compileSelection(state, 'InputPath');
  const parameters = ownMember(state, 'Parameters');
  const payload = parameters === undefined ? undefined : compilePayload(parameters);
  const resultSelector = ownMember(state, 'ResultSelector');
  const selectResult = resultSelector === undefined ? undefined : compilePayload(resultSelector);
  const assign = compileAssign(state);
  const place = compileResultPath(state);
  const output = compileSelection(state, 'OutputPath');
  return {
    enter: scope => {
      scope.data = scope.input;
      if (select !== undefined) {
        scope.data = select(scope);
      }
    },
    arguments: scope => payload === undefined ? scope.data : payload(scope),
    leave: (scope, result): Departure => {
      let data = scope.data;
      let selected = data;
      if (result !== undefined) {
        scope.data = result;
        selected = selectResult === undefined ? result : selectResult(scope);
        data = place(scope.input, selected);
      }
      const assigned = assign?.(scope, selected);
      scope.data = data;
      return { output: output === undefined ? data : output(scope), assigned };
    },
  };
}

function fieldOf(state: JsonObject, name: string): FieldExpression | undefined {
  const path = ownMember(state, `${name}Path`);
  if (path !== undefined) {
    return { evaluate: compilePathExpression(String(path), `${name}Path`), path: String(path), problem: runtimeError };
  }
  const value = ownMember(state, name);
  return value === undefined ? undefined : { evaluate: constant(value), problem: runtimeError };
}

function choiceDeparture(rule: JsonObject): RuleDeparture {
  const assign = compileAssign(rule);
  const output = compileSelection(rule, 'OutputPath');
  return scope => {
    const data = scope.data;
    const assigned = assign?.(scope, data);
    scope.data = data;
    return { output: output === undefined ? data : output(scope), assigned };
  };
}

function catchDeparture(catcher: JsonObject): RuleDeparture {
  const assign = compileAssign(catcher);
  const place = compileResultPath(catcher);
  return scope => {
    const errorOutput = scope.errorOutput as Json;
    return { output: place(scope.input, errorOutput), assigned: assign?.(scope, errorOutput) };
  };
}

/** JSONPath, the language of states that do not say otherwise. */
export const JSON_PATH: QueryLanguage = {
  name: 'JSONPath',
  dataFlow,
  template: compilePayload,
  field: fieldOf,
  choiceDeparture,
  catchDeparture,
};
