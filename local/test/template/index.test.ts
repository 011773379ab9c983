import { join } from 'node:path';
import { loadTemplate, TemplateLoadError } from '../../src/template';
import { Assembly } from '../../src/template/assembly';
import { file, folder } from '../files';

const PASS = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };
const API = {
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.type' } },
  Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: 'prod', StageVariables: { a: 'b' } } },
};

function machine(properties: object): object {
  return { Resources: { ...API, Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: properties } } };
}

describe('WebSocket APIs', () => {
  test('come with their routes, integrations, responses and stages', () => {
    const { apis } = loadTemplate(file({
      Resources: {
        ...API,
        Integration: {
          Type: 'AWS::ApiGatewayV2::Integration',
          Properties: { ApiId: { Ref: 'Api' }, IntegrationType: 'MOCK', TemplateSelectionExpression: '200', RequestTemplates: { 200: '{}' }, TimeoutInMillis: 50 },
        },
        Answer: {
          Type: 'AWS::ApiGatewayV2::IntegrationResponse',
          Properties: { ApiId: { Ref: 'Api' }, IntegrationId: { Ref: 'Integration' }, IntegrationResponseKey: '$default', ResponseTemplates: { $default: 'x' } },
        },
        Route: {
          Type: 'AWS::ApiGatewayV2::Route',
          Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'hello', Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] } },
        },
        RouteAnswer: { Type: 'AWS::ApiGatewayV2::RouteResponse', Properties: { ApiId: { Ref: 'Api' }, RouteId: { Ref: 'Route' }, RouteResponseKey: '$default' } },
        Unneeded: { Type: 'AWS::Lambda::Function', Properties: { Role: { Ref: 'NotHere' } } },
      },
    }));

    expect(apis).toHaveLength(1);
    expect(apis[0]).toMatchObject({ logicalId: 'Api', routeSelectionExpression: '$request.body.type', region: 'us-east-1', accountId: '123456789012' });
    expect(apis[0].domainName).toBe(`${apis[0].apiId}.execute-api.us-east-1.amazonaws.com`);
    expect(apis[0].stages).toEqual([{ logicalId: 'Stage', stackName: 'Test', name: 'prod', variables: { a: 'b' }, customDomains: [] }]);
    expect(apis[0].routes.get('hello')).toMatchObject({
      hasResponse: true,
      authorizationType: 'NONE',
      integration: {
        type: 'MOCK',
        timeoutInMillis: 50,
        passthroughBehavior: 'WHEN_NO_MATCH',
        requestTemplates: { 200: '{}' },
        responses: [{ key: '$default', responseTemplates: { $default: 'x' } }],
      },
    });
  });

  test('HTTP APIs of the template are left alone', () => {
    const http = { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } };
    const route = { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Http' }, RouteKey: 'GET /' } };

    const { apis } = loadTemplate(file({ Resources: { ...API, Http: http, Route: route } }));

    expect(apis.map(({ logicalId, routes }) => [logicalId, routes.size])).toEqual([['Api', 0]]);
  });

  test.each<[string, object, string]>([
    ['without a WebSocket API', { Resources: { A: { Type: 'X' } } }, 'no WebSocket API in '],
    ['that is no template', { hello: 1 }, 'is not a CloudFormation template: it has no Resources'],
    ['with two stages of one name', { Resources: { ...API, Again: API.Stage } }, "resource Api (stack Test): two of its stages have the StageName 'prod'"],
    ['with an API without a stage', { Resources: { Api: API.Api } }, 'resource Api (stack Test): no AWS::ApiGatewayV2::Stage names it'],
    ['with an unresolvable reference', { Resources: { ...API, R: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Nope' } } } } },
      'resource R (stack Test), property ApiId: Nope is not a resource or parameter'],
    ['with a missing property', { Resources: { ...API, R: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' } } } } },
      'resource R (stack Test), property RouteKey: is required'],
    ['with a time-out beyond API Gateway\'s',
      {
        Resources: {
          ...API,
          I: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { ApiId: { Ref: 'Api' }, IntegrationType: 'MOCK', TimeoutInMillis: 30_000 } },
          R: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'a', Target: { 'Fn::Sub': 'integrations/${I}' } } },
        },
      },
      'resource I (stack Test), property TimeoutInMillis: 30000 is not allowed: 50 to 29000'],
    ['with a target that is no integration',
      { Resources: { ...API, R: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'a', Target: 'integrations/x' } } } },
      "resource R (stack Test), property Target: 'integrations/x' is not integrations/ with the id of an integration"],
    ['with one key for two routes', {
      Resources: {
        ...API,
        R: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'a' } },
        S: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'a' } },
      },
    }, "resource S (stack Test), property RouteKey: 'a' is the key of resource R (stack Test) already"],
  ])('fails for a template %s', (_title, template, message) => {
    expect(() => loadTemplate(file(template))).toThrow(message);
  });
});

