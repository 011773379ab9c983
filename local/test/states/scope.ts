import { EvaluationScope } from '../../src/states/dataflow/expression';
import { Json, JsonObject } from '../../src/states/json';
import { Variables } from '../../src/states/runtime/variables';

/** A scope for expressions, empty where nothing is given. */
export function scopeOf(parts: Partial<Record<'data' | 'input' | 'result' | 'errorOutput' | 'context', Json>> & { variables?: JsonObject }): EvaluationScope {
  const variables = new Variables();
  variables.assign(parts.variables ?? {});
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
