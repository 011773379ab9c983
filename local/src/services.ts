import { join } from 'node:path';
import { OwnEndpoint } from './aws/endpoint';
import type { Endpoints } from './aws/endpoints';
import type { ServiceApi, ServiceApis } from './aws/service-api';
import { DynamoDb } from './dynamodb/dynamodb';
import { TableDefinition, tableDefinitions } from './dynamodb/table-definition';
import { EventBridgeApi } from './event-bridge/api';
import { EventBus, RunClock } from './event-bridge/event-bus';
import { targetOf, TargetServices } from './event-bridge/targets';
import { EventSources, EventSourcesOptions } from './event-sources/event-sources';
import type { Guard } from './guard';
import type { Logger } from './log-entry';
import { provision } from './provisioning/provision';
import type { Rights } from './rights/rights';
import type { EventTargetResource, LoadedTemplate } from './template';

export interface ServicesOptions {
  readonly template: LoadedTemplate;
  /** Where services are that the run does not have; those that it has are added to it. */
  readonly endpoints: Endpoints;
  readonly stepFunctions: ServiceApi;
  readonly startMachine: TargetServices['startMachine'];
  readonly functions?: EventSourcesOptions['functions'];
  /** Whether the template's queues, topics, buckets and tables are made on their endpoints. */
  readonly provisions: boolean;
  readonly rights: Rights;
  readonly clock: RunClock;
  /** The folder that tables are kept in. */
  readonly data: string | undefined;
  /** Whether rules with a schedule start their targets. */
  readonly playsSchedules: boolean;
  readonly guard: Guard;
  readonly log: Logger;
}

/** The services of a run beside API Gateway, Step Functions and Lambda. */
export class Services {
  /** By their names in ARNs; Step Functions is one of them. */
  public readonly apis: ServiceApis;
  public readonly eventBus: EventBus;
  /** What is wrong with the template's resources, and what of them is not played. */
  public readonly warnings: readonly string[];
  private readonly tables: readonly TableDefinition[];
  private readonly dynamoDb?: DynamoDb;
  private readonly playsTables: boolean;
  private eventSources: EventSources;

  /**
   * @param previous those before an update, whose tables go on
   * @throws TemplateLoadError for a rule that EventBridge would refuse
   */
  constructor(private readonly options: ServicesOptions, previous?: Services) {
    const { template, endpoints, stepFunctions, guard, log } = options;
    this.eventBus = new EventBus({ rules: template.eventRules, targets: (target) => targetOf(target, this.targetServices()), guard, log });
    const { tables, warnings } = tableDefinitions(template.tables);
    this.tables = tables;
    this.playsTables = tables.length > 0 && endpoints.url('dynamodb') === undefined;
    this.dynamoDb = previous?.dynamoDb ?? (this.playsTables ? this.ownTables() : undefined);
    this.eventSources = new EventSources(options);
    this.warnings = [...endpoints.warnings, ...warnings, ...this.eventSources.warnings];
    const own = new Map<string, ServiceApi>();
    if (endpoints.namedUrl('events') === undefined) {
      own.set('events', new EventBridgeApi(this.eventBus));
    }
    if (this.dynamoDb && this.playsTables) {
      own.set('dynamodb', this.dynamoDb);
    }
    own.forEach((api, name) => endpoints.add(name, new OwnEndpoint(`the run's ${name}`, api)));
    this.apis = new Map([['states', stepFunctions], ...own]);
  }

  /** Whether a rule's target can be started. */
  public canStart(target: EventTargetResource): boolean {
    return targetOf(target, this.targetServices()) !== undefined;
  }

  /** Takes the place of those before an update. */
  public succeed(previous: Services): void {
    this.eventBus.succeed(previous.eventBus);
    if (this.playsTables && previous.dynamoDb) {
      previous.dynamoDb.deploy(this.tables);
    }
    if (this.eventSources.id === previous.eventSources.id) {
      this.eventSources = previous.eventSources;
    } else {
      previous.eventSources.retire();
    }
  }

  /**
   * Starts what works by itself.
   * @throws Error when the folder of rows cannot be used
   */
  public async open(): Promise<void> {
    const { template, endpoints, clock, data, guard, playsSchedules, provisions, log } = this.options;
    const opened = this.dynamoDb?.open();
    // Tables in memory need not be waited for: the first request does. A folder may be at fault.
    if (data === undefined) {
      void guard.run("DynamoDB's tables", () => opened);
    } else {
      await opened;
    }
    if (provisions) {
      const faults = await provision({ template, tables: this.tables, deliveries: this.eventSources.deliveries, endpoints });
      faults.forEach((message) => log({ type: 'Warning', message }));
    }
    this.eventSources.open();
    if (playsSchedules) {
      this.eventBus.startSchedules(clock);
    }
  }

  public async close(): Promise<void> {
    this.eventBus.close();
    await this.eventSources.close();
    await this.dynamoDb?.close();
  }

  private ownTables(): DynamoDb {
    const { data, clock, log } = this.options;
    return new DynamoDb({ tables: this.tables, folder: data === undefined ? undefined : join(data, 'dynamodb'), clock, log });
  }

  private targetServices(): TargetServices {
    const { startMachine, functions, endpoints, rights, guard } = this.options;
    return { startMachine, functions, endpoints, rights, guard, publish: (event, busName) => this.eventBus.publish(event, busName) };
  }
}
