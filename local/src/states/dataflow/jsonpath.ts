import { runtimeError } from '../errors';
import { DataFlow, Departure, FieldExpression, FieldOwner, QueryLanguage, RuleDeparture, WritableScope } from './dataflow';
import { EvaluationScope, constant } from './expression';
import { seen } from './inspection';
import { Json, JsonObject, isObject, setMember } from '../../json';
import type { DataFlowFields, DepartureFields } from '../definition';
import { InvalidArgument, compileIntrinsic, evaluateIntrinsic } from '../intrinsics';
import { StatePath, countUse, parsePath, valueAt } from './paths';
import { quote } from './quote';
import { placeAt } from './reference-path';
import { PathNotFound, Work } from '../../jsonpath';
import { withinPayload } from '../payload';

type SyncExpression = (scope: EvaluationScope) => Json;

/** A part of a payload: all parts share one measure of work. */
type PayloadPart = (scope: EvaluationScope, work: Work) => Json;

/** What a field makes of a path that leads nowhere: a value after all, or an error, which it throws. */
type NotFound = (path: StatePath, scope: EvaluationScope, reason: PathNotFound) => Json;

/** Compiles a path or an intrinsic function, the value of a `….$` member or of a `…Path` field. */
function compilePathExpression(text: string, notFound: NotFound): PayloadPart {
  if (text.trimStart().startsWith('States.')) {
    const call = compileIntrinsic(text);
    return (scope, work) => evaluateIntrinsic(call, (path) => {
      const value = lookUp(path, scope, work, argumentNotFound);
      countUse(value, work);
      return value;
    });
  }
  const path = parsePath(text);
  return (scope, work) => lookUp(path, scope, work, notFound);
}

function lookUp(path: StatePath, scope: EvaluationScope, work: Work, notFound: NotFound): Json {
  try {
    return valueAt(path, scope, work);
  } catch (error) {
    if (error instanceof PathNotFound) {
      return notFound(path, scope, error);
    }
    throw error;
  }
}

function memberNotFound(field: string): NotFound {
  return (path, scope, reason) => {
    if (reason.found === 'past the end') {
      return null;
    }
    return fieldNotFound(field)(path, scope, reason);
  };
}

function fieldNotFound(field: string): NotFound {
  return (path, scope) => {
    throw runtimeError(`The JSONPath '${path.text}' specified for the field '${field}' could not be found in the input '${quote(scope.data, scope)}'`);
  };
}

/** Of a path into the context object the service names the path as if it were one into the data, and quotes the data. */
const argumentNotFound: NotFound = ({ text }, scope, reason) => {
  throw new InvalidArgument(reason.found === 'no array'
    ? reason.message
    : `The JsonPath argument for the field '${text.replace(/^\$\$/, '$')}' could not be found in the input '${quote(scope.data, scope)}'`);
};

/** Compiles a payload template: members whose name ends in `.$` are evaluated, the rest is literal. */
function compileTemplate(template: Json): PayloadPart | undefined {
  if (Array.isArray(template)) {
    return compileArray(template);
  }
  return isObject(template) ? compileObject(template) : undefined;
}

function compileArray(template: readonly Json[]): PayloadPart | undefined {
  const items = template.map(compileTemplate);
  if (items.every((item) => item === undefined)) {
    return undefined;
  }
  return (scope, work) => items.map((item, index) => item === undefined ? template[index] : item(scope, work));
}

function compileObject(template: JsonObject): PayloadPart | undefined {
  let dynamic = false;
  const members = Object.keys(template).map((key): [string, Json, PayloadPart | undefined] => {
    const value = template[key];
    const evaluated = key.endsWith('.$') && typeof value === 'string';
    const expression = evaluated ? compilePathExpression(value, memberNotFound(key)) : compileTemplate(value);
    dynamic ||= expression !== undefined;
    return [evaluated ? key.slice(0, -2) : key, value, expression];
  });
  if (!dynamic) {
    return undefined;
  }
  return (scope, work) => {
    const result: JsonObject = {};
    for (const [key, literal, expression] of members) {
      setMember(result, key, expression === undefined ? literal : expression(scope, work));
    }
    return result;
  };
}

function compilePayload(template: Json): SyncExpression {
  const compiled = compileTemplate(template);
  return (scope) => withinPayload(compiled === undefined ? template : compiled(scope, new Work()));
}

