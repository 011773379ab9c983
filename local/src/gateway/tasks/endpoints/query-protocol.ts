import { Protocol } from './protocol';
import type { Json } from '../../../states';

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
      body: new URLSearchParams([['Action', action], ['Version', version], ...members('', parameters, maps)]).toString(),
    }),
    output: (action, { body }) => {
      const [, result = ''] = new RegExp(`<${action}Result>(.*)</${action}Result>`, 's').exec(body) ?? [];
      return Object.fromEntries([...result.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name, text]) => [name, unescaped(text)]));
    },
    fault: ({ body }) => ({ code: element(body, 'Code'), message: element(body, 'Message') ?? body.slice(0, 1000) }),
  };
}

function members(prefix: string, value: Json, maps: readonly string[]): [string, string][] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => members(`${prefix}.member.${index + 1}`, item, maps));
  }
  if (typeof value !== 'object' || value === null) {
    return value === null ? [] : [[prefix, String(value)]];
  }
  if (maps.includes(prefix)) {
    return Object.entries(value).flatMap(([key, item], index): [string, string][] => [
      [`${prefix}.entry.${index + 1}.Name`, key], ...members(`${prefix}.entry.${index + 1}.Value`, item, maps),
    ]);
  }
  return Object.entries(value).flatMap(([name, member]) => members(prefix === '' ? name : `${prefix}.${name}`, member, maps));
}

function element(xml: string, name: string): string | undefined {
  const [, text] = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml) ?? [];
  return text === undefined ? undefined : unescaped(text);
}

const ENTITIES: ReadonlyMap<string, string> = new Map([['lt', '<'], ['gt', '>'], ['amp', '&'], ['quot', '"'], ['apos', "'"]]);

function unescaped(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) {
      return ENTITIES.get(name) ?? whole;
    }
    const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
