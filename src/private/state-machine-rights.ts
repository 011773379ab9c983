import { ArnFormat, CfnResource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { resourceOf } from './state-machine-identity';

/** Actions whose answer holds an execution's data, which the caller has to be able to decrypt. */
const READING_ACTIONS = ['StartSyncExecution', 'DescribeExecution', 'GetExecutionHistory'];

/**
 * The ARN of an execution of a Standard state machine. It can be told from the name, which is why clients need not see it.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
 */
export function executionArn(stateMachine: sfn.IStateMachine, name: string): string {
  const { partition, region, account, resourceName } = Stack.of(stateMachine).splitArn(baseArn(stateMachine), ArnFormat.COLON_RESOURCE_NAME);
  return `arn:${partition}:states:${region}:${account}:execution:${resourceName}:${name}`;
}

/** The right to start a state machine, or to answer its tasks. */
export function grantOnStateMachine(grantee: iam.IGrantable, stateMachine: sfn.IStateMachine, action: string): void {
  const qualifier = qualifierOf(stateMachine);
  iam.Grant.addToPrincipal({
    grantee,
    actions: [`states:${action}`],
    resourceArns: [baseArn(stateMachine)],
    // AWS looks at the ARN of the state machine, and at its version or alias as a condition.
    conditions: qualifier ? { 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': [qualifier] } } : undefined,
  });
  grantDecrypt(grantee, stateMachine, action);
}

/** The right to an action on the executions of a state machine, and no others. */
export function grantOnExecutions(grantee: iam.IGrantable, stateMachine: sfn.IStateMachine, action: string): void {
  iam.Grant.addToPrincipal({ grantee, actions: [`states:${action}`], resourceArns: [executionArn(stateMachine, '*')] });
  grantDecrypt(grantee, stateMachine, action);
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html */
function grantDecrypt(grantee: iam.IGrantable, stateMachine: sfn.IStateMachine, action: string): void {
  const { kmsKeyId } = (resourceOf(stateMachine)?.encryptionConfiguration ?? {}) as sfn.CfnStateMachine.EncryptionConfigurationProperty;
  if (kmsKeyId && READING_ACTIONS.includes(action)) {
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['kms:Decrypt'],
      resourceArns: [kmsKeyId],
      conditions: { StringEquals: { 'kms:EncryptionContext:aws:states:stateMachineArn': baseArn(stateMachine) } },
    });
  }
}

/** Parts of a state machine's ARN that names neither version nor alias. */
const PARTS = 7;

/** The ARN without version or alias. */
export function baseArn(stateMachine: sfn.IStateMachine): string {
  const { stateMachineArn } = stateMachine;
  // Tokens of single parts stand between the colons like any other text.
  const parts = stateMachineArn.split(':');
  if (parts.length >= PARTS) {
    return parts.slice(0, PARTS).join(':');
  }
  if (CfnResource.isCfnResource(stateMachine.node.defaultChild ?? {})) {
    return stateMachineArn;
  }
  const { partition, region, account, resourceName } = Stack.of(stateMachine).splitArn(stateMachineArn, ArnFormat.COLON_RESOURCE_NAME);
  return `arn:${partition}:states:${region}:${account}:stateMachine:${resourceName}`;
}

/** The version or alias that an imported ARN names. Of one that is known only at deployment, nobody knows. */
function qualifierOf({ stateMachineArn }: sfn.IStateMachine): string | undefined {
  return stateMachineArn.split(':')[PARTS];
}
