import { STATUS_CODES } from 'node:http';
import { gatewayId } from '../aws/gateway-id';
import type { HttpAnswer } from '../aws/http-answer';
import { jsonOrText } from '../json';
import type { Sender } from '../observer';
import type { Caller } from '../rights/right';
import { TaskFailure, TaskRequest } from '../states';
import type { TaskRoles } from './task-roles';

/** The management APIs of the run, under the host names that they have on AWS. */
export interface ManagementApis {
  /**
   * Performs a request on `@connections`.
   * @returns undefined when no API of the run has this host name
   */
  call(host: string, stage: string, request: {
    readonly method: string;
    /** What follows the stage. */
    readonly path: string;
    readonly body: Buffer;
    readonly caller: Caller;
    readonly sender: Sender;
  }): HttpAnswer | undefined;
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
 *
 * @param roles who calls
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html
 */
export function apiGatewayInvoke(management: ManagementApis, roles: TaskRoles): (task: TaskRequest) => unknown {
  return (task) => {
    const { state, executionArn, parameters } = task;
    const { ApiEndpoint, Method, Stage = '', Path = '', RequestBody, AllowNullValues, AuthType } = (parameters ?? {}) as Parameters;
    const path = `/${String(Path).replace(/^\/+/, '')}`;
    const body = Buffer.from(bodyText(RequestBody, AllowNullValues === true));
    const sender = { executionArn, state };
    const answer = AuthType === 'IAM_ROLE'
      ? management.call(String(ApiEndpoint), String(Stage), { method: String(Method), path, body, caller: roles.callerOf(task), sender })
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
