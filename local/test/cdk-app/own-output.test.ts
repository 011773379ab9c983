import { closeSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { ownOutput } from '../../src/cdk-app/own-output';
import { folder } from '../files';

test('what the run was given to write to is its own, with all that is in it', () => {
  const isOwn = ownOutput(['/project/rows', '/project/ready.json'], []);

  expect(['/project/rows/dynamodb/1.json', '/project/rows', '/project/ready.json'].every(isOwn)).toBe(true);
  expect(['/project/rows.ts', '/project/app.ts'].some(isOwn)).toBe(false);
});

test('the file that its log goes to is, under whichever name; no other, and no terminal', () => {
  const project = folder({ 'run.txt': '', 'app.ts': '' });
  const log = openSync(join(project, 'run.txt'), 'a');
  const isOwn = ownOutput([], [log, openSync('/dev/null', 'a'), 4711]);

  expect(isOwn(join(project, 'run.txt'))).toBe(true);
  expect(isOwn(join(project, 'app.ts'))).toBe(false);
  expect(isOwn(join(project, 'gone.ts'))).toBe(false);
  renameSync(join(project, 'run.txt'), join(project, 'run.1.txt'));
  expect(isOwn(join(project, 'run.1.txt'))).toBe(true);
  closeSync(log);
});
