import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { readCdkJson } from './cdk-json';
import type { Reaper } from '../reaper';

export interface CdkAppOptions {
  /** How the app is started, such as `npx tsx app.ts`: what `app` in `cdk.json` says. */
  readonly command: string;
  /** The folder that it is started in. */
  readonly project: string;
  /** What it takes for its own where it does not say. */
  readonly account: string;
  readonly region: string;
  readonly reaper: Reaper;
}

/** A synthesis that has failed. */
export class SynthesisError extends Error {
  /** @param output what the app has printed */
  constructor(message: string, public readonly output: string) {
    super(message);
    this.name = 'SynthesisError';
  }
}

/** A CDK app, which writes its cloud assembly to a temporary folder. */
export class CdkApp {
  /** The cloud assembly. */
  public readonly assembly: string;

  constructor(private readonly options: CdkAppOptions) {
    this.assembly = options.reaper.makeFolder();
  }

  /**
   * Runs the app.
   *
   * @throws SynthesisError with what it has printed when it fails, or writes no cloud assembly
   * @throws Error for a `cdk.json` that is not JSON
   */
  public async synthesize(): Promise<void> {
    const { command, project, account, region, reaper } = this.options;
    const env = {
      CDK_DEFAULT_ACCOUNT: account,
      CDK_DEFAULT_REGION: region,
      ...process.env,
      CDK_OUTDIR: this.assembly,
      CDK_CONTEXT_JSON: JSON.stringify(readCdkJson(project).context),
    };
    // A group of its own: it ends with the run, with all that it has started.
    const child = spawn(command, { cwd: project, env, shell: true, detached: process.platform !== 'win32', stdio: ['ignore', 'pipe', 'pipe'] });
    reaper.watch(child);
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(`cannot be started: ${error.message}`));
      child.once('close', (code, signal) => resolve(code === 0 ? '' : `ended with ${code ?? signal}`));
    });
    const [end, ...outputs] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    const fault = end !== '' || existsSync(join(this.assembly, 'manifest.json'))
      ? end : 'has written no cloud assembly to CDK_OUTDIR: is it a CDK app, without an outdir of its own?';
    if (fault !== '') {
      throw new SynthesisError(`${command} ${fault}`, outputs.join(''));
    }
  }
}
