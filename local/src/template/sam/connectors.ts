import { Expansion, getAtt, SamResource } from './expansion';
import { isObject, Json, JsonObject } from '../../json';

/** What a connector's `Read` and `Write` allow on a type of resource. */
interface Access {
  readonly Read: readonly string[];
  readonly Write: readonly string[];
  /** What of the resource it is for. @default - the resource itself */
  readonly parts?: readonly string[];
}

const FUNCTION: Access = { Read: [], Write: ['lambda:InvokeAsync', 'lambda:InvokeFunction'] };
const TABLE: Access = {
  Read: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:PartiQLSelect'],
  Write: ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'PartiQLDelete', 'PartiQLInsert', 'PartiQLUpdate'].map((action) => `dynamodb:${action}`),
  parts: ['', '/index/*'],
};
const MACHINE: Access = {
  Read: ['DescribeStateMachine', 'ListExecutions', 'DescribeExecution', 'DescribeStateMachineForExecution', 'GetExecutionHistory'].map((action) => `states:${action}`),
  Write: ['states:StartExecution', 'states:StartSyncExecution', 'states:StopExecution'],
};

/**
 * What connectors lead to, by type. To add one, add one entry.
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/reference-sam-connector.html
 */
const DESTINATIONS: Readonly<Record<string, Access>> = {
  'AWS::DynamoDB::Table': TABLE,
  'AWS::Serverless::SimpleTable': TABLE,
  'AWS::Events::EventBus': { Read: [], Write: ['events:PutEvents'] },
  'AWS::Lambda::Function': FUNCTION,
  'AWS::Serverless::Function': FUNCTION,
  'AWS::S3::Bucket': {
    Read: ['GetObject', 'GetObjectAcl', 'GetObjectLegalHold', 'GetObjectRetention', 'GetObjectTorrent', 'GetObjectVersion*', 'GetObjectTagging', 'ListBucket*', 'ListMultipartUploadParts']
      .map((action) => `s3:${action}`),
    Write: ['AbortMultipartUpload', 'DeleteObject*', 'PutObject*', 'RestoreObject'].map((action) => `s3:${action}`),
    parts: ['', '/*'],
  },
  'AWS::SNS::Topic': { Read: [], Write: ['sns:Publish'] },
  'AWS::SQS::Queue': {
    Read: ['sqs:ReceiveMessage', 'sqs:GetQueueAttributes'],
    Write: ['sqs:DeleteMessage', 'sqs:SendMessage', 'sqs:ChangeMessageVisibility', 'sqs:PurgeQueue'],
  },
  'AWS::StepFunctions::StateMachine': MACHINE,
  'AWS::Serverless::StateMachine': MACHINE,
};

/** The property that holds the role of what connectors come from. */
const ROLE_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'Role',
  'AWS::Serverless::Function': 'Role',
  'AWS::StepFunctions::StateMachine': 'RoleArn',
  'AWS::Serverless::StateMachine': 'Role',
};

/** One connection of a connector, as resources. */
interface Connection {
  /** What the logical ids of its resources begin with. */
  readonly id: string;
  readonly source: JsonObject;
  readonly destination: JsonObject;
  readonly permissions: readonly Json[];
}

/**
 * `AWS::Serverless::Connector`: the policies that let its source reach its destinations.
 *
 * @param resources the template's, as SAM finds them
 */
export function connector(resource: SamResource, expansion: Expansion, resources: JsonObject): void {
  const { Source: source, Destination: given, Permissions: permissions = [] } = resource.properties;
  const destinations = [given ?? []].flat() as Json[];
  destinations.forEach((destination, index) => {
    const connection = {
      id: `${resource.logicalId}${Array.isArray(given) ? `Destination${index}` : ''}`,
      source: described(source, resources),
      destination: described(destination, resources),
      permissions: [permissions].flat() as Json[],
    };
    const isOfRule = connection.source.Type === 'AWS::Events::Rule';
    if (!(isOfRule && addRulePolicy(resource, connection, expansion)) && !addRolePolicy(resource, connection, expansion)) {
      const kind = `from ${String(connection.source.Type)} to ${String(connection.destination.Type)}`;
      expansion.warnings.push(`${resource.label}: the local run does not know what a connector ${kind} allows, so nothing: say it with Policies`);
    }
  });
}

