import { Expansion, getAtt, SamResource } from './expansion';
import { isObject, Json, JsonObject, ownMember } from '../../json';

type Category = 'Read' | 'Write';

/** Actions, and what of the destination (or of the source) they are for. */
interface Grant {
  readonly actions: readonly string[];
  readonly resources: (end: JsonObject) => readonly Json[];
}

type Access = Readonly<Partial<Record<Category, readonly Grant[]>>>;

/** One connection of a connector, as resources. */
interface Connection {
  readonly of: SamResource;
  /** The logical id of the resource that SAM makes of it, by what that is. */
  readonly id: (kind: string) => string;
  readonly source: JsonObject;
  readonly destination: JsonObject;
  readonly permissions: readonly Json[];
  readonly expansion: Expansion;
}

/** @returns whether it makes something: it makes nothing where it must know an end that is not told */
type Connect = (connection: Connection) => boolean;

const arnOf = ({ Arn: arn }: JsonObject): readonly Json[] => (arn === undefined ? [] : [arn]);
const partsOf = (...parts: readonly string[]) => (end: JsonObject): readonly Json[] =>
  arnOf(end).flatMap((arn) => parts.map((part) => (part === '' ? arn : { 'Fn::Join': ['', [arn, part]] })));
const executionsOf = ({ Name: name }: JsonObject): readonly Json[] => (name === undefined ? [] : [{
  'Fn::Sub': ['arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:${Name}:*', { Name: name }],
}]);
const grant = (service: string, names: readonly string[], resources: Grant['resources'] = arnOf): Grant =>
  ({ actions: names.map((name) => `${service}:${name}`), resources });

const INVOKE: Access = { Write: [grant('lambda', ['InvokeAsync', 'InvokeFunction'])] };
const PUBLISH: Access = { Write: [grant('sns', ['Publish'])] };
const PUT_EVENTS: Access = { Write: [grant('events', ['PutEvents'])] };
const TABLE: Access = {
  Read: [grant('dynamodb', ['GetItem', 'Query', 'Scan', 'BatchGetItem', 'ConditionCheckItem', 'PartiQLSelect'], partsOf('', '/index/*'))],
  Write: [grant('dynamodb', ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'PartiQLDelete', 'PartiQLInsert', 'PartiQLUpdate'], partsOf('', '/index/*'))],
};
const BUCKET: Access = {
  Read: [grant('s3', [
    'GetObject', 'GetObjectAcl', 'GetObjectLegalHold', 'GetObjectRetention', 'GetObjectTorrent', 'GetObjectVersion', 'GetObjectVersionAcl', 'GetObjectVersionForReplication',
    'GetObjectVersionTorrent', 'ListBucket', 'ListBucketMultipartUploads', 'ListBucketVersions', 'ListMultipartUploadParts',
  ], partsOf('', '/*'))],
  Write: [grant('s3', [
    'AbortMultipartUpload', 'DeleteObject', 'DeleteObjectVersion', 'PutObject', 'PutObjectLegalHold', 'PutObjectRetention', 'RestoreObject',
  ], partsOf('', '/*'))],
};

/** The role of the source, or that of the destination, gets a policy for the other. */
const rolePolicy = (access: Access, ofRole: 'source' | 'destination' = 'source'): Connect => ({ of, id, source, destination, permissions, expansion }) => {
  const [holder, other] = ofRole === 'source' ? [source, destination] : [destination, source];
  const grants = (['Read', 'Write'] as const).flatMap((category) => (permissions.includes(category) ? access[category] ?? [] : []))
    .map(({ actions, resources }) => ({ actions, resources: resources(other) }));
  if (holder.RoleName === undefined || grants.length === 0 || grants.some(({ resources }) => resources.length === 0)) {
    return false;
  }
  expansion.add(of, id('Policy'), 'AWS::IAM::ManagedPolicy', {
    PolicyDocument: policy(grants.map(({ actions, resources }) => ({ Effect: 'Allow', Action: [...actions], Resource: [...resources] }))),
    Roles: [holder.RoleName],
  });
  return true;
};

/** The destination is a function that lets a service in. */
const lambdaPermission = (service: string, sourceArn: (source: JsonObject) => Json | undefined = ({ Arn: arn }) => arn): Connect =>
  ({ of, id, source, destination: { Arn: arn }, permissions, expansion }) => {
    const from = sourceArn(source);
    if (arn === undefined || from === undefined || !permissions.includes('Write')) {
      return false;
    }
    expansion.add(of, id('WriteLambdaPermission'), 'AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction', FunctionName: arn, Principal: `${service}.amazonaws.com`, SourceArn: from,
    });
    return true;
  };
const ofApi = ({ ResourceId: api, Qualifier: qualifier = '*' }: JsonObject): Json | undefined => api && {
  'Fn::Sub': ['arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/${Qualifier}', { Api: api, Qualifier: qualifier }],
};

