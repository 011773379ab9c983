import { fstatSync, statSync, type Stats } from 'node:fs';
import { resolve, sep } from 'node:path';

/**
 * Tells which files the run itself writes: they are no sources, wherever they are, and a log that begins another synthesis with each line would never end.
 *
 * @param places files and folders that it was given to write to
 * @param streams the descriptors of its log, which may go to a file
 */
export function ownOutput(places: readonly string[], streams: readonly number[] = [process.stdout.fd, process.stderr.fd]): (path: string) => boolean {
  const own = places.map((place) => resolve(place));
  const logs = streams.map((stream) => statsOf(() => fstatSync(stream)));
  return (path) => {
    if (own.some((place) => path === place || path.startsWith(place + sep))) {
      return true;
    }
    const file = statsOf(() => statSync(path));
    return file !== undefined && logs.some((log) => log?.isFile() && log.ino === file.ino && log.dev === file.dev);
  };
}

/** Nothing for what is closed, or has gone. */
function statsOf(look: () => Stats): Stats | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