describe('state machines', () => {
  test('from DefinitionString, with substitutions', () => {
    const path = file(machine({
      DefinitionString: { 'Fn::Join': ['', ['{"Comment":"${Who} ${Other}","a":"', { Ref: 'Api' }, '"}']] },
      DefinitionSubstitutions: { Who: 'me' },
      StateMachineName: 'Orders',
    }));

    const { stateMachines: [loaded], apis: [api] } = loadTemplate(path);

    expect(loaded).toMatchObject({ type: 'STANDARD', name: 'Orders', arn: 'arn:aws:states:us-east-1:123456789012:stateMachine:Orders' });
    expect(loaded.definition).toBe(`{"Comment":"me \${Other}","a":"${api.apiId}"}`);
  });

  test('from Definition, with substitutions and functions inside', () => {
    const definition = { ...PASS, Comment: '${Who}', Version: { 'Fn::Sub': '${AWS::Region}' } };

    const { stateMachines: [loaded] } = loadTemplate(file(machine({ Definition: definition, DefinitionSubstitutions: { Who: 'me' }, StateMachineType: 'EXPRESS' })));

    expect(loaded).toMatchObject({ type: 'EXPRESS', definition: { Comment: 'me', Version: 'us-east-1' } });
  });

  test('from an asset, beside a bare template too', () => {
    const path = folder({
      'Test.template.json': machine({ DefinitionS3Location: { Bucket: { 'Fn::Sub': 'cdk-${AWS::AccountId}' }, Key: 'abc.json' } }),
      'Test.assets.json': { files: { abc: { source: { path: 'asset.abc.json' }, destinations: { here: { bucketName: 'b', objectKey: 'abc.json' } } } } },
      'asset.abc.json': PASS,
    });

    const { stateMachines: [loaded] } = loadTemplate(join(path, 'Test.template.json'));

    expect(JSON.parse(loaded.definition as string)).toEqual(PASS);
  });

  test('of SAM, from a file in JSON or YAML beside the template', () => {
    const sam = (uri: string): object => ({
      Resources: {
        ...API,
        Machine: { Type: 'AWS::Serverless::StateMachine', Properties: { DefinitionUri: uri, DefinitionSubstitutions: { N: 3 }, Type: 'EXPRESS', Role: 'r' } },
      },
    });
    const path = folder({
      'json.json': sam('machine.asl.json'),
      'yaml.json': sam('./machine.asl.yaml'),
      'machine.asl.json': { ...PASS, Comment: '${N}' },
      'machine.asl.yaml': 'StartAt: A\nStates: {A: {Type: Pass, End: true}}\nComment: ${N}\n',
    });

    expect(JSON.parse(loadTemplate(join(path, 'json.json')).stateMachines[0].definition as string)).toEqual({ ...PASS, Comment: '3' });
    expect(loadTemplate(join(path, 'yaml.json')).stateMachines[0]).toMatchObject({ definition: { ...PASS, Comment: '3' }, type: 'EXPRESS', roleArn: 'r' });
  });

  test.each<[string, object | undefined, boolean]>([
    ['without a word on encryption', undefined, false],
    ['with a key that AWS owns', { Type: 'AWS_OWNED_KEY' }, false],
    ['with a customer-managed key of another stack, which need not be at hand', { Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: { 'Fn::ImportValue': 'Key' } }, true],
    ['with a customer-managed key', { Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: 'k', KmsDataKeyReusePeriodSeconds: 300 }, true],
  ])('%s', (_title, encryption, hasCustomerManagedKey) => {
    const { stateMachines: [loaded] } = loadTemplate(file(machine({ Definition: PASS, ...(encryption && { EncryptionConfiguration: encryption }) })));

    expect(loaded.hasCustomerManagedKey).toBe(hasCustomerManagedKey);
  });

  test('are started through their versions and aliases too', () => {
    const { Resources } = machine({ Definition: PASS, StateMachineName: 'M' }) as { Resources: object };
    const { stateMachines: [loaded] } = loadTemplate(file({
      Resources: {
        ...Resources,
        Version: { Type: 'AWS::StepFunctions::StateMachineVersion', Properties: { StateMachineArn: { Ref: 'Machine' } } },
        Alias: {
          Type: 'AWS::StepFunctions::StateMachineAlias',
          Properties: { Name: 'live', RoutingConfiguration: [{ StateMachineVersionArn: { Ref: 'Version' }, Weight: 100 }] },
        },
      },
    }));

    expect(loaded.qualifiedArns).toEqual([`${loaded.arn}:1`, `${loaded.arn}:live`]);
  });

  test.each<[string, object, string]>([
    ['without a definition', {}, 'exactly one of DefinitionString, Definition, DefinitionS3Location, DefinitionUri is needed, got none'],
    ['with two definitions', { Definition: PASS, DefinitionString: '{}' }, 'got DefinitionString and Definition'],
    ['of another type', { Definition: PASS, StateMachineType: 'FAST' }, "property StateMachineType: 'FAST' is not allowed: STANDARD, EXPRESS"],
  ])('fail %s', (_title, properties, message) => {
    expect(() => loadTemplate(file(machine(properties)))).toThrow(message);
  });
});

