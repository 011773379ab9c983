import { closeAll, lambdaWith, nodeFunction } from './support';
import { VersionNotice } from '../../src/functions/version-notice';
import type { LogEntry } from '../../src/log-entry';

afterEach(closeAll);

function notices(...versions: [string, string | undefined][]): string[] {
  const entries: LogEntry[] = [];
  const notice = new VersionNotice((entry) => entries.push(entry));
  versions.forEach(([runtime, version]) => notice.notice(runtime, version));
  return entries.map((entry) => (entry.type === 'Warning' ? entry.message : entry.type));
}

test('once a runtime', () => {
  expect(notices(['nodejs22.x', '20.20.2'], ['nodejs22.x', '20.20.2'], ['python3.13', '3.11.7'])).toEqual([
    'functions of nodejs22.x run by Node.js 20.20.2 here: what only Node.js 22 has fails',
    'functions of python3.13 run by Python 3.11.7 here: what only Python 3.13 has fails',
  ]);
});

test('the same version, another patch of it, and what has no version are no news', () => {
  expect(notices(['nodejs20.x', '20.20.2'], ['python3.11', '3.11.7'], ['provided.al2023', undefined])).toEqual([]);
  expect(notices(['python3.1', '3.11.7'])).toHaveLength(1);
});

test('Node.js tells its version', async () => {
  const { invoke, entries } = lambdaWith([nodeFunction('exports.handler = async () => 1;', { runtime: 'nodejs99.x' })]);
  await invoke({});
  expect(entries).toContainEqual({ type: 'Warning', message: `functions of nodejs99.x run by Node.js ${process.versions.node} here: what only Node.js 99 has fails` });
});
