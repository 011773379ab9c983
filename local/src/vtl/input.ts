import { isCanonicalJson } from './canonical-json';
import { parseBody } from './json';
import { findJsonPath } from './json-path';
import { callFunction, method } from './methods/signature';
import type { Method } from './methods/signature';
import { writeJson } from './print';
import { JavaMap } from './values';
import type { JavaObject, Value } from './values';

/** The parameters of a request, by name. */
export interface RequestParameters {
  readonly path?: Readonly<Record<string, string>>;
  readonly querystring?: Readonly<Record<string, string>>;
  readonly header?: Readonly<Record<string, string>>;
}

const LOCATIONS = ['path', 'querystring', 'header'] as const;
/** Headers that API Gateway keeps from templates. */
const HIDDEN_HEADERS = new Set([
  'connection', 'content-length', 'content-md5', 'expect', 'max-forwards', 'proxy-authenticate', 'server', 'te', 'trailer',
  'transfer-encoding', 'upgrade', 'www-authenticate',
]);
/** What `$input.json` writes where there is nothing. */
const NOTHING = '""';

/** A function of `$input` that is named without being called. */
const UNCALLED: JavaObject = { property: () => null, invoke: () => undefined, toString: () => '{}' };

/** The functions of `$input`. */
const INPUT: ReadonlyMap<string, Method<Input>> = new Map<string, Method<Input>>([
  ['json', method(['string'], (self, path) => self.json(path))],
  ['path', method(['string'], (self, path) => self.find(path) ?? null)],
  ['params', (self, args) => args.length === 0 ? self.parameters() : typeof args[0] === 'string' ? self.parameter(args[0]) : undefined],
]);

/** `$input`. */
export class Input implements JavaObject {
  private readonly body: string;
  private parsed?: Value;
  private allParameters?: JavaMap;

  /** @param body an empty one, or none, is `{}` */
  constructor(body: string | undefined, private readonly params: RequestParameters = {}) {
    this.body = body ? body : '{}';
  }

  public property(name: string): Value {
    return name === 'body' ? this.body : INPUT.has(name) ? UNCALLED : null;
  }

  public invoke(name: string, args: readonly Value[]): Value | undefined {
    return callFunction('$input', INPUT, this, name, args);
  }

  public toString(): string {
    return '{}';
  }

  /** What a JSONPath finds in the body, as JSON. */
  public json(path: string): string {
    if (path === '$' && isCanonicalJson(this.body)) {
      return this.body;
    }
    const found = this.find(path);
    return found === undefined ? NOTHING : writeJson(found);
  }

  /** What a JSONPath finds in the body; undefined when there is nothing at a definite path. */
  public find(path: string): Value | undefined {
    this.parsed ??= parseBody(this.body);
    return findJsonPath(path, this.parsed);
  }

  /** All parameters, by where they come from. */
  public parameters(): JavaMap {
    return this.allParameters ??= new JavaMap(LOCATIONS.map((location) => [location, visible(location, this.params[location])] as const));
  }

  /** The parameter of that name in the path, else in the query string, else in the headers, whose names have no case. */
  public parameter(name: string): Value {
    for (const location of LOCATIONS) {
      const value = (this.parameters().get(location) as JavaMap).get(name);
      if (value !== null) {
        return value;
      }
    }
    const lowerCase = name.toLowerCase();
    const header = Object.keys(this.params.header ?? {}).find((candidate) => candidate.toLowerCase() === lowerCase);
    return header === undefined ? null : (this.parameters().get('header') as JavaMap).get(header);
  }
}

function visible(location: typeof LOCATIONS[number], values: Readonly<Record<string, string>> = {}): JavaMap {
  return new JavaMap(Object.entries(values).filter(([name]) => location !== 'header' || !HIDDEN_HEADERS.has(name.toLowerCase())));
}
