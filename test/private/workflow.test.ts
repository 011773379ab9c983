import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Workflow } from '../../src/private/workflow';
import { newStack, passing, policiesOf, textOf, theOnly } from '../stacks';

test.each([
  [sfn.StateMachineType.STANDARD, 'ERROR'],
  [sfn.StateMachineType.EXPRESS, 'ALL'],
])('%s logs %s by default, without the executions\' data, for a month', (workflowType, level) => {
  const stack = newStack();
  new Workflow(stack, 'Workflow', { definitionBody: passing(stack), workflowType });

  expect(theOnly(stack, 'AWS::StepFunctions::StateMachine').LoggingConfiguration).toMatchObject({ Level: level, IncludeExecutionData: false });
  expect(theOnly(stack, 'AWS::Logs::LogGroup')).toEqual({ LogGroupName: expect.stringMatching(/^\/aws\/vendedlogs\/states\/[\w-]+$/), RetentionInDays: 30 });
  Template.fromStack(stack).hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete' });
});

test('logs where the user says', () => {
  const stack = newStack();
  const destination = new logs.LogGroup(stack, 'Mine');
  new Workflow(stack, 'Workflow', { definitionBody: passing(stack), logs: { destination, level: sfn.LogLevel.FATAL } });

  Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 1);
  expect(theOnly(stack, 'AWS::StepFunctions::StateMachine').LoggingConfiguration.Level).toBe('FATAL');
});

test('is traced, with the rights that it takes, unless the user says otherwise', () => {
  const traced = (tracingEnabled?: boolean) => {
    const stack = newStack();
    new Workflow(stack, 'Workflow', { definitionBody: passing(stack), tracingEnabled });
    return [
      theOnly(stack, 'AWS::StepFunctions::StateMachine').TracingConfiguration?.Enabled ?? false,
      JSON.stringify(policiesOf(stack)).includes('xray:PutTraceSegments'),
    ];
  };
  expect(traced()).toEqual([true, true]);
  expect(traced(false)).toEqual([false, false]);
});

test('has a name with a customer-managed key, so that its role\'s right to the key can hold', () => {
  const stack = newStack();
  new Workflow(stack, 'Workflow', {
    definitionBody: passing(stack), encryptionConfiguration: new sfn.CustomerManagedEncryptionConfiguration(new kms.Key(stack, 'Key')),
  });

  const name = theOnly(stack, 'AWS::StepFunctions::StateMachine').StateMachineName;
  expect(name).toMatch(/^[\w-]{1,80}$/);
  const [statement] = Object.values(policiesOf(stack)).flat().flatMap(({ Statement }) => Statement).filter(({ Action }) => Action.includes('kms:Decrypt'));
  expect(textOf(statement.Condition.StringEquals['kms:EncryptionContext:aws:states:stateMachineArn'])).toMatch(new RegExp(`:stateMachine:${name}$`));
});

test('has no name without one', () => {
  const stack = newStack();
  new Workflow(stack, 'Workflow', { definitionBody: passing(stack) });
  Template.fromStack(stack).hasResourceProperties('AWS::StepFunctions::StateMachine', { StateMachineName: Match.absent() });
});