test('a SAM application of the project is a nested stack', () => {
  const path = folder({
    'template.json': {
      Resources: {
        ...API,
        App: { Type: 'AWS::Serverless::Application', Properties: { Location: './app/template.json', Parameters: { Key: 'hello' } } },
        Route: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: { 'Fn::GetAtt': ['App', 'Outputs.Key'] } } },
      },
    },
    'app/template.json': { Parameters: { Key: { Type: 'String' } }, Resources: { T: { Type: 'AWS::SNS::Topic' } }, Outputs: { Key: { Value: { Ref: 'Key' } } } },
  });

  expect([...loadTemplate(join(path, 'template.json')).apis[0].routes.keys()]).toEqual(['hello']);
});

test('a state machine whose definition is not at hand is named, and the rest is played', () => {
  const { stateMachines, warnings } = loadTemplate(file(machine({ DefinitionS3Location: { Bucket: 'b', Key: 'k' } })));

  expect(stateMachines).toEqual([]);
  expect(warnings).toEqual([expect.stringMatching(
    /^resource Machine \(stack Test\), property DefinitionS3Location: no \*\.assets\.json beside .* names a file for the S3 object \{"Bucket":"b","Key":"k"\}, so/,
  )]);
});

test('all that is wrong is said at once', () => {
  const route = (properties: object): object => ({ Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, ...properties } });
  const { Resources } = machine({ Definition: PASS, StateMachineType: 'FAST' }) as { Resources: object };

  try {
    loadTemplate(file({ Resources: { ...Resources, R: route({ RouteKey: 'a', Target: 'integrations/x' }), S: route({ RouteKey: '$x' }), T: route({ RouteKey: { Ref: 'Nope' } }) } }));
    throw new Error('it loaded');
  } catch (error) {
    expect((error as TemplateLoadError).findings).toEqual([
      expect.stringContaining('resource R (stack Test), property Target:'),
      expect.stringContaining('resource S (stack Test), property RouteKey: "$x" is not allowed'),
      expect.stringContaining('resource T (stack Test), property RouteKey: Nope is not a resource'),
      expect.stringContaining('resource Machine (stack Test), property StateMachineType:'),
    ]);
  }
});

test('a route that needs what is not at hand is there, and says so', () => {
  const { apis } = loadTemplate(file({
    Resources: {
      ...API,
      I: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { ApiId: { Ref: 'Api' }, IntegrationType: 'AWS_PROXY', IntegrationUri: { 'Fn::ImportValue': 'elsewhere' } } },
      R: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'a', Target: { 'Fn::Sub': 'integrations/${I}' } } },
    },
  }));

  expect(apis[0].routes.get('a')?.notPlayed).toContain('resource I (stack Test), property IntegrationUri: no stack at hand exports elsewhere');
});

