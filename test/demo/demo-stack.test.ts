// Mirrors demo-stack.ts beside it, which is no source of the package.
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { DemoStack } from './demo-stack';
import { policiesOf, textOf } from '../stacks';

const stack = new DemoStack(new App(), 'Demo');

test('has these policies, and no others', () => {
  const policies = Object.fromEntries(Object.entries(policiesOf(stack)).map(([role, documents]) => [
    role.replace(/[0-9A-F]{8}>$/, '>'),
    documents.map((document) => ({
      ...document,
      Statement: document.Statement.map((statement: any) => ({ ...statement, Resource: textOf(statement.Resource).replace(/[0-9A-F]{8}>/g, '>') })),
    })),
  ]));
  const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
  // What delivering logs and traces takes: AWS lets none of it be bound to a resource.
  const observe = [
    {
      Effect: 'Allow',
      Action: [
        'logs:CreateLogDelivery', 'logs:GetLogDelivery', 'logs:UpdateLogDelivery', 'logs:DeleteLogDelivery', 'logs:ListLogDeliveries',
        'logs:PutResourcePolicy', 'logs:DescribeResourcePolicies', 'logs:DescribeLogGroups',
      ],
      Resource: '*',
    },
    {
      Effect: 'Allow',
      Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
      Resource: '*',
    },
  ];
  const reply = {
    Effect: 'Allow',
    Action: 'execute-api:ManageConnections',
    Resource: 'arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<OrdersWebSocketApi>/prod/POST/@connections/*',
  };
  const partOf = (index: number) => `<${index} of OrdersreportWorkflowStateMachine>`;
  const readHistory = {
    Effect: 'Allow',
    Action: 'states:GetExecutionHistory',
    Resource: `arn:${partOf(1)}:states:${partOf(3)}:${partOf(4)}:execution:${partOf(6)}:*`,
  };

  expect(policies).toEqual({
    '<OrdersWebSocketApiStepFunctionsRole>': [policy(
      { Effect: 'Allow', Action: 'states:StartExecution', Resource: '<OrdersWorkflowStateMachine>' },
      { Effect: 'Allow', Action: 'states:StartExecution', Resource: '<OrdersreportWorkflowStateMachine>' },
    )],
    '<OrdersWorkflowStateMachineRole>': [policy(reply), policy(...observe)],
    '<OrdersreportWorkflowStateMachineRole>': [policy(reply), policy(...observe)],
    '<OrdersCompletionWorkflowStateMachineRole>': [policy(...observe, reply, readHistory)],
  });
});

test('lets each role be assumed by its service only', () => {
  const services = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'))
    .map(({ Properties }) => {
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
      expect(Properties.AssumeRolePolicyDocument.Statement).toHaveLength(1);
      const { Principal: { Service } } = Properties.AssumeRolePolicyDocument.Statement[0];
      // EventBridge starts what tells of ends, and nothing else.
      expect((Properties.Policies ?? []).map(({ PolicyDocument: { Statement } }: any) => textOf(Statement[0].Resource).replace(/[0-9A-F]{8}>$/, '>')))
        .toEqual(Service === 'events.amazonaws.com' ? ['<OrdersCompletionWorkflowStateMachine>'] : []);
      return Service;
    });
  expect(services.sort()).toEqual([
    'apigateway.amazonaws.com', 'events.amazonaws.com', 'states.amazonaws.com', 'states.amazonaws.com', 'states.amazonaws.com',
  ]);
});

test('outputs the URL', () => {
  expect(textOf(Template.fromStack(stack).findOutputs('Url').Url.Value)).toMatch(/^wss:\/\/<\w+>\.execute-api\.<AWS::Region>\.<AWS::URLSuffix>\/prod$/);
});
