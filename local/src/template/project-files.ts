import { closeSync, constants, existsSync, fstatSync, openSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { TemplateLoadError } from './errors';

/** Largest file that is read, in bytes: ten times the largest template and definition that AWS takes. */
const MAX_BYTES = 10 * 1024 * 1024;
/** What marks a project's folder. */
const PROJECT_MARKS = ['package.json', 'samconfig.toml', '.git'];

/**
 * The files that a run may read: those of the project, and those of the `cdk.out` folder. A template names files, and whoever wrote it
 * need not be who runs it.
 */
export class ProjectFiles {
  /** The folders under which everything lies that may be read. */
  private readonly roots: readonly string[];
  private readonly given: string;

  /**
   * @param path the template or the `cdk.out` folder, as the user gave it
   * @param root the project's folder. @default - the nearest folder above that has one of the marks, or the template's own
   */
  constructor(path: string, root?: string) {
    const own = isFolder(path) ? path : dirname(path);
    this.given = resolve(path);
    if (root !== undefined && !isFolder(root)) {
      throw new TemplateLoadError(`root ${root} is not a folder`);
    }
    this.roots = [root ?? projectFolder(resolve(own)) ?? own, ...assemblyFolder(resolve(own))].map((folder) => realpathSync(folder));
  }

  /**
   * Where a file or folder of the project is, links followed.
   *
   * @param folder the folder that a relative path starts from
   * @param label who names it, for messages
   * @throws TemplateLoadError when it is not there, or is outside the project
   */
  public locate(folder: string, path: string, label: string): string {
    const absolute = resolve(realpathSync(folder), path);
    // Before it is looked for: a message must not tell either whether something is there.
    if (!this.contains(absolute) && !this.contains(realFolder(absolute))) {
      throw new TemplateLoadError(`${label}: ${path} is outside the project ${this.roots[0]}: give the folder that holds both with --root <folder>`);
    }
    if (!existsSync(absolute)) {
      throw new TemplateLoadError(`${label}: there is no ${absolute}`);
    }
    const real = realpathSync(absolute);
    if (!this.contains(real)) {
      throw new TemplateLoadError(`${label}: ${path} is a link that leaves the project ${this.roots[0]}: give the folder that holds both with --root <folder>`);
    }
    return real;
  }

  /** Whether a template that the user or the `cdk.out` folder has named is one of the project; the user's own choice always is. */
  public check(path: string): void {
    if (resolve(path) !== this.given) {
      this.locate(dirname(path), basename(path), path);
    }
  }

  private contains(path: string): boolean {
    return this.roots.some((root) => isInside(root, path));
  }
}

/** Reads a text file; the error is one line. */
export function readText(path: string): string {
  try {
    // A pipe that nobody writes to would be waited for.
    const file = openSync(path, constants.O_NONBLOCK);
    try {
      const stats = fstatSync(file);
      if (!stats.isFile()) {
        throw new TemplateLoadError(`cannot read ${path}: not a file`);
      }
      if (stats.size > MAX_BYTES) {
        throw new TemplateLoadError(`cannot read ${path}: it has ${stats.size} bytes, more than ${MAX_BYTES}`);
      }
      return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof TemplateLoadError) {
      throw error;
    }
    const reasons: Readonly<Record<string, string>> = { ENOENT: 'no such file', EISDIR: 'is a directory', EACCES: 'permission denied' };
    const code = String((error as NodeJS.ErrnoException).code);
    throw new TemplateLoadError(`cannot read ${path}: ${reasons[code] ?? code}`);
  }
}

function projectFolder(folder: string): string | undefined {
  if (PROJECT_MARKS.some((mark) => existsSync(join(folder, mark)))) {
    return folder;
  }
  const parent = dirname(folder);
  return parent === folder ? undefined : projectFolder(parent);
}

/** The `cdk.out` folder that a folder is, or is in as a stage's: assets of stages lie at its top. */
function assemblyFolder(folder: string): string[] {
  if (!existsSync(join(folder, 'manifest.json'))) {
    return [];
  }
  const outer = assemblyFolder(dirname(folder));
  return outer.length > 0 ? outer : [folder];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** An absolute path with the links in its folder followed, as far as there is one: the project itself may lie behind a link. */
function realFolder(path: string): string {
  const folder = dirname(path);
  if (folder === path) {
    return path;
  }
  try {
    return join(realpathSync(folder), basename(path));
  } catch {
    return join(realFolder(folder), basename(path));
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}
