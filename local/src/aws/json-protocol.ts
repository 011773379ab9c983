import { HttpReply, header } from './http-request';
import { ProtocolError, Protocol } from './protocol';
import type { Json, JsonObject } from '../json';

export interface JsonProtocolOptions {
  readonly version: '1.0' | '1.1';
  /** What comes before the action in `X-Amz-Target`. */
  readonly target: string;
  /** Whether the service's member names begin with a small letter, where Step Functions writes a capital. @default false */
  readonly isCamelCase?: boolean;
  /** Members, under the names of Step Functions, whose keys are data and no names: those stay as they are. @default none */
  readonly maps?: readonly string[];
  /**
   * Members, under the names of Step Functions, that are JSON in a text: Step Functions makes a text of what a task gives as the JSON itself. @default none
   */
  readonly jsonTexts?: readonly string[];
}

/**
 * AWS JSON: one URL, the action in a header.
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
export function jsonProtocol({ version, target, isCamelCase = false, jsonTexts = [], maps = [] }: JsonProtocolOptions): Protocol {
  return {
    request: (action, given) => {
      const parameters = withTexts(given, jsonTexts);
      return {
        path: '/',
        headers: { 'Content-Type': `application/x-amz-json-${version}`, 'X-Amz-Target': `${target}.${action}` },
        body: JSON.stringify(isCamelCase ? renamed(parameters, (name) => name.charAt(0).toLowerCase() + name.slice(1)) : parameters),
      };
    },
    output: (_action, { body }) => {
      const output = answerOf(body);
      return isCamelCase ? renamed(output, (name) => name.charAt(0).toUpperCase() + name.slice(1), maps) as JsonObject : output;
    },
    error: jsonError,
  };
}

/** The error of a service that answers in JSON: its code is in the body or in a header. */
export function jsonError(reply: HttpReply): ProtocolError {
  const { __type: type, code, message, Message } = jsonObject(reply.body);
  const [name] = [type, header(reply, 'x-amzn-errortype'), code].filter((candidate) => typeof candidate === 'string' && candidate !== '');
  const text = message ?? Message;
  return {
    code: name === undefined ? undefined : String(name).replace(/^.*#/, '').replace(/:.*$/, ''),
    legacyCode: header(reply, 'x-amzn-query-error')?.replace(/;.*$/, ''),
    message: typeof text === 'string' ? text : reply.body.slice(0, 1000),
  };
}

/** What a service answers: a JSON object, or nothing. */
function answerOf(body: string): JsonObject {
  const output = jsonObject(body);
  if (Object.keys(output).length === 0 && !/^\s*(\{\s*\})?\s*$/.test(body)) {
    throw new Error(`its answer is no JSON object: ${JSON.stringify(body.slice(0, 100))}`);
  }
  return output;
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

function withTexts(parameters: JsonObject, names: readonly string[]): JsonObject {
  const isJson = (name: string, value: Json) => names.includes(name) && typeof value === 'object' && value !== null;
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, isJson(name, value) ? JSON.stringify(value) : value]));
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
