import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { unzipSync } from 'fflate';
import type { Reaper } from '../reaper';
import type { CodeResource } from '../template';

/** What Lambda lets code and layers have together when they are unpacked, in bytes. */
const UNPACKED_BYTES = 262_144_000;

/** Code that lies in zip files or in a template, as folders of this run. */
export class UnpackedCode {
  private root: string | undefined;
  private readonly folders = new Map<string, string>();

  constructor(private readonly reaper: Reaper) {}

  /**
   * The folder that a function's code is in.
   * @throws Error that says what is wrong with it
   */
  public folder(code: CodeResource, runtime: string): string {
    switch (code.kind) {
      case 'folder': return existing(code.path);
      case 'zip': return this.once(`${code.path}:${statSync(existing(code.path)).mtimeMs}`, (folder) => unzip(code.path, folder));
      case 'absent': throw new Error(code.reason);
      case 'image': throw new Error(`it is a container image, ${code.uri}`);
      case 'inline': return this.once(`${runtime}:${code.text}`, (folder) => {
        writeFileSync(join(folder, runtime.startsWith('python') ? 'index.py' : 'index.js'), code.text);
      });
    }
  }

  private once(key: string, fill: (folder: string) => void): string {
    const known = this.folders.get(key);
    if (known !== undefined) {
      return known;
    }
    this.root ??= this.reaper.makeFolder();
    const folder = mkdtempSync(join(this.root, 'code-'));
    try {
      fill(folder);
    } catch (error) {
      // The next event tries again, in another folder.
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
    this.folders.set(key, folder);
    return folder;
  }
}

function existing(path: string): string {
  if (!existsSync(path)) {
    throw new Error(`${path} does not exist: build the code first`);
  }
  return path;
}

function unzip(path: string, folder: string): void {
  let bytes = 0;
  const entries = unzipSync(readFileSync(path), {
    filter: ({ originalSize }) => {
      bytes += originalSize;
      if (bytes > UNPACKED_BYTES) {
        throw new Error(`more than ${UNPACKED_BYTES} bytes unpacked`);
      }
      return true;
    },
  });
  for (const [name, content] of Object.entries(entries)) {
    const target = resolve(folder, name);
    if (!target.startsWith(`${folder}${sep}`)) {
      throw new Error(`its entry ${JSON.stringify(name)} lies outside of it`);
    }
    if (name.endsWith('/')) {
      mkdirSync(target, { recursive: true });
    } else {
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content);
      // What may be executed is not told apart: a custom runtime's `bootstrap` must be.
      chmodSync(target, 0o755);
    }
  }
}