test.each(['/[', '', 'a b', 'ü', '$default', '..', 'x'.repeat(129)])('the stage name %j is refused', (name) => {
  const stage = { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: name } };

  expect(() => loadTemplate(file({ Resources: { Api: API.Api, S: stage } }))).toThrow('resource S (stack Test), property StageName: ');
});

test('an API without a stage is named where others have one, else nothing loads', () => {
  const { apis, warnings } = loadTemplate(file({ Resources: { ...API, Other: API.Api } }));

  expect(apis.map(({ logicalId }) => logicalId)).toEqual(['Api']);
  expect(warnings).toEqual(['resource Other (stack Test): no AWS::ApiGatewayV2::Stage names it as ApiId, so it has no URL, and is not played']);
  expect(() => loadTemplate(file({ Resources: { Api: API.Api } }))).toThrow('resource Api (stack Test): no AWS::ApiGatewayV2::Stage names it as ApiId, so it has no URL: add one');
});

test('stages know where custom domains have them', () => {
  const mapping = (properties: object): object =>
    ({ Type: 'AWS::ApiGatewayV2::ApiMapping', Properties: { ApiId: { Ref: 'Api' }, Stage: { Ref: 'Stage' }, DomainName: { Ref: 'Domain' }, ...properties } });
  const { apis } = loadTemplate(file({
    Resources: {
      ...API,
      Domain: { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainName: 'WS.example.org' } },
      Root: mapping({}),
      Chat: mapping({ ApiMappingKey: 'chat/v1' }),
      Elsewhere: mapping({ Stage: 'other' }),
    },
  }));

  expect(apis[0].stages[0].customDomains).toEqual([{ domainName: 'ws.example.org', path: '' }, { domainName: 'ws.example.org', path: '/chat/v1' }]);
});

test('what stands beside the WebSocket API and is not played is named', () => {
  const { warnings } = loadTemplate(file({
    Resources: {
      ...API,
      Http: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
      Rest: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'x' } },
      Tick: { Type: 'AWS::Scheduler::Schedule' },
    },
  }));

  expect(warnings).toEqual([
    'resource Http (stack Test): the local run plays WebSocket APIs only, so this HTTP API is not there',
    'resource Rest (stack Test): the local run plays WebSocket APIs only, so this REST API is not there',
    'resource Tick (stack Test): schedules are not played, so this one never starts anything',
  ]);
});

