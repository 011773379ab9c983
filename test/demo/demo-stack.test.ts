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
  // What delivering logs and traces takes: AWS lets none of it be bound to a resource.
  const observed = {
    Version: '2012-10-17',
    Statement: [
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
    ],
  };
  const reply = {
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow',
      Action: 'execute-api:ManageConnections',
      Resource: 'arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<OrdersWebSocketApi>/prod/POST/@connections/*',
    }],
  };

  expect(policies).toEqual({
    '<OrdersWebSocketApiStepFunctionsRole>': [{
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'states:StartExecution', Resource: '<OrdersWorkflowStateMachine>' },
        { Effect: 'Allow', Action: 'states:StartExecution', Resource: '<OrdersreportWorkflowStateMachine>' },
      ],
    }],
    '<OrdersWorkflowStateMachineRole>': [reply, observed],
    '<OrdersreportWorkflowStateMachineRole>': [reply, observed],
  });
});

test('lets each role be assumed by its service only', () => {
  const services = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'))
    .map(({ Properties }) => {
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
      expect(Properties).not.toHaveProperty('Policies');
      expect(Properties.AssumeRolePolicyDocument.Statement).toHaveLength(1);
      return Properties.AssumeRolePolicyDocument.Statement[0].Principal.Service;
    });
  expect(services.sort()).toEqual(['apigateway.amazonaws.com', 'states.amazonaws.com', 'states.amazonaws.com']);
});

test('outputs the URL', () => {
  expect(textOf(Template.fromStack(stack).findOutputs('Url').Url.Value)).toMatch(/^wss:\/\/<\w+>\.execute-api\.<AWS::Region>\.<AWS::URLSuffix>\/prod$/);
});
