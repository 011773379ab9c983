import type { BackendAnswer, BackendFactory, BackendServices } from './backend';
import type { Functions } from '../../aws/functions';
import { isObject } from '../../json';
import { IntegrationResource, NotPlayedError } from '../../template';
import { functionError, parsedPayload } from '../function-error';
import { IntegrationFailure } from '../integration-failure';
import { proxyEvent } from '../proxy-event';
import type { GatewayRequest } from '../request';

/** What a function of a proxy integration answers. */
interface ProxyAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * `AWS_PROXY`: a function receives the event as it is, and its answer is the client's.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
 */
export const lambdaProxy: BackendFactory = (integration, services) => {
  const { label } = integration;
  const call = functionOf(integration, services);
  return async ({ request }) => {
    const { payload, isError } = await call(JSON.stringify(proxyEvent(request)), request);
    if (isError) {
      throw new IntegrationFailure(502, 'Internal server error', `${label}: the function failed: ${functionError(payload)}`);
    }
    const { statusCode, headers, body } = proxyAnswer(payload, label);
    return { status: statusCode, headers, body };
  };
};

/** `AWS` with a function: it receives what the request template gives, and response templates see what it answers. */
export const lambdaFunction: BackendFactory = (integration, services) => {
  const call = functionOf(integration, services);
  return async ({ body, request }): Promise<BackendAnswer> => {
    const { payload, isError } = await call(body === '' ? '{}' : body, request);
    const error = isError ? parsedPayload(payload) : undefined;
    // The integration response is chosen by the function's error, as API Gateway does for Lambda.
    return { status: 200, body: payload, selectedBy: isObject(error) ? String(error.errorMessage ?? '') : '' };
  };
};

/** Calls the function of an integration's URI, in which stage variables may stand. */
function functionOf(integration: IntegrationResource, { functions, rights }: BackendServices): (
  payload: string, request: GatewayRequest,
) => ReturnType<Functions['invoke']> {
  const { label, functionArn, uri = '' } = integration;
  if (functionArn === undefined) {
    throw new NotPlayedError(`${label}, property IntegrationUri: '${uri}' is not a function's: `
      + 'arn:aws:apigateway:<region>:lambda:path/2015-03-31/functions/<function ARN>/invocations');
  }
  const isFixed = !functionArn.includes('${stageVariables.');
  const fault = isFixed ? functions.fault(functionArn) : undefined;
  if (fault !== undefined) {
    throw new NotPlayedError(`${label}, property IntegrationUri: ${fault}`);
  }
  return (payload, request) => {
    const arn = functionArn.replace(/\$\{stageVariables\.(\w+)\}/g, (_text, name: string) => request.stageVariables[name] ?? '');
    const reason = isFixed ? undefined : functions.fault(arn);
    if (reason !== undefined) {
      throw IntegrationFailure.internal(`${label}, property IntegrationUri: ${reason}`);
    }
    rights.checkInvocation(integration, arn, request);
    return functions.invoke(arn, payload);
  };
}

function proxyAnswer(payload: string, label: string): ProxyAnswer {
  const answer = parsedPayload(payload);
  const statusCode = isObject(answer) ? Number(answer.statusCode) : NaN;
  const body = isObject(answer) ? answer.body ?? '' : '';
  if (!isObject(answer) || !Number.isInteger(statusCode) || statusCode < 100 || statusCode > 599 || typeof body !== 'string') {
    throw new IntegrationFailure(502, 'Internal server error', `${label}: the function must answer {"statusCode": 200, "body": "text"}, got ${payload.slice(0, 200)}`);
  }
  const headers = isObject(answer.headers) ? Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), String(value)]) : [];
  return {
    statusCode,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: answer.isBase64Encoded === true ? Buffer.from(body, 'base64').toString('utf8') : body,
  };
}
