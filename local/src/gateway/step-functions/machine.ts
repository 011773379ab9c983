import { randomUUID } from 'node:crypto';
import type { StateMachine } from '../../states';
import type { StateMachineResource } from '../../template';

/** A state machine of the run: what the template says of it, and its interpreter. */
export interface Machine extends Pick<StateMachineResource, 'arn' | 'name' | 'type' | 'hasCustomerManagedKey'> {
  readonly stateMachine: StateMachine;
  /** What the ARN of each execution starts with. */
  readonly executionArnPrefix: string;
}

/** What the ARNs of a machine's executions start with. */
export function executionArnPrefix({ arn, type }: Pick<Machine, 'arn' | 'type'>): string {
  return arn.replace(':stateMachine:', type === 'EXPRESS' ? ':express:' : ':execution:');
}

/** The ARN of an execution of a machine; the last part of an Express execution's is unique to each start. */
export function executionArn({ executionArnPrefix: prefix, type }: Machine, name: string): string {
  return type === 'EXPRESS' ? `${prefix}:${name}:${randomUUID()}` : `${prefix}:${name}`;
}
