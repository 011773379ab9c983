import { requestId } from './service-errors';
import { HttpReply } from '../../aws/http-request';
import type { Json, JsonObject } from '../../json';

/** An output as most optimised integrations give it: with what the HTTP exchange was. */
export function withMetadata(output: JsonObject, reply: HttpReply): JsonObject {
  const headers = new Map<string, string[]>();
  for (const [name, value] of reply.headers) {
    headers.set(name, [...headers.get(name) ?? [], value]);
  }
  return {
    ...output,
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(headers),
      HttpHeaders: Object.fromEntries([...headers].map(([name, values]) => [name, values[values.length - 1]])),
      HttpStatusCode: reply.status,
    },
    SdkResponseMetadata: { RequestId: requestId(reply) ?? null },
  };
}

/** Services answer dates as seconds; AWS SDK integrations give them as ISO 8601 texts. */
export function withIsoDates(value: Json): Json {
  return withDates(value, (seconds) => new Date(seconds * 1000).toISOString());
}

/** Services answer dates as seconds; optimised integrations give them as milliseconds. */
export function withMillisecondDates(value: Json): Json {
  return withDates(value, (seconds) => Math.round(seconds * 1000));
}

function withDates(value: Json, convert: (seconds: number) => Json): Json {
  if (Array.isArray(value)) {
    return value.map((item) => withDates(item, convert));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [
    name, typeof member === 'number' && /(Date(Time)?|^Timestamp)$/.test(name) && Math.abs(member) < 1e12 ? convert(member) : withDates(member, convert),
  ]));
}
