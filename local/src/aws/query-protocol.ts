import { XMLParser } from 'fast-xml-parser';
import { Protocol } from './protocol';
import { isObject, Json, ownMember } from '../json';

/**
 * AWS Query: a form in, XML out. Reads results that are texts, which those of the supported actions are.
 *
 * @param version the API's version
 * @param maps the members that are maps: their keys are data
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function queryProtocol(version: string, maps: readonly string[]): Protocol {
  return {
    request: (action, parameters) => ({
      path: '/',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: new URLSearchParams([['Action', action], ['Version', version], ...formFields('', parameters, maps)]).toString(),
    }),
    output: (action, { body }) => {
      const result = member(member(read(body), `${action}Response`), `${action}Result`);
      return isObject(result) ? result : {};
    },
    error: ({ body }) => {
      const error = member(member(read(body), 'ErrorResponse'), 'Error');
      return { code: text(member(error, 'Code')), message: text(member(error, 'Message')) ?? body.slice(0, 1000) };
    },
  };
}

/** Every element's content is a text. */
const XML = new XMLParser({ htmlEntities: true, ignoreDeclaration: true, parseTagValue: false, trimValues: false });

/** A document's elements; none of an answer that is no XML. */
function read(body: string): Json {
  try {
    return XML.parse(body) as Json;
  } catch {
    return null;
  }
}

function member(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) ? ownMember(value, name) : undefined;
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function formFields(prefix: string, value: Json, maps: readonly string[]): [string, string][] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => formFields(`${prefix}.member.${index + 1}`, item, maps));
  }
  if (typeof value !== 'object' || value === null) {
    return value === null ? [] : [[prefix, String(value)]];
  }
  if (maps.includes(prefix)) {
    return Object.entries(value).flatMap(([key, item], index): [string, string][] => [
      [`${prefix}.entry.${index + 1}.Name`, key], ...formFields(`${prefix}.entry.${index + 1}.Value`, item, maps),
    ]);
  }
  return Object.entries(value).flatMap(([name, item]) => formFields(prefix === '' ? name : `${prefix}.${name}`, item, maps));
}
