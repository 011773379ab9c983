import type { Functions } from '../aws/functions';
import type { HttpAnswer } from '../aws/http-answer';
import type { Guard } from '../guard';
import { parsedJson } from '../json';

/** The request of Lambda's `Invoke`. */
export interface InvokeRequest {
  readonly method: string;
  readonly url: string;
  readonly invocationType: string;
  readonly body: string;
}

/** Longest payloads, in bytes: of an invocation that is waited for, and of one that is not. */
const LONGEST_PAYLOADS: Readonly<Record<string, number>> = { RequestResponse: 6_291_556, DryRun: 6_291_556, Event: 1_048_576 };

/** The function that a request is for; undefined for another request of Lambda's API. */
export function invokedFunctionOf({ method, url }: Pick<InvokeRequest, 'method' | 'url'>): string | undefined {
  const [, name] = /^\/2015-03-31\/functions\/([^/?]+)\/invocations\/?(?:\?|$)/.exec(url) ?? [];
  try {
    return method === 'POST' && name !== undefined ? decodeURIComponent(name) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Lambda's `Invoke`.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export async function invokeFunction(functions: Functions, name: string, { invocationType, body }: InvokeRequest, guard: Guard): Promise<HttpAnswer> {
  const fault = functions.fault(name);
  if (fault !== undefined) {
    return refusal(404, 'ResourceNotFoundException', `Function not found: ${name}: ${fault}`, { Type: 'User' });
  }
  const longest = LONGEST_PAYLOADS[invocationType];
  if (longest === undefined) {
    return refusal(400, 'InvalidParameterValueException', `InvocationType ${invocationType} is not allowed: RequestResponse, Event or DryRun`);
  }
  if (Buffer.byteLength(body) > longest) {
    return refusal(413, 'RequestTooLargeException', `${Buffer.byteLength(body)} byte payload is too large for the ${invocationType} invocation type (limit ${longest} bytes)`);
  }
  const payload = body === '' ? '{}' : body;
  if (parsedJson(payload) === undefined) {
    return refusal(400, 'InvalidRequestContentException', 'Could not parse request body into json: the payload is no JSON');
  }
  if (invocationType === 'DryRun') {
    return { status: 204, body: '' };
  }
  const invoked = functions.invoke(name, payload);
  if (invocationType === 'Event') {
    void guard.run(`the function ${name}`, () => invoked);
    return { status: 202, body: '' };
  }
  const { payload: answer, isError } = await invoked;
  return { status: 200, headers: { 'X-Amz-Executed-Version': '$LATEST', ...isError && { 'X-Amz-Function-Error': 'Unhandled' } }, body: answer };
}

function refusal(status: number, kind: string, message: string, more: object = {}): HttpAnswer {
  return { status, headers: { 'x-amzn-ErrorType': kind }, body: JSON.stringify({ ...more, Message: message }) };
}
