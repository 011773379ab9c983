import type { IncomingMessage } from 'node:http';
import type { AllowedHosts } from './allowed-hosts';
import type { AllowedOrigins } from './allowed-origins';

/** Who may call the run: nobody under a name that is not its own, and no web page of a stranger's. */
export class Access {
  constructor(private readonly hosts: AllowedHosts, private readonly origins: AllowedOrigins) {}

  /** Why a handshake or a request is refused, and what would let it in; undefined when it is not. */
  public refusal(request: Pick<IncomingMessage, 'rawHeaders' | 'headers'>): string | undefined {
    const ofHost = this.hostRefusal(request);
    if (ofHost !== undefined) {
      return ofHost;
    }
    const { host = '', origin, 'sec-fetch-site': site } = request.headers;
    if (!this.origins.includes(origin, host, typeof site === 'string' ? site : undefined)) {
      return origin === undefined
        ? "a web page of another site's has sent it; --allow-origin '*' (allowedOrigins) lets it in"
        : `the web page's origin ${JSON.stringify(origin)} is not allowed; --allow-origin ${origin === 'null' ? "'*'" : origin} (allowedOrigins) lets it in`;
    }
    return undefined;
  }

  /** As `refusal`, whatever page has sent the request. */
  public hostRefusal({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): string | undefined {
    const [host, ...more] = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1].toLowerCase() === 'host');
    if (host === undefined || more.length > 0) {
      return 'it must have one Host header';
    }
    return this.hosts.includes(host)
      ? undefined
      : `the host ${JSON.stringify(host)} is not this run's; --allow-host ${host.replace(/:\d+$/, '')} (allowedHosts) lets it in`;
  }
}
