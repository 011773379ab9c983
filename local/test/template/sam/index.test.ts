import { Json, JsonObject } from '../../../src/json';
import { expandSam } from '../../../src/template/sam';
import { Expansion } from '../../../src/template/sam/expansion';

function expand(resources: JsonObject, globals?: JsonObject): Expansion {
  return expandSam({ ...(globals && { Globals: globals }) }, resources, (id) => `resource ${id}`, (value) => (typeof value === 'string' ? value : undefined));
}

/** Types by logical id. */
function types(expansion: Expansion): Record<string, Json> {
  return Object.fromEntries(Object.entries(expansion.resources).map(([id, body]) => [id, (body as JsonObject).Type]));
}

function properties(expansion: Expansion, logicalId: string): JsonObject {
  return (expansion.resources[logicalId] as JsonObject).Properties as JsonObject;
}

const FUNCTION: JsonObject = { Type: 'AWS::Serverless::Function', Properties: { Handler: 'index.handler', Runtime: 'nodejs22.x', CodeUri: 'src/' } };
const withEvents = (events: JsonObject, more: JsonObject = {}): JsonObject =>
  ({ ...FUNCTION, Properties: { ...FUNCTION.Properties as JsonObject, Events: events, ...more } });

describe('a function', () => {
  test('has its role, with its policies as they are', () => {
    const expansion = expand({
      Orders: {
        ...FUNCTION,
        Condition: 'IsProd',
        Properties: { ...FUNCTION.Properties as JsonObject, Policies: ['AmazonS3FullAccess', { Statement: [] }, { DynamoDBCrudPolicy: { TableName: 't' } }] },
      },
    });

    expect(types(expansion)).toEqual({ Orders: 'AWS::Lambda::Function', OrdersRole: 'AWS::IAM::Role' });
    expect(expansion.resources.Orders).toMatchObject({ Condition: 'IsProd', Properties: { Role: { 'Fn::GetAtt': ['OrdersRole', 'Arn'] }, CodeUri: 'src/' } });
    expect(expansion.resources.OrdersRole).toMatchObject({
      Condition: 'IsProd',
      Metadata: { SamPolicyTemplates: [{ DynamoDBCrudPolicy: { TableName: 't' } }] },
      Properties: {
        ManagedPolicyArns: [expect.anything(), { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AmazonS3FullAccess' }],
        Policies: [{ PolicyDocument: { Statement: [] } }],
      },
    });
  });

  test('has what of its policies a condition chooses, each kind in its place', () => {
    const choice = { 'Fn::If': ['IsProd', 'ReadOnlyAccess', { SQSPollerPolicy: { QueueName: 'q' } }] };
    const expansion = expand({ F: withEvents({ E: { Type: 'SQS', Properties: { Queue: 'arn:q' } } }, { Policies: choice }) });
    const none = { Ref: 'AWS::NoValue' };
    const managed = (path: string): object => ({ 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/${path}` });

    expect(properties(expansion, 'FRole')).toMatchObject({
      ManagedPolicyArns: [
        managed('service-role/AWSLambdaBasicExecutionRole'),
        managed('service-role/AWSLambdaSQSQueueExecutionRole'),
        { 'Fn::If': ['IsProd', managed('ReadOnlyAccess'), none] },
      ],
      Policies: [],
    });
    expect((expansion.resources.FRole as JsonObject).Metadata).toEqual({ SamPolicyTemplates: [{ 'Fn::If': ['IsProd', none, { SQSPollerPolicy: { QueueName: 'q' } }] }] });
  });

  test('of its own role has no other, unless there may be none', () => {
    const maybe = { 'Fn::If': ['HasRole', 'arn:r', { Ref: 'AWS::NoValue' }] };
    const expansion = expand({
      A: withEvents({}, { Role: 'arn:r' }),
      B: withEvents({}, { Role: maybe }),
    });

    expect(Object.keys(expansion.resources).sort()).toEqual(['A', 'B', 'BRole']);
    expect(properties(expansion, 'B').Role).toEqual({ 'Fn::If': ['HasRole', 'arn:r', { 'Fn::GetAtt': ['BRole', 'Arn'] }] });
  });

  test('with AutoPublishAlias is called through its alias, which Fn.Alias names', () => {
    const expansion = expand({ F: withEvents({ E: { Type: 'EventBridgeRule', Properties: { Pattern: { source: ['x'] } } } }, { AutoPublishAlias: 'live-1' }) });

    expect(types(expansion)).toMatchObject({ FVersion: 'AWS::Lambda::Version', FAliasliveD1: 'AWS::Lambda::Alias', FE: 'AWS::Events::Rule' });
    expect([...expansion.references]).toEqual([['F.Version', 'FVersion'], ['F.Alias', 'FAliasliveD1']]);
    expect(properties(expansion, 'FE')).toMatchObject({ EventPattern: { source: ['x'] }, Targets: [{ Arn: { Ref: 'FAliasliveD1' } }] });
  });

  test.each<[string, JsonObject, Record<string, string>, string[]]>([
    ['SQS', { Queue: 'arn:q', BatchSize: 3 }, { FE: 'AWS::Lambda::EventSourceMapping' }, []],
    ['DynamoDB', { Stream: 'arn:s', StartingPosition: 'LATEST' }, { FE: 'AWS::Lambda::EventSourceMapping' }, []],
    ['SNS', { Topic: 'arn:t' }, { FE: 'AWS::SNS::Subscription', FEPermission: 'AWS::Lambda::Permission' }, []],
    ['SNS', { Topic: 'arn:t', SqsSubscription: true }, { FE: 'AWS::SNS::Subscription', FEQueue: 'AWS::SQS::Queue', FEEventSourceMapping: 'AWS::Lambda::EventSourceMapping' }, []],
    ['Schedule', { Schedule: 'rate(1 day)' }, { FE: 'AWS::Events::Rule', FEPermission: 'AWS::Lambda::Permission' }, []],
    ['ScheduleV2', { ScheduleExpression: 'rate(1 day)' }, { FE: 'AWS::Scheduler::Schedule', FERole: 'AWS::IAM::Role' }, []],
    ['Api', { Path: '/', Method: 'get' }, {
      ServerlessRestApi: 'AWS::ApiGateway::RestApi', ServerlessRestApiDeployment: 'AWS::ApiGateway::Deployment', ServerlessRestApiProdStage: 'AWS::ApiGateway::Stage',
    }, []],
    ['HttpApi', { Path: '/', Method: 'get' }, { ServerlessHttpApi: 'AWS::ApiGatewayV2::Api', ServerlessHttpApiApiGatewayDefaultStage: 'AWS::ApiGatewayV2::Stage' }, []],
    ['S3', { Bucket: { Ref: 'B' }, Events: 's3:ObjectCreated:*' }, {}, ['resource F, property Events.E: notifications of S3 are not played, so this one never calls the function']],
    ['Sparrow', {}, {}, ['resource F, property Events.E: events of the type Sparrow are not played']],
  ])('with an event %s %j', (type, given, made, warnings) => {
    const expansion = expand({ F: withEvents({ E: { Type: type, Properties: given } }) });

    expect(types(expansion)).toEqual({ F: 'AWS::Lambda::Function', FRole: 'AWS::IAM::Role', ...made });
    expect(expansion.warnings).toEqual(warnings);
  });

  test('takes what Globals say, where it says nothing itself', () => {
    const globals = { Function: { Timeout: 3, Runtime: 'python3.13', Environment: { Variables: { A: '1', B: '1' } }, Layers: ['l1'] } };
    const expansion = expand({
      F: withEvents({}, { Environment: { Variables: { B: '2', C: '2' } }, Layers: ['l2'] }),
      G: { ...FUNCTION, IgnoreGlobals: ['Timeout'] },
    }, globals);

    expect(properties(expansion, 'F')).toMatchObject({ Timeout: 3, Runtime: 'nodejs22.x', Layers: ['l1', 'l2'], Environment: { Variables: { A: '1', B: '2', C: '2' } } });
    expect(properties(expansion, 'G').Timeout).toBeUndefined();
  });
});

describe('a state machine', () => {
  const machine = (more: JsonObject): JsonObject => ({ Type: 'AWS::Serverless::StateMachine', Properties: { Definition: { StartAt: 'A' }, ...more } });

  test('has its type, name, role and definition where CloudFormation has them', () => {
    const expansion = expand({ M: machine({ Type: 'EXPRESS', Name: 'm', DefinitionSubstitutions: { A: 'b' } }) });

    expect(properties(expansion, 'M')).toEqual({
      Definition: { StartAt: 'A' }, DefinitionSubstitutions: { A: 'b' }, StateMachineName: 'm', StateMachineType: 'EXPRESS', RoleArn: { 'Fn::GetAtt': ['MRole', 'Arn'] },
    });
  });

  test('is started by rules and schedules, each with its role', () => {
    const expansion = expand({
      M: machine({
        Role: 'arn:r',
        Events: {
          Done: { Type: 'EventBridgeRule', Properties: { Pattern: { source: ['aws.states'] }, InputPath: '$.detail' } },
          Tick: { Type: 'Schedule', Properties: { Schedule: 'rate(1 minute)', Enabled: false } },
          Tock: { Type: 'ScheduleV2', Properties: { ScheduleExpression: 'rate(1 minute)', RoleArn: 'arn:own' } },
          Web: { Type: 'Api', Properties: { Path: '/', Method: 'get' } },
        },
      }),
    });

    expect(types(expansion)).toEqual({
      M: 'AWS::StepFunctions::StateMachine',
      MDone: 'AWS::Events::Rule',
      MDoneRole: 'AWS::IAM::Role',
      MTick: 'AWS::Events::Rule',
      MTickRole: 'AWS::IAM::Role',
      MTock: 'AWS::Scheduler::Schedule',
      MWebRole: 'AWS::IAM::Role',
      // What texts of the template may name.
      ServerlessRestApi: 'AWS::ApiGateway::RestApi',
      ServerlessRestApiDeployment: 'AWS::ApiGateway::Deployment',
      ServerlessRestApiProdStage: 'AWS::ApiGateway::Stage',
    });
    expect(properties(expansion, 'MDone')).toMatchObject({ EventPattern: { source: ['aws.states'] }, Targets: [{ Arn: { Ref: 'M' }, InputPath: '$.detail' }] });
    expect(properties(expansion, 'MTick')).toMatchObject({ ScheduleExpression: 'rate(1 minute)', State: 'DISABLED' });
    expect(expansion.warnings).toEqual(['resource M, property Events.Web: the local run does not play REST APIs, so this one never starts the state machine']);
  });
});

describe('a WebSocket API', () => {
  const api = (more: JsonObject): JsonObject => ({
    Api: { Type: 'AWS::Serverless::WebSocketApi', Properties: { RouteSelectionExpression: '$request.body.action', Routes: { go: { FunctionArn: 'arn:f' } }, ...more } },
  });

  test('has its routes, integrations, permissions, authorizer and stage', () => {
    const expansion = expand(api({
      Routes: { $connect: { FunctionArn: 'arn:c' }, sendMessage: { FunctionArn: 'arn:f', IntegrationTimeout: 1000 } },
      Auth: { AuthType: 'CUSTOM', AuthArn: 'arn:a', IdentitySource: ['route.request.header.Auth'] },
      StageName: 'dev',
    }));

    expect(types(expansion)).toEqual({
      Api: 'AWS::ApiGatewayV2::Api',
      ApiConnectRoute: 'AWS::ApiGatewayV2::Route',
      ApiConnectIntegration: 'AWS::ApiGatewayV2::Integration',
      ApiConnectPermission: 'AWS::Lambda::Permission',
      ApiSendmessageRoute: 'AWS::ApiGatewayV2::Route',
      ApiSendmessageIntegration: 'AWS::ApiGatewayV2::Integration',
      ApiSendmessagePermission: 'AWS::Lambda::Permission',
      ApiConnectAuthorizer: 'AWS::ApiGatewayV2::Authorizer',
      ApiAuthorizerPermission: 'AWS::Lambda::Permission',
      ApidevStage: 'AWS::ApiGatewayV2::Stage',
    });
    expect(properties(expansion, 'ApiConnectRoute')).toMatchObject({ RouteKey: '$connect', AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'ApiConnectAuthorizer' } });
    expect(properties(expansion, 'ApiSendmessageRoute')).not.toHaveProperty('AuthorizationType');
    expect(properties(expansion, 'ApiSendmessageIntegration')).toMatchObject({ IntegrationType: 'AWS_PROXY', TimeoutInMillis: 1000 });
    expect(expansion.references.get('Api.Stage')).toBe('ApidevStage');
  });

  test('has the stage `default` without another, and a mapping a base path', () => {
    const expansion = expand(api({ Domain: { DomainName: 'ws.example.org', CertificateArn: 'arn:c', BasePath: ['chat', '/v-2/'] } }));

    expect(properties(expansion, 'ApiDefaultStage').StageName).toBe('default');
    expect(types(expansion)).toMatchObject({ ApichatApiMapping: 'AWS::ApiGatewayV2::ApiMapping', Apiv2ApiMapping: 'AWS::ApiGatewayV2::ApiMapping' });
    expect(properties(expansion, 'Apiv2ApiMapping').ApiMappingKey).toBe('v-2');
  });

  test.each<[string, JsonObject, string]>([
    ['no routes', { Routes: {} }, 'resource Api, property Routes: at least one route is needed'],
    ['a route without a function', { Routes: { go: {} } }, 'resource Api, property Routes.go: FunctionArn is required, got {}'],
    ['a route key that SAM refuses', { Routes: { 'a/b': { FunctionArn: 'x' } } }, "resource Api, property Routes: the route key 'a/b' is not allowed"],
    ['an authorizer and no $connect', { Auth: { AuthType: 'AWS_IAM' } }, 'resource Api, property Auth: needs a route $connect'],
    ['more than its type of an authorizer that is none', { Routes: { $connect: { FunctionArn: 'x' } }, Auth: { AuthType: 'NONE', AuthArn: 'arn:a' } },
      'resource Api, property Auth.AuthArn: is allowed with the AuthType CUSTOM only, not with NONE'],
    ['more than its type of IAM', { Routes: { $connect: { FunctionArn: 'x' } }, Auth: { AuthType: 'AWS_IAM', IdentitySource: ['a'] } }, 'resource Api, property Auth.IdentitySource: '],
    ['request parameters of a message', { Routes: { go: { FunctionArn: 'x', RequestParameters: {} } } }, 'resource Api, property Routes.go.RequestParameters: is allowed for the route $connect only'],
    ['an unknown kind of addresses', { IpAddressType: 'ipv7' }, 'resource Api, property IpAddressType: "ipv7" is not allowed: ipv4, dualstack'],
    ['an unknown authorizer', { Auth: { AuthType: 'JWT' } }, 'resource Api, property Auth.AuthType: "JWT" is not allowed: AWS_IAM, CUSTOM, NONE'],
  ])('fails with %s', (_title, more, message) => {
    expect(() => expand(api(more))).toThrow(message);
  });
});

test('a table, a layer and applications', () => {
  const expansion = expand({
    Table: { Type: 'AWS::Serverless::SimpleTable', Properties: { PrimaryKey: { Name: 'n', Type: 'Number' } } },
    Layer: { Type: 'AWS::Serverless::LayerVersion', Properties: { ContentUri: 'layer/' } },
    Inner: { Type: 'AWS::Serverless::Application', Properties: { Location: 'inner.yaml', Parameters: { A: 'b' } } },
    Remote: { Type: 'AWS::Serverless::Application', Properties: { Location: { ApplicationId: 'arn:x', SemanticVersion: '1.0.0' } } },
    Other: { Type: 'AWS::SNS::Topic' },
  });

  expect(types(expansion)).toEqual({
    Table: 'AWS::DynamoDB::Table',
    Layer: 'AWS::Lambda::LayerVersion',
    Inner: 'AWS::CloudFormation::Stack',
    Remote: 'AWS::CloudFormation::Stack',
    Other: 'AWS::SNS::Topic',
  });
  expect(properties(expansion, 'Table').KeySchema).toEqual([{ AttributeName: 'n', KeyType: 'HASH' }]);
  expect(properties(expansion, 'Inner')).toEqual({ TemplateURL: 'inner.yaml', Parameters: { A: 'b' } });
  expect(expansion.warnings).toEqual([
    'resource Remote, property Location: an application of the Serverless Application Repository is not at hand, so nothing of it is played',
  ]);
});
