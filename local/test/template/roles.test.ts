import { loadTemplate, RoleResource } from '../../src/template';
import { file } from '../files';

const API = {
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.type' } },
  Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: 'prod' } },
};
const document = (action: string): object => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: { 'Fn::Sub': 'arn:aws:x:${AWS::Region}' } }] });
const resolved = (action: string): object => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: 'arn:aws:x:us-east-1' }] });

function load(resources: object): { roles: readonly RoleResource[]; warnings: readonly string[] } {
  return loadTemplate(file({ Resources: { ...API, ...resources } }));
}

test('a role has its inline, attached and managed policies', () => {
  const { roles: [role] } = load({
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'r',
        AssumeRolePolicyDocument: document('sts:AssumeRole'),
        Policies: [{ PolicyName: 'inline', PolicyDocument: document('a:Inline') }],
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess', { Ref: 'Managed' }],
      },
    },
    Attached: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', Roles: [{ Ref: 'Role' }], PolicyDocument: document('a:Attached') } },
    Managed: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document('a:Managed') } },
    OfAnother: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'o', Roles: ['another'], PolicyDocument: document('a:Other') } },
  });

  expect(role).toMatchObject({ name: 'r', arn: 'arn:aws:iam::123456789012:role/r', trustPolicy: resolved('sts:AssumeRole'), isIncomplete: false });
  expect(role.policies).toEqual([
    { label: 'resource Role (stack Test), property Policies[0]', document: resolved('a:Inline') },
    { label: 'resource Attached (stack Test)', document: resolved('a:Attached') },
    { label: 'resource Managed (stack Test)', document: resolved('a:Managed') },
  ]);
  expect(role.managedPolicyArns).toEqual(['arn:aws:iam::aws:policy/ReadOnlyAccess']);
});

test('SAM\'s policy templates are the policies that SAM makes of them', () => {
  const { roles: [role] } = load({
    Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 't' } },
    F: { Type: 'AWS::Serverless::Function', Properties: { InlineCode: '', Policies: [{ DynamoDBCrudPolicy: { TableName: { Ref: 'Table' } } }, { Statement: [] }] } },
  });

  expect(role).toMatchObject({ logicalId: 'FRole', policies: [{ document: { Statement: [] } }, { label: 'resource FRole (stack Test), its Policies' }], unknownPolicyTemplates: [] });
  expect(role.policies[1].document).toMatchObject({
    Statement: [{
      Action: expect.arrayContaining(['dynamodb:PutItem', 'dynamodb:ConditionCheckItem']),
      Resource: ['arn:aws:dynamodb:us-east-1:123456789012:table/t', 'arn:aws:dynamodb:us-east-1:123456789012:table/t/index/*'],
    }],
  });
});

test.each<[string, string, string]>([
  ['StepFunctionsExecutionPolicy_v2', 'states:StartSyncExecution', 'states:DescribeExecution'],
  ['KMSEncryptPolicy_v2', 'kms:GenerateDataKey', 'kms:Decrypt'],
  ['KinesisCrudPolicy', 'kinesis:PutRecord', 'kinesis:*'],
  ['SNSCrudPolicy', 'sns:Subscribe', 'sns:*'],
  ['S3FullAccessPolicy', 's3:PutObjectTagging', 's3:*'],
  ['DynamoDBReadPolicy', 'dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem'],
])('the policy template %s allows what SAM has in it, %s, and no %s', (name, allowed, other) => {
  const { roles: [role] } = load({ F: { Type: 'AWS::Serverless::Function', Properties: { InlineCode: '', Policies: [{ [name]: {} }] } } });
  const actions = role.policies.flatMap((policy) => (policy.document.Statement as { Action: string[] }[]).flatMap(({ Action }) => Action));
  expect(actions).toContain(allowed);
  expect(actions).not.toContain(other);
});

test('a role whose policies do not resolve says that it is incomplete', () => {
  const { roles: [role], warnings } = load({
    Role: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Resource: { 'Fn::ImportValue': 'x' } }] } }] } },
  });

  expect(role).toMatchObject({ policies: [], isIncomplete: true });
  expect(warnings).toEqual([expect.stringContaining('resource Role (stack Test), property Policies')]);
});

test('a policy template that is not known is named', () => {
  const { roles: [role] } = load({ F: { Type: 'AWS::Serverless::Function', Properties: { InlineCode: '', Policies: [{ AMIDescribePolicy: {} }] } } });
  expect(role).toMatchObject({ policies: [], unknownPolicyTemplates: ['AMIDescribePolicy'], isIncomplete: false });
});

test('a permissions boundary is there with its document, where the template has it', () => {
  const { roles: [known, unknown] } = load({
    Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document('a:Bounded') } },
    Role: { Type: 'AWS::IAM::Role', Properties: { PermissionsBoundary: { Ref: 'Boundary' } } },
    Other: { Type: 'AWS::IAM::Role', Properties: { PermissionsBoundary: 'arn:aws:iam::123456789012:policy/of-the-account' } },
  });
  expect(known.boundary).toEqual({ label: 'resource Boundary (stack Test)', document: resolved('a:Bounded') });
  expect(unknown).toMatchObject({ boundary: undefined, boundaryArn: 'arn:aws:iam::123456789012:policy/of-the-account' });
});

test('a policy that is no JSON object is a warning, and the role is not known in full', () => {
  const { roles: [role], warnings } = load({
    Role: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'p', PolicyDocument: 'not { json' }] } },
  });
  expect(role).toMatchObject({ policies: [], isIncomplete: true });
  expect(warnings).toEqual([
    'resource Role (stack Test), property Policies[0]: the policy document is no JSON object: "not { json", so what the role may do is not known in full',
  ]);
});
