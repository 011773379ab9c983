import type { Machine } from './machine';
import type { MachineTarget } from './machines';
import type { WireValue } from './wire';

/** A machine, or a version of one, as DescribeStateMachine tells of it. */
export function describeMachine({ entry, machine, versionArn }: MachineTarget): WireValue {
  const version = versionArn === undefined ? undefined : entry.version(versionArn);
  return {
    ...described(machine),
    creationDate: version?.creationDate ?? entry.creationDate,
    description: version?.description,
    stateMachineArn: versionArn ?? machine.arn,
    status: entry.isDeleting ? 'DELETING' : 'ACTIVE',
    type: machine.type,
  };
}

/** The revision of a machine that an execution is of, as DescribeStateMachineForExecution tells of it. */
export function describeForExecution(machine: Machine): WireValue {
  return { ...described(machine), stateMachineArn: machine.arn, updateDate: machine.updateDate };
}

function described(machine: Machine): Readonly<Record<string, WireValue>> {
  const { definition, encryptionConfiguration, loggingConfiguration, name, revisionId, roleArn, tracingConfiguration } = machine;
  return {
    definition,
    encryptionConfiguration: { ...encryptionConfiguration },
    loggingConfiguration: { ...loggingConfiguration },
    name,
    revisionId,
    roleArn,
    tracingConfiguration,
  };
}
