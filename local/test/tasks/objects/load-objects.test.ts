import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LONGEST_OBJECT, ObjectSummary } from '../../../src/states';
import { loadObjects } from '../../../src/tasks/objects/load-objects';

async function all(objects: AsyncIterable<ObjectSummary>): Promise<ObjectSummary[]> {
  const list: ObjectSummary[] = [];
  for await (const object of objects) {
    list.push(object);
  }
  return list;
}

test('no bucket where there is no endpoint; what is neither a folder nor a URL is refused', () => {
  expect(loadObjects(undefined)).toBeUndefined();
  expect(() => loadObjects('no/such/folder')).toThrow("endpoint s3=no/such/folder: 'no/such/folder' is neither an HTTP URL");
});

describe('a folder of buckets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'objects-'));
  mkdirSync(join(folder, 'bucket', 'in'), { recursive: true });
  writeFileSync(join(folder, 'bucket', 'in', 'b.json'), '[1]');
  writeFileSync(join(folder, 'secret'), 'secret');
  const objects = loadObjects(folder)!;

  test('is listed, read and written', async () => {
    await objects.put('bucket', 'in/a/new.json', '{}');
    expect(await all(objects.list('bucket', 'in/'))).toEqual([
      { key: 'in/a/new.json', size: 2, lastModified: expect.any(Date), etag: expect.stringMatching(/^"[0-9a-f]{32}"$/) },
      expect.objectContaining({ key: 'in/b.json', size: 3 }),
    ]);
    expect(String(await objects.get('bucket', 'in/b.json'))).toBe('[1]');
    await expect(objects.get('bucket', 'none')).rejects.toThrow('The specified key does not exist: none');
    await expect(all(objects.list('none', ''))).rejects.toThrow('The specified bucket does not exist: none');
  });

  test('reads no folder, and no object that is too large; that is listed', async () => {
    const large = join(folder, 'bucket', 'large');
    writeFileSync(large, '');
    truncateSync(large, LONGEST_OBJECT + 1);
    try {
      await expect(objects.get('bucket', 'large')).rejects.toThrow(`no objects of more than ${LONGEST_OBJECT} bytes`);
      await expect(objects.get('bucket', 'in')).rejects.toThrow('The specified key does not exist: in');
      expect(await all(objects.list('bucket', 'large'))).toMatchObject([{ key: 'large', size: LONGEST_OBJECT + 1 }]);
    } finally {
      rmSync(large);
    }
  });

  test.each([['bucket', '../secret'], ['..', 'secret'], ['bucket/../..', 'x'], ['.', 'secret'], ['bucket', '/etc/passwd']])('has no way out: %s, %s', async (bucket, key) => {
    await expect(objects.get(bucket, key)).rejects.toThrow('lead out of');
    await expect(objects.put(bucket, key, '')).rejects.toThrow('lead out of');
  });
});

describe('an endpoint', () => {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const contents = (key: string): string => `<Contents><Key>${key}</Key><Size>3</Size><LastModified>2026-09-12T03:17:02.000Z</LastModified><ETag>&quot;e&quot;</ETag></Contents>`;
    if (request.url!.includes('circle')) {
      response.end('<ListBucketResult><NextContinuationToken>t</NextContinuationToken></ListBucketResult>');
    } else if (request.url!.includes('huge')) {
      response.end(`<ListBucketResult>${contents('1').repeat(20_000)}</ListBucketResult>`);
    } else if (request.url!.includes('continuation-token')) {
      response.end(`<ListBucketResult>${contents('2')}</ListBucketResult>`);
    } else if (request.url!.includes('list-type')) {
      response.end(`<ListBucketResult>${contents('1')}<NextContinuationToken>t/1</NextContinuationToken></ListBucketResult>`);
    } else if (request.url!.includes('none')) {
      response.writeHead(404).end('<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>');
    } else {
      response.end('body');
    }
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => server.close());
  const objects = () => loadObjects(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)!;

  test('is listed page by page, read and written', async () => {
    expect(await all(objects().list('b', 'in/'))).toEqual(['1', '2'].map((key) => ({ key, size: 3, lastModified: new Date('2026-09-12T03:17:02Z'), etag: '"e"' })));
    expect(String(await objects().get('b', 'a b/c'))).toBe('body');
    await objects().put('b', 'x', '{}');
    expect(requests).toEqual(['GET /b?list-type=2&prefix=in%2F', 'GET /b?list-type=2&prefix=in%2F&continuation-token=t%2F1', 'GET /b/a%20b/c', 'PUT /b/x']);
  });

  test('fails for a list that leads back to the same page', async () => {
    await expect(all(objects().list('b', 'circle'))).rejects.toThrow('the same page');
  });

  test('fails for a page that is longer than any of S3', async () => {
    await expect(all(objects().list('b', 'huge'))).rejects.toThrow("the endpoint's answer is longer than 2097152 bytes");
  });

  test('fails as S3 words it', async () => {
    await expect(objects().get('b', 'none')).rejects.toThrow('The specified key does not exist. (Service: S3, Status Code: 404, Error Code: NoSuchKey)');
    await expect(loadObjects('http://127.0.0.1:1')!.get('b', 'k')).rejects.toThrow(/^Unable to execute HTTP request to http:\/\/127\.0\.0\.1:1, which --endpoint names/);
  });
});