/** The destination is a queue or a topic that lets a service in. */
const resourcePolicy = (service: string, kind: 'Queue' | 'Topic'): Connect => ({ of, id, source, destination, permissions, expansion }) => {
  if (destination.Arn === undefined || source.Arn === undefined || !permissions.includes('Write')) {
    return false;
  }
  const isQueue = kind === 'Queue';
  expansion.add(of, id(`${kind}Policy`), isQueue ? 'AWS::SQS::QueuePolicy' : 'AWS::SNS::TopicPolicy', {
    PolicyDocument: policy([{
      Effect: 'Allow',
      Action: isQueue ? 'sqs:SendMessage' : 'sns:Publish',
      Resource: destination.Arn,
      Principal: { Service: `${service}.amazonaws.com` },
      Condition: { ArnEquals: { 'aws:SourceArn': source.Arn } },
    }]),
    [`${kind}s`]: [isQueue ? destination.QueueUrl ?? destination.Arn : destination.Arn],
  });
  return true;
};

const FUNCTION = 'AWS::Lambda::Function';
const MACHINE = 'AWS::StepFunctions::StateMachine';
const QUEUE = 'AWS::SQS::Queue';
const TOPIC = 'AWS::SNS::Topic';
const BUS = 'AWS::Events::EventBus';
const RULE = 'AWS::Events::Rule';
const DYNAMODB = 'AWS::DynamoDB::Table';

/**
 * What leads from one type to another. To add one, add one entry.
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/reference-sam-connector.html
 */
