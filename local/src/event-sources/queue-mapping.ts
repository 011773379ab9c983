import { EventPattern } from '../event-bridge/event-pattern';
import { excerpt, isObject, Json, JsonObject, jsonOrText } from '../json';
import type { PlainResource } from '../template';

/** A queue whose messages invoke a function. */
export interface QueueMapping {
  /** For messages: where it is in the template. */
  readonly label: string;
  readonly queueArn: string;
  /** The function's name or ARN. */
  readonly functionName: string;
  readonly batchSize: number;
  /** In milliseconds: how long messages are gathered for a batch. */
  readonly batchingWindow: number;
  /** Batches at the same time. */
  readonly concurrency: number;
  /** Whether the function says which messages have failed. */
  readonly reportsFailures: boolean;
  /** Whether a message is for the function; what is not is deleted. */
  readonly matches: (body: string, message: JsonObject) => boolean;
}

export interface QueueMappings {
  readonly mappings: readonly QueueMapping[];
  /** What is not played, one line each. */
  readonly warnings: readonly string[];
}

const BATCH_SIZE = 10;
const MOST_CONCURRENCY = 5;

/** Reads the event source mappings of a template: of queues; those of streams are named as not played. */
export function queueMappings(resources: readonly PlainResource[]): QueueMappings {
  const mappings: QueueMapping[] = [];
  const warnings: string[] = [];
  for (const resource of resources) {
    const { label, properties: { Enabled: enabled, EventSourceArn: source } } = resource;
    if (String(enabled) === 'false') {
      continue;
    }
    const [, service] = /^arn:[^:]+:([\w-]+):/.exec(String(source)) ?? [];
    if (service === 'sqs') {
      read(resource, mappings, warnings);
    } else {
      const what = service === 'dynamodb' ? 'DynamoDB streams are' : `event sources of ${service ?? excerpt(source ?? null)} are`;
      warnings.push(`${label}, property EventSourceArn: ${what} not played, so the function hears of nothing`);
    }
  }
  return { mappings, warnings };
}

function read({ label, properties }: PlainResource, mappings: QueueMapping[], warnings: string[]): void {
  const { EventSourceArn, FunctionName, BatchSize, MaximumBatchingWindowInSeconds, ScalingConfig: scaling, FunctionResponseTypes } = properties;
  if (typeof FunctionName !== 'string') {
    warnings.push(`${label}, property FunctionName: is required, so the queue invokes nothing`);
    return;
  }
  try {
    mappings.push({
      label,
      queueArn: String(EventSourceArn),
      functionName: FunctionName,
      batchSize: number(BatchSize, BATCH_SIZE),
      batchingWindow: number(MaximumBatchingWindowInSeconds, 0) * 1000,
      concurrency: Math.min(MOST_CONCURRENCY, isObject(scaling) ? number(scaling.MaximumConcurrency, MOST_CONCURRENCY) : MOST_CONCURRENCY),
      reportsFailures: Array.isArray(FunctionResponseTypes) && FunctionResponseTypes.includes('ReportBatchItemFailures'),
      matches: filter(properties.FilterCriteria),
    });
  } catch (error) {
    warnings.push(`${label}, property FilterCriteria: ${(error as Error).message}; so the queue invokes nothing`);
  }
}

/** A message is for the function when one of the filters matches it: its body as JSON, or as text where it is none. */
function filter(criteria: Json | undefined): QueueMapping['matches'] {
  const filters = isObject(criteria) && Array.isArray(criteria.Filters) ? criteria.Filters.filter(isObject) : [];
  const patterns = filters.map(({ Pattern }) => new EventPattern(JSON.parse(String(Pattern)) as JsonObject));
  return (body, message) => patterns.length === 0 || patterns.some((pattern) => pattern.matches({ ...message, body: jsonOrText(body) }));
}

function number(value: Json | undefined, otherwise: number): number {
  const given = Number(value ?? otherwise);
  return Number.isFinite(given) && given >= 0 ? given : otherwise;
}
