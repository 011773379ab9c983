import { randomUUID } from 'node:crypto';
import type { StateMachine } from '../states';
import type { StateMachineResource } from '../template';

/** Settings of a machine that do nothing in the local run, as they were given. */
export interface MachineConfiguration {
  readonly loggingConfiguration: LoggingConfiguration;
  readonly tracingConfiguration: { readonly enabled: boolean };
  readonly encryptionConfiguration: EncryptionConfiguration;
}

export interface LoggingConfiguration {
  readonly level: string;
  readonly includeExecutionData: boolean;
  readonly destinations?: readonly { readonly cloudWatchLogsLogGroup?: { readonly logGroupArn?: string } }[];
}

export interface EncryptionConfiguration {
  readonly type: string;
  readonly kmsKeyId?: string;
  readonly kmsDataKeyReusePeriodSeconds?: number;
}

/** What machines are made with that say nothing of it. */
export const DEFAULT_CONFIGURATION: MachineConfiguration = {
  loggingConfiguration: { includeExecutionData: false, level: 'OFF' },
  tracingConfiguration: { enabled: false },
  encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
};

/** A revision of a state machine: executions keep the one that they are started with. */
export interface Machine extends Pick<StateMachineResource, 'arn' | 'name' | 'type' | 'hasCustomerManagedKey'>, MachineConfiguration {
  readonly stateMachine: StateMachine;
  /** As text, as it was given. */
  readonly definition: string;
  readonly roleArn: string;
  /** Undefined of the first one. */
  readonly revisionId?: string;
  readonly updateDate: Date;
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
