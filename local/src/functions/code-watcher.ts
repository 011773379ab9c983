import { FSWatcher, watch } from 'chokidar';

/** Files come one by one when a build writes them: it is one change when nothing came for this long, in milliseconds. */
const QUIET = 100;

/** Tells when a folder's files have changed; packages beside them do not count. */
export class CodeWatcher {
  private watcher: FSWatcher | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly onChange: () => void) {}

  public watch(folder: string): void {
    void this.watcher?.close();
    this.watcher = watch(folder, { ignoreInitial: true, ignored: /[/\\](node_modules|\.git|__pycache__|\.venv)([/\\]|$)/ });
    this.watcher.on('all', () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(this.onChange, QUIET);
    });
    // It serves convenience: what it cannot watch, it does not.
    this.watcher.on('error', () => {});
  }

  public close(): void {
    clearTimeout(this.timer);
    void this.watcher?.close();
  }
}
