import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** What files were when they were last looked at: one that is written again as it was has not changed. */
export class FileDigests {
  private readonly digests = new Map<string, string>();

  /** Whether a file is another than the last time, or has gone; of one that was never looked at it is. */
  public isNew(path: string): boolean {
    const digest = digestOf(path);
    const isNew = this.digests.get(path) !== digest;
    this.digests.set(path, digest);
    return isNew;
  }
}

function digestOf(path: string): string {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    return 'gone';
  }
}
