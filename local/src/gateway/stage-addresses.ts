import type { Stage } from './stage';

/** A place where clients find a stage. */
interface Address {
  /** The host that it is under; undefined for any other. */
  readonly host?: string;
  readonly path: string;
}

/** A stage that a request is for, and what of the path follows it. */
export interface AddressedStage {
  readonly stage: Stage;
  readonly rest: string;
  /** The custom domain that the client came by. @default - it came by another host */
  readonly customDomain?: string;
}

/** Finds stages by the host and the path of a request: under the run's address, under their hosts on AWS, and under custom domains. */
export class StageAddresses {
  private readonly addresses: readonly (readonly [Address, Stage])[];
  private readonly hosts: ReadonlySet<string>;

  constructor(stages: readonly Stage[]) {
    this.addresses = stages.flatMap((stage) => addressesOf(stage).map((address) => [address, stage] as const));
    this.hosts = new Set(this.addresses.flatMap(([{ host }]) => host ?? []));
  }

  /**
   * The stage of a request; of several the one whose path is longest.
   *
   * @param authority the `Host` header
   * @param path without the query string
   */
  public find(authority: string | undefined, path: string): AddressedStage | undefined {
    const name = (authority ?? '').replace(/:\d+$/, '').toLowerCase();
    const host = this.hosts.has(name) ? name : undefined;
    const [found] = this.addresses
      .filter(([address]) => address.host === host && (path === address.path || path.startsWith(`${address.path}/`)))
      .sort(([left], [right]) => right.path.length - left.path.length);
    if (!found) {
      return undefined;
    }
    const [address, stage] = found;
    return { stage, rest: path.slice(address.path.length), customDomain: host === stage.api.domainName ? undefined : host };
  }
}

function addressesOf({ api, path, name, resource }: Stage): Address[] {
  const constructPath = api.constructPath === undefined ? [] : [{ path: `/${api.constructPath}/${name}` }];
  const ofDomains = resource.customDomains.map(({ domainName, path: mapped }) => ({ host: domainName, path: mapped }));
  return [{ path }, ...constructPath, { host: api.domainName, path: `/${name}` }, ...ofDomains];
}
