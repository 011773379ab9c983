import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalRun, LogEntry } from '../src';
import { folder } from './files';
import { MOCK_200, template } from './support';
import { CdkApp } from '../src/cdk-app/cdk-app';
import { Reaper } from '../src/reaper';
import { Session } from '../src/session';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) {
    await close();
  }
});

/** An app whose assembly is what its `template.json` says, at work. */
async function session(): Promise<{ session: Session; project: string; log: LogEntry[] }> {
  const manifest = { artifacts: { Demo: { type: 'aws:cloudformation:stack', properties: { templateFile: 'template.json' } } } };
  const project = folder({
    'template.json': template({ routes: { $default: MOCK_200 } }),
    'app.js': `
      const { copyFileSync, readFileSync, writeFileSync } = require('fs');
      JSON.parse(readFileSync('template.json', 'utf8'));
      copyFileSync('template.json', process.env.CDK_OUTDIR + '/template.json');
      writeFileSync(process.env.CDK_OUTDIR + '/manifest.json', ${JSON.stringify(JSON.stringify(manifest))});`,
  });
  const reaper = new Reaper();
  const command = `"${process.execPath}" app.js`;
  const app = new CdkApp({ command, project, account: '123456789012', region: 'us-east-1', reaper });
  await app.synthesize();
  const log: LogEntry[] = [];
  const logger = (entry: LogEntry): void => void log.push(entry);
  const run = await LocalRun.start({ template: app.assembly, root: project, logger });
  closers.push(() => run.stop(), () => reaper.close());
  return { session: new Session({ run, app: { app, command, project }, log: logger }), project, log };
}

const typesOf = (log: readonly LogEntry[]): string[] => log.map(({ type }) => type).filter((type) => !type.endsWith('Listening'));

test('a reload synthesizes first', async () => {
  const { session: given, project, log } = await session();
  writeFileSync(join(project, 'template.json'), JSON.stringify(template({ routes: { other: MOCK_200 } })));

  await given.reload();

  expect(typesOf(log)).toEqual(['Synthesizing', 'Reloaded']);
  expect(log.at(-1)).toMatchObject({ changes: ['route $default removed', 'route other added'] });
});

test('a synthesis that fails leaves the run as it is, and shows what the app has printed', async () => {
  const { session: given, project, log } = await session();
  rmSync(join(project, 'template.json'));

  await given.reload();

  const types = typesOf(log);
  expect([types[0], ...new Set(types.slice(1, -1)), types.at(-1)]).toEqual(['Synthesizing', 'AppOutput', 'ReloadFailed']);
  expect(log).toContainEqual({ type: 'AppOutput', line: expect.stringContaining('ENOENT') });
  expect(log.at(-1)).toEqual({ type: 'ReloadFailed', findings: [expect.stringMatching(/app\.js ended with 1$/)] });
});

test('asked while it reloads, it reloads once more afterwards, however often it is asked', async () => {
  const { session: given, log } = await session();

  await Promise.all([given.reload(), given.reload(), given.reload()]);
  await given.reload();

  expect(typesOf(log).filter((type) => type === 'Reloaded').length).toBeGreaterThanOrEqual(2);
  expect(typesOf(log)).toEqual(typesOf(log).map((_, index) => (index % 2 === 0 ? 'Synthesizing' : 'Reloaded')));
  expect(typesOf(log).length).toBeLessThanOrEqual(6);
});
