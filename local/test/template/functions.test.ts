import { join } from 'node:path';
import { FunctionResource, loadTemplate } from '../../src/template';
import { folder } from '../files';

const API = {
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.type' } },
  Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: 'prod' } },
};

interface Loaded {
  readonly functions: readonly FunctionResource[];
  readonly warnings: readonly string[];
  readonly path: string;
}

function load(resources: object, files: Record<string, unknown> = {}, more: object = {}): Loaded {
  const path = folder({ 'package.json': {}, 'Test.template.json': { Resources: { ...API, ...resources }, ...more }, ...files });
  return { ...loadTemplate(join(path, 'Test.template.json')), path };
}

const lambda = (properties: object, attributes: object = {}): object => ({ Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', ...properties }, ...attributes });

test('a function with all that says how it runs', () => {
  const { functions: [loaded] } = load({
    Role: { Type: 'AWS::IAM::Role' },
    Orders: lambda({
      Code: { ZipFile: 'exports.handler = 1' },
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Timeout: 10,
      MemorySize: 256,
      Environment: { Variables: { API: { Ref: 'Api' }, N: 3 } },
    }, { Metadata: { 'aws:cdk:path': 'Demo/Orders/Resource', 'BuildMethod': 'esbuild' } }),
    Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Orders' } } },
    Live: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Orders' }, Name: 'live', FunctionVersion: '1' } },
  });

  expect(loaded).toMatchObject({
    logicalId: 'Orders',
    constructPath: 'Demo/Orders',
    label: 'resource Orders (stack Test)',
    name: 'Orders',
    arn: 'arn:aws:lambda:us-east-1:123456789012:function:Orders',
    qualifiedArns: ['arn:aws:lambda:us-east-1:123456789012:function:Orders:1', 'arn:aws:lambda:us-east-1:123456789012:function:Orders:live'],
    roleArn: expect.stringMatching(/^arn:aws:iam::123456789012:role\/Test-Role-/),
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    code: { kind: 'inline', text: 'exports.handler = 1' },
    timeout: 10,
    memorySize: 256,
    environment: { API: expect.stringMatching(/^\w{10}$/), N: '3' },
    metadata: { BuildMethod: 'esbuild' },
  });
});

test.each<[string, object, Record<string, unknown>, object]>([
  ['a folder of SAM\'s', { Type: 'AWS::Serverless::Function', Properties: { CodeUri: 'src/' } }, { 'src/index.js': '' }, { kind: 'folder', path: 'src' }],
  ['the template\'s own folder, without another', { Type: 'AWS::Serverless::Function', Properties: {} }, {}, { kind: 'folder', path: '' }],
  ['a zip file', { Type: 'AWS::Serverless::Function', Properties: { CodeUri: 'code.zip' } }, { 'code.zip': 'PK' }, { kind: 'zip', path: 'code.zip', time: expect.any(Number) }],
  ['text of SAM\'s', { Type: 'AWS::Serverless::Function', Properties: { InlineCode: 'x' } }, {}, { kind: 'inline', text: 'x' }],
  ['a path, as `aws cloudformation package` takes it', lambda({ Code: './src' }), { 'src/index.js': '' }, { kind: 'folder', path: 'src' }],
  ['an asset of CDK\'s', lambda({ Code: { S3Bucket: 'b', S3Key: 'abc.zip' } }), {
    'Test.assets.json': { files: { abc: { source: { path: 'asset.abc' }, destinations: { here: { objectKey: 'abc.zip' } } } } },
    'asset.abc/index.js': '',
  }, { kind: 'folder', path: 'asset.abc' }],
  ['an asset that the metadata names', lambda({ Code: { S3Bucket: 'b', S3Key: 'abc.zip' } }, { Metadata: { 'aws:asset:path': 'asset.abc', 'aws:asset:property': 'Code' } }),
    { 'asset.abc/index.js': '' }, { kind: 'folder', path: 'asset.abc' }],
  ['what the Serverless Framework has packed', lambda({ Code: { S3Bucket: 'b', S3Key: 'serverless/shop/dev/1732600000000-2024-11-26T05:46:40.000Z/shop.zip' } }), { 'shop.zip': 'PK' },
    { kind: 'zip', path: 'shop.zip', time: expect.any(Number) }],
  ['an image', lambda({ PackageType: 'Image', Code: { ImageUri: 'repo:tag' } }), {}, { kind: 'image', uri: 'repo:tag' }],
  ['an S3 object that is not at hand', lambda({ Code: { S3Bucket: 'b', S3Key: 'k' } }), { k: '' },
    { kind: 'absent', reason: expect.stringContaining('resource F (stack Test), property Code: {"S3Bucket":"b","S3Key":"k"} is not on this machine') }],
  ['what does not resolve', lambda({ Code: { S3Bucket: { Ref: 'Nobody' }, S3Key: 'k' } }), { 'index.js': '' },
    { kind: 'absent', reason: expect.stringContaining('resource F (stack Test), property Code.S3Bucket: Nobody is not a resource or parameter') }],
  ['text that does not resolve', { Type: 'AWS::Serverless::Function', Properties: { InlineCode: { 'Fn::ImportValue': 'x' } } }, { 'index.js': '' },
    { kind: 'absent', reason: expect.stringContaining('property InlineCode: no stack at hand exports x') }],
  ['an asset of CDK 1, whose bucket is a parameter', lambda({ Code: { S3Bucket: { Ref: 'Nobody' }, S3Key: 'k' } }, { Metadata: { 'aws:asset:path': 'asset.abc', 'aws:asset:property': 'Code' } }),
    { 'asset.abc/index.js': '' }, { kind: 'folder', path: 'asset.abc' }],
  ['a folder that is not there', { Type: 'AWS::Serverless::Function', Properties: { CodeUri: 'nowhere/' } }, {},
    { kind: 'absent', reason: expect.stringContaining('resource F (stack Test), property CodeUri: there is no ') }],
  ['a folder outside the project', { Type: 'AWS::Serverless::Function', Properties: { CodeUri: '/etc' } }, {},
    { kind: 'absent', reason: expect.stringContaining('resource F (stack Test), property CodeUri: /etc is outside the project') }],
])('its code is %s', (_title, resource, files, expected) => {
  const { functions: [{ code }], path } = load({ F: resource }, files);

  expect('path' in code ? { ...code, path: code.path.slice(path.length + 1) } : code).toEqual(expected);
});

test('layers come with it, those of other accounts are named', () => {
  const { functions: [{ layers }], path } = load({
    F: lambda({ Code: { ZipFile: '' }, Layers: [{ Ref: 'Deps' }, 'arn:aws:lambda:us-east-1:1:layer:x:1', { Ref: 'Elsewhere' }] }),
    Elsewhere: { Type: 'AWS::Lambda::LayerVersion', Properties: { Content: { S3Bucket: { 'Fn::ImportValue': 'x' }, S3Key: 'k' } } },
    Deps: { Type: 'AWS::Serverless::LayerVersion', Properties: { ContentUri: 'deps' } },
  }, { 'deps/nodejs/x.js': '' });

  expect(layers).toEqual([
    { kind: 'folder', path: join(path, 'deps') },
    { kind: 'absent', reason: 'the layer arn:aws:lambda:us-east-1:1:layer:x:1 is not in the template' },
    { kind: 'absent', reason: expect.stringContaining('resource Elsewhere (stack Test), property Content.S3Bucket: no stack at hand exports x') },
  ]);
});

test('what of its environment does not resolve is named, and the function is there', () => {
  const { functions: [{ environment }], warnings } = load(
    { F: lambda({ Code: { ZipFile: '' }, Environment: { Variables: { A: 'x', B: { 'Fn::ImportValue': 'elsewhere' }, C: { Ref: 'Secret' } } } }) },
    {},
    { Parameters: { Secret: { Type: 'String' } } },
  );

  expect(environment).toEqual({ A: 'x' });
  expect(warnings).toEqual([
    expect.stringContaining('resource F (stack Test), property Environment.Variables.B: no stack at hand exports elsewhere'),
    expect.stringContaining('resource F (stack Test), property Environment.Variables.C: the parameter Secret has no default'),
  ]);
});

test('authorizers, mappings, permissions, tables and queues come resolved', () => {
  const uri = (name: string): object => ({ 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${name}.Arn}/invocations` });
  const path = folder({
    'Test.template.json': {
      Resources: {
        ...API,
        F: lambda({ Code: { ZipFile: '' } }),
        Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q', VisibilityTimeout: 3 } },
        T: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 't', KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], Tags: { 'Fn::ImportValue': 'x' } } },
        M: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: { 'Fn::GetAtt': ['Q', 'Arn'] }, FunctionName: { Ref: 'F' } } },
        P: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { Ref: 'F' }, Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' } },
        A: { Type: 'AWS::ApiGatewayV2::Authorizer', Properties: { ApiId: { Ref: 'Api' }, AuthorizerUri: uri('F'), Name: 'auth', IdentitySource: ['route.request.header.Auth'] } },
        I: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { ApiId: { Ref: 'Api' }, IntegrationType: 'AWS_PROXY', IntegrationUri: uri('F') } },
        J: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { ApiId: { Ref: 'Api' }, IntegrationType: 'AWS_PROXY', IntegrationUri: { 'Fn::GetAtt': ['F', 'Arn'] } } },
        Go: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'go', Target: { 'Fn::Sub': 'integrations/${J}' } } },
        R: {
          Type: 'AWS::ApiGatewayV2::Route',
          Properties: { ApiId: { Ref: 'Api' }, RouteKey: '$connect', AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'A' }, Target: { 'Fn::Sub': 'integrations/${I}' } },
        },
      },
    },
  });
  const { apis, tables, queues, eventSourceMappings, permissions, warnings } = loadTemplate(join(path, 'Test.template.json'));
  const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:F';

  expect(apis[0].routes.get('$connect')).toMatchObject({
    authorizer: { name: 'auth', functionArn, identitySources: ['route.request.header.Auth'] }, integration: { functionArn },
  });
  // A proxy may name it by its ARN alone.
  expect(apis[0].routes.get('go')).toMatchObject({ integration: { functionArn } });
  expect(queues).toMatchObject([{ ref: expect.stringMatching(/\/q$/), arn: 'arn:aws:sqs:us-east-1:123456789012:q', properties: { VisibilityTimeout: 3 } }]);
  expect(tables).toMatchObject([{ ref: 't', arn: 'arn:aws:dynamodb:us-east-1:123456789012:table/t', properties: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] } }]);
  expect(eventSourceMappings).toMatchObject([{ properties: { EventSourceArn: 'arn:aws:sqs:us-east-1:123456789012:q', FunctionName: 'F' } }]);
  expect(permissions).toMatchObject([{ properties: { FunctionName: 'F', Principal: 'apigateway.amazonaws.com' } }]);
  expect(warnings).toEqual([expect.stringContaining('resource T (stack Test), property Tags: no stack at hand exports x')]);
});