const CONNECTIONS: Readonly<Record<string, Readonly<Record<string, Connect>>>> = {
  [FUNCTION]: {
    [FUNCTION]: rolePolicy(INVOKE),
    [DYNAMODB]: rolePolicy(TABLE),
    [BUS]: rolePolicy(PUT_EVENTS),
    [TOPIC]: rolePolicy(PUBLISH),
    [QUEUE]: rolePolicy({
      Read: [grant('sqs', ['ReceiveMessage', 'GetQueueAttributes'])],
      Write: [grant('sqs', ['DeleteMessage', 'SendMessage', 'ChangeMessageVisibility', 'PurgeQueue'])],
    }),
    [MACHINE]: rolePolicy({
      Read: [grant('states', ['DescribeStateMachine', 'ListExecutions']), grant('states', ['DescribeExecution', 'DescribeStateMachineForExecution', 'GetExecutionHistory'], executionsOf)],
      Write: [grant('states', ['StartExecution', 'StartSyncExecution']), grant('states', ['StopExecution'], executionsOf)],
    }),
    'AWS::S3::Bucket': rolePolicy(BUCKET),
    'AWS::Location::PlaceIndex': rolePolicy({
      Read: [grant('geo', ['DescribePlaceIndex', 'GetPlace', 'SearchPlaceIndexForPosition', 'SearchPlaceIndexForSuggestions', 'SearchPlaceIndexForText'])],
    }),
  },
  [MACHINE]: {
    [FUNCTION]: rolePolicy(INVOKE),
    [DYNAMODB]: rolePolicy(TABLE),
    [BUS]: rolePolicy(PUT_EVENTS),
    [TOPIC]: rolePolicy(PUBLISH),
    [QUEUE]: rolePolicy({ Write: [grant('sqs', ['SendMessage'])] }),
    [MACHINE]: rolePolicy({
      Read: [grant('states', ['DescribeExecution'], executionsOf)],
      Write: [grant('states', ['StartExecution']), grant('states', ['StopExecution'], executionsOf)],
    }),
    'AWS::S3::Bucket': rolePolicy(BUCKET),
  },
  [RULE]: {
    [FUNCTION]: lambdaPermission('events'),
    [BUS]: rolePolicy(PUT_EVENTS),
    [TOPIC]: resourcePolicy('events', 'Topic'),
    [QUEUE]: resourcePolicy('events', 'Queue'),
    [MACHINE]: rolePolicy({ Write: [grant('states', ['StartExecution'])] }),
  },
  'AWS::ApiGatewayV2::Api': { [FUNCTION]: lambdaPermission('apigateway', ofApi) },
  'AWS::ApiGateway::RestApi': { [FUNCTION]: lambdaPermission('apigateway', ofApi) },
  [TOPIC]: { [FUNCTION]: lambdaPermission('sns'), [QUEUE]: resourcePolicy('sns', 'Queue') },
  'AWS::S3::Bucket': { [FUNCTION]: lambdaPermission('s3') },
  [QUEUE]: {
    [FUNCTION]: rolePolicy({ Read: [grant('sqs', ['ReceiveMessage', 'GetQueueAttributes'])], Write: [grant('sqs', ['DeleteMessage'])] }, 'destination'),
  },
  [DYNAMODB]: {
    [FUNCTION]: rolePolicy({ Read: [grant('dynamodb', ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'], partsOf('/stream/*'))] }, 'destination'),
  },
};

/** SAM's types by those that they become. */
const SAM_TYPES: Readonly<Record<string, string>> = {
  'AWS::Serverless::Function': FUNCTION,
  'AWS::Serverless::StateMachine': MACHINE,
  'AWS::Serverless::SimpleTable': DYNAMODB,
  'AWS::Serverless::Api': 'AWS::ApiGateway::RestApi',
  'AWS::Serverless::HttpApi': 'AWS::ApiGatewayV2::Api',
  'AWS::Serverless::WebSocketApi': 'AWS::ApiGatewayV2::Api',
};

/** The property that holds the role of an end. */
const ROLE_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'Role',
  'AWS::Serverless::Function': 'Role',
  'AWS::StepFunctions::StateMachine': 'RoleArn',
  'AWS::Serverless::StateMachine': 'Role',
};

/**
 * `AWS::Serverless::Connector`: the policies that let its source reach its destinations.
 *
 * @param resources the template's, as SAM finds them
 */
export function connector(resource: SamResource, expansion: Expansion, resources: JsonObject): void {
  const { Source: givenSource, Destination: given, Permissions: permissions = [] } = resource.properties;
  const destinations = [given ?? []].flat() as Json[];
  destinations.forEach((givenDestination, index) => {
    const source = described(givenSource, givenDestination, resources);
    const destination = described(givenDestination, givenSource, resources);
    const connect = ownMember(ownMember(CONNECTIONS, cloudFormationType(source)), cloudFormationType(destination));
    const id = (kind: string): string => `${resource.logicalId}${kind}${Array.isArray(given) ? `Destination${index}` : ''}`;
    if (!connect?.({ of: resource, id, source, destination, permissions: [permissions].flat() as Json[], expansion })) {
      const kind = `from ${String(source.Type)} to ${String(destination.Type)}`;
      expansion.warnings.push(`${resource.label}: the local run does not know what a connector ${kind} allows, so nothing: say it with Policies`);
    }
  });
}

/** The connectors that stand at their source, as those that are resources. */
export function embeddedConnectors(logicalId: string, label: string, body: JsonObject): SamResource[] {
  return Object.entries(isObject(body.Connectors) ? body.Connectors : {}).map(([name, each]) => ({
    logicalId: `${logicalId}${name}`,
    label: `${label}, its connector ${name}`,
    body: isObject(each) ? each : {},
    properties: {
      ...isObject(each) && isObject(each.Properties) && each.Properties,
      Source: { Id: logicalId, ...isObject(each) && isObject(each.SourceReference) && each.SourceReference },
    },
  }));
}

/** An end of a connector, with what connections need to know: of the resource that its `Id` names, unless it says it itself. */
function described(end: Json | undefined, other: Json | undefined, resources: JsonObject): JsonObject {
  const { Id: id, ...given } = isObject(end) ? end : {};
  const body = typeof id === 'string' ? resources[id] : undefined;
  if (typeof id !== 'string' || !isObject(body)) {
    return given;
  }
  const properties = isObject(body.Properties) ? body.Properties : {};
  const role = body.Type === RULE ? targetRole(properties, other) : ownMember(properties, ROLE_PROPERTIES[String(body.Type)]);
  const roleId = String(body.Type).startsWith('AWS::Serverless::') && role === undefined ? `${id}Role` : referred(role);
  return {
    Type: body.Type,
    Arn: body.Type === TOPIC ? { Ref: id } : getAtt(id, 'Arn'),
    ResourceId: { Ref: id },
    ...body.Type === QUEUE && { QueueUrl: { Ref: id } },
    ...cloudFormationType(body) === MACHINE && { Name: getAtt(id, 'Name') },
    ...roleId !== undefined && { RoleName: { Ref: roleId } },
    ...given,
  };
}

/** A rule has a role for each of its targets. */
function targetRole({ Targets: targets = [] }: JsonObject, destination: Json | undefined): Json | undefined {
  const { Id: id, Arn: arn } = isObject(destination) ? destination : ({} as JsonObject);
  const target = [targets].flat().find((each) => isObject(each)
    && (id === undefined ? JSON.stringify(each.Arn) === JSON.stringify(arn) : referred(each.Arn) === id));
  return isObject(target) ? target.RoleArn : undefined;
}

/** The logical id that a `Ref` or `Fn::GetAtt` names. */
function referred(value: Json | undefined): string | undefined {
  const [id] = isObject(value) ? [value.Ref ?? value['Fn::GetAtt']].flat() : [];
  return typeof id === 'string' ? id.split('.')[0] : undefined;
}

function cloudFormationType({ Type: type }: JsonObject): string {
  return ownMember(SAM_TYPES, String(type)) ?? String(type);
}

function policy(statements: readonly Json[]): JsonObject {
  return { Version: '2012-10-17', Statement: [...statements] };
}
