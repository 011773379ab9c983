import type { Right } from './right';
import { servicePrefix } from './service-prefixes';
import { isObject, Json, JsonObject } from '../json';

/** Where a call is made: what its names are in. */
export interface CallPlace {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** The resource that a task token stands for: its state machine, or its activity. @default - nobody knows it */
  readonly tokenOwner?: (token: string) => string | undefined;
}

/** A call of a service, as its API has it. */
export interface ServiceCall {
  /** The service's name in ARNs or in SDKs. */
  readonly service: string;
  /** Such as `PutItem`. */
  readonly action: string;
  readonly parameters: JsonObject;
}

/** The rights that the calls of a service need, where its actions or resources say more than their names. */
type RightsOf = (call: ServiceCall, place: CallPlace) => readonly Right[];

/** The services whose resources are known. To add one, add one entry. */
const SERVICES: ReadonlyMap<string, RightsOf> = new Map<string, RightsOf>([
  ['states', statesRights],
  ['dynamodb', tableRights],
  ['lambda', functionRights],
  ['sqs', ({ action, parameters }, place) => [right('sqs', action.replace(/Batch$/, ''), queueArn(text(parameters.QueueUrl), place))]],
  ['sns', ({ action, parameters }) => [right('sns', action.replace(/Batch$/, ''), text(parameters.TopicArn) ?? text(parameters.TargetArn))]],
  ['events', eventRights],
  ['s3', objectRights],
  ['kinesis', ({ action, parameters }, place) => [right('kinesis', action, text(parameters.StreamARN) ?? named('kinesis', 'stream/', parameters.StreamName, place))]],
  ['firehose', ({ action, parameters }, place) => [right('firehose', action, named('firehose', 'deliverystream/', parameters.DeliveryStreamName, place))]],
  ['cognito-idp', userPoolRights],
  ['ssm', parameterRights],
  ['secretsmanager', ({ action, parameters }) => [right('secretsmanager', action, secretArn(text(parameters.SecretId)))]],
  ['bedrock', ({ action }) => [right('bedrock', action.replace(/^Converse/, 'InvokeModel').replace(/^InvokeModelStream$/, 'InvokeModelWithResponseStream'), undefined)]],
  ['sts', ({ action }) => (/^Get(CallerIdentity|SessionToken)$/.test(action) ? [] : [right('sts', action, undefined)])],
  // Its actions in policies are HTTP's methods, which nobody can tell from a name.
  ['apigateway', () => []],
]);

/**
 * The rights that a call needs.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function callRights(call: ServiceCall, place: CallPlace): readonly Right[] {
  const prefix = SERVICES.has(call.service) ? call.service : servicePrefix(call.service);
  return SERVICES.get(prefix)?.(call, place) ?? [right(prefix, call.action, undefined)];
}

function statesRights({ action, parameters }: ServiceCall, { tokenOwner }: CallPlace): Right[] {
  const { stateMachineArn = parameters.StateMachineArn, executionArn = parameters.ExecutionArn, taskToken = parameters.TaskToken } = parameters;
  if (action.startsWith('SendTask')) {
    const owner = tokenOwner?.(text(taskToken) ?? '');
    // Of a token that stands for nothing any more the service itself says so.
    return owner === undefined ? [] : [right('states', action, owner)];
  }
  const arn = text(stateMachineArn);
  if (arn === undefined) {
    return [right('states', action, text(executionArn) ?? text(parameters.activityArn) ?? text(parameters.mapRunArn))];
  }
  // AWS evaluates the machine itself, and tells the version or the alias by a condition key.
  const parts = arn.split(':');
  const machine = parts.length <= 7 ? arn : parts.slice(0, 7).join(':');
  return [{ action: `states:${action}`, resource: machine, context: { 'states:statemachinequalifier': parts.slice(7) } }];
}

function tableRights({ action, parameters }: ServiceCall, place: CallPlace): Right[] {
  const { TableName: name, IndexName: index, RequestItems: items, TransactItems: transaction } = parameters;
  const statements = parameters.Statements ?? parameters.TransactStatements ?? (action === 'ExecuteStatement' ? [parameters] : undefined);
  if (Array.isArray(statements)) {
    return statements.filter(isObject).map(({ Statement: statement }) => partiQlRight(text(statement)));
  }
  if (isObject(items)) {
    return Object.keys(items).map((table) => right('dynamodb', action, tableArn(table, place)));
  }
  if (Array.isArray(transaction)) {
    return transaction.filter(isObject).flatMap((item) => Object.entries(item).map(([kind, part]) =>
      right('dynamodb', kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`, isObject(part) ? tableArn(part.TableName, place) : undefined)));
  }
  const table = tableArn(name, place);
  return [right('dynamodb', action, table !== undefined && typeof index === 'string' ? `${table}/index/${index}` : table)];
}

/** The right to a statement; what it is for stands somewhere in its text. */
function partiQlRight(statement = ''): Right {
  const verb = /^\s*(\w)(\w*)/.exec(statement) ?? ['', 'S', 'elect'];
  return right('dynamodb', `PartiQL${verb[1].toUpperCase()}${verb[2].toLowerCase()}`, undefined);
}

