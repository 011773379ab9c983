import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { executionArn, grantOnExecutions, grantOnStateMachine } from '../../src/private/state-machine-rights';
import { newStack, passing, policiesOf, textOf } from '../stacks';

function statementsFor(grant: (grantee: iam.IGrantable, stack: Stack) => void): any[] {
  const stack = newStack();
  const role = new iam.Role(stack, 'Grantee', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
  grant(role, stack);
  return policiesOf(stack)[`<${stack.getLogicalId(role.node.defaultChild as iam.CfnRole)}>`][0].Statement;
}

const ARN = 'arn:aws-cn:states:cn-north-1:123456789012:stateMachine:orders';

test.each(['PROD', '17'])('a right to version or alias %s is one to the state machine, under a condition', (qualifier) => {
  expect(statementsFor((grantee, stack) => {
    grantOnStateMachine(grantee, sfn.StateMachine.fromStateMachineArn(stack, 'Imported', `${ARN}:${qualifier}`), 'StartExecution');
  })).toEqual([{
    Effect: 'Allow',
    Action: 'states:StartExecution',
    Resource: ARN,
    Condition: { 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': [qualifier] } },
  }]);
});

describe('an ARN that is known only at deployment', () => {
  const resourceOf = (arn: (stack: Stack) => string) => {
    const [{ Resource, Condition }] = statementsFor((grantee, stack) => {
      grantOnStateMachine(grantee, sfn.StateMachine.fromStateMachineArn(stack, 'Imported', arn(stack)), 'StartExecution');
    });
    return [textOf(Resource), Condition?.['ForAnyValue:StringEquals']];
  };

  test('in parts is one to the state machine, under the condition that it names', () => {
    expect(resourceOf((stack) => stack.formatArn({
      service: 'states', resource: 'stateMachine', resourceName: 'orders:PROD', arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }))).toEqual([
      'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:stateMachine:orders', { 'states:StateMachineQualifier': ['PROD'] },
    ]);
  });

  test('as a whole, such as that of an alias of this app, is one to the state machine', () => {
    expect(resourceOf((stack) => new sfn.CfnStateMachineAlias(stack, 'Alias', { routingConfiguration: [] }).ref)).toEqual([
      'arn:<1 of Alias>:states:<3 of Alias>:<4 of Alias>:stateMachine:<6 of Alias>', undefined,
    ]);
  });

  test('of a state machine of this app is its own', () => {
    const [{ Resource }] = statementsFor((grantee, stack) => {
      grantOnStateMachine(grantee, new sfn.StateMachine(stack, 'Machine', { definitionBody: passing(stack) }), 'StartExecution');
    });
    expect(textOf(Resource)).toMatch(/^<Machine\w+>$/);
  });
});

test('a right to a state machine has no condition', () => {
  expect(statementsFor((grantee, stack) => {
    grantOnStateMachine(grantee, sfn.StateMachine.fromStateMachineArn(stack, 'Imported', ARN), 'StartExecution');
  })).toEqual([{ Effect: 'Allow', Action: 'states:StartExecution', Resource: ARN }]);
});

test('executions of an alias are those of the state machine', () => {
  expect(executionArn(sfn.StateMachine.fromStateMachineArn(newStack(), 'Imported', `${ARN}:PROD`), '*'))
    .toBe('arn:aws-cn:states:cn-north-1:123456789012:execution:orders:*');
});

describe('a customer-managed key', () => {
  const encrypted = (stack: Stack) => new sfn.StateMachine(stack, 'StateMachine', {
    stateMachineName: 'orders',
    definitionBody: passing(stack),
    encryptionConfiguration: new sfn.CustomerManagedEncryptionConfiguration(new kms.Key(stack, 'Key')),
  });

  test('may be used by who reads executions\' data', () => {
    const [, decrypt, ...more] = statementsFor((grantee, stack) => grantOnExecutions(grantee, encrypted(stack), 'DescribeExecution'));
    expect(more).toEqual([]);
    expect(decrypt).toMatchObject({ Effect: 'Allow', Action: 'kms:Decrypt' });
    expect(textOf(decrypt.Condition.StringEquals['kms:EncryptionContext:aws:states:stateMachineArn'])).toMatch(/^<StateMachine/);
  });

  test('may not be used by who does not', () => {
    expect(statementsFor((grantee, stack) => grantOnStateMachine(grantee, encrypted(stack), 'StartExecution'))).toHaveLength(1);
  });
});
