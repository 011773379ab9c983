import { setTimeout as delay } from 'node:timers/promises';
import { FSWatcher, watch } from 'chokidar';

/** Files come one by one when a build writes them: it is one change when nothing came for this long, in milliseconds. */
const QUIET = 100;

export interface FileWatcherOptions {
  readonly folders: readonly string[];
  /** Whether a file or folder is looked at, and what is in it. */
  readonly isWatched: (path: string) => boolean;
  /** How many folders below those are looked at. @default - all */
  readonly depth?: number;
  /** Called with the files that have changed when nothing has changed any more for a moment. */
  readonly onChange: (files: readonly string[]) => void;
  /** Called once when the system watches no more, such as for want of handles. */
  readonly onFault: (reason: string) => void;
}

/** Tells when files have changed; by folders, since whoever writes a file may put another in its place. */
export class FileWatcher {
  private readonly watcher: FSWatcher;
  private timer: NodeJS.Timeout | undefined;
  private hasFailed = false;
  private readonly changed = new Set<string>();

  constructor(options: FileWatcherOptions) {
    const { folders, isWatched, depth } = options;
    this.watcher = watch([...folders], { ignoreInitial: true, depth, ignored: (path) => !isWatched(path) });
    for (const event of ['add', 'change', 'unlink'] as const) {
      this.watcher.on(event, (path: string) => {
        this.changed.add(path);
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.tell(options.onChange), QUIET);
      });
    }
    this.watcher.on('error', (error) => {
      if (!this.hasFailed) {
        this.hasFailed = true;
        options.onFault((error as Error).message);
      }
    });
  }

  /** Resolves when every change from now on is seen. */
  public async ready(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.watcher.once('ready', resolve);
    });
  }

  /** Ends when all that it has seen is told: for when another watches in its place. */
  public async retire(): Promise<void> {
    do {
      await delay(QUIET, undefined, { ref: false });
    } while (this.changed.size > 0);
    this.close();
  }

  public close(): void {
    clearTimeout(this.timer);
    this.changed.clear();
    void this.watcher.close();
  }

  private tell(onChange: FileWatcherOptions['onChange']): void {
    const files = [...this.changed];
    this.changed.clear();
    onChange(files);
  }
}
