import { optimisedIntegration } from './optimised-integrations';
import { HttpReply, header } from '../../aws/http-request';
import type { Service } from '../../aws/services';
import { TaskFailure } from '../../states';

/** Errors that services answer without defining them: the SDKs have no class for them. @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
const COMMON_ERRORS: ReadonlySet<string> = new Set([
  'AccessDeniedException', 'ExpiredTokenException', 'IncompleteSignature', 'InternalFailure', 'InvalidAction', 'InvalidClientTokenId',
  'InvalidParameterCombination', 'InvalidParameterValue', 'InvalidQueryParameter', 'InvalidSignatureException', 'MalformedHttpRequestException',
  'MalformedQueryString', 'MissingAction', 'MissingAuthenticationToken', 'MissingAuthenticationTokenException', 'MissingParameter', 'NotAuthorized',
  'OptInRequired', 'RequestAbortedException', 'RequestEntityTooLargeException', 'RequestExpired', 'RequestTimeoutException', 'SerializationException',
  'ServiceUnavailable', 'Throttling', 'ThrottlingException', 'UnknownOperationException', 'UnrecognizedClientException', 'ValidationError',
  'ValidationException',
]);

/** How an integration words its errors: the optimised ones as version 1 of the AWS SDK for Java does, the AWS SDK ones as version 2. */
export interface ErrorStyle {
  readonly prefix: string;
  readonly exception: string;
  readonly cause: (message: string, details: { code: string | undefined; status: number; id: string | undefined }) => string;
}

/** The style of the errors of a service. @param isSdk whether the task is an AWS SDK integration */
export function errorStyle(service: Service, isSdk: boolean): ErrorStyle {
  const optimised = isSdk ? undefined : optimisedIntegration(service);
  const { sdkName } = service;
  if (optimised) {
    return {
      prefix: optimised.prefix,
      exception: optimised.exception,
      cause: (message, { code, status, id }) =>
        `${message} (Service: ${optimised.service}; Status Code: ${status}; Error Code: ${code ?? null}; Request ID: ${id ?? null}; Proxy: null)`,
    };
  }
  return {
    prefix: sdkName,
    exception: `${sdkName}Exception`,
    cause: (message, { status, id }) => `${message} (Service: ${sdkName}, Status Code: ${status}, Request ID: ${id ?? null})`,
  };
}

/** The failure that an error answer of a service is. */
export function serviceFailure(service: Service, style: ErrorStyle, reply: HttpReply): TaskFailure {
  const { code, legacyCode, message } = service.protocol.error(reply);
  const isDefined = code !== undefined && (!COMMON_ERRORS.has(code) || service.ownErrors?.includes(code));
  return new TaskFailure(
    `${style.prefix}.${isDefined ? exceptionName(code) : style.exception}`,
    style.cause(message, { code: legacyCode ?? code, status: reply.status, id: requestId(reply) }),
  );
}

/** The failure of a request that got no answer. */
export function connectionFailure(style: ErrorStyle, endpoint: string, error: Error): TaskFailure {
  // A refused connection to a name with several addresses has its reasons inside.
  const reason = error.message || ((error as AggregateError).errors as Error[] | undefined)?.map(({ message }) => message).join(', ') || error.name;
  return new TaskFailure(`${style.prefix}.SdkClientException`,
    `Unable to execute HTTP request: ${reason} (to ${endpoint}, which --endpoint or AWS_ENDPOINT_URL names: is the service running?)`);
}

/** The id that the service gave to a request. */
export function requestId(reply: HttpReply): string | undefined {
  return header(reply, 'x-amzn-requestid') ?? header(reply, 'x-amz-request-id') ?? /<RequestId>([^<]*)<\/RequestId>/.exec(reply.body)?.[1];
}

function exceptionName(code: string): string {
  return code.endsWith('Exception') ? code : `${code}Exception`;
}
