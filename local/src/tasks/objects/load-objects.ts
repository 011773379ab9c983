import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { EndpointObjects } from './endpoint-objects';
import { FolderObjects } from './folder-objects';
import type { ObjectStore } from '../../states';
import { TemplateLoadError } from '../../template';

/**
 * The objects that Map states read and write: `s3` among the endpoints.
 *
 * @param s3 a URL or a folder of buckets
 * @throws TemplateLoadError for what is neither
 */
export function loadObjects(s3: string | undefined): ObjectStore | undefined {
  if (s3 === undefined) {
    return undefined;
  }
  if (/^https?:\/\//.test(s3) && URL.canParse(s3)) {
    return new EndpointObjects(s3.replace(/\/+$/, ''));
  }
  if (!statSync(s3, { throwIfNoEntry: false })?.isDirectory()) {
    throw new TemplateLoadError(`endpoint s3=${s3}: '${s3}' is neither an HTTP URL, such as http://127.0.0.1:9000, nor a folder whose folders are buckets`);
  }
  return new FolderObjects(resolve(s3));
}
