import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { ProductionStack } from '../lib/production-stack';

const app = new App();
const name = app.node.tryGetContext('domainName');
const certificateArn = app.node.tryGetContext('certificateArn');
const stack = new ProductionStack(app, 'Production', { domain: name && { name, certificateArn } });

Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));

const partOfMachine = (index: number) => `{"Fn::Select":[${index},{"Fn::Split":[":",{"Ref":"OrdersWorkflowStateMachineBF7310F7"}]}]}`;
Validations.of(stack).acknowledge(
  {
    id: 'AwsSolutions::AwsSolutions-APIG4',
    reason: 'API Gateway authorizes a client once, on $connect, which has an authorizer, and not each message.',
  },
  {
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:'
      + '<OrdersWebSocketApiA2EF68A3>/prod/POST/@connections/*]',
    reason: 'Connection ids are known at run time only. The right is to post, and ends at this stage of this API.',
  },
  {
    id: `AwsSolutions::AwsSolutions-IAM5[Resource::arn:${partOfMachine(1)}:states:${partOfMachine(3)}:${partOfMachine(4)}:`
      + `execution:${partOfMachine(6)}:*]`,
    reason: 'Executions are named at run time only. The right is to describe and stop those of this state machine, no others.',
  },
  {
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    reason: 'Logs of Step Functions and traces are delivered by actions that AWS binds to no resource.',
  },
  {
    id: 'AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    reason: 'The policy that AWS documents for the account\'s role, which only API Gateway assumes.',
  },
  { id: 'AwsSolutions::AwsSolutions-DDB3', reason: 'The table holds who is connected: nothing of it is true any more at a point in time that is over.' },
  { id: 'Serverless::Serverless-LambdaDLQ', reason: 'API Gateway calls an authorizer synchronously; there are no events to keep.' },
  {
    id: 'Serverless::Serverless-EventBusDLQ',
    reason: 'EventBridge tries for a day to start the notice of an end; later no client waits for it, and the status route tells the end.',
  },
);

app.synth();
