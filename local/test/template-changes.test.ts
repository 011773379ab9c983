import { file } from './files';
import { MOCK_200, template } from './support';
import { loadTemplate } from '../src/template';
import { templateChanges } from '../src/template-changes';

const load = (api: Parameters<typeof template>[0] | object) => loadTemplate(file('routes' in api ? template(api as Parameters<typeof template>[0]) : api));

const ROUTES = { routes: { order: MOCK_200 } };
const FUNCTION = { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: '1' } } };
const TABLE = {
  Type: 'AWS::DynamoDB::Table',
  Properties: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }], BillingMode: 'PAY_PER_REQUEST' },
};
const RULE = { Type: 'AWS::Events::Rule', Properties: { Name: 'late', ScheduleExpression: 'rate(1 hour)' } };

test.each<[string, object, object, string[]]>([
  ['nothing', ROUTES, ROUTES, []],
  ['a route', ROUTES, { routes: { order: { ...MOCK_200, isOneWay: true }, cancel: MOCK_200 } }, ['route order changed', 'route cancel added']],
  ['a definition', ROUTES, { ...ROUTES, definition: { StartAt: 'A', States: { A: { Type: 'Succeed' } } } }, ['definition Machine changed']],
  ['a type of machine', ROUTES, { ...ROUTES, type: 'EXPRESS' }, ['definition Machine changed']],
  ['a function', { ...ROUTES, resources: { F: FUNCTION } }, { ...ROUTES, resources: { F: { ...FUNCTION, Properties: { ...FUNCTION.Properties, Timeout: 5 } } } }, ['function F changed']],
  ['tables and rules', { ...ROUTES, resources: { Orders: TABLE } }, { ...ROUTES, resources: { RULE } }, ['table Orders removed', 'rule late added']],
])('%s', (_title, before, after, changes) => {
  expect(templateChanges(load(before), load(after))).toEqual(changes);
});

test('names are those of the CDK where it gives them, and routes of several APIs say which', () => {
  const withPaths = (apis: readonly string[]): object => ({
    Resources: Object.fromEntries(apis.flatMap((name) => [
      [name, { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' }, Metadata: { 'aws:cdk:path': `Demo/${name}/Resource` } }],
      [`${name}Stage`, { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: name }, StageName: 'prod' } }],
      [`${name}Route`, { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: name }, RouteKey: 'order' } }],
    ])),
  });

  expect(templateChanges(load(withPaths(['One'])), load(withPaths(['One', 'Two'])))).toEqual(['API Demo/Two added', 'route order of Demo/Two added']);
});
