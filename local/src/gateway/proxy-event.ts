import type { GatewayRequest } from './request';

/**
 * What a Lambda function of a proxy integration receives. Only a handshake brings headers and a query string.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
 */
export function proxyEvent(request: GatewayRequest): object {
  const { eventType, body, stageVariables } = request;
  return {
    ...eventType === 'MESSAGE' ? undefined : parametersOf(request),
    ...Object.keys(stageVariables).length > 0 && { stageVariables },
    requestContext: requestContextOf(request),
    ...eventType === 'MESSAGE' && { body },
    isBase64Encoded: false,
  };
}

/**
 * What a Lambda authorizer receives.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 */
export function authorizerEvent(request: GatewayRequest, methodArn: string): object {
  return {
    type: 'REQUEST',
    methodArn,
    ...parametersOf(request),
    stageVariables: request.stageVariables,
    requestContext: requestContextOf(request),
  };
}

function requestContextOf({ context }: GatewayRequest): object {
  // `error` is there for mapping templates only.
  const { error, authorizer, ...rest } = context;
  return {
    ...rest,
    ...Object.keys((authorizer ?? {}) as object).length > 0 && { authorizer },
    messageDirection: 'IN',
  };
}

/** Each name with its last value, and with all of them. */
function parametersOf({ params }: GatewayRequest): object {
  if (!params) {
    return {};
  }
  const { header, querystring, multiValueHeaders, multiValueQueryStringParameters } = params;
  return {
    headers: header,
    multiValueHeaders,
    ...Object.keys(querystring).length > 0 && { queryStringParameters: querystring, multiValueQueryStringParameters },
  };
}
