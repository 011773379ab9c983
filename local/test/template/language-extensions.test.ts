import { Json, JsonObject } from '../../src/json';
import { loadTemplate } from '../../src/template';
import { Budget } from '../../src/template/budget';
import { expandLoops } from '../../src/template/language-extensions';
import { file } from '../files';

const topic = (properties: JsonObject = {}): JsonObject => ({ Type: 'AWS::SNS::Topic', Properties: properties });

function expand(value: Json, lists: Record<string, Json> = {}): Json {
  const resolve = (collection: Json): unknown => (Array.isArray(collection) ? collection : lists[(collection as { Ref: string }).Ref]);
  return expandLoops(value, { budget: new Budget(), resolve }, 'here');
}

test.each<[string, Json, Json]>([
  ['resources', { 'Fn::ForEach::T': ['Name', ['A', 'B'], { 'Topic${Name}': topic({ TopicName: { 'Fn::Sub': 'x-${Name}' } }) }], 'Other': topic() },
    { TopicA: topic({ TopicName: { 'Fn::Sub': 'x-A' } }), TopicB: topic({ TopicName: { 'Fn::Sub': 'x-B' } }), Other: topic() }],
  ['a Ref to the identifier', { 'Fn::ForEach::T': ['Name', ['A'], { 'Topic${Name}': topic({ TopicName: { Ref: 'Name' } }) }] }, { TopicA: topic({ TopicName: 'A' }) }],
  ['a list of a parameter', { 'Fn::ForEach::T': ['Name', { Ref: 'Names' }, { 'T${Name}': topic() }] }, { TX: topic(), TY: topic() }],
  ['items that are no logical ids', { 'Fn::ForEach::T': ['Ip', ['10.0.0.1'], { 'T&{Ip}': topic({ TopicName: '${Ip}' }) }] }, { T10001: topic({ TopicName: '10.0.0.1' }) }],
  ['loops in loops', { 'Fn::ForEach::A': ['X', ['1', '2'], { 'Fn::ForEach::B': ['Y', ['a', '${X}b'], { 'T${X}${Y}': topic() }] }] },
    { T1a: topic(), T11b: topic(), T2a: topic(), T22b: topic() }],
  ['properties', { T: topic({ 'Fn::ForEach::P': ['Name', ['TopicName', 'DisplayName'], { '${Name}': 'x' }] }) }, { T: topic({ TopicName: 'x', DisplayName: 'x' }) }],
])('%s are written out', (_title, value, expected) => {
  expect(expand(value, { Names: ['X', 'Y'] })).toEqual(expected);
});

test.each<[string, Json, string]>([
  ['no list', { 'Fn::ForEach::T': 'x' }, 'here.Fn::ForEach::T: expected a list of an identifier, a collection, and an object, got "x"'],
  ['a collection that is no list', { 'Fn::ForEach::T': ['N', { Ref: 'Nothing' }, {}] }, 'here.Fn::ForEach::T: the collection must be a list, got {"Ref":"Nothing"}'],
  ['a key that does not change', { 'Fn::ForEach::T': ['N', ['a', 'b'], { T: topic() }] }, 'here: a loop gives the key T twice'],
])('fails for %s', (_title, value, message) => {
  expect(() => expand(value)).toThrow(message);
});

test('a template has its loops in resources and outputs, with the parameters\' values', () => {
  const { apis } = loadTemplate(file({
    Transform: ['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31'],
    Parameters: { Keys: { Type: 'CommaDelimitedList', Default: 'go,stop' } },
    Mappings: { M: { a: { b: 'c' } } },
    Resources: {
      'Api': { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.type' } },
      'Stage': { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: { 'Fn::FindInMap': ['M', 'a', 'x', { DefaultValue: 'prod' }] } } },
      'Fn::ForEach::Routes': ['Key', { Ref: 'Keys' }, { 'Route${Key}': { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: { Ref: 'Key' } } } }],
    },
    Outputs: { 'Fn::ForEach::Out': ['Key', { Ref: 'Keys' }, { 'Out${Key}': { Value: { Ref: 'Route${Key}' } } }] },
  }));

  expect([...apis[0].routes.keys()]).toEqual(['go', 'stop']);
  expect(apis[0].stages[0].name).toBe('prod');
});

test('a loop without the transform is named', () => {
  expect(() => loadTemplate(file({ Resources: { 'Fn::ForEach::T': ['N', ['a'], {}] } })))
    .toThrow("Resources: Fn::ForEach needs 'Transform: AWS::LanguageExtensions'");
});

test('a macro of the account\'s own is named, and the rest is played', () => {
  const { warnings } = loadTemplate(file({
    Transform: 'MyMacro',
    Resources: {
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.type' } },
      Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: 'prod' } },
    },
  }));

  expect(warnings).toEqual([expect.stringMatching(/Test\.template\.json: the macro MyMacro runs in CloudFormation only, and is left out$/)]);
});
