import { rmSync, writeFileSync } from 'node:fs';
import { FileDigests } from '../../src/cdk-app/file-digests';
import { file } from '../files';

test('a file that is written again as it was has not changed', () => {
  const path = file('one');
  const digests = new FileDigests();
  expect(digests.isNew(path)).toBe(true);

  writeFileSync(path, 'one');
  expect(digests.isNew(path)).toBe(false);
  writeFileSync(path, 'two');
  expect(digests.isNew(path)).toBe(true);
  rmSync(path);
  expect([digests.isNew(path), digests.isNew(path)]).toEqual([true, false]);
});