/** The connectors that stand at their source, as those that are resources. */
export function embeddedConnectors(logicalId: string, label: string, body: JsonObject): SamResource[] {
  return Object.entries(isObject(body.Connectors) ? body.Connectors : {}).map(([name, each]) => ({
    logicalId: `${logicalId}${name}`,
    label: `${label}, its connector ${name}`,
    body: {},
    properties: { Source: { Id: logicalId }, ...isObject(each) && isObject(each.Properties) && each.Properties },
  }));
}

/** An end of a connector, with `Type` and `Arn`: those of the resource that its `Id` names, unless it says them itself. */
function described(end: Json | undefined, resources: JsonObject): JsonObject {
  const { Id: id, ...given } = isObject(end) ? end : {};
  const body = typeof id === 'string' ? resources[id] : undefined;
  if (typeof id !== 'string' || !isObject(body)) {
    return given;
  }
  const properties = isObject(body.Properties) ? body.Properties : {};
  // A rule has a role for each of its targets.
  const [target] = [properties.Targets ?? []].flat().filter((each) => isObject(each) && each.RoleArn !== undefined) as JsonObject[];
  const role = body.Type === 'AWS::Events::Rule' ? target?.RoleArn : properties[ROLE_PROPERTIES[String(body.Type)]];
  const arn = body.Type === 'AWS::SNS::Topic' ? { Ref: id } : getAtt(id, 'Arn');
  const roleId = String(body.Type).startsWith('AWS::Serverless::') && role === undefined ? `${id}Role` : referred(role);
  return { Type: body.Type, Arn: arn, Ref: { Ref: id }, ...roleId !== undefined && { RoleName: { Ref: roleId } }, ...given };
}

function referred(role: Json | undefined): string | undefined {
  const [id] = isObject(role) && role['Fn::GetAtt'] !== undefined ? [role['Fn::GetAtt']].flat() : [];
  return typeof id === 'string' ? id.split('.')[0] : undefined;
}

function addRolePolicy(resource: SamResource, { id, source, destination, permissions }: Connection, expansion: Expansion): boolean {
  const type = String(destination.Type);
  const { Read: read, Write: write, parts = [''] } = Object.hasOwn(DESTINATIONS, type) ? DESTINATIONS[type] : { Read: [], Write: [] };
  const actions = [...permissions.includes('Read') ? read : [], ...permissions.includes('Write') ? write : []];
  const { Arn: arn } = destination;
  if (source.RoleName === undefined || arn === undefined || actions.length === 0) {
    return false;
  }
  expansion.add(resource, `${id}Policy`, 'AWS::IAM::ManagedPolicy', {
    PolicyDocument: allowing(actions, parts.map((part) => (part === '' ? arn : { 'Fn::Join': ['', [arn, part]] }))),
    Roles: [source.RoleName],
  });
  return true;
}

/** What a rule starts lets it in by a policy of its own. */
function addRulePolicy(resource: SamResource, { id, source, destination }: Connection, expansion: Expansion): boolean {
  const { Type: type, Arn: arn, Ref: ref } = destination;
  if (arn === undefined || source.Arn === undefined) {
    return false;
  }
  const policy = (action: string): JsonObject => allowing([action], [arn], {
    Principal: { Service: 'events.amazonaws.com' }, Condition: { ArnEquals: { 'aws:SourceArn': source.Arn } },
  });
  switch (type) {
    case 'AWS::Lambda::Function':
    case 'AWS::Serverless::Function':
      expansion.add(resource, `${id}WriteLambdaPermission`, 'AWS::Lambda::Permission', {
        Action: 'lambda:InvokeFunction', FunctionName: arn, Principal: 'events.amazonaws.com', SourceArn: source.Arn,
      });
      return true;
    case 'AWS::SQS::Queue':
      expansion.add(resource, `${id}QueuePolicy`, 'AWS::SQS::QueuePolicy', { PolicyDocument: policy('sqs:SendMessage'), Queues: [destination.QueueUrl ?? ref ?? arn] });
      return true;
    case 'AWS::SNS::Topic':
      expansion.add(resource, `${id}TopicPolicy`, 'AWS::SNS::TopicPolicy', { PolicyDocument: policy('sns:Publish'), Topics: [arn] });
      return true;
    default:
      return false;
  }
}

function allowing(actions: readonly string[], resources: readonly Json[], more: JsonObject = {}): JsonObject {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: [...actions], Resource: [...resources], ...more }] };
}
