import { hostName, isOfAws } from './aws-host';
import { Endpoint, HttpEndpoint } from './endpoint';
import { serviceId, serviceNames, serviceOfVariable } from './service-ids';

export interface EndpointsOptions {
  /** URLs by the name of a service; under the empty name that of all services not named. */
  readonly given: Readonly<Record<string, string>>;
  /** Where `AWS_ENDPOINT_URL` and its like are. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether an endpoint may be AWS itself. */
  readonly allowAws: boolean;
  /** The account that emulators keep what the run sends in: the template's, so that ARNs are the same. */
  readonly account: string;
}

/** The name of the endpoint of all services not named. */
export const EVERY_SERVICE = '';

/** Where services are that the run does not have, as the user or the SDKs' own environment variables say. */
export class Endpoints {
  /** The endpoints that cannot be used, one line each: of services that nobody knows, without a URL, or in AWS's own domain. */
  public readonly faults: readonly string[];
  /** The environment's endpoints that are not used, and why. */
  public readonly warnings: readonly string[];
  public readonly allowAws: boolean;
  public readonly account: string;
  private readonly urls: ReadonlyMap<string, string>;
  private readonly own = new Map<string, Endpoint>();

  constructor({ given, environment, allowAws, account }: EndpointsOptions) {
    this.allowAws = allowAws;
    this.account = account;
    const { urls: ofUser, faults } = readUrls(Object.entries(given), allowAws);
    this.faults = faults.map(({ name, url, fault }) => `endpoint ${name === EVERY_SERVICE ? '' : `${name}=`}${url}: ${fault}`);
    const { urls: ofEnvironment, faults: unused } = readUrls(urlsOf(environment), allowAws);
    this.urls = new Map([...ofEnvironment, ...ofUser]);
    this.warnings = unused.map(({ name, url, fault }) => `the environment's endpoint ${url} of ${name || 'all services'} is not used: ${fault}`);
  }

  /** The URL that was given for one service; undefined where it has none of its own. */
  public namedUrl(service: string): string | undefined {
    return this.urls.get(serviceId(service)?.names[0] ?? service);
  }

  /** As `namedUrl`, or that of all services not named. */
  public url(service: string): string | undefined {
    return this.namedUrl(service) ?? this.urls.get(EVERY_SERVICE);
  }

  /** The services that are somewhere, by their first names: those of the run itself, and those that have an endpoint of their own. */
  public get services(): string[] {
    return [...new Set([...this.own.keys(), ...this.urls.keys()])].filter((name) => name !== EVERY_SERVICE);
  }

  /** Says that the run has a service itself: only an endpoint of its own goes before it. */
  public add(service: string, endpoint: Endpoint): void {
    this.own.set(service, endpoint);
  }

  /** Where a service is, by any of its names; undefined where nobody has said. */
  public of(service: string): Endpoint | undefined {
    const name = serviceId(service)?.names[0] ?? service;
    const own = this.namedUrl(name) === undefined ? this.own.get(name) : undefined;
    const url = this.url(name);
    return own ?? (url === undefined ? undefined : new HttpEndpoint(name, url, this.account));
  }
}

interface Fault {
  readonly name: string;
  readonly url: string;
  readonly fault: string;
}

function readUrls(entries: readonly (readonly [string, string])[], allowAws: boolean): { urls: Map<string, string>; faults: Fault[] } {
  const urls = new Map<string, string>();
  const faults: Fault[] = [];
  for (const [name, url] of entries) {
    const service = name === EVERY_SERVICE ? EVERY_SERVICE : serviceId(name)?.names[0];
    const fault = service === undefined ? `'${name}' is no service that the local run knows: ${serviceNames.join(', ')}` : faultOf(url, allowAws);
    if (fault !== undefined) {
      faults.push({ name, url, fault });
    } else if (urls.has(service!)) {
      faults.push({ name, url, fault: `${serviceId(name)!.names.join(' and ')} are the same service, which has an endpoint already` });
    } else {
      urls.set(service!, url.replace(/\/+$/, ''));
    }
  }
  return { urls, faults };
}

function faultOf(url: string, allowAws: boolean): string | undefined {
  if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')) {
    return `'${url}' is not an HTTP URL, such as http://127.0.0.1:8000`;
  }
  const { host } = new URL(url);
  return isOfAws(host) && !allowAws ? `${hostName(host)} is AWS itself: give --allow-aws if that is meant` : undefined;
}

/** @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
function urlsOf(environment: EndpointsOptions['environment']): [string, string][] {
  if (environment.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === 'true') {
    return [];
  }
  return Object.entries(environment).flatMap(([name, url]): [string, string][] => {
    const [, variable] = /^AWS_ENDPOINT_URL(?:_(\w+))?$/.exec(name) ?? [undefined, undefined];
    if (url === undefined || url === '' || !name.startsWith('AWS_ENDPOINT_URL')) {
      return [];
    }
    const service = variable === undefined ? EVERY_SERVICE : serviceOfVariable(variable)?.names[0];
    return service === undefined ? [] : [[service, url]];
  });
}
