import { EndpointReply, header } from './http-request';
import { Fault, Protocol } from './protocol';
import type { Json, JsonObject } from '../../../states';

export interface JsonProtocolOptions {
  readonly version: '1.0' | '1.1';
  /** What comes before the action in `X-Amz-Target`. */
  readonly target: string;
  /** Whether the service's member names begin with a small letter, where Step Functions writes a capital. @default false */
  readonly isCamelCase?: boolean;
  /** Members, under the names of Step Functions, whose keys are data and no names: those stay as they are. @default none */
  readonly maps?: readonly string[];
}

/**
 * AWS JSON: one URL, the action in a header.
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
export function jsonProtocol({ version, target, isCamelCase = false, maps = [] }: JsonProtocolOptions): Protocol {
  return {
    request: (action, parameters) => ({
      path: '/',
      headers: { 'Content-Type': `application/x-amz-json-${version}`, 'X-Amz-Target': `${target}.${action}` },
      body: JSON.stringify(isCamelCase ? renamed(parameters, (name) => name.charAt(0).toLowerCase() + name.slice(1)) : parameters),
    }),
    output: (_action, { body }) => {
      const output = jsonObject(body);
      return isCamelCase ? renamed(output, (name) => name.charAt(0).toUpperCase() + name.slice(1), maps) as JsonObject : output;
    },
    fault: jsonFault,
  };
}

/** The error of a service that answers in JSON: its code is in the body or in a header. */
export function jsonFault(reply: EndpointReply): Fault {
  const { __type: type, code, message, Message } = jsonObject(reply.body);
  const [name] = [type, header(reply, 'x-amzn-errortype'), code].filter((candidate) => typeof candidate === 'string' && candidate !== '');
  const text = message ?? Message;
  return {
    code: name === undefined ? undefined : String(name).replace(/^.*#/, '').replace(/:.*$/, ''),
    legacyCode: header(reply, 'x-amzn-query-error')?.replace(/;.*$/, ''),
    message: typeof text === 'string' ? text : reply.body.slice(0, 1000),
  };
}

/** A JSON object, or an empty one for any other text. */
function jsonObject(text: string): JsonObject {
  try {
    const value = JSON.parse(text) as Json;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}

function renamed(value: Json, rename: (name: string) => string, maps: readonly string[] = []): Json {
  if (Array.isArray(value)) {
    return value.map((item) => renamed(item, rename, maps));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [
      rename(name), maps.includes(rename(name)) ? member : renamed(member, rename, maps),
    ]))
    : value;
}
