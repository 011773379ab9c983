import type { ApiDescription } from './api-description';
import { asyncApi } from './asyncapi';
import { describeApi } from './describe-api';
import { typesFile } from './types-file';
import { loadTemplate, LoadTemplateOptions, TemplateLoadError } from '../template';

/** What may be written of an API. */
export type DescriptionKind = 'types' | 'asyncapi';

export interface DescribeOptions extends LoadTemplateOptions {
  /** The API's logical id or construct path, where the template has several. */
  readonly api?: string;
}

/**
 * Describes a WebSocket API of a template: nothing of it is played.
 *
 * @param path the template, or the `cdk.out` folder
 * @throws TemplateLoadError for a template that cannot be read, and where it is not clear which API is meant
 */
export function describeTemplate(kind: DescriptionKind, path: string, { api: name, ...options }: DescribeOptions = {}): string {
  const template = loadTemplate(path, options);
  const { apis } = template;
  const chosen = apis.filter(({ logicalId, constructPath }) => name === undefined || name === logicalId || name === constructPath);
  if (chosen.length !== 1) {
    const names = apis.map(({ constructPath, logicalId }) => constructPath ?? logicalId).join(', ');
    throw new TemplateLoadError(name === undefined ? `the template has several WebSocket APIs; name one by --api: ${names}` : `there is no WebSocket API ${name}: ${names}`);
  }
  const description = describeApi(chosen[0], template);
  return WRITERS[kind](description);
}

/** To write something else, add one line. */
const WRITERS: Readonly<Record<DescriptionKind, (description: ApiDescription) => string>> = {
  types: typesFile,
  asyncapi: (description) => `${JSON.stringify(asyncApi(description, '1.0.0'), undefined, 2)}\n`,
};
