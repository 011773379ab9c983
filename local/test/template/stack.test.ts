import { Json, JsonObject } from '../../src/json';
import { Budget } from '../../src/template/budget';
import { LoadFindings } from '../../src/template/load-findings';
import { Stack } from '../../src/template/stack';
import { Values } from '../../src/template/values';

function stack(template: JsonObject, given: Record<string, string> = {}, region = 'eu-west-1'): Stack {
  return new Stack({ Resources: {}, ...template }, {
    name: 'Shop',
    file: 'Shop.yaml',
    environment: { accountId: '111122223333', region },
    budget: new Budget(),
    parameter: (name) => given[name],
    values: new Values({}, new LoadFindings()),
    importValue: (name) => (name === 'Known' ? 'imported' : undefined),
    nested: () => undefined,
  });
}

function resolve(value: Json, template: JsonObject = {}, given: Record<string, string> = {}): unknown {
  return stack(template, given).resolve(value, 'here');
}

describe('intrinsic functions', () => {
  const template: JsonObject = {
    Transform: 'AWS::LanguageExtensions',
    Parameters: { Text: { Type: 'String', Default: 'hello' }, List: { Type: 'CommaDelimitedList', Default: 'a, b' }, Number: { Type: 'Number', Default: 7 } },
    Mappings: { Sizes: { 'eu-west-1': { Small: 'm' } } },
    Conditions: {
      IsHello: { 'Fn::Equals': [{ Ref: 'Text' }, 'hello'] },
      IsNot: { 'Fn::Not': [{ Condition: 'IsHello' }] },
      Same: { Condition: 'IsHello' },
      Both: { 'Fn::And': [{ Condition: 'IsHello' }, { Condition: 'Same' }] },
      Either: { 'Fn::Or': [{ Condition: 'IsNot' }, { 'Fn::Equals': [1, '1'] }] },
    },
    Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } } },
  };
  test.each<[string, Json, unknown]>([
    ['Ref of a parameter', { Ref: 'Text' }, 'hello'],
    ['Ref of a number parameter gives text', { Ref: 'Number' }, '7'],
    ['Ref of a list parameter', { Ref: 'List' }, ['a', 'b']],
    ['Ref of pseudo parameters', { 'Fn::Sub': '${AWS::Region} ${AWS::AccountId} ${AWS::Partition} ${AWS::URLSuffix} ${AWS::StackName}' },
      'eu-west-1 111122223333 aws amazonaws.com Shop'],
    ['Ref of a name that a function gives', { Ref: { 'Fn::Join': ['', ['Te', 'xt']] } }, 'hello'],
    ['GetAtt of names that functions give', { 'Fn::GetAtt': [{ 'Fn::Sub': ['Que${Rest}', { Rest: 'ue' }] }, { 'Fn::Join': ['', ['A', 'rn']] }] }, 'arn:aws:sqs:eu-west-1:111122223333:orders'],
    ['GetAtt', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws:sqs:eu-west-1:111122223333:orders'],
    ['GetAtt as text', { 'Fn::GetAtt': 'Queue.QueueName' }, 'orders'],
    ['Sub with an attribute', { 'Fn::Sub': 'x ${Queue.QueueName} y' }, 'x orders y'],
    ['Sub with variables, a literal and a plain dollar', { 'Fn::Sub': ['${A}${!B}$c $$', { A: { Ref: 'Text' } }] }, 'hello${B}$c $$'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Text' }, 1]] }, 'a-hello-1'],
    ['Join of a list parameter', { 'Fn::Join': ['', { Ref: 'List' }] }, 'ab'],
    ['Select of Split', { 'Fn::Select': ['1', { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
    ['If', { 'Fn::If': ['IsHello', { Ref: 'Text' }, 2] }, 'hello'],
    ['If on a negated condition', { 'Fn::If': ['IsNot', 1, 2] }, 2],
    ['If on conditions put together', [{ 'Fn::If': ['Both', 1, 2] }, { 'Fn::If': ['Either', 1, 2] }], [1, 1]],
    ['If with NoValue drops the member and the item', { a: { 'Fn::If': ['IsHello', { Ref: 'AWS::NoValue' }, 2] }, b: [{ Ref: 'AWS::NoValue' }, 1] }, { b: [1] }],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'Small'] }, 'm'],
    ['FindInMap with a default', { 'Fn::FindInMap': ['Sizes', 'x', 'y', { DefaultValue: 'd' }] }, 'd'],
    ['Base64', { 'Fn::Base64': 'hé' }, 'aMOp'],
    ['Cidr', { 'Fn::Cidr': ['10.0.0.7/16', 3, 8] }, ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
    ['GetAZs', { 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
    ['ImportValue', { 'Fn::ImportValue': 'Known' }, 'imported'],
    ['Length', { 'Fn::Length': { Ref: 'List' } }, 2],
    ['ToJsonString', { 'Fn::ToJsonString': { a: { Ref: 'Text' } } }, '{"a":"hello"}'],
    ['an object with several keys is no function', { Ref: 'Text', other: 1 }, { Ref: 'Text', other: 1 }],
    ['a policy\'s Condition is no function', { Condition: { StringEquals: 'x' } }, { Condition: { StringEquals: 'x' } }],
    ['keys such as __proto__ stay data', JSON.parse('{"__proto__": {"Ref": "Text"}}') as Json, JSON.parse('{"__proto__": "hello"}')],
  ])('%s', (_title, value, expected) => {
    expect(resolve(value, template)).toEqual(expected);
  });

  test.each<[string, Json, string]>([
    ['an unknown reference', { Ref: 'Nobody' }, 'here: Nobody is not a resource or parameter of Shop.yaml'],
    ['a reference named like a member of Object', { Ref: 'constructor' }, 'here: constructor is not a resource or parameter'],
    ['an unknown reference inside Sub', { 'Fn::Sub': '${Nobody.Arn}' }, 'here: Nobody is not a resource'],
    ['an unknown attribute', { 'Fn::GetAtt': ['Queue', 'Color'] }, 'here: Queue (AWS::SQS::Queue) has no attribute Color: Arn, QueueName, QueueUrl'],
    ['an unknown function', { 'Fn::Nope': 1 }, 'here: the function Fn::Nope is not supported'],
    ['an unknown condition', { 'Fn::If': ['Nope', 1, 2] }, 'here: the condition Nope is not in the template\'s Conditions'],
    ['an unknown mapping', { 'Fn::FindInMap': ['Sizes', 'x', 'y'] }, 'here: Mappings has no Sizes.x.y'],
    ['an export of no stack at hand', { 'Fn::ImportValue': 'Unknown' }, 'here: no stack at hand exports Unknown: give the cdk.out folder'],
    ['a macro', { 'Fn::Transform': { Name: 'AWS::Include' } }, 'here: the macro "AWS::Include" runs in CloudFormation only'],
    ['an item that is not there', { 'Fn::Select': [2, ['a']] }, 'here: Fn::Select has no item 2'],
    ['a Join of no list', { 'Fn::Join': [',', 'a'] }, 'here: expected a list, got "a"'],
    ['a Cidr that does not fit', { 'Fn::Cidr': ['10.0.0.0/30', 9, 8] }, 'here: Fn::Cidr cannot make 9 blocks'],
  ])('fails for %s, naming place and cause', (_title, value, message) => {
    expect(() => resolve(value, template)).toThrow(message);
  });

  test.each<[string, Json]>([
    ['Fn::Length', { 'Fn::Length': [1] }],
    ['Fn::ToJsonString', { 'Fn::ToJsonString': {} }],
    ['DefaultValue of Fn::FindInMap', { 'Fn::FindInMap': ['a', 'b', 'c', { DefaultValue: 'd' }] }],
    ['a function in Ref', { Ref: { 'Fn::Sub': 'AWS::Region' } }],
  ])('%s needs the language extensions', (what, value) => {
    expect(() => resolve(value)).toThrow(`here: ${what} needs 'Transform: AWS::LanguageExtensions'`);
  });
});

describe('parameters', () => {
  const template: JsonObject = {
    Parameters: {
      Size: { Type: 'String', AllowedValues: ['s', 'm'], Default: 's' },
      Name: { Type: 'String', AllowedPattern: '[a-z]+' },
      BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' },
    },
  };

  test('a given value wins over the default', () => {
    expect(resolve({ Ref: 'Size' }, template, { Size: 'm' })).toBe('m');
  });

  test('an SSM parameter does not block', () => {
    expect(resolve({ Ref: 'BootstrapVersion' }, template)).toBe('/cdk-bootstrap/hnb659fds/version');
  });

  test.each<[string, Record<string, string>, string, string]>([
    ['without a default, when it is needed', {}, 'Name', 'here: the parameter Name has no default: give it with --parameter Name=value'],
    ['with a value that is not allowed', { Size: 'xl' }, 'Size', 'parameter Size: "xl" is not allowed: one of "s", "m"'],
    ['with a value of another form', { Name: 'A1' }, 'Name', 'parameter Name: "A1" does not match AllowedPattern [a-z]+'],
  ])('fails %s', (_title, given, name, message) => {
    expect(() => resolve({ Ref: name }, template, given)).toThrow(message);
  });
});

describe('resources', () => {
  test('ids have AWS\'s shape and are the same on every run', () => {
    const resources: JsonObject = {
      Api: { Type: 'AWS::ApiGatewayV2::Api' },
      Machine: { Type: 'AWS::StepFunctions::StateMachine' },
      Role: { Type: 'AWS::IAM::Role', Properties: { Path: '/x/' } },
      Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/vendedlogs/x' } },
      Other: { Type: 'Custom::Thing' },
    };
    const values: Json = [{ Ref: 'Api' }, { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }, { Ref: 'Machine' }, { 'Fn::GetAtt': ['Role', 'Arn'] },
      { 'Fn::GetAtt': ['Logs', 'Arn'] }, { 'Fn::GetAtt': ['Other', 'Anything'] }];

    const [api, endpoint, machine, role, logs, other] = resolve(values, { Resources: resources }) as string[];

    expect(api).toMatch(/^[a-z0-9]{10}$/);
    expect(endpoint).toBe(`wss://${api}.execute-api.eu-west-1.amazonaws.com`);
    expect(machine).toMatch(/^arn:aws:states:eu-west-1:111122223333:stateMachine:Machine-[A-Za-z0-9]{12}$/);
    expect(role).toMatch(/^arn:aws:iam::111122223333:role\/x\/Shop-Role-[A-Za-z0-9]{12}$/);
    expect(logs).toBe('arn:aws:logs:eu-west-1:111122223333:log-group:/aws/vendedlogs/x:*');
    expect(other).toMatch(/^Shop-Other-/);
    expect(resolve(values, { Resources: resources })).toEqual([api, endpoint, machine, role, logs, other]);
  });

  test('other partitions have their own names', () => {
    const inChina = stack({}, {}, 'cn-north-1');

    expect(inChina.resolve({ 'Fn::Sub': '${AWS::Partition} ${AWS::URLSuffix}' }, 'here')).toBe('aws-cn amazonaws.com.cn');
  });

  test('only those exist whose condition holds', () => {
    const conditional = stack({
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { A: { Type: 'X', Condition: 'Never' }, B: { Type: 'X' } },
    });

    expect(conditional.resourcesOfType('X').map(({ logicalId }) => logicalId)).toEqual(['B']);
    expect(() => conditional.resolve({ Ref: 'A' }, 'here')).toThrow('here: A is not a resource under these conditions');
  });

  test('fails for names that refer to each other in a circle', () => {
    const circle = stack({
      Resources: {
        A: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { Ref: 'B' } } },
        B: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { Ref: 'A' } } },
      },
    });

    expect(() => circle.resolve({ Ref: 'A' }, 'here')).toThrow('resource A (stack Shop), its Ref: refers to itself in a circle');
  });

  test('fails for conditions that refer to each other in a circle', () => {
    const circle = { Conditions: { A: { 'Fn::Not': [{ Condition: 'B' }] }, B: { Condition: 'A' } } };

    expect(() => resolve({ 'Fn::If': ['A', 1, 2] }, circle)).toThrow('condition A (stack Shop): refers to itself in a circle');
  });

  test('fails for a resource without a type', () => {
    expect(() => stack({ Resources: { A: {} } })).toThrow('Shop.yaml: resource A: expected an object with a Type, got {}');
  });
});
