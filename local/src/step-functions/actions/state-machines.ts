import { action } from './action';
import { ARN, CONFIGURATION, DEFINITION, DESCRIPTION, FLAG, INCLUDED_DATA, NEW_NAME, PAGE, TAGS, TYPE } from './members';
import { DefinitionError, StateMachineType } from '../../states';
import { describeMachine } from '../describe-machine';
import { LoggingConfiguration, MachineConfiguration } from '../machine';
import type { MachineEntry } from '../machine-entry';
import type { MachineSettings } from '../machines';
import { checkArn, checkName } from '../names';
import { byArn, page } from '../page';
import { RequestOf } from '../request';
import { ServiceError } from '../service-error';
import type { StepFunctions } from '../step-functions';
import { checkCount } from '../tags';
import { diagnose, MOST_DIAGNOSTICS } from '../validate-definition';
import type { WireValue } from '../wire';

const PUBLICATION = { publish: FLAG, versionDescription: DESCRIPTION } as const;
const CREATE = {
  name: NEW_NAME, definition: { ...DEFINITION, required: true }, roleArn: ARN, type: TYPE, tags: TAGS, ...CONFIGURATION, ...PUBLICATION,
} as const;
const UPDATE = { stateMachineArn: ARN, definition: DEFINITION, roleArn: { ...ARN, required: false }, ...CONFIGURATION, ...PUBLICATION } as const;

