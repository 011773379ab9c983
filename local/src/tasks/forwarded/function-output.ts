import { Json, JsonObject, jsonOrText } from '../../json';
import { TaskFailure } from '../../states';

/**
 * What a Lambda function gave: JSON, or undefined for nothing.
 *
 * @param answer the answer of `Invoke`
 * @param print how the cause shows the function's error, which comes as JSON and as the text that the function wrote
 * @throws TaskFailure for an error of the function: its type is the error name
 */
export function functionOutput({ FunctionError, Payload }: JsonObject, print: (error: Json, text: string) => string): Json | undefined {
  const text = typeof Payload === 'string' ? Payload : '';
  const value = text === '' ? undefined : jsonOrText(text);
  if (FunctionError === undefined) {
    return value;
  }
  const type = typeof value === 'object' && value !== null && !Array.isArray(value) ? value.errorType : undefined;
  throw typeof type === 'string' && type !== ''
    ? new TaskFailure(type, print(value!, text))
    : new TaskFailure('Lambda.Unknown', `The cause could not be determined because Lambda did not return an error type. Returned payload: ${text}`);
}
