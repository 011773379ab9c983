import { isObject, ownMember } from '../json';
import { Check, Context } from './context';
import { payload } from './paths';
import { Rule } from './shape';
import { string } from './values';
import { OWN, RECORDED } from './wording';
import { TaskResource, parseResource } from '../tasks/task';

const ARN = /^arn:[^:\s]+:[^:\s]+:[^:\s]*:[^:\s]*:\S+$/;

/** Services whose jobs cannot be waited for. @see https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html */
const NO_JOBS: ReadonlySet<string> = new Set(['apigateway', 'aws-sdk', 'dynamodb', 'events', 'lambda', 'sns', 'sqs']);

/** Services that cannot be given a task token. */
const NO_CALLBACKS: ReadonlySet<string> = new Set([
  'athena', 'batch', 'codebuild', 'databrew', 'dynamodb', 'elasticmapreduce', 'emr-containers', 'emr-serverless', 'glue', 'mediaconvert', 'sagemaker',
]);

/** The `Resource` of a Task state. */
export const resource: Check = (value, path, context) => {
  if (typeof value !== 'string') {
    string(value, path, context);
  } else if (!ARN.test(value)) {
    context.findings.schema(RECORDED.notAResource, path);
  } else {
    checkPattern(value, path, parseResource(value), context);
  }
};

function checkPattern(arn: string, path: string, parsed: TaskResource, { express, findings }: Context): void {
  const service = parsed.resourceType.replace(/:.*/, '');
  if (express && parsed.kind === 'activity') {
    findings.schema(RECORDED.expressActivity, path);
  } else if (express && parsed.waitsForToken) {
    findings.schema(RECORDED.expressCallback, path);
  } else if (express && parsed.runsJob) {
    findings.schema(RECORDED.expressJob, path);
  } else if ((parsed.runsJob && NO_JOBS.has(service)) || (parsed.waitsForToken && NO_CALLBACKS.has(service))) {
    findings.schema(RECORDED.unknownResource(arn), path);
  }
}

/** The `Credentials` of a Task state. */
export const credentials: Check = (value, path, context) => {
  if (isObject(value)) {
    if (ownMember(value, 'RoleArn') === undefined && ownMember(value, 'RoleArn.$') === undefined) {
      context.findings.schema(RECORDED.credentialsWithoutRole, path);
    }
    payload(value, path, context);
  } else if (context.language === 'JSONPath') {
    context.findings.schema(OWN.expectedType('OBJECT'), path);
  }
};

/** Activities are polled for, so there is no role to act as. */
export const noCredentialsForActivities: Rule = (fields, path, { findings }) => {
  const arn = ownMember(fields, 'Resource');
  if (ownMember(fields, 'Credentials') !== undefined && typeof arn === 'string' && parseResource(arn).kind === 'activity') {
    findings.schema(RECORDED.credentialsOnActivity, `${path}/Credentials`);
  }
};

/** A heartbeat that is not expected before the task times out would never be missed. */
export const heartbeatBeforeTimeout: Rule = (fields, path, { findings }) => {
  const [heartbeat, timeout] = [ownMember(fields, 'HeartbeatSeconds'), ownMember(fields, 'TimeoutSeconds')];
  if (typeof heartbeat === 'number' && typeof timeout === 'number' && heartbeat >= timeout) {
    findings.schema(OWN.heartbeatNotBeforeTimeout, `${path}/HeartbeatSeconds`);
  }
};
