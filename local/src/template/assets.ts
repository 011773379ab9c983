import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { isObject, Json, member } from './json';
import { readObject } from './parse';

/** The files that CDK would upload to S3, found through the `*.assets.json` manifests of a folder. */
export class Assets {
  private readonly files = new Map<string, string>();

  constructor(private readonly directory: string) {
    const manifests = readdirSync(directory).filter((name) => name.endsWith('.assets.json')).sort();
    for (const manifest of manifests) {
      const files = readObject(join(directory, manifest)).files;
      for (const asset of isObject(files) ? Object.values(files) : []) {
        this.add(asset);
      }
    }
  }

  /** The file that would lie in S3 under `key`, or undefined. */
  find(key: string): string | undefined {
    return this.files.get(basename(key));
  }

  private add(asset: Json): void {
    const source = isObject(asset) ? member(asset, 'source') : undefined;
    const destinations = isObject(asset) ? member(asset, 'destinations') : undefined;
    if (!isObject(source) || typeof source.path !== 'string' || !isObject(destinations)) {
      return;
    }
    for (const destination of Object.values(destinations)) {
      if (isObject(destination) && typeof destination.objectKey === 'string') {
        this.files.set(basename(destination.objectKey), resolve(this.directory, source.path));
      }
    }
  }
}
