import { renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Reaper } from './reaper';

/** The file by which other programs hear that the run is ready, and where. It is there as a whole, or not at all. */
export class ReadyFile {
  /** What an earlier run has left there says nothing of this one. */
  constructor(private readonly path: string, private readonly reaper: Reaper) {
    rmSync(path, { force: true });
  }

  /** @throws Error when it cannot be written */
  public write(content: object): void {
    const unfinished = `${this.path}.${process.pid}`;
    [unfinished, this.path].forEach((path) => this.reaper.keep(path));
    try {
      writeFileSync(unfinished, `${JSON.stringify(content)}\n`);
      renameSync(unfinished, this.path);
    } catch (error) {
      throw new Error(`the ready file ${this.path} cannot be written: ${(error as Error).message}`);
    }
  }
}
