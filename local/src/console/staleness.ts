import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Sources of CDK apps. */
const SOURCE = /(?<!\.d)\.(ts|mts|js|mjs|py|java|go|cs|fs)$/;
/** Folders that are made of sources, or are none of the app's. */
const NOT_SOURCES = /^(\..*|node_modules|cdk\.out.*|dist|build|target|bin|obj|coverage|__pycache__|venv|tests?|__tests__)$/;
/** So many files and folders are looked at, and so deep. */
const MOST_FILES = 3000;
const DEEPEST = 6;
/** What `cdk synth` writes last takes a moment, in milliseconds. */
const GRACE = 2000;
/** So often it is looked at while someone looks at the console, in milliseconds. */
const PAUSE = 5000;

/** Whether a `cdk.out` folder is older than the app that it was made from. */
export class Staleness {
  /** What is said about it; undefined where there is nothing to say. */
  public reason?: string;
  private timer?: NodeJS.Timeout;

  /** @param isSeen whether anyone looks */
  constructor(private readonly template: string, private readonly isSeen: () => boolean, private readonly onChange: () => void) {}

  /** Goes on to look, as long as anyone does. */
  public watch(): void {
    if (this.timer === undefined) {
      void this.look();
      this.timer = setInterval(() => {
        if (this.isSeen()) {
          void this.look();
        } else {
          this.close();
        }
      }, PAUSE).unref();
    }
  }

  /** Looks at once where someone does: the app may have been synthesized. */
  public refresh(): void {
    if (this.timer !== undefined) {
      void this.look();
    }
  }

  public async look(): Promise<void> {
    const reason = await this.found();
    if (reason !== this.reason) {
      this.reason = reason;
      this.onChange();
    }
  }

  public close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async found(): Promise<string | undefined> {
    if (this.template === '') {
      return undefined;
    }
    const synthesized = await modified(join(this.template, 'manifest.json'));
    if (synthesized === undefined) {
      return undefined;
    }
    const newer = await newerSource(resolve(this.template, '..'), synthesized + GRACE);
    return newer === undefined ? undefined : `${newer} is newer than ${this.template}: cdk synth it, so that what is played is what it says.`;
  }
}

async function modified(path: string): Promise<number | undefined> {
  return stat(path).then(({ mtimeMs }) => mtimeMs, () => undefined);
}

/** A source of a folder that is newer than a time, by its path from there. */
async function newerSource(root: string, time: number): Promise<string | undefined> {
  const waiting = [{ folder: '', depth: 0 }];
  let count = 0;
  for (let next = waiting.shift(); next && count < MOST_FILES; next = waiting.shift()) {
    const { folder, depth } = next;
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      count++;
      const path = join(folder, entry.name);
      if (entry.isDirectory() && depth < DEEPEST && !NOT_SOURCES.test(entry.name)) {
        waiting.push({ folder: path, depth: depth + 1 });
      } else if (entry.isFile() && SOURCE.test(entry.name) && (await modified(join(root, path)) ?? 0) > time) {
        return path;
      }
    }
  }
  return undefined;
}
