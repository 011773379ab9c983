import { Check, Context } from './context';
import { Findings } from './findings';
import { payload } from './paths';
import { Rule } from './shape';
import { string } from './values';
import { OWN, RECORDED } from './wording';
import { Json, JsonObject, isObject, ownMember } from '../../json';
import { isKnownResource, integrationAction } from '../tasks/known-resources';
import { TaskResource, parseResource } from '../tasks/task';

const ARN = /^arn:aws(-[a-z]+)*:[^:\s]+:[^:\s]*:[^:\s]*:\S+$/;

/** The `Resource` of a Task state. */
export const resource: Check = (value, path, context) => {
  if (typeof value !== 'string') {
    string(value, path, context);
  } else if (!ARN.test(value)) {
    context.findings.schema(RECORDED.notAResource, path);
  } else {
    checkResource(value, path, parseResource(value), context);
  }
};

function checkResource(arn: string, path: string, parsed: TaskResource, { express, findings }: Context): void {
  if (express && parsed.kind === 'activity') {
    findings.schema(RECORDED.expressActivity, path);
  } else if (express && parsed.waitsForToken) {
    findings.schema(RECORDED.expressCallback, path);
  } else if (express && parsed.runsJob) {
    findings.schema(RECORDED.expressJob, path);
  } else if (!isKnownResource(parsed)) {
    findings.schema(RECORDED.unknownResource(arn), path);
  }
}

/** The request to a service needs parameters, and its action may require some by name. Checked only when nothing else is wrong. */
export const integrationParameters: Rule = (fields, path, { findings, language, whenFlawless }) => {
  const arn = fields.Resource;
  const parsed = typeof arn === 'string' ? parseResource(arn) : undefined;
  if (parsed?.kind !== 'service') {
    return;
  }
  const field = language === 'JSONPath' ? 'Parameters' : 'Arguments';
  const parameters = fields[field];
  whenFlawless(() => {
    if (parameters === undefined) {
      findings.schema(RECORDED.parametersRequired(field, arn as string), path);
    } else if (isObject(parameters)) {
      integrationAction(parsed)?.required.filter((name) => !has(parameters, name))
        .forEach((name) => findings.schema(RECORDED.missingField(name), `${path}/${field}`));
      if (parsed.resourceType === 'apigateway') {
        checkHeaders(ownMember(parameters, 'Headers'), `${path}/${field}`, findings);
      }
    }
  });
};

/**
 * Headers that a call of API Gateway may not have.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html
 */
const RESERVED_HEADER = new RegExp('^(x-forwarded.*|x-amz.*|authorization|connection|content-md5|expect|host|max-forwards|proxy-authenticate|server|te|'
  + 'transfer-encoding|trailer|upgrade|via|www-authenticate)$', 'i');

function checkHeaders(headers: Json | undefined, path: string, findings: Findings): void {
  const names = isObject(headers) ? Object.keys(headers).map((name) => name.replace(/\.\$$/, '')) : [];
  const reserved = names.filter((name) => RESERVED_HEADER.test(name));
  if (reserved.length > 0) {
    findings.schema(RECORDED.unsupportedHeaders(reserved), path);
  }
}

/** Whether an object has a member, given or to be found. */
function has(object: JsonObject, name: string): boolean {
  return ownMember(object, name) !== undefined || ownMember(object, `${name}.$`) !== undefined;
}

/** The `Credentials` of a Task state. */
export const credentials: Check = (value, path, context) => {
  if (isObject(value)) {
    if (!has(value, 'RoleArn')) {
      context.findings.schema(RECORDED.missingField('RoleArn'), path);
    }
  } else if (context.language === 'JSONPath') {
    context.findings.schema(OWN.expectedType('OBJECT'), path);
  }
  payload(value, path, context);
};

/** Activities are polled for, so there is no role to act as. */
export const noCredentialsForActivities: Rule = (fields, path, { findings }) => {
  const arn = fields.Resource;
  if (fields.Credentials !== undefined && typeof arn === 'string' && parseResource(arn).kind === 'activity') {
    findings.schema(RECORDED.credentialsOnActivity, `${path}/Credentials`);
  }
};

/** A heartbeat that is not expected before the task times out would never be missed. */
export const heartbeatBeforeTimeout: Rule = (fields, path, { findings }) => {
  const [heartbeat, timeout] = [fields.HeartbeatSeconds, fields.TimeoutSeconds];
  if (typeof heartbeat === 'number' && typeof timeout === 'number' && heartbeat >= timeout) {
    findings.schema(OWN.heartbeatNotBeforeTimeout, `${path}/HeartbeatSeconds`);
  }
};
