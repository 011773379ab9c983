import { randomUUID } from 'node:crypto';
import { DEFAULT_CONFIGURATION, executionArnPrefix, Machine, MachineConfiguration } from './machine';
import { MachineEntry } from './machine-entry';
import { ServiceError } from './service-error';
import { StateMachine, StateMachineOptions, TaskHandler } from '../states';
import { StateMachineResource, TemplateLoadError } from '../template';

/** What an ARN of a machine, a version or an alias stands for this time. */
export interface MachineTarget {
  readonly entry: MachineEntry;
  readonly machine: Machine;
  readonly versionArn?: string;
  readonly aliasArn?: string;
}

/** What a machine is made with. */
export interface MachineSettings extends Partial<MachineConfiguration>, Pick<Machine, 'name' | 'arn' | 'type' | 'definition' | 'roleArn'> {}

/** What of a machine can be changed. */
export type MachineChanges = Partial<MachineConfiguration & Pick<Machine, 'definition' | 'roleArn'>>;

/** A machine of a template, with the numbers of its versions and the names of its aliases. */
export interface PreparedMachine {
  readonly machine: Machine;
  readonly qualifiers: readonly string[];
}

/** How many characters the definitions of all machines and versions have at most: AWS bounds their number, the run its memory. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

/** The state machines of a run. */
export class Machines {
  private readonly entries = new Map<string, MachineEntry>();
  /** The ARNs of those that the template has. */
  private ofTemplate: ReadonlySet<string> = new Set();

  /**
   * @param shared what the interpreters of all machines share
   * @param now the time
   */
  constructor(private readonly shared: StateMachineOptions, private readonly now: () => Date) {}

  public get all(): readonly MachineEntry[] {
    return [...this.entries.values()];
  }

  /**
   * Makes a machine of a template, which can be started when it is deployed.
   *
   * @param tasks performs its tasks
   * @param others the template's other machines so far
   * @throws TemplateLoadError for a definition that AWS would refuse
   */
  public prepare(resource: StateMachineResource, tasks: TaskHandler, others: readonly PreparedMachine[]): PreparedMachine {
    const { arn, label, name, qualifiedArns, type, hasCustomerManagedKey, definition, roleArn } = resource;
    if (others.some(({ machine }) => machine.arn === arn)) {
      throw new TemplateLoadError(`${label}: another state machine of the run has the ARN ${arn}, too: give it another name`);
    }
    const machine = {
      ...DEFAULT_CONFIGURATION,
      ...hasCustomerManagedKey && { encryptionConfiguration: { type: 'CUSTOMER_MANAGED_KMS_KEY' } },
      arn,
      name,
      type,
      hasCustomerManagedKey,
      stateMachine: interpreter(resource, { ...this.shared, tasks }),
      definition: typeof definition === 'string' ? definition : JSON.stringify(definition),
      roleArn: roleArn ?? '',
      updateDate: this.now(),
      executionArnPrefix: executionArnPrefix({ arn, type }),
    };
    return { machine, qualifiers: qualifiedArns.map((each) => each.slice(arn.length + 1)) };
  }

  /** Takes the machines of a template, with their versions and aliases, in the place of those of the one before; what requests have made stays. */
  public deploy(prepared: readonly PreparedMachine[]): void {
    const arns = new Set(prepared.map(({ machine }) => machine.arn));
    [...this.ofTemplate].filter((arn) => !arns.has(arn)).forEach((arn) => this.entries.delete(arn));
    this.ofTemplate = arns;
    prepared.forEach((each) => this.put(each));
  }

  /**
   * Creates a machine as CreateStateMachine does.
   * @throws DefinitionError for a definition that is not valid
   * @throws ServiceError when there are too many
   */
  public create(settings: MachineSettings): MachineEntry {
    this.checkRoom(settings.definition, 'StateMachineLimitExceeded');
    return this.add(this.revision({ ...DEFAULT_CONFIGURATION, ...settings, updateDate: this.now() }));
  }

