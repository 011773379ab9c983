import { ServiceError } from './service-error';

/** How much of what an alias starts goes to a version, in percent. */
export interface Route {
  readonly stateMachineVersionArn: string;
  readonly weight: number;
}

export interface Alias {
  readonly arn: string;
  readonly name: string;
  readonly description?: string;
  readonly routingConfiguration: readonly Route[];
  readonly creationDate: Date;
  readonly updateDate: Date;
}

/** What an alias is made with or changed to. */
export type AliasSettings = Pick<Alias, 'description' | 'routingConfiguration'>;

/** How many aliases a machine may have. */
const MOST_ALIASES = 100;

/** The aliases of a machine. */
export class Aliases {
  private readonly byName = new Map<string, Alias>();

  /** @param hasVersion whether the machine has a version */
  constructor(private readonly machineArn: string, private readonly hasVersion: (arn: string) => boolean) {}

  public get all(): readonly Alias[] {
    return [...this.byName.values()];
  }

  public leadingTo(versionArn: string): readonly Alias[] {
    return this.all.filter(({ routingConfiguration }) => routingConfiguration.some((route) => route.stateMachineVersionArn === versionArn));
  }

  /**
   * Creates an alias; the same again is no error.
   * @throws ServiceError for routes that cannot be, or an alias of this name that is another
   */
  public create(name: string, { description, routingConfiguration }: AliasSettings, now: Date): Alias {
    this.checkRoutes(routingConfiguration);
    const existing = this.byName.get(name);
    if (existing) {
      if (existing.description === description && sameRoutes(existing.routingConfiguration, routingConfiguration)) {
        return existing;
      }
      throw ServiceError.of('ConflictException',
        'Failed to create alias because an alias with the same name and a different routing configuration already exists.');
    }
    if (this.byName.size >= MOST_ALIASES) {
      throw ServiceError.of('ServiceQuotaExceededException', `The state machine ${this.machineArn} has ${MOST_ALIASES} aliases, and may have no more`);
    }
    return this.set({ arn: `${this.machineArn}:${name}`, name, description, routingConfiguration, creationDate: now, updateDate: now });
  }

  /** @throws ServiceError for routes that cannot be */
  public update(alias: Alias, { description, routingConfiguration }: Partial<AliasSettings>, updateDate: Date): Alias {
    if (routingConfiguration !== undefined) {
      this.checkRoutes(routingConfiguration);
    }
    return this.set({
      ...alias,
      description: description ?? alias.description,
      routingConfiguration: routingConfiguration ?? alias.routingConfiguration,
      updateDate,
    });
  }

  public delete(name: string): void {
    this.byName.delete(name);
  }

  public find(arn: string): Alias | undefined {
    return this.all.find((alias) => alias.arn === arn);
  }

  /** Adds or replaces an alias as it is. */
  public set(alias: Alias): Alias {
    this.byName.set(alias.name, alias);
    return alias;
  }

  /** The ARN of the version that the alias leads to this time. */
  public route({ routingConfiguration }: Alias): string {
    let left = Math.random() * 100;
    const taken = routingConfiguration.find(({ weight }) => {
      left -= weight;
      return left < 0;
    });
    return (taken ?? routingConfiguration[0]).stateMachineVersionArn;
  }

  private checkRoutes(routes: readonly Route[]): void {
    const arns = routes.map(({ stateMachineVersionArn }) => stateMachineVersionArn);
    const weights = routes.map(({ weight }) => weight);
    if (arns.some((arn) => !/:stateMachine:[^:]+:\d+$/.test(arn))) {
      throw ServiceError.invalid(`Routing configuration must contain state machine version ARNs. Received: [${arns.join(', ')}]`);
    }
    if (new Set(arns).size < arns.length) {
      throw ServiceError.invalid(`Routing configuration must contain distinct state machine version ARNs. Received: [${arns.join(', ')}]`);
    }
    if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
      throw ServiceError.invalid(`Sum of routing configuration weights must equal 100. Received: [${weights.join(', ')}]`);
    }
    if (!arns.every(this.hasVersion)) {
      throw noSuchResource();
    }
  }
}

/** What is asked for an alias that is not there, or of one. */
export function noSuchResource(): ServiceError {
  return ServiceError.of('ResourceNotFound', 'Request references a resource that does not exist.');
}

function sameRoutes(left: readonly Route[], right: readonly Route[]): boolean {
  return left.length === right.length && left.every(({ stateMachineVersionArn, weight }, index) => (
    stateMachineVersionArn === right[index].stateMachineVersionArn && weight === right[index].weight
  ));
}
