import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { WebSocketStepFunctionsAsync, WorkflowOptions } from '../../src';
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
  new Workflow(stack, 'Workflow', { definitionBody: passing(stack), workflowLogs: { destination, level: sfn.LogLevel.FATAL } });

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

describe('a customer-managed key', () => {
  const synthesize = (options: Partial<WorkflowOptions>, encrypted: boolean) => {
    const stack = newStack();
    const encryptionConfiguration = encrypted ? new sfn.CustomerManagedEncryptionConfiguration(new kms.Key(stack, 'Key')) : undefined;
    new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), encryptionConfiguration, ...options });
    return stack;
  };
  const keyConditionsOf = (stack: Stack) => Object.values(policiesOf(stack)).flat().flatMap(({ Statement }) => Statement)
    .filter(({ Action }) => Action.includes('kms:GenerateDataKey') && Action.includes('kms:Decrypt'))
    .map(({ Condition }) => textOf(Condition.StringEquals['kms:EncryptionContext:aws:states:stateMachineArn']));
  const machineOf = (stack: Stack) => Object.entries(Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine'))[0];

  test.each([undefined, 'orders'])('switched on or off does not replace the state machine, named %s', (stateMachineName) => {
    const [[plainId, plain], [id, encrypted]] = [false, true].map((isOn) => machineOf(synthesize({ stateMachineName }, isOn)));
    expect(id).toBe(plainId);
    expect(encrypted.Properties.StateMachineName).toBe(plain.Properties.StateMachineName);
    expect(encrypted.Properties.StateMachineName).toBe(stateMachineName);
  });

  test('may be used by the role for this state machine, before a message starts it', () => {
    const stack = synthesize({}, true);
    const [machine] = machineOf(stack);
    expect(keyConditionsOf(stack)).toContain(`<${machine}>`);
    const [policy] = Object.keys(Template.fromStack(stack).findResources('AWS::IAM::Policy')).filter((id) => id.includes('UseKey'));
    const [route] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Route', { Properties: { RouteKey: '$default' } }));
    expect(route.DependsOn).toContain(policy);
  });

  test('is bound by CDK itself to a machine with a name', () => {
    const stack = synthesize({ stateMachineName: 'orders' }, true);
    expect(keyConditionsOf(stack)).toEqual([expect.stringMatching(/:stateMachine:orders$/)]);
  });
});

test('has the name that the user gives it, and none without', () => {
  for (const stateMachineName of ['orders', undefined]) {
    const stack = newStack();
    new Workflow(stack, 'Workflow', { definitionBody: passing(stack), stateMachineName });
    expect(theOnly(stack, 'AWS::StepFunctions::StateMachine').StateMachineName).toBe(stateMachineName);
  }
});

test('still takes its logs by their old name', () => {
  const stack = newStack();
  const destination = new logs.LogGroup(stack, 'Mine');
  new Workflow(stack, 'Workflow', { definitionBody: passing(stack), logs: { destination, level: sfn.LogLevel.FATAL } });
  expect(theOnly(stack, 'AWS::StepFunctions::StateMachine').LoggingConfiguration.Level).toBe('FATAL');
});
