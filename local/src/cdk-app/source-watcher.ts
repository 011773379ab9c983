import { relative, sep } from 'node:path';
import picomatch from 'picomatch';
import type { CdkJson } from './cdk-json';
import { FileDigests } from './file-digests';
import { FileWatcher } from '../watch/file-watcher';

/** Tells when the files that an app is made of have changed: those that `cdk watch` looks at. */
export class SourceWatcher {
  private readonly watcher: FileWatcher;

  /** @param isOwn whether the run itself writes a file */
  constructor(
    project: string, { include, exclude }: Pick<CdkJson, 'include' | 'exclude'>, isOwn: (path: string) => boolean,
    onChange: () => void, onFault: (reason: string) => void,
  ) {
    const digests = new FileDigests();
    const isIncluded = matcher(include, false);
    const isExcluded = matcher(exclude, true);
    const inProject = (path: string): string => relative(project, path).split(sep).join('/');
    this.watcher = new FileWatcher({
      folders: [project],
      isWatched: (path) => path === project || !isExcluded(inProject(path)),
      onChange: (paths) => {
        // An app may write files beside its output, and the same again the next time: that is no change, else it would run for ever.
        const changed = paths.filter((path) => isIncluded(inProject(path)) && !isOwn(path) && digests.isNew(path));
        if (changed.length > 0) {
          onChange();
        }
      },
      onFault,
    });
  }

  /** Resolves when every change from now on is seen. */
  public ready(): Promise<void> {
    return this.watcher.ready();
  }

  public close(): void {
    this.watcher.close();
  }
}

/** A pattern for a folder stands for all that is in it. */
function matcher(patterns: readonly string[], dot: boolean): (path: string) => boolean {
  return picomatch(patterns.flatMap((pattern) => [pattern, `${pattern}/**`]), { dot });
}
