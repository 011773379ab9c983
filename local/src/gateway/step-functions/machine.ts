import { randomUUID } from 'node:crypto';
import type { StateMachine } from '../../states';
import type { StateMachineResource } from '../../template';

/** A state machine of the run: what the template says of it, and its interpreter. */
export interface Machine extends Pick<StateMachineResource, 'arn' | 'name' | 'type'> {
  readonly stateMachine: StateMachine;
}

/** The ARN of an execution of a machine; the last part of an Express execution's is unique to each start. */
export function executionArn(machine: Machine, name: string): string {
  return machine.type === 'EXPRESS'
    ? `${machine.arn.replace(':stateMachine:', ':express:')}:${name}:${randomUUID()}`
    : `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
}
