import { loadTemplate, LoadedTemplate } from '../../src/template';
import { file } from '../files';

const API = {
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' } },
  Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: 'prod' } },
};
const SECRET_ARN = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-a1B2c3';

/** A template with a function that has these variables. */
function load(
  variables: Readonly<Record<string, unknown>>, values?: unknown, parameters: object = {}, given: Readonly<Record<string, string>> = {},
): LoadedTemplate {
  const Orders = {
    Type: 'AWS::Lambda::Function',
    Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Role: 'arn:aws:iam::123456789012:role/r', Code: { ZipFile: '' }, Environment: { Variables: variables } },
  };
  const valuesFile = values === undefined ? undefined : file(values, 'values.yaml');
  return loadTemplate(file({ Parameters: parameters, Resources: { ...API, Orders } }), { valuesFile, parameters: given });
}

const VALUES = `
/orders/table: orders
/orders/zones: [a, b]
prod/db:
  user: admin
  limits: { most: 3 }
token: not JSON
`;

describe('references to parameters and secrets', () => {
  test.each([
    ['{{resolve:ssm:/orders/table}}', 'orders'],
    ['{{resolve:ssm:/orders/table:3}}', 'orders'],
    ['{{resolve:ssm-secure:/orders/table:1}}', 'orders'],
    ['{{resolve:ssm:/orders/zones}}', 'a,b'],
    ['arn:{{resolve:ssm:/orders/table}}/{{resolve:secretsmanager:token}}', 'arn:orders/not JSON'],
    ['{{resolve:secretsmanager:prod/db:SecretString:user}}', 'admin'],
    ['{{resolve:secretsmanager:prod/db:SecretString:user::}}', 'admin'],
    ['{{resolve:secretsmanager:prod/db:SecretString:limits:AWSCURRENT}}', '{"most":3}'],
    ['{{resolve:secretsmanager:prod/db}}', '{"user":"admin","limits":{"most":3}}'],
    [`{{resolve:secretsmanager:${SECRET_ARN}:SecretString:user::}}`, 'admin'],
    [{ 'Fn::Join': ['', ['{{resolve:secretsmanager:', 'prod/db', ':SecretString:user::}}']] }, 'admin'],
  ])('%j is %s', (reference, value) => {
    const { functions, warnings } = load({ A: reference }, VALUES);
    expect(functions[0].environment).toEqual({ A: value });
    expect(warnings).toEqual([]);
  });

  test.each([
    ['{{resolve:ssm:/orders/other}}', '/orders/other'],
    ['{{resolve:secretsmanager:prod/db:SecretString:password}}', 'prod/db'],
    ['{{resolve:secretsmanager:token:SecretString:user}}', 'token'],
    ['{{resolve:ssm:constructor}}', 'constructor'],
  ])('%s is not known: it stays, and is named', (reference, name) => {
    const { functions, warnings } = load({ A: reference }, VALUES);
    expect(functions[0].environment).toEqual({ A: reference });
    expect(warnings).toEqual([
      `resource Orders (stack Test), property Environment.Variables.A: ${reference} has no value here: give it with --values <file>, under the name '${name}'`,
    ]);
  });

  test('a value is not looked through for others', () => {
    expect(load({ A: '{{resolve:ssm:a}}' }, { a: '{{resolve:ssm:a}}' }).functions[0].environment).toEqual({ A: '{{resolve:ssm:a}}' });
  });
});

describe('parameters whose value is one of Systems Manager', () => {
  const PARAMETERS = {
    Table: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/orders/table' },
    Zones: { Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: '/orders/zones' },
    Name: { Type: 'AWS::SSM::Parameter::Name', Default: '/orders/table' },
  };
  const VARIABLES = { TABLE: { Ref: 'Table' }, FIRST: { 'Fn::Select': [0, { Ref: 'Zones' }] }, NAME: { Ref: 'Name' } };

  test('are that value', () => {
    const { functions, warnings } = load(VARIABLES, VALUES, PARAMETERS);
    expect(functions[0].environment).toEqual({ TABLE: 'orders', FIRST: 'a', NAME: '/orders/table' });
    expect(warnings).toEqual([]);
  });

  test('without it are its name, and named', () => {
    const { functions, warnings } = load(VARIABLES, undefined, PARAMETERS);
    expect(functions[0].environment).toEqual({ TABLE: '/orders/table', FIRST: '/orders/zones', NAME: '/orders/table' });
    expect(warnings[0]).toBe("parameter Table: /orders/table of Systems Manager has no value here: give it with --values <file>, under the name '/orders/table'");
  });

  test('given by hand are what was given, unless that is a name', () => {
    expect(load(VARIABLES, VALUES, PARAMETERS, { Table: 'mine', Zones: '/orders/table' }).functions[0].environment).toMatchObject({ TABLE: 'mine', FIRST: 'orders' });
  });
});

test('a file that is none', () => {
  expect(() => load({}, '- a\n- b')).toThrow(/values\.yaml: expected an object at the top, got a list/);
});
