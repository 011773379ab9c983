import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { LONGEST_OBJECT, ObjectStore, ObjectSummary, TOO_LONG } from '../../states';

/** Objects in a folder: a bucket is a folder in it, a key a path in that. Nothing outside of it is read or written. */
export class FolderObjects implements ObjectStore {
  constructor(private readonly folder: string) {}

  public async* list(bucket: string, prefix: string): AsyncIterable<ObjectSummary> {
    const root = this.path(bucket);
    const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => {
      throw new Error(`The specified bucket does not exist: ${bucket} (in ${this.folder})`);
    });
    const keys = entries.filter((entry) => entry.isFile())
      .map(({ parentPath, path, name }) => join(parentPath ?? path, name).slice(root.length + 1).split(sep).join('/'));
    for (const key of keys.filter((candidate) => candidate.startsWith(prefix)).sort()) {
      const path = this.path(bucket, key);
      const { mtimeMs, size } = await stat(path);
      yield { key, size, lastModified: new Date(mtimeMs), etag: `"${await digest(path)}"` };
    }
  }

  public async get(bucket: string, key: string): Promise<Buffer> {
    const path = this.path(bucket, key);
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) {
      throw new Error(`The specified key does not exist: ${key} (in ${join(this.folder, bucket)})`);
    }
    if (found.size > LONGEST_OBJECT) {
      throw new Error(TOO_LONG);
    }
    return readFile(path);
  }

  public async put(bucket: string, key: string, body: string): Promise<void> {
    const path = this.path(bucket, key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, body);
  }

  private path(bucket: string, key = ''): string {
    const root = resolve(this.folder, bucket);
    const path = resolve(root, key);
    if (dirname(root) !== resolve(this.folder) || (path !== root && !path.startsWith(root + sep))) {
      throw new Error(`the bucket ${bucket} and the key ${key} lead out of ${this.folder}`);
    }
    return path;
  }
}

async function digest(path: string): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
