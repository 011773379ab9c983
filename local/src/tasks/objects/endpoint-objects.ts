import { XMLParser } from 'fast-xml-parser';
import { localSignature } from '../../aws/signature';
import { LONGEST_OBJECT, ObjectStore, ObjectSummary, TOO_LONG } from '../../states';

interface ListPage {
  readonly Contents?: readonly { readonly Key: string; readonly Size: string; readonly LastModified: string; readonly ETag: string }[];
  readonly NextContinuationToken?: string;
}

/** Longest list and longest error, in bytes: a page has 1,000 keys of 1,024 bytes. What is longer takes seconds to read. */
const LONGEST_PAGE = 2 * 1024 * 1024;

const XML = new XMLParser({ isArray: (name) => name === 'Contents', parseTagValue: false });

/** Objects on an endpoint that speaks Amazon S3's protocol, with buckets in the path. */
export class EndpointObjects implements ObjectStore {
  constructor(private readonly url: string) {}

  public async* list(bucket: string, prefix: string): AsyncIterable<ObjectSummary> {
    let token: string | undefined;
    do {
      const query = new URLSearchParams({ 'list-type': '2', prefix, ...token === undefined ? {} : { 'continuation-token': token } });
      const body = await this.send('GET', `${encodeURIComponent(bucket)}?${query.toString()}`);
      const { ListBucketResult: page = {} } = XML.parse(body.toString('utf8')) as { ListBucketResult?: ListPage };
      for (const { Key, Size, LastModified, ETag } of page.Contents ?? []) {
        yield { key: Key, size: Number(Size), lastModified: new Date(LastModified), etag: ETag.replace(/&quot;/g, '"') };
      }
      if (token !== undefined && token === page.NextContinuationToken) {
        throw new Error(`the list of the bucket ${bucket} leads from a page to the same page`);
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  public async get(bucket: string, key: string): Promise<Buffer> {
    return this.send('GET', path(bucket, key), undefined, LONGEST_OBJECT);
  }

  public async put(bucket: string, key: string, body: string): Promise<void> {
    await this.send('PUT', path(bucket, key), body);
  }

  private async send(method: string, target: string, body?: string, longest = LONGEST_PAGE): Promise<Buffer> {
    const headers = localSignature('s3', 'us-east-1', new Date());
    const reply = await fetch(`${this.url}/${target}`, { method, headers, body, redirect: 'error' }).catch((error: Error) => {
      throw new Error(`Unable to execute HTTP request to ${this.url}, which --endpoint names: ${error.message}: is the service running?`);
    });
    const answer = await bounded(reply, reply.ok ? longest : LONGEST_PAGE);
    if (!reply.ok) {
      const { Error: fault } = XML.parse(answer.toString('utf8')) as { Error?: { Code?: string; Message?: string } };
      throw new Error(`${fault?.Message ?? `HTTP ${reply.status}`} (Service: S3, Status Code: ${reply.status}, Error Code: ${fault?.Code ?? 'none'})`);
    }
    return answer;
  }
}

function path(bucket: string, key: string): string {
  return [bucket, ...key.split('/')].map(encodeURIComponent).join('/');
}

async function bounded(reply: Response, longest: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (reply.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > longest) {
      throw new Error(longest === LONGEST_OBJECT ? TOO_LONG : `the endpoint's answer is longer than ${longest} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