/** `InputPath` and `OutputPath`: null gives an empty object, a path that leads nowhere has its own wording. */
function compileSelection(text: string | null | undefined): SyncExpression | undefined {
  if (text === undefined || text === '$') {
    return undefined;
  }
  if (text === null) {
    return () => ({});
  }
  const path = parsePath(text);
  return (scope) => withinPayload(lookUp(path, scope, new Work(), (_path, _scope, reason) => {
    throw runtimeError(`Invalid path '${path.text}' : ${reason.message}`);
  }));
}

/** `ResultPath`: undefined takes the result as it is, null drops it. */
function compileResultPath(text: string | null | undefined): (scope: EvaluationScope, result: Json) => Json {
  if (text === undefined || text === '$') {
    return (_, result) => result;
  }
  if (text === null) {
    return (scope) => scope.input;
  }
  const path = parsePath(text);
  return (scope, result) => placeAt(path, scope.input, result, () => quote(scope.input, scope));
}

/** The `Assign` of a state, rule or catcher, evaluated on what `$` is in it. */
function compileAssign(template: JsonObject | undefined): ((scope: WritableScope, data: Json) => JsonObject) | undefined {
  if (template === undefined) {
    return undefined;
  }
  const payload = compilePayload(template);
  return (scope, data) => {
    scope.data = data;
    return payload(scope) as JsonObject;
  };
}

function dataFlow({ Assign, InputPath, OutputPath, Parameters, ResultPath, ResultSelector }: DataFlowFields): DataFlow {
  const select = compileSelection(InputPath);
  const payload = Parameters === undefined ? undefined : compilePayload(Parameters);
  const selectResult = ResultSelector === undefined ? undefined : compilePayload(ResultSelector);
  const assign = compileAssign(Assign);
  const place = compileResultPath(ResultPath);
  const output = compileSelection(OutputPath);
  return {
    enter: (scope) => {
      scope.data = scope.input;
      if (select !== undefined) {
        scope.data = select(scope);
      }
      seen(scope, 'afterInputPath', scope.data);
    },
    arguments: (scope) => seen(scope, 'afterParameters', payload === undefined ? scope.data : payload(scope)),
    leave: (scope, result): Departure => {
      let data = scope.data;
      let selected = data;
      if (result !== undefined) {
        scope.data = seen(scope, 'result', result);
        selected = seen(scope, 'afterResultSelector', selectResult === undefined ? result : selectResult(scope));
        data = seen(scope, 'afterResultPath', place(scope, selected));
      }
      const assigned = assign?.(scope, selected);
      scope.data = data;
      return { output: output === undefined ? data : output(scope), assigned };
    },
  };
}

/** Fields with words of their own for a path that leads nowhere. */
const NOT_FOUND: Readonly<Record<string, NotFound>> = { Seconds: timeNotFound('SecondsPath'), Timestamp: timeNotFound('TimestampPath') };

function timeNotFound(field: string): NotFound {
  return (path) => {
    throw runtimeError(`The ${field} parameter does not reference an input value: ${path.text}`);
  };
}

function fieldOf<Name extends string>(owner: FieldOwner<Name>, name: Name): FieldExpression | undefined {
  const path: Json | undefined = owner[`${name}Path`];
  if (path !== undefined) {
    const evaluate = compilePathExpression(String(path), NOT_FOUND[name] ?? fieldNotFound(`${name}Path`));
    return { evaluate: (scope) => evaluate(scope, new Work()), path: String(path), problem: runtimeError };
  }
  const value: Json | undefined = owner[name];
  return value === undefined ? undefined : { evaluate: constant(value), problem: runtimeError };
}

function choiceDeparture({ Assign, OutputPath }: DepartureFields): RuleDeparture {
  const assign = compileAssign(Assign);
  const output = compileSelection(OutputPath);
  return (scope) => {
    const data = scope.data;
    const assigned = assign?.(scope, data);
    scope.data = data;
    return { output: output === undefined ? data : output(scope), assigned };
  };
}

function catchDeparture({ Assign, ResultPath }: DepartureFields): RuleDeparture {
  const assign = compileAssign(Assign);
  const place = compileResultPath(ResultPath);
  return (scope) => {
    const errorOutput = scope.errorOutput as Json;
    return { output: place(scope, errorOutput), assigned: assign?.(scope, errorOutput) };
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