describe('a cdk.out folder', () => {
  const stackArtifact = (name: string, environment = 'aws://unknown-account/unknown-region'): object => ({
    type: 'aws:cloudformation:stack', environment, properties: { templateFile: `${name}.template.json` },
  });

  test('brings all its stacks together: exports, nested stacks, stages, environments', () => {
    const path = folder({
      'manifest.json': {
        artifacts: {
          'Tree': { type: 'cdk:tree' },
          'Front': stackArtifact('Front', 'aws://111122223333/eu-central-1'),
          'assembly-Dev': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Dev' } },
        },
      },
      'Front.template.json': {
        Resources: {
          ...API,
          Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { ApiId: { Ref: 'Api' } } }, Metadata: { 'aws:asset:path': 'Nested.json' } },
          Route: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: { 'Fn::GetAtt': ['Nested', 'Outputs.Key'] } } },
          Other: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: { 'Fn::ImportValue': 'Back:Key' } } },
        },
      },
      'Nested.json': {
        Parameters: { ApiId: { Type: 'String' } },
        Resources: { Route: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'ApiId' }, RouteKey: 'nested' } } },
        Outputs: { Key: { Value: 'from-output' } },
      },
      'assembly-Dev/manifest.json': { artifacts: { Back: stackArtifact('Back') } },
      'assembly-Dev/Back.template.json': {
        Resources: { Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { Definition: PASS } } },
        Outputs: { Out: { Value: 'imported', Export: { Name: 'Back:Key' } } },
      },
    });

    const { apis, stateMachines } = loadTemplate(path);

    expect([...apis[0].routes.keys()].sort()).toEqual(['from-output', 'imported', 'nested']);
    expect(apis[0]).toMatchObject({ region: 'eu-central-1', accountId: '111122223333' });
    expect(stateMachines.map(({ logicalId }) => logicalId)).toEqual(['Machine']);
  });

  test.each<[string, object, Record<string, unknown>]>([
    ['its metadata', { Metadata: { 'aws:asset:path': 'Chat.nested.template.json' } }, {}],
    ['*.assets.json', {}, {
      'Front.assets.json': { files: { abc: { source: { path: 'Chat.nested.template.json' }, destinations: { here: { objectKey: 'abc.json' } } } } },
    }],
  ])('finds a nested stack through %s', (_title, attributes, files) => {
    const url = { 'Fn::Join': ['', ['https://s3.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/bucket/abc.json']] };
    const path = folder({
      'manifest.json': { artifacts: { Front: stackArtifact('Front') } },
      'Front.template.json': { Resources: { Chat: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: url }, ...attributes } } },
      'Chat.nested.template.json': { Resources: API },
      ...files,
    });

    const { apis, warnings } = loadTemplate(path);

    expect(apis.map(({ stackName }) => stackName)).toEqual(['Front-Chat']);
    expect(warnings).toEqual([]);
  });

  test('names a nested stack whose template is not at hand, where nothing else can be played, too', () => {
    const nested = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://s3.amazonaws.com/bucket/abc.json' } };
    const warning = "resource Chat (stack Test), property TemplateURL: the nested stack's template is not at hand, so nothing of it is played: "
      + 'give the cdk.out folder, or a path instead of a URL';

    expect(loadTemplate(file({ Resources: { ...API, Chat: nested } })).warnings).toEqual([warning]);
    expect(() => loadTemplate(file({ Resources: { Chat: nested } }))).toThrow(warning);
  });

  test('plays chosen stacks with what they need, by name, id or construct path', () => {
    const stage = (name: string): Record<string, unknown> => ({
      [`assembly-${name}/manifest.json`]: {
        artifacts: {
          [`${name}Back`]: { ...stackArtifact('Back'), displayName: `${name}/Back` },
          [`${name}Front`]: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Front.template.json', stackName: `${name}-Front` }, displayName: `${name}/Front`, dependencies: [`${name}Back`] },
        },
      },
      [`assembly-${name}/Back.template.json`]: { Resources: { Api: API.Api } },
      [`assembly-${name}/Front.template.json`]: { Resources: API },
    });
    const path = folder({
      'manifest.json': { artifacts: Object.fromEntries(['Dev', 'Prod'].map((name) => [name, { type: 'cdk:cloud-assembly', properties: { directoryName: `assembly-${name}` } }])) },
      ...stage('Dev'),
      ...stage('Prod'),
    });
    const loaded = (...stackNames: string[]): string[] => new Assembly(path, { stackNames }).stacks.map(({ name }) => name);

    expect(loaded('Dev/Front')).toEqual(['DevBack', 'Dev-Front']);
    expect(loaded('Dev-Front')).toEqual(['DevBack', 'Dev-Front']);
    expect(loaded('ProdBack')).toEqual(['ProdBack']);
    expect(loaded('Prod')).toEqual(['ProdBack', 'Prod-Front']);
    expect(() => loaded('Test')).toThrow('there is no stack Test: Dev/Back, Dev/Front, Prod/Back, Prod/Front');
  });

  test('is in the account and Region given, unless its stacks say their own', () => {
    const path = folder({
      'manifest.json': { artifacts: { A: stackArtifact('A'), B: stackArtifact('B', 'aws://111122223333/eu-central-1') } },
      'A.template.json': { Resources: API },
      'B.template.json': { Resources: API },
    });

    expect(loadTemplate(path, { environment: { accountId: '444455556666', region: 'cn-north-1' } }).apis.map(({ accountId, region }) => [accountId, region]))
      .toEqual([['444455556666', 'cn-north-1'], ['111122223333', 'eu-central-1']]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['without a manifest', {}, 'has no manifest.json: give a cdk.out folder'],
    ['without a stack', { 'manifest.json': { artifacts: {} } }, 'names no stack'],
  ])('fails %s', (_title, files, message) => {
    expect(() => loadTemplate(folder(files))).toThrow(message);
  });
});

test('fails for a parameter that no template has', () => {
  const template = { Parameters: { Size: { Type: 'String', Default: 's' } }, Resources: API };

  expect(() => loadTemplate(file(template), { parameters: { Sice: 'm' } })).toThrow('the template has no parameter Sice: Size');
});

test('fails for a file that does not exist', () => {
  expect(() => loadTemplate('/nowhere/template.json')).toThrow('cannot read /nowhere/template.json: no such file or folder');
});
