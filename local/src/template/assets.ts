import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isObject, Json, ownMember } from '../json';
import { readObject } from './parse';

/**
 * The files and folders of a folder that would be uploaded to S3: CDK's, found through its `*.assets.json` manifests, and the zip files that the
 * Serverless Framework packs beside its template (`.serverless/`), by their names.
 */
export class Assets {
  private readonly paths = new Map<string, string>();

  constructor(private readonly directory: string) {
    const manifests = readdirSync(directory).filter((name) => name.endsWith('.assets.json')).sort();
    for (const manifest of manifests) {
      const files = readObject(join(directory, manifest)).files;
      for (const asset of isObject(files) ? Object.values(files) : []) {
        this.add(asset);
      }
    }
  }

  /** The path, from the folder, of what would lie in S3 under `key`, or undefined. */
  public find(key: string): string | undefined {
    const name = basename(key);
    return this.paths.get(name) ?? (name.endsWith('.zip') && existsSync(join(this.directory, name)) ? name : undefined);
  }

  private add(asset: Json): void {
    const source = isObject(asset) ? ownMember(asset, 'source') : undefined;
    const destinations = isObject(asset) ? ownMember(asset, 'destinations') : undefined;
    if (!isObject(source) || typeof source.path !== 'string' || !isObject(destinations)) {
      return;
    }
    for (const destination of Object.values(destinations)) {
      if (isObject(destination) && typeof destination.objectKey === 'string') {
        this.paths.set(basename(destination.objectKey), source.path);
      }
    }
  }
}
