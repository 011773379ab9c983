import { Alias, Aliases } from './aliases';
import type { Machine } from './machine';
import { ServiceError } from './service-error';

/** A published revision of a machine. */
export interface Version {
  readonly number: number;
  readonly arn: string;
  readonly machine: Machine;
  readonly description?: string;
  readonly creationDate: Date;
}

/** How many versions a machine may have. */
const MOST_VERSIONS = 1000;

/** A state machine with its revision of today, its versions and its aliases. */
export class MachineEntry {
  public readonly arn: string;
  public readonly aliases: Aliases;
  public isDeleting = false;
  /** How many of its executions have not ended. */
  public running = 0;
  /** The version that the machine was created with, if it was published then. */
  public firstVersion?: Version;
  private readonly versionsByNumber = new Map<number, Version>();
  private lastNumber = 0;

  constructor(public current: Machine, public readonly creationDate: Date) {
    this.arn = current.arn;
    this.aliases = new Aliases(this.arn, (arn) => this.version(arn) !== undefined);
  }

  /** The latest first. */
  public get versions(): readonly Version[] {
    return [...this.versionsByNumber.values()].reverse();
  }

  /** Characters of its definitions, of today's revision and of the others that versions are of. */
  public get characters(): number {
    let characters = this.current.definition.length;
    for (const { machine } of this.versionsByNumber.values()) {
      characters += machine === this.current ? 0 : machine.definition.length;
    }
    return characters;
  }

  public version(arn: string): Version | undefined {
    const [, number] = /:(\d+)$/.exec(arn) ?? [];
    const version = this.versionsByNumber.get(Number(number));
    return version?.arn === arn ? version : undefined;
  }

  /**
   * Publishes the current revision, unless there is a version of it.
   * @throws ServiceError where there are as many versions as may be
   */
  public publish(description: string | undefined, now: Date): Version {
    const existing = this.versions.find(({ machine }) => machine === this.current);
    if (existing) {
      return existing;
    }
    if (this.versionsByNumber.size >= MOST_VERSIONS) {
      throw ServiceError.of('ServiceQuotaExceededException', `The state machine ${this.arn} has ${MOST_VERSIONS} versions, and may have no more`);
    }
    return this.addVersion(this.lastNumber + 1, description, now);
  }

  /** Adds a version of the current revision under a number of its own. */
  public addVersion(number: number, description: string | undefined, creationDate: Date): Version {
    const version = { number, arn: `${this.arn}:${number}`, machine: this.current, description, creationDate };
    this.versionsByNumber.set(number, version);
    this.lastNumber = Math.max(this.lastNumber, number);
    return version;
  }

  /** @throws ServiceError for a version that an alias leads to */
  public deleteVersion(arn: string): void {
    const users = this.aliases.leadingTo(arn).map(({ name }) => name);
    if (users.length > 0) {
      throw ServiceError.of('ConflictException',
        `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${users.join(', ')}]`);
    }
    const version = this.version(arn);
    if (version) {
      this.versionsByNumber.delete(version.number);
    }
  }

  /** The version that an alias leads to this time. */
  public versionOf(alias: Alias): Version | undefined {
    return this.version(this.aliases.route(alias));
  }
}
