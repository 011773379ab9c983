import { hostname, networkInterfaces } from 'node:os';
import { isOfAws } from '../aws/aws-host';

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** Addresses that stand for all of this machine's. */
const ANY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '[::]']);

/**
 * The hosts under which clients may call the run. A web page of a stranger's may give its own name this machine's address, and call the run
 * as if it were the page's server (DNS rebinding); its name in `Host` is what tells.
 */
export class AllowedHosts {
  private readonly names: ReadonlySet<string>;
  private readonly isAnyAddress: boolean;

  /**
   * @param bound the address that is listened on
   * @param domains host names of the template's APIs
   * @param allowed further names
   */
  constructor(bound: string, domains: readonly string[], allowed: readonly string[]) {
    const boundHost = hostOf(bracketed(bound)) ?? bound;
    this.names = new Set([boundHost, ...[...domains, ...allowed].map((name) => hostOf(bracketed(name)) ?? name)]);
    this.isAnyAddress = ANY_ADDRESS.has(boundHost);
  }

  /** Whether a `Host` header names one, whatever the port. */
  public includes(header: string): boolean {
    // SDKs put this before the endpoint that they are told, for some actions of Step Functions. A name that ends like an address is nobody's.
    const host = hostOf(header.replace(/^sync-(?=\d{1,3}(\.\d{1,3}){3}(:|$))/, ''));
    // AWS's names are AWS's to give: no stranger can point one at this machine.
    return host !== undefined
      && (this.names.has(host) || isLoopback(host) || isOfAws(host) || (this.isAnyAddress && namesOfThisMachine().includes(host)));
  }
}

/** Whether a text is a host without port. */
export function isHost(text: string): boolean {
  return hostOf(bracketed(text)) !== undefined && !/:\d+$/.test(bracketed(text));
}

/** Whether a host in the form of `hostOf` is this machine, whoever asks. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** The host in a `Host` header, in the form that URLs give it; undefined when it is none. */
export function hostOf(header: string): string | undefined {
  if (!/^([\w.-]+|\[[\d:a-f.]+\])(:\d{1,5})?$/i.test(header)) {
    return undefined;
  }
  try {
    return new URL(`http://${header}`).hostname.replace(/\.$/, '');
  } catch {
    return undefined;
  }
}

/** Looked up anew each time: a machine changes its networks. */
function namesOfThisMachine(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((network) => network ?? []).map(({ address }) => hostOf(bracketed(address.replace(/%.*/, ''))));
  return [hostname().toLowerCase(), ...addresses.flatMap((address) => address ?? [])];
}

function bracketed(address: string): string {
  return /^[^[]*:.*:/.test(address) ? `[${address}]` : address;
}
