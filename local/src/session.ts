import { CdkApp, SynthesisError } from './cdk-app/cdk-app';
import { readCdkJson } from './cdk-app/cdk-json';
import { ownOutput } from './cdk-app/own-output';
import { findingsOf } from './findings';
import type { LocalRun } from './local-run';
import type { Logger } from './log-entry';

export interface SessionOptions {
  readonly run: LocalRun;
  /** The app that the template comes from, and its folder. @default - the template is there */
  readonly app?: { readonly app: CdkApp; readonly command: string; readonly project: string };
  /** Files and folders that the run writes to: they are no sources of the app. @default - none */
  readonly output?: readonly string[];
  readonly log: Logger;
}

/** A run that somebody works at: reloads, one after the other, as they ask for or as their app's sources change. */
export class Session {
  private reloading: Promise<void> | undefined;
  private isAskedAgain = false;

  constructor(private readonly options: SessionOptions) {}

  /** Reloads when the app's sources change. */
  public async watchSources(): Promise<void> {
    const { app, log, output = [] } = this.options;
    if (app) {
      const fault = (reason: string): void => log({ type: 'ReloadFailed', findings: [`changes of sources are not seen any more: ${reason}`] });
      // Most runs need none of it.
      const { SourceWatcher } = await import('./cdk-app/source-watcher.js');
      new SourceWatcher(app.project, readCdkJson(app.project), ownOutput(output), () => void this.reload(), fault);
    }
  }

  /** Synthesizes anew where there is an app, and reloads; while it does, once more afterwards. It never fails: the log says how it went. */
  public async reload(): Promise<void> {
    if (this.reloading) {
      this.isAskedAgain = true;
      return this.reloading;
    }
    this.reloading = this.reloadOnce();
    await this.reloading;
    this.reloading = undefined;
    if (this.isAskedAgain) {
      this.isAskedAgain = false;
      await this.reload();
    }
  }

  private async reloadOnce(): Promise<void> {
    const { run, app, log } = this.options;
    try {
      if (app) {
        log({ type: 'Synthesizing', command: app.command });
        await app.app.synthesize();
      }
    } catch (error) {
      if (error instanceof SynthesisError) {
        error.output.split(/\r?\n/).filter((line) => line !== '').forEach((line) => log({ type: 'AppOutput', line }));
      }
      log({ type: 'ReloadFailed', findings: findingsOf(error) });
      return;
    }
    // What it fails for is in the log.
    await run.reload().catch(() => undefined);
  }
}
