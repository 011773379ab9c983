import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { play, task } from '../play';

const folder = mkdtempSync(join(tmpdir(), 'put-object-'));
afterAll(() => rmSync(folder, { recursive: true }));

const put = (parameters: object) => task('arn:aws:states:::aws-sdk:s3:putObject', { Parameters: parameters });
const endpoints = { s3: folder };

test.each<[string, unknown, string]>([
  ['an object', { a: [1, null] }, '{"a":[1,null]}'],
  ['a text, in quotes', 'it\'s "text"', '"it\'s \\"text\\""'],
  ['a number', 17, '17'],
])('%s is stored as JSON', async (_, body, stored) => {
  const { end } = await play(put({ 'Bucket': 'bucket', 'Key': 'folder/key.json', 'Body.$': '$.body', 'ContentType': 'application/json' }), { body }, { endpoints });
  expect(end).toMatchObject({ status: 'SUCCEEDED' });
  expect(JSON.parse(end.output!)).toEqual({ ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/) as string });
  expect(readFileSync(join(folder, 'bucket/folder/key.json'), 'utf8')).toBe(stored);
});

test('nothing is stored outside of the folder', async () => {
  const { end } = await play(put({ Bucket: 'bucket', Key: '../../out.json', Body: {} }), {}, { endpoints });
  expect(end).toMatchObject({ status: 'FAILED', error: 'S3.S3Exception', cause: expect.stringContaining('lead out of') as string });
});

test('fails without a key', async () => {
  const { end } = await play(put({ Bucket: 'bucket', Body: {} }), {}, { endpoints });
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime', cause: expect.stringContaining("The field 'Key' is required") as string });
});

test('without a folder or an endpoint, a template is warned of', async () => {
  const { run } = await play(put({ Bucket: 'bucket', Key: 'key', Body: {} }), {}, {});
  expect(run.entries('Warning').map(({ message }) => message)).toContainEqual(expect.stringMatching(/cannot perform arn:aws:states:::aws-sdk:s3:putObject .*--endpoint s3=<folder or URL>/));
});
