import { hostOf, isLoopback } from './allowed-hosts';

/** Stands for every origin. */
const ANY = '*';

/** Whether a text is an origin, or stands for all. */
export function isOrigin(text: string): boolean {
  return text === ANY || /^[a-z][a-z\d+.-]*:\/\/[^/?#\s]+$/i.test(text);
}

/** The web pages that may call the run: those of this machine, whatever their port, and those that are allowed by name. */
export class AllowedOrigins {
  private readonly allowed: ReadonlySet<string>;

  /** @param allowed further origins, such as `https://dev.example`; `*` for all */
  constructor(allowed: readonly string[]) {
    this.allowed = new Set(allowed.map((origin) => origin.toLowerCase()));
  }

  /**
   * Whether a page may call. Whoever is no page has no origin.
   *
   * @param host the `Host` header, which is known to be allowed: its own pages may
   * @param site `Sec-Fetch-Site`, by which browsers mark those requests of pages, too, that have no origin
   */
  public includes(origin: string | undefined, host: string, site: string | undefined): boolean {
    if (this.allowed.has(ANY)) {
      return true;
    }
    if (origin === undefined) {
      return site !== 'cross-site';
    }
    const [, authority] = /^https?:\/\/([^/]+)$/i.exec(origin) ?? [];
    return this.allowed.has(origin.toLowerCase())
      || (authority !== undefined && (isLoopback(hostOf(authority) ?? '') || authority.toLowerCase() === host.toLowerCase()));
  }
}
