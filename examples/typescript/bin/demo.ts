import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { DemoStack } from '../lib/demo-stack';

const app = new App();
const stack = new DemoStack(app, 'Demo');

Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

const partOfMachine = (index: number) => `{"Fn::Select":[${index},{"Fn::Split":[":",{"Ref":"OrdersreportWorkflowStateMachine6FA0338A"}]}]}`;
Validations.of(stack).acknowledge(
  {
    id: 'AwsSolutions::AwsSolutions-APIG4',
    reason: 'API Gateway authorizes a client once, on $connect, and not each message. This demo lets everybody connect.',
  },
  {
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:'
      + '<OrdersWebSocketApiA2EF68A3>/prod/POST/@connections/*]',
    reason: 'Connection ids are known at run time only. The right is to post, and ends at this stage of this API.',
  },
  {
    id: `AwsSolutions::AwsSolutions-IAM5[Resource::arn:${partOfMachine(1)}:states:${partOfMachine(3)}:${partOfMachine(4)}:`
      + `execution:${partOfMachine(6)}:*]`,
    reason: 'Executions are named at run time only. The right is to read how those of this state machine have ended, no others.',
  },
  { id: 'AwsSolutions::AwsSolutions-APIG1', reason: 'A demo keeps no record of who connects.' },
  { id: 'AwsSolutions::AwsSolutions-SF1', reason: 'Errors are logged; Step Functions itself keeps the history of Standard executions for 90 days.' },
  {
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    reason: 'Step Functions delivers logs and traces by actions that AWS binds to no resource.',
  },
);

app.synth();