  /**
   * Makes a new revision of a machine, unless nothing changes. Executions that run keep theirs.
   * @throws DefinitionError for a definition that is not valid
   * @throws ServiceError when there are too many
   */
  public update(entry: MachineEntry, changes: MachineChanges): Machine {
    const { current } = entry;
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    if (given.some(([name, value]) => JSON.stringify(current[name as keyof Machine]) !== JSON.stringify(value))) {
      this.checkRoom(changes.definition ?? current.definition, 'ServiceQuotaExceededException');
      entry.current = this.revision({ ...current, ...Object.fromEntries(given), updateDate: this.now(), revisionId: randomUUID() });
    }
    return entry.current;
  }

  public remove({ arn }: MachineEntry): void {
    this.entries.delete(arn);
  }

  /** Undefined for an ARN of none. */
  public find(arn: string): MachineTarget | undefined {
    const unqualified = this.entries.get(arn);
    const entry = unqualified ?? this.entries.get(/^((?:[^:]*:){6}[^:]*):[^:]+$/.exec(arn)?.[1] ?? '');
    if (!entry || unqualified) {
      return entry && { entry, machine: entry.current };
    }
    const alias = entry.aliases.find(arn);
    const version = alias ? entry.versionOf(alias) : entry.version(arn);
    return alias || version ? { entry, machine: version?.machine ?? entry.current, versionArn: version?.arn, aliasArn: alias?.arn } : undefined;
  }

  /**
   * As `find`.
   * @throws ServiceError for an ARN of none
   */
  public get(arn: string): MachineTarget {
    const target = this.find(arn);
    if (target) {
      return target;
    }
    if (!/^arn:[^:]+:states:[^:]+:[^:]+:stateMachine:[^:]+(:[^:]+)?$/.test(arn)) {
      throw ServiceError.of('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
    }
    throw ServiceError.of('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }

  private checkRoom(definition: string, kind: string): void {
    let characters = definition.length;
    for (const entry of this.entries.values()) {
      characters += entry.characters;
    }
    if (characters > MOST_CHARACTERS) {
      throw ServiceError.of(kind, `The definitions of the run's state machines and versions would have ${characters} characters, and may have ${MOST_CHARACTERS}`);
    }
  }

  private put({ machine, qualifiers }: PreparedMachine): void {
    const existing = this.entries.get(machine.arn);
    const entry = existing ?? this.add(machine);
    const { definition, updateDate } = entry.current;
    entry.current = { ...machine, updateDate: definition === machine.definition ? updateDate : machine.updateDate };
    const now = this.now();
    const versions = qualifiers.filter((each) => /^\d+$/.test(each)).map((each) => entry.addVersion(Number(each), undefined, now));
    for (const alias of qualifiers.filter((each) => !/^\d+$/.test(each))) {
      const routingConfiguration = versions.slice(-1).map((version) => ({ stateMachineVersionArn: version.arn, weight: 100 }));
      entry.aliases.set({ arn: `${entry.arn}:${alias}`, name: alias, routingConfiguration, creationDate: now, updateDate: now });
    }
  }

  private add(machine: Machine): MachineEntry {
    const entry = new MachineEntry(machine, machine.updateDate);
    this.entries.set(machine.arn, entry);
    return entry;
  }

  private revision(settings: MachineSettings & MachineConfiguration & Pick<Machine, 'updateDate' | 'revisionId'>): Machine {
    const { definition, name, arn, type, roleArn } = settings;
    return {
      ...settings,
      hasCustomerManagedKey: settings.encryptionConfiguration.type === 'CUSTOMER_MANAGED_KMS_KEY',
      stateMachine: new StateMachine(definition, { ...this.shared, type, name, arn, roleArn }),
      executionArnPrefix: executionArnPrefix({ arn, type }),
    };
  }
}

/** The resource that most users of a WebSocket API try first. */
const NO_SDK_FOR_CONNECTIONS = ':aws-sdk:apigatewaymanagementapi:';
const USE_INVOKE = '; send to connections with arn:aws:states:::apigateway:invoke, which calls @connections';

function interpreter(resource: StateMachineResource, shared: StateMachineOptions): StateMachine {
  const { definition, label, definitionProperty, type, name, arn, roleArn } = resource;
  try {
    return new StateMachine(definition, { ...shared, type, name, arn, roleArn });
  } catch (error) {
    const { message } = error as Error;
    throw new TemplateLoadError(`${label}, property ${definitionProperty}: ${message}${message.includes(NO_SDK_FOR_CONNECTIONS) ? USE_INVOKE : ''}`);
  }
}
