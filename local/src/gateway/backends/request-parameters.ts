import { IntegrationResource, TemplateLoadError } from '../../template';
import { HandshakeParameters, headerValues } from '../handshake-parameters';
import { IntegrationFailure } from '../integration-failure';
import type { GatewayRequest } from '../request';
import { variable } from '../variables';

/** The parameters of a request to a backend. */
export interface MappedParameters {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Values of placeholders in the URI, such as `{bucket}`. */
  readonly path: Readonly<Record<string, string>>;
}

/** Gives a parameter's value, or undefined for none. */
type Source = (request: GatewayRequest) => string | undefined;

interface Parameter {
  readonly place: 'header' | 'querystring' | 'path';
  readonly name: string;
  readonly source: Source;
}

/** What a value may be taken from. To support another source, add one entry. */
const SOURCES: readonly (readonly [pattern: RegExp, source: (name: string) => Source])[] = [
  [/^'(.*)'$/s, (text) => () => text],
  [/^(?:route\.)?(request\.body(?:[.[].*)?)$/s, (path) => {
    const value = variable(path);
    return (request) => (path === 'request.body' ? request.body : asText(value({ json: request.json })));
  }],
  [/^(?:route\.)?request\.header\.(.+)$/, (name) => ({ params }) => params && headerValues(params, name).at(-1)],
  [/^(?:route\.)?request\.multivalueheader\.(.+)$/, (name) => ({ params }) => joined(params && headerValues(params, name))],
  [/^(?:route\.)?request\.querystring\.(.+)$/, (name) => ({ params }) => queryValues(params, name)?.at(-1)],
  [/^(?:route\.)?request\.multivaluequerystring\.(.+)$/, (name) => ({ params }) => joined(queryValues(params, name))],
  [/^\$?stageVariables\.(.+)$/, (name) => ({ stageVariables }) => stageVariables[name]],
  [/^\$?context\.(.+)$/, (path) => ({ context }) => asText(path.split('.').reduce<unknown>(memberOf, context))],
];

/** Headers that API Gateway lets nobody set, and those that it does not let integrations of AWS services set. */
const FORBIDDEN = /^(content-length|transfer-encoding)$/i;
const FORBIDDEN_FOR_AWS = /^(authorization|connection|expect|proxy-authenticate|te)$/i;

/**
 * The request parameters of an integration.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
 */
export class RequestParameters {
  private readonly parameters: readonly Parameter[];

  /** @throws TemplateLoadError for a parameter that API Gateway does not know */
  constructor(private readonly integration: IntegrationResource) {
    this.parameters = Object.entries(integration.requestParameters).map(([key, value]) => {
      const [, place, name] = /^integration\.request\.(header|querystring|path)\.(.+)$/.exec(key) ?? [];
      if (name === undefined) {
        throw new TemplateLoadError(`${integration.label}, property RequestParameters: '${key}' is not allowed: `
          + 'integration.request.header.<name>, integration.request.querystring.<name> or integration.request.path.<name>');
      }
      return { place: place as Parameter['place'], name, source: sourceOf(value, `${integration.label}, property RequestParameters.${key}`) };
    });
  }

  /** @throws IntegrationFailure for headers that API Gateway does not let anyone set */
  public map(request: GatewayRequest): MappedParameters {
    const given = this.parameters.flatMap(({ place, name, source }) => {
      const value = source(request);
      return value === undefined ? [] : [{ place, name, value }];
    });
    const of = (place: Parameter['place']): [string, string][] => given.filter((each) => each.place === place).map(({ name, value }) => [name, value]);
    const headers = of('header');
    const isAws = this.integration.type === 'AWS';
    const forbidden = headers.find(([name, value]) => FORBIDDEN.test(name) || (isAws && FORBIDDEN_FOR_AWS.test(name)) || /[^\t\x20-\x7e\x80-\xff]/.test(value));
    if (forbidden) {
      throw IntegrationFailure.internal(`${this.integration.label}, property RequestParameters: the header ${forbidden[0]} cannot be set to ${JSON.stringify(forbidden[1])}`);
    }
    return { headers: Object.fromEntries(headers), query: new URLSearchParams(of('querystring')), path: Object.fromEntries(of('path')) };
  }
}

/** A URI with its placeholders and stage variables filled in; none of them can leave its part of the path. */
export function filledIn(uri: string, path: MappedParameters['path'], stageVariables: GatewayRequest['stageVariables']): string {
  return uri
    .replace(/\$\{stageVariables\.([\w-]+)\}/g, (_whole, name: string) => stageVariables[name] ?? '')
    .replace(/\{([\w.+-]+)\}/g, (whole, name: string) => (Object.hasOwn(path, name) ? encodeURIComponent(path[name]) : whole));
}

function sourceOf(value: string, at: string): Source {
  for (const [pattern, source] of SOURCES) {
    const [, name] = pattern.exec(value) ?? [];
    if (name !== undefined) {
      return source(name);
    }
  }
  throw new TemplateLoadError(`${at}: '${value}' is not allowed: route.request.body.<path>, route.request.header.<name>, `
    + "route.request.querystring.<name>, context.<name>, stageVariables.<name>, or 'a text' in single quotes");
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

function asText(value: unknown): string | undefined {
  return value === undefined || value === null || typeof value === 'string' ? value ?? undefined : JSON.stringify(value);
}

function queryValues(params: HandshakeParameters | undefined, name: string): readonly string[] | undefined {
  const { multiValueQueryStringParameters = {} } = params ?? {};
  return Object.hasOwn(multiValueQueryStringParameters, name) ? multiValueQueryStringParameters[name] : undefined;
}

function joined(values: readonly string[] | undefined): string | undefined {
  return values === undefined || values.length === 0 ? undefined : values.join(',');
}
