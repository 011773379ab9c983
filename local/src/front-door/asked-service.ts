import type { IncomingHttpHeaders } from 'node:http';
import { awsHost } from '../aws/aws-host';
import { serviceId } from '../aws/service-ids';
import { credentialOf } from '../aws/signature';

/** Which service of AWS a request is for. */
export interface AskedService {
  /** Its first name, such as `dynamodb`; as the request says it where the local run does not know it. */
  readonly service: string;
  /** What its host name begins with: an API's id, a bucket. */
  readonly front: string;
}

/** What comes before the action in `X-Amz-Target`, by service. */
const TARGETS: ReadonlyMap<string, string> = new Map([
  ['AWSStepFunctions', 'states'], ['DynamoDB_20120810', 'dynamodb'], ['AWSEvents', 'events'], ['AmazonSQS', 'sqs'], ['AmazonSSM', 'ssm'],
  ['secretsmanager', 'secretsmanager'], ['Kinesis_20131202', 'kinesis'], ['Firehose_20150804', 'firehose'], ['TrentService', 'kms'], ['Logs_20140328', 'logs'],
  ['AWSCognitoIdentityProviderService', 'cognitoidentityprovider'], ['DynamoDBStreams_20120810', 'streams.dynamodb'],
]);
/** Services that have a host name of their own for some of their actions. */
const SYNCHRONOUS = 'sync-states';

/**
 * The service that a request is for, by its host name, else by its signature, else by its target; undefined where none says so.
 *
 * @param url path and query string: a signature may be there
 */
export function askedService(headers: IncomingHttpHeaders, url: string): AskedService | undefined {
  const host = awsHost(headers.host ?? '');
  const service = host?.service ?? ofSignature(headers.authorization ?? '', url) ?? ofTarget(headers) ?? (/^\/2015-03-31\/functions\//.test(url) ? 'lambda' : undefined);
  return service === undefined ? undefined : { service: firstName(service), front: host?.front ?? '' };
}

/** The action in `X-Amz-Target`. */
export function askedAction(headers: IncomingHttpHeaders): string | undefined {
  return /\.(\w+)$/.exec(String(headers['x-amz-target'] ?? ''))?.[1];
}

function firstName(service: string): string {
  const plain = service === SYNCHRONOUS ? 'states' : service;
  return serviceId(plain)?.names[0] ?? plain;
}

function ofSignature(authorization: string, url: string): string | undefined {
  const service = credentialOf(authorization, url)?.service;
  // A management call is signed so, too, and is known by its path.
  return service === 'execute-api' ? undefined : service;
}

function ofTarget(headers: IncomingHttpHeaders): string | undefined {
  return TARGETS.get(String(headers['x-amz-target'] ?? '').replace(/\.\w+$/, ''));
}
