import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';

/**
 * The ARN of an execution of a Standard state machine. It can be told from the name, which is why clients need not see it.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
 */
export function executionArn(stateMachine: sfn.IStateMachine, name: string): string {
  const { partition, region, account, resourceName } = Stack.of(stateMachine).splitArn(stateMachine.stateMachineArn, ArnFormat.COLON_RESOURCE_NAME);
  return `arn:${partition}:states:${region}:${account}:execution:${resourceName}:${name}`;
}
