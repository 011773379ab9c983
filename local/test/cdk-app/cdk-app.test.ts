import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CdkApp, SynthesisError } from '../../src/cdk-app/cdk-app';
import { Reaper } from '../../src/reaper';
import { folder } from '../files';

const reaper = new Reaper();
afterAll(() => reaper.close());

const app = (script: string, files: Record<string, unknown> = {}): CdkApp => {
  const project = folder({ 'app.js': script, ...files });
  return new CdkApp({ command: `"${process.execPath}" app.js`, project, account: '111122223333', region: 'eu-west-1', reaper });
};

test("it hears what the CDK's CLI would tell it, and writes to a folder that goes with the run", async () => {
  const given = app(`
    const { CDK_OUTDIR, CDK_CONTEXT_JSON, CDK_DEFAULT_ACCOUNT, CDK_DEFAULT_REGION } = process.env;
    require('fs').writeFileSync(CDK_OUTDIR + '/manifest.json', JSON.stringify({ context: JSON.parse(CDK_CONTEXT_JSON), CDK_DEFAULT_ACCOUNT, CDK_DEFAULT_REGION }));`,
  { 'cdk.json': { context: { flag: true } } });
  await given.synthesize();

  expect(JSON.parse(readFileSync(join(given.assembly, 'manifest.json'), 'utf8'))).toEqual({
    context: expect.objectContaining({ 'flag': true, 'aws:cdk:enable-path-metadata': true }), CDK_DEFAULT_ACCOUNT: '111122223333', CDK_DEFAULT_REGION: 'eu-west-1',
  });
  reaper.close();
  expect(existsSync(given.assembly)).toBe(false);
});

test.each<[string, string, RegExp, string]>([
  ['fails', 'console.log("so far"); console.error("half way"); process.exit(3);', /app\.js ended with 3$/, 'so far\nhalf way\n'],
  ['writes nothing', 'console.log("done");', /app\.js has written no cloud assembly to CDK_OUTDIR: is it a CDK app, without an outdir of its own\?$/, 'done\n'],
])('one that %s is said, with what it has printed', async (_title, script, message, output) => {
  const error = await app(script).synthesize().catch((thrown: unknown) => thrown) as SynthesisError;

  expect(error).toBeInstanceOf(SynthesisError);
  expect(error.message).toMatch(message);
  expect(error.output).toBe(output);
});
