/** What one of AWS's host names is for. */
export interface AwsHost {
  /** As host names write it, such as `dynamodb`, `execute-api` or `sync-states`. */
  readonly service: string;
  /** The labels before the service's: an API's id, a bucket. */
  readonly front: string;
}

const DOMAINS = /\.(?:amazonaws\.(?:com(?:\.cn)?|eu)|api\.aws)$/;
const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;

/** Reads a host name of AWS's; undefined for others. */
export function awsHost(name: string): AwsHost | undefined {
  const host = hostName(name);
  if (!DOMAINS.test(host)) {
    return undefined;
  }
  const labels = host.replace(DOMAINS, '').split('.');
  const regionAt = labels.findIndex((label, index) => index > 0 && REGION.test(label));
  const before = (regionAt === -1 ? labels : labels.slice(0, regionAt)).filter((label) => label !== 'dualstack');
  // One service has a name of two labels; what is before the others names something of theirs.
  const length = /^(streams\.dynamodb|data(-ats)?\.iot|runtime\.sagemaker)$/.test(before.slice(-2).join('.')) ? 2 : 1;
  const service = before.slice(-length).join('.').replace(/-fips$/, '');
  return { service: service === 'ddb' ? 'dynamodb' : service, front: before.slice(0, -length).join('.') };
}

/** Whether a host belongs to AWS: one of its domains, or where its machines hand out credentials. */
export function isOfAws(name: string): boolean {
  const host = hostName(name);
  return DOMAINS.test(`.${host}`) || /(^|\.)(on\.aws|amazonwebservices\.com\.cn)$/.test(host)
    || /^(169\.254\.169\.254|169\.254\.170\.(2|23)|\[?fd00:ec2::(23|254)\]?)$/.test(host);
}

/** The name in a `Host` header: without port, in small letters. */
export function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
}
