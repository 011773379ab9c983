import { randomUUID } from 'node:crypto';
import type { EventBus } from './event-bus';
import type { HttpAnswer } from '../aws/http-answer';
import type { ServiceApi } from '../aws/service-api';
import { boundedJson, isObject, Json, JsonObject } from '../json';

/** Most entries of one request, and their longest size together, in bytes. */
const MOST_ENTRIES = 10;
const LONGEST_ENTRIES = 262_144;

/** EventBridge's API, as far as it sends events: `PutEvents`. */
export class EventBridgeApi implements ServiceApi {
  public readonly actions: readonly string[] = ['PutEvents'];

  constructor(private readonly eventBus: EventBus) {}

  /** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
  public perform(_action: string, request: string): HttpAnswer {
    const entries = entriesOf(request);
    if (!entries) {
      return failure('SerializationException', 'the request is no JSON object with Entries');
    }
    if (entries.length === 0 || entries.length > MOST_ENTRIES) {
      return failure('ValidationException', '1 validation error detected: Value at \'entries\' failed to satisfy constraint: Member must have length '
        + (entries.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MOST_ENTRIES}`));
    }
    if (entries.reduce((size, entry) => size + sizeOf(entry), 0) > LONGEST_ENTRIES) {
      return failure('ValidationException', 'Total size of the entries in the request is over the limit.');
    }
    const results = entries.map((entry) => this.put(entry));
    const failed = results.filter(({ ErrorCode }) => ErrorCode !== undefined);
    return { status: 200, body: JSON.stringify({ FailedEntryCount: failed.length, Entries: results }) };
  }

  private put(entry: JsonObject): JsonObject {
    const fault = faultOf(entry);
    if (fault) {
      return fault;
    }
    const { Source, DetailType, Detail, Resources, Time, EventBusName } = entry;
    const busName = (typeof EventBusName === 'string' ? EventBusName : 'default').replace(/^.*:event-bus\//, '');
    const id = randomUUID();
    const time = typeof Time === 'number' ? new Date(Time * 1000) : new Date();
    for (const { account, region } of this.eventBus.placesOf(busName)) {
      this.eventBus.publish({
        'version': '0',
        id,
        'detail-type': DetailType,
        'source': Source,
        account,
        'time': time.toISOString().replace(/\.\d+Z$/, 'Z'),
        region,
        'resources': Array.isArray(Resources) ? Resources : [],
        'detail': JSON.parse(String(Detail)) as Json,
      }, busName);
    }
    return { EventId: id };
  }
}

function entriesOf(request: string): JsonObject[] | undefined {
  try {
    const { Entries: entries } = JSON.parse(request) as { readonly Entries?: Json };
    return Array.isArray(entries) && entries.every(isObject) && entries.every(({ EventBusName: name }) => typeof (name ?? '') === 'string') ? entries : undefined;
  } catch {
    return undefined;
  }
}

/** Why EventBridge does not take an entry. */
function faultOf({ Source, DetailType, Detail, Time }: JsonObject): JsonObject | undefined {
  for (const [name, value] of Object.entries({ Source, DetailType, Detail })) {
    if (typeof value !== 'string' || value === '') {
      return { ErrorCode: 'InvalidArgument', ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.` };
    }
  }
  if (String(Source).startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  if (!isObject(boundedJson(String(Detail)))) {
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  }
  return typeof Time === 'number' && Number.isNaN(new Date(Time * 1000).getTime())
    ? { ErrorCode: 'InvalidArgument', ErrorMessage: 'Parameter Time is not valid.' } : undefined;
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
function sizeOf({ Time, Source, DetailType, Detail, Resources }: JsonObject): number {
  const texts = [Source, DetailType, Detail, ...Array.isArray(Resources) ? Resources : []].filter((value) => typeof value === 'string');
  return texts.reduce((size, text) => size + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}

function failure(code: string, message: string): HttpAnswer {
  return { status: 400, body: JSON.stringify({ __type: code, message }) };
}
