import { STATUS_CODES } from 'node:http';
import { TaskFailure, TaskRequest } from '../../states';
import type { HttpAnswer } from '../http';
import { gatewayId } from '../ids';

/** The stages of the run's own APIs, as a task can call them. */
export interface ManagementEndpoint {
  /**
   * Performs a request on `@connections`.
   * @param path what follows the stage
   * @returns undefined when no API of the run has this host name
   */
  call(host: string, stage: string, method: string, path: string, body: string): HttpAnswer | undefined;
}

interface Parameters {
  readonly ApiEndpoint?: unknown;
  readonly Method?: unknown;
  readonly Stage?: unknown;
  readonly Path?: unknown;
  readonly RequestBody?: unknown;
  readonly AllowNullValues?: unknown;
  readonly AuthType?: unknown;
}

/**
 * `arn:aws:states:::apigateway:invoke` against the run's own `@connections`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html
 */
export function apiGatewayInvoke(endpoint: ManagementEndpoint): (task: TaskRequest) => unknown {
  return ({ state, parameters }) => {
    const { ApiEndpoint, Method, Stage = '', Path = '', RequestBody, AllowNullValues, AuthType } = (parameters ?? {}) as Parameters;
    const path = `/${String(Path).replace(/^\/+/, '')}`;
    const answer = AuthType === 'IAM_ROLE'
      ? endpoint.call(String(ApiEndpoint), String(Stage), String(Method), path, bodyText(RequestBody, AllowNullValues === true))
      // The management API takes signed requests only.
      : { status: 403, body: '{"message":"Missing Authentication Token"}' };
    if (!answer) {
      throw new TaskFailure('ApiGateway.UnknownHostException',
        `The state '${state}' calls '${String(ApiEndpoint)}', which is not the host of an API of this run: the local run calls no other hosts`);
    }
    if (answer.status < 200 || answer.status > 299) {
      throw new TaskFailure(`ApiGateway.${answer.status}`, answer.body);
    }
    return {
      Headers: headerLists(answer),
      ResponseBody: jsonOrText(answer.body),
      StatusCode: answer.status,
      StatusText: STATUS_CODES[answer.status],
    };
  };
}

/** The body as Step Functions sends it: JSON, a text too (in quotes), without null members unless they are allowed. */
function bodyText(body: unknown, withNulls: boolean): string {
  if (body === undefined || body === null) {
    return '';
  }
  return JSON.stringify(withNulls ? body : withoutNulls(body));
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutNulls);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null).map(([key, member]) => [key, withoutNulls(member)]));
}

function headerLists(answer: HttpAnswer): Record<string, string[]> {
  return {
    'Connection': ['keep-alive'],
    'Content-Length': [String(Buffer.byteLength(answer.body))],
    'Content-Type': ['application/json'],
    'Date': [new Date().toUTCString()],
    'x-amz-apigw-id': [gatewayId()],
  };
}

function jsonOrText(body: string): unknown {
  if (body === '') {
    return body;
  }
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
