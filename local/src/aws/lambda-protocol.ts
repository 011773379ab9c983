import { header } from './http-request';
import { jsonError } from './json-protocol';
import { Protocol } from './protocol';
import type { Json, JsonObject } from '../json';

/**
 * Lambda's `Invoke`: the payload is the body, everything else is in the path and in headers. `Payload` is JSON text both ways.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const lambdaProtocol: Protocol = {
  request: (_action, { FunctionName, Qualifier, Payload, InvocationType, ClientContext, LogType }) => {
    const [name, inlineQualifier] = functionName(text(FunctionName) ?? '');
    const qualifier = text(Qualifier) ?? inlineQualifier;
    return {
      path: `/2015-03-31/functions/${encodeURIComponent(name)}/invocations${qualifier === undefined ? '' : `?Qualifier=${encodeURIComponent(qualifier)}`}`,
      headers: {
        'Content-Type': 'application/json',
        'X-Amz-Invocation-Type': text(InvocationType) ?? 'RequestResponse',
        ...(text(ClientContext) === undefined ? {} : { 'X-Amz-Client-Context': String(ClientContext) }),
        ...(text(LogType) === undefined ? {} : { 'X-Amz-Log-Type': String(LogType) }),
      },
      body: typeof Payload === 'string' || Payload === undefined ? Payload ?? '' : JSON.stringify(Payload),
    };
  },
  output: (_action, reply): JsonObject => Object.fromEntries([
    ['ExecutedVersion', header(reply, 'x-amz-executed-version') ?? '$LATEST'],
    ['FunctionError', header(reply, 'x-amz-function-error')],
    ['LogResult', header(reply, 'x-amz-log-result')],
    ['Payload', reply.body],
    ['StatusCode', reply.status],
  ].filter(([, value]) => value !== undefined)) as JsonObject,
  error: jsonError,
};

/** A function's name and its qualifier: local emulators know names, not the ARNs of an account that does not exist. */
function functionName(name: string): [name: string, qualifier: string | undefined] {
  const [, ofArn = name] = /^(?:arn:[^:]+:lambda:[^:]*:)?[^:]*:function:(.+)$/.exec(name) ?? [];
  const [plain, qualifier] = ofArn.split(':');
  return [plain, qualifier];
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
