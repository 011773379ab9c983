// No source of this name: the Dockerfile beside it, which is not built here.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { MOCK_200, TestRun } from './support';

const text = readFileSync(join(__dirname, '..', 'Dockerfile'), 'utf8');
/** The instructions in their order, with what follows the keyword. */
const instructions = text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => [line.split(' ', 1)[0], line.replace(/^\S+ /, '')] as const);
const of = (keyword: string): string => instructions.find(([name]) => name === keyword)![1];
const listOf = (keyword: string): string[] => JSON.parse(of(keyword).replace(/^[^[]*/, '')) as string[];

test('nothing is wrong with it, and it is short', () => {
  expect(validate(text)).toEqual([]);
  expect(text.trim().split('\n').length).toBeLessThanOrEqual(10);
});

test('nobody is root when the run starts, and signals reach it', () => {
  const names = instructions.map(([name]) => name);
  expect(of('USER')).toBe('node');
  expect(names.indexOf('USER')).toBeGreaterThan(names.indexOf('RUN'));
  expect(names.indexOf('USER')).toBeLessThan(names.indexOf('ENTRYPOINT'));
  expect(listOf('ENTRYPOINT')[0]).toBe('websocket-step-functions-local');
});

test('its health check asks where a run answers', async () => {
  const [command, , script] = listOf('HEALTHCHECK');
  expect(command).toBe('node');
  const run = await TestRun.start({ routes: { $default: MOCK_200 } });

  const [url] = /http:[^']+/.exec(script)!;
  expect(new URL(url).port).toBe(of('EXPOSE'));
  const { ok } = await fetch(url.replace(/127\.0\.0\.1:\d+/, new URL(run.httpUrl).host));

  expect(ok).toBe(true);
});
