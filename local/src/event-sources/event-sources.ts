import { bucketEvent, Delivery, deliveriesOf, topicEvent } from './delivery';
import { QueueMapping, queueMappings } from './queue-mapping';
import { InvokableFunctions, QueuePoller } from './queue-poller';
import type { Endpoints } from '../aws/endpoints';
import type { Guard } from '../guard';
import type { JsonObject } from '../json';
import type { Logger } from '../log-entry';
import type { LoadedTemplate } from '../template';

export interface EventSourcesOptions {
  readonly template: LoadedTemplate;
  readonly endpoints: Endpoints;
  /** The functions of the run. @default - it has none */
  readonly functions?: InvokableFunctions & { fault(nameOrArn: string): string | undefined };
  /** Whether queues of the run's own may be made, for topics and buckets. */
  readonly provisions: boolean;
  readonly guard: Guard;
  readonly log: Logger;
}

/** Queues, topics and buckets of endpoints that invoke functions of the template. */
export class EventSources {
  /** Topics and buckets that come by a queue of the run's own. */
  public readonly deliveries: readonly Delivery[];
  /** What is not played, one line each. */
  public readonly warnings: readonly string[];
  /** The same for sources that do the same. */
  public readonly id: string;
  private readonly pollers: readonly QueuePoller[];
  private isOpen = false;

  constructor(private readonly options: EventSourcesOptions) {
    const { template } = options;
    const queues = queueMappings(template.eventSourceMappings);
    const others = deliveriesOf(template);
    const ofQueues = queues.mappings.map((mapping) => {
      const { label, functionName } = mapping;
      return { label, functionName, fault: this.faultOf(functionName, ['sqs']), mapping };
    });
    const ofOthers = others.deliveries.map((delivery) => ({ label: delivery.label, fault: this.deliveryFault(delivery), delivery }));
    this.deliveries = ofOthers.flatMap(({ fault, delivery }) => (fault === undefined ? [delivery] : []));
    this.pollers = [
      ...ofQueues.flatMap(({ fault, mapping }) => (fault === undefined ? [this.poller(mapping)] : [])),
      ...this.deliveries.map((delivery) => this.poller(mappingOf(delivery), eventOf(delivery))),
    ];
    this.id = JSON.stringify([template.eventSourceMappings, ofQueues.map(({ fault }) => fault), this.deliveries]);
    const unplayed = [...ofQueues, ...ofOthers].flatMap(({ label, fault }) => (fault === undefined ? [] : [`${label}: invokes nothing: ${fault}`]));
    this.warnings = [...queues.warnings, ...others.warnings, ...unplayed];
  }

  /** Starts them, once. */
  public open(): void {
    if (this.isOpen) {
      return;
    }
    this.isOpen = true;
    this.pollers.forEach((poller) => void this.options.guard.run('an event source', () => poller.run()));
  }

  /** Others take their place: what they have taken is dealt with. */
  public retire(): void {
    this.pollers.forEach((poller) => poller.retire());
  }

  public async close(): Promise<void> {
    await Promise.all(this.pollers.map((poller) => poller.close()));
  }

  private poller(mapping: QueueMapping, event?: (messages: readonly JsonObject[]) => JsonObject | undefined): QueuePoller {
    const { endpoints, functions, log } = this.options;
    const sqs = { name: 'sqs', endpoint: endpoints.of('sqs')!, region: mapping.queueArn.split(':')[3] };
    return new QueuePoller({ mapping, sqs, functions: functions!, event, log });
  }

  private faultOf(functionName: string, services: readonly string[]): string | undefined {
    const { endpoints, functions } = this.options;
    const missing = services.find((service) => endpoints.of(service) === undefined);
    return missing === undefined
      ? functions ? functions.fault(functionName) : 'functions do not run here'
      : `the local run has no ${missing}: give --endpoint ${missing}=<url>, or --endpoint <url> for all that it does not have`;
  }

  private deliveryFault({ kind, functionName }: Delivery): string | undefined {
    return this.faultOf(functionName, ['sqs', kind === 'topic' ? 'sns' : 's3'])
      ?? (this.options.provisions ? undefined : `a ${kind} comes by a queue of the run's own, which --provision makes`);
  }
}

function mappingOf({ label, queueArn, functionName }: Delivery): QueueMapping {
  return { label, queueArn, functionName, batchSize: 1, batchingWindow: 0, concurrency: 5, reportsFailures: false, matches: () => true };
}

function eventOf(delivery: Delivery): (messages: readonly JsonObject[]) => JsonObject | undefined {
  return ([{ Body }]) => (delivery.kind === 'topic' ? topicEvent(String(Body), delivery) : bucketEvent(String(Body)));
}
