import { isObject, Json } from '../json';

/** What a function that failed says of it, in short: its stack is in the log already, as the function printed it. */
export function functionError(payload: string): string {
  const error = parsedPayload(payload);
  return isObject(error) && typeof error.errorMessage === 'string'
    ? [error.errorType, error.errorMessage].filter((part) => typeof part === 'string').join(': ')
    : payload;
}

/** The JSON of a function's payload, undefined where it is none. */
export function parsedPayload(payload: string): Json | undefined {
  try {
    return JSON.parse(payload) as Json;
  } catch {
    return undefined;
  }
}
