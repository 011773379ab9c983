import { Json, JsonObject } from '../../src/json';
import { loadTemplate } from '../../src/template';
import { file } from '../files';

const API = {
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.type' } },
  Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: 'prod' } },
};
const route = (key: Json): JsonObject => ({ Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: key } });
const chain = (length: number, item: (index: number) => Json): JsonObject =>
  Object.fromEntries(Array.from({ length }, (_, index) => [`X${index}`, item(index)]));
const topic = (name: Json): JsonObject => ({ Type: 'AWS::SNS::Topic', Properties: { TopicName: name } });
const loops = (depth: number): JsonObject => (depth === 0
  ? { 'T${A}x${B}x${C}x${D}': topic('x'.repeat(10_000)) }
  : { [`Fn::ForEach::L${depth}`]: ['ABCD'.charAt(depth - 1), Array.from({ length: 60 }, (_, index) => `${index}`), loops(depth - 1)] });

/** Each would take for ever, or more memory than there is. */
test.each<[string, object, string]>([
  ['names that double', { Resources: { ...API, R: route({ 'Fn::GetAtt': ['X0', 'TopicName'] }), ...chain(60, (i) => topic(i === 59 ? 'name' : { 'Fn::Sub': `\${X${i + 1}.TopicName}\${X${i + 1}.TopicName}` })) } },
    'the text grows to more than 4194304 characters'],
  ['names that double by Fn::Join', { Resources: { ...API, R: route({ 'Fn::GetAtt': ['X0', 'TopicName'] }), ...chain(60, (i) => topic(i === 59 ? 'name' : { 'Fn::Join': ['', [{ 'Fn::GetAtt': [`X${i + 1}`, 'TopicName'] }, { 'Fn::GetAtt': [`X${i + 1}`, 'TopicName'] }]] })) } },
    'the text grows to more than 4194304 characters'],
  ['exports that double', { Resources: { ...API, R: route({ 'Fn::ImportValue': 'e0' }) }, Outputs: chain(60, (i) => ({ Export: { Name: `e${i}` }, Value: i === 59 ? 'v' : { 'Fn::Sub': ['${a}${b}', { a: { 'Fn::ImportValue': `e${i + 1}` }, b: { 'Fn::ImportValue': `e${i + 1}` } }] } })) },
    'the text grows to more than 4194304 characters'],
  ['texts that double by Fn::Base64', { Resources: { ...API, R: route(Array.from({ length: 60 }).reduce<Json>((text) => ({ 'Fn::Base64': text }), 'x'.repeat(100))) } }, 'more than'],
  ['exports that import each other', { Resources: { ...API, R: route({ 'Fn::ImportValue': 'a' }) }, Outputs: { A: { Export: { Name: 'a' }, Value: { 'Fn::ImportValue': 'b' } }, B: { Export: { Name: 'b' }, Value: { 'Fn::ImportValue': 'a' } } } },
    'output A (stack Test): refers to itself in a circle'],
  ['references that are too long a chain', { Resources: { ...API, R: route({ Ref: 'X0' }), ...chain(5000, (i) => topic(i === 4999 ? 'x' : { Ref: `X${i + 1}` })) } }, 'nested more than 400 deep'],
  ['nested stacks that nest the template itself', { Resources: { ...API, N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'Test.template.json' } } } },
    'resource N (stack Test), property TemplateURL: Test.template.json nests itself'],
  ['loops in loops', { Transform: 'AWS::LanguageExtensions', Resources: { ...API, ...loops(4) } }, 'the templates grow to more than'],
  ['a pattern that backtracks for ever', { Parameters: { P: { Type: 'String', AllowedPattern: '(a+)+$', Default: `${'a'.repeat(40)}!` } }, Resources: { ...API, R: route({ Ref: 'P' }) } },
    'parameter P: AllowedPattern on "aaaa'],
])('%s end with one line', (_title, template, message) => {
  expect(() => loadTemplate(file(template))).toThrow(message);
});

test.each<[string, string]>([
  ['JSON', `{"Resources": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ['YAML', `Resources: ${'['.repeat(20_000)}${']'.repeat(20_000)}`],
])('%s that is nested too deeply ends with one line', (_title, text) => {
  expect(() => loadTemplate(file(text))).toThrow('lists and objects are nested more than 200 deep');
});

test('substitutions in a definition are bounded too', () => {
  const machine = { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionString: '${A}'.repeat(100_000), DefinitionSubstitutions: { A: 'x'.repeat(100_000) } } };

  expect(() => loadTemplate(file({ Resources: { ...API, M: machine } }))).toThrow('resource M (stack Test), property DefinitionString: the text grows to more than');
});

test('braces that are never closed take no time', () => {
  expect(() => loadTemplate(file({ Resources: { ...API, R: route({ 'Fn::Sub': `x${'${'.repeat(500_000)}` }) } }))).not.toThrow();
});
