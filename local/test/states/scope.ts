import { Json, JsonObject } from '../../src/json';
import { EvaluationScope } from '../../src/states/dataflow/expression';
import { Variables } from '../../src/states/runtime/variables';

/** A scope for expressions, empty where nothing is given. */
export function scopeOf(parts: Partial<Record<'data' | 'input' | 'result' | 'errorOutput' | 'context', Json>> & { variables?: JsonObject }): EvaluationScope {
  const variables = new Variables();
  assignTo(variables, parts.variables ?? {});
  return {
    data: parts.data ?? {},
    input: parts.input ?? {},
    result: parts.result,
    errorOutput: parts.errorOutput,
    variables,
    context: () => parts.context ?? {},
    checkCancelled: () => undefined,
  };
}

/** Assigns variables; whether there is room for them. */
export function assignTo(variables: Variables, values: JsonObject): boolean {
  return variables.assign(values, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)])));
}