function tableArn(name: Json | undefined, place: CallPlace): string | undefined {
  return named('dynamodb', 'table/', name, place);
}

function functionRights({ action, parameters }: ServiceCall, place: CallPlace): Right[] {
  const { FunctionName: given, Qualifier: qualifier } = parameters;
  const name = text(given)?.replace(/^(?:\d{12}:)?function:/, '');
  const arn = name === undefined || name.startsWith('arn:') ? name : named('lambda', 'function:', name, place);
  const qualified = arn !== undefined && typeof qualifier === 'string' && arn.split(':').length === 7 ? `${arn}:${qualifier}` : arn;
  return [right('lambda', action === 'Invoke' || action === 'InvokeAsync' ? 'InvokeFunction' : action, qualified?.replace(/:\$LATEST$/, ''))];
}

function queueArn(url: string | undefined, { partition, region, accountId }: CallPlace): string | undefined {
  const [, account = accountId, name] = /(?:\/(\d{12}))?\/([^/]+)\/?$/.exec(url ?? '') ?? [];
  const [, ofUrl = region] = /^https?:\/\/sqs\.([\w-]+)\.amazonaws\./.exec(url ?? '') ?? [];
  return name === undefined ? undefined : `arn:${partition}:sqs:${ofUrl}:${account}:${name}`;
}

function eventRights({ action, parameters }: ServiceCall, place: CallPlace): Right[] {
  const { Entries: entries } = parameters;
  if (action !== 'PutEvents' || !Array.isArray(entries)) {
    return [right('events', action, undefined)];
  }
  const buses = new Set(entries.filter(isObject).map(({ EventBusName: bus }) => named('events', 'event-bus/', bus ?? 'default', place)));
  return [...buses].map((bus) => right('events', action, bus));
}

/** Actions of S3 whose right has another name. */
const OBJECT_ACTIONS: Readonly<Record<string, string>> = {
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  HeadBucket: 'ListBucket',
  HeadObject: 'GetObject',
  SelectObjectContent: 'GetObject',
  CopyObject: 'PutObject',
  DeleteObjects: 'DeleteObject',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  ListBuckets: 'ListAllMyBuckets',
};

function objectRights({ action, parameters }: ServiceCall, { partition }: CallPlace): Right[] {
  const { Bucket: bucket, Key: key } = parameters;
  // Several objects are not in the bucket's ARN, and an access point's ARN is no bucket's name.
  const arn = typeof bucket !== 'string' || action === 'DeleteObjects' || bucket.startsWith('arn:') ? undefined : `arn:${partition}:s3:::${bucket}${typeof key === 'string' ? `/${key}` : ''}`;
  return [right('s3', Object.hasOwn(OBJECT_ACTIONS, action) ? OBJECT_ACTIONS[action] : action, arn)];
}

/** Actions of user pools that whoever signs in performs, which IAM is not asked for. */
const PUBLIC_ACTIONS = /^(InitiateAuth|RespondToAuthChallenge|SignUp|ConfirmSignUp|ResendConfirmationCode|ForgotPassword|ConfirmForgotPassword|GetUser|RevokeToken)$/;

function userPoolRights({ action, parameters }: ServiceCall, place: CallPlace): Right[] {
  return PUBLIC_ACTIONS.test(action) ? [] : [right('cognito-idp', action, named('cognito-idp', 'userpool/', parameters.UserPoolId, place))];
}

function parameterRights({ action, parameters }: ServiceCall, place: CallPlace): Right[] {
  const { Name: name, Names: names, Path: path } = parameters;
  const given = [names ?? name ?? path ?? []].flat().filter((item): item is string => typeof item === 'string');
  return given.length === 0 || !action.includes('Parameter') ? [right('ssm', action, undefined)]
    : given.map((each) => right('ssm', action, parameterArn(each, place)));
}

/** A version or a label, behind a colon, is not in the ARN. */
function parameterArn(name: string, place: CallPlace): string | undefined {
  return name.startsWith('arn:') ? name.split(':').slice(0, 6).join(':') : named('ssm', 'parameter/', name.replace(/^\//, '').split(':')[0], place);
}

/**
 * The ARN of a secret, if a call gives all of it. AWS ends it with six characters, which neither the secret's name nor an ARN without them tells. Six small
 * letters at the end are taken for a word of the name.
 */
function secretArn(id: string | undefined): string | undefined {
  return id !== undefined && /^arn:.*-(?=[a-z]*[A-Z\d])[A-Za-z\d]{6}$/.test(id) ? id : undefined;
}

/** The ARN of what has a name; an ARN stays one. */
function named(service: string, kind: string, name: Json | undefined, { partition, region, accountId }: CallPlace): string | undefined {
  return typeof name !== 'string' ? undefined : name.startsWith('arn:') ? name : `arn:${partition}:${service}:${region}:${accountId}:${kind}${name}`;
}

function right(prefix: string, action: string, resource: string | undefined): Right {
  return { action: `${prefix}:${action}`, resource };
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
