import { ServiceError } from './service-error';

const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff\ud800-\udfff]/;

/**
 * Checks a name of an execution, a machine or an activity.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
 * @throws ServiceError for a name with a character that none may have
 */
export function checkName(name: string): void {
  if (FORBIDDEN.test(name)) {
    throw ServiceError.of('InvalidName', `Invalid Name: '${name}'`);
  }
}

/**
 * Checks that an ARN is one of a kind of resource of Step Functions.
 *
 * @param kind what follows the account, such as `activity`
 * @throws ServiceError for any other text
 */
export function checkArn(arn: string, kind: string): void {
  if (!new RegExp(`^arn:[^:]+:states:[^:]+:[^:]+:${kind}:[^:]+(:[^:]+)*$`).test(arn)) {
    throw ServiceError.of('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
  }
}
