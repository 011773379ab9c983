import { Json } from '../../json';
import { FieldExpression } from '../dataflow/dataflow';
import type { FailFields } from '../definition';
import { EvaluationError, StateFailure, runtimeError } from '../errors';
import type { StateType } from '../program/program';
import { Visit } from '../runtime/visit';

/** Ends its flow with a failure. */
export const FAIL: StateType<FailFields> = {
  name: 'Fail',
  compile: ({ fields, language }) => {
    const error = language.field(fields, 'Error', 'string');
    const cause = language.field(fields, 'Cause', 'string');
    const flow = language.dataFlow({});
    return async (visit) => {
      flow.enter(visit);
      throw new StateFailure(await text(error, 'ErrorPath', visit), await text(cause, 'CausePath', visit));
    };
  },
};

async function text(field: FieldExpression | undefined, name: string, visit: Visit): Promise<string | undefined> {
  const value = await field?.evaluate(visit);
  if (value === undefined || typeof value === 'string') {
    return value;
  }
  throw notAString(name, field?.path, value);
}

function notAString(name: string, path: string | undefined, value: Json): EvaluationError {
  return runtimeError(`The ${name} parameter does not reference a string: ${path ?? name} == ${JSON.stringify(value)}`);
}