/** The actions on state machines. */
export const STATE_MACHINE_ACTIONS = {
  CreateStateMachine: action(CREATE, createStateMachine),
  UpdateStateMachine: action(UPDATE, updateStateMachine),
  DeleteStateMachine: action({ stateMachineArn: ARN }, (service, { stateMachineArn: arn }) => {
    if (/:stateMachine:[^:]+:[^:]+$/.test(arn)) {
      throw ServiceError.invalid(`A state machine is deleted by its own ARN, not by that of a version or an alias. Received: ${arn}`);
    }
    checkArn(arn, 'stateMachine');
    const target = service.machines.find(arn);
    if (target && !target.entry.isDeleting) {
      service.delete(target.entry);
    }
    return {};
  }),
  DescribeStateMachine: action({ stateMachineArn: ARN, includedData: INCLUDED_DATA }, (service, { stateMachineArn: arn }) => {
    const target = service.machines.get(arn);
    if (target.aliasArn !== undefined) {
      throw ServiceError.of('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    }
    return describeMachine(target);
  }),
  ListStateMachines: action(PAGE, (service, request) => {
    const { items, nextToken } = page({ items: byArn(service.machines.all), name: 'stateMachines', keyOf: ({ arn }) => arn }, request);
    const stateMachines = items.map(({ arn, creationDate, current: { name, type } }) => ({ creationDate, name, stateMachineArn: arn, type }));
    return { nextToken, stateMachines };
  }),
  ValidateStateMachineDefinition: action({
    definition: { ...DEFINITION, required: true },
    type: TYPE,
    severity: { values: ['ERROR', 'WARNING'] },
    maxResults: { type: 'number', least: 0, most: MOST_DIAGNOSTICS },
  }, (_service, { definition, type, maxResults = 0 }) => diagnose(definition, typeOf(type), maxResults)),
};

function createStateMachine(service: StepFunctions, request: RequestOf<typeof CREATE>): WireValue {
  const { name, definition, roleArn, tags = [], publish = false, versionDescription } = request;
  checkDescription(request);
  checkName(name);
  checkRole(roleArn);
  const arn = service.arn('stateMachine', name);
  checkCount(arn, tags.length);
  const settings = { name, arn, type: typeOf(request.type), definition, roleArn, ...configurationOf(request) };
  const existing = service.machines.find(arn)?.entry;
  if (existing) {
    return createdBefore(existing, settings, publish, versionDescription);
  }
  const entry = refusing(() => service.machines.create(settings));
  service.tags.add(arn, tags);
  entry.firstVersion = publish ? entry.publish(versionDescription, entry.creationDate) : undefined;
  return { creationDate: entry.creationDate, stateMachineArn: arn, stateMachineVersionArn: entry.firstVersion?.arn };
}

/** The same request again is no error; its role and its tags are not looked at. */
function createdBefore(entry: MachineEntry, settings: MachineSettings, publish: boolean, description: string | undefined): WireValue {
  const { arn, current, firstVersion, creationDate, isDeleting } = entry;
  if (isDeleting) {
    throw ServiceError.of('StateMachineDeleting', `State Machine is being deleted: '${arn}'`);
  }
  const { roleArn, ...same } = settings;
  const isSame = Object.entries(same).every(([name, value]) => JSON.stringify(current[name as keyof typeof same]) === JSON.stringify(value));
  if (!isSame || publish !== (firstVersion !== undefined) || description !== firstVersion?.description) {
    throw ServiceError.of('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
  }
  return { creationDate, stateMachineArn: arn, stateMachineVersionArn: firstVersion?.arn };
}

function updateStateMachine(service: StepFunctions, request: RequestOf<typeof UPDATE>): WireValue {
  const { stateMachineArn: arn, definition, roleArn, publish = false, versionDescription } = request;
  const { loggingConfiguration, tracingConfiguration, encryptionConfiguration } = request;
  if ([definition, roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration].every((given) => given === undefined)) {
    throw ServiceError.of('MissingRequiredParameter',
      'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified');
  }
  checkDescription(request);
  const { entry, versionArn, aliasArn } = service.machines.get(arn);
  if (versionArn !== undefined || aliasArn !== undefined) {
    throw ServiceError.of('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }
  if (entry.isDeleting) {
    throw ServiceError.of('StateMachineDeleting', `State Machine is being deleted: '${arn}'`);
  }
  if (roleArn !== undefined) {
    checkRole(roleArn);
  }
  const configuration = configurationOf(request);
  const { revisionId } = refusing(() => service.machines.update(entry, {
    definition,
    roleArn,
    loggingConfiguration: loggingConfiguration && configuration.loggingConfiguration,
    tracingConfiguration: tracingConfiguration && configuration.tracingConfiguration,
    encryptionConfiguration: encryptionConfiguration && configuration.encryptionConfiguration,
  }));
  const now = service.now();
  return { revisionId, stateMachineVersionArn: publish ? entry.publish(versionDescription, now).arn : undefined, updateDate: now };
}

function typeOf(type = 'STANDARD'): StateMachineType {
  return type === 'EXPRESS' ? 'EXPRESS' : 'STANDARD';
}

function configurationOf(request: RequestOf<typeof CONFIGURATION>): MachineConfiguration {
  const { loggingConfiguration, tracingConfiguration, encryptionConfiguration } = request;
  return {
    loggingConfiguration: loggingOf(loggingConfiguration ?? {}),
    tracingConfiguration: { enabled: tracingConfiguration?.enabled ?? false },
    encryptionConfiguration: encryptionConfiguration ?? { type: 'AWS_OWNED_KEY' },
  };
}

function loggingOf({ level = 'OFF', includeExecutionData = false, destinations }: Partial<LoggingConfiguration>): LoggingConfiguration {
  const count = destinations?.length ?? 0;
  if (count > 1 || (level !== 'OFF' && count !== 1)) {
    throw ServiceError.of('InvalidLoggingConfiguration', 'Invalid Logging Configuration: Must specify exactly one Log Destination.');
  }
  return { ...destinations && { destinations }, includeExecutionData, level };
}

function checkDescription({ publish = false, versionDescription }: RequestOf<typeof PUBLICATION>): void {
  if (versionDescription !== undefined && !publish) {
    throw ServiceError.invalid('Version description can only be set when publish is true');
  }
}

function checkRole(arn: string): void {
  if (!/^arn:[^:]+:iam::[^:]*:role\/.+$/.test(arn)) {
    throw ServiceError.of('InvalidArn', `Invalid Role Arn: '${arn}'`);
  }
}

/** Has a machine made; a definition that is not valid is an error of the caller's. */
function refusing<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof DefinitionError ? ServiceError.of('InvalidDefinition', error.message) : error;
  }
}
