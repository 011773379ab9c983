import { ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One process for all that have something to look after. */
let reaper: ChildProcess | undefined;
const open = new Set<Reaper>();

/**
 * Sees to it that nothing of a run is left when its process has gone, however it went: neither processes that it has started nor files that it
 * has made. A process of its own, which hears its pipe close.
 */
export class Reaper {
  private readonly paths = new Set<string>();

  /** Ends a process, and all of its group, with the run. */
  public watch(child: ChildProcess): void {
    const { pid } = child;
    if (pid === undefined) {
      return;
    }
    this.tell('+', pid);
    child.once('exit', () => open.has(this) && this.tell('-', pid));
  }

  /** Makes a temporary folder that goes with the run. */
  public makeFolder(): string {
    const path = join(tmpdir(), `websocket-step-functions-local-${randomUUID()}`);
    this.keep(path);
    mkdirSync(path, { mode: 0o700 });
    return path;
  }

  /** Removes a file or folder with the run. To be told before it is made: the run may be killed in between. */
  public keep(path: string): void {
    this.paths.add(path);
    this.tell('+', path);
  }

  /** Removes it now. */
  public remove(path: string): void {
    rmSync(path, { recursive: true, force: true });
    // Somebody else may make it anew before the reaper hears of the end.
    this.tell('-', path);
    this.paths.delete(path);
  }

  public close(): void {
    [...this.paths].forEach((path) => this.remove(path));
    open.delete(this);
    if (open.size === 0) {
      reaper?.stdin?.end();
      reaper = undefined;
    }
  }

  private tell(sign: '+' | '-', what: number | string): void {
    open.add(this);
    reaper ??= start();
    reaper.stdin?.write(`${sign}${JSON.stringify(what)}\n`);
  }
}

function start(): ChildProcess {
  // Detached, so that Ctrl+C does not end it before those whom it watches.
  const child = spawn(process.execPath, [join(__dirname, '..', 'bootstraps', 'reaper.mjs')], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.on('error', () => {});
  child.stdin?.on('error', () => {});
  child.unref();
  (child.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  return child;
}
