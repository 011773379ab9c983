import { statSync } from 'node:fs';
import { basename, dirname, extname, resolve, sep } from 'node:path';
import { incompleteness } from '../template';
import { FileWatcher } from './file-watcher';

export interface TemplateWatcherOptions {
  /** A template, or a `cdk.out` folder. */
  readonly template: string;
  /** What else the run is made of: files that the template or an option names. */
  readonly files: readonly string[];
  /** Called when all of it is there again. */
  readonly onChange: () => void;
  /** How long a build may take to write what it writes, in milliseconds. @default 3000 */
  readonly longestBuild?: number;
  /** Called when it is not, for longer than it takes to write. */
  readonly onFault: (reason: string) => void;
}

/** What of a `cdk.out` folder is looked at: manifests, templates, and the CLI's locks. Functions look after their assets themselves. */
const ASSEMBLY_FILES = ['.json', '.lock'];
/** A stage in a stage is as deep as assemblies go. */
const DEPTH = 4;

/** Tells when a template, or one of the files that it is made of, has changed, and all of it is there. */
export class TemplateWatcher {
  private watcher: FileWatcher;
  /** Those that see what changes until the next one sees it. */
  private readonly earlier = new Set<FileWatcher>();
  private files: readonly string[];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: TemplateWatcherOptions) {
    this.files = options.files;
    this.watcher = this.watch();
  }

  /** Resolves when every change from now on is seen. */
  public ready(): Promise<void> {
    return this.watcher.ready();
  }

  /** The files that the run is made of now. */
  public use(files: readonly string[]): void {
    if (files.join('\n') !== this.files.join('\n')) {
      const before = this.watcher;
      this.earlier.add(before);
      this.files = files;
      this.watcher = this.watch();
      void this.watcher.ready().then(() => before.retire()).then(() => this.earlier.delete(before));
    }
  }

  public close(): void {
    clearTimeout(this.timer);
    [...this.earlier, this.watcher].forEach((watcher) => watcher.close());
  }

  private watch(): FileWatcher {
    const template = resolve(this.options.template);
    const assembly = statSync(template, { throwIfNoEntry: false })?.isDirectory() ? template : undefined;
    const targets = [...new Set([template, ...this.files.map((file) => resolve(file))])].filter((path) => !isInside(path, assembly));
    // A folder may be replaced, and the one that a file is in as well.
    const folders = targets.map((path) => (path === assembly ? dirname(path) : dirname(dirname(path))));
    const known = new Set(targets.flatMap((path) => [path, dirname(path), dirname(dirname(path))]));
    return new FileWatcher({
      folders: [...new Set(folders)],
      depth: DEPTH,
      isWatched: (path) => known.has(path) || (isInside(path, assembly) && isOfAssembly(path)),
      onChange: () => this.changed(),
      onFault: (reason) => this.options.onFault(`changes are not seen any more: ${reason}`),
    });
  }

  private changed(): void {
    clearTimeout(this.timer);
    const { template, longestBuild = 3000, onChange, onFault } = this.options;
    if (incompleteness(template) === undefined) {
      onChange();
      return;
    }
    this.timer = setTimeout(() => {
      const reason = incompleteness(template);
      if (reason === undefined) {
        onChange();
      } else {
        onFault(reason);
      }
    }, longestBuild).unref();
  }
}

function isInside(path: string, folder: string | undefined): boolean {
  return folder !== undefined && path.startsWith(`${folder}${sep}`);
}

/** Assets are folders and files whose names begin with `asset.`; a folder has no extension. */
function isOfAssembly(path: string): boolean {
  const extension = extname(path);
  return !basename(path).startsWith('asset.') && (extension === '' || ASSEMBLY_FILES.includes(extension));
}
