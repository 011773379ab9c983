import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, Json, JsonObject, parsedJson } from '../json';

/** What the CDK's CLI reads of a project. */
export interface CdkJson {
  /** What it tells the app, of `cdk.json` and of `cdk.context.json`, as an environment variable. */
  readonly context: JsonObject;
  /** Patterns of the files that the app is made of, and of those that it is not. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** What the CLI tells every app: that paths and assets are to be found in the template, and that functions of all stacks are bundled. */
const DEFAULT_CONTEXT: JsonObject = {
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
  'aws:cdk:bundling-stacks': ['**'],
};
/** What `cdk watch` never looks at, beside the output; and logs, of which one may be the run's own, by `tee`, and would never end. */
const NEVER_WATCHED = ['**/.*', '**/.*/**', '**/node_modules/**', '**/*.log'];

/**
 * Reads `cdk.json` and `cdk.context.json` of a folder, where they are.
 *
 * @throws Error for one that is not JSON
 * @see https://docs.aws.amazon.com/cdk/v2/guide/ref-cli-cmd-watch.html
 */
export function readCdkJson(folder: string): CdkJson {
  const settings = readJson(join(folder, 'cdk.json'));
  const watch = isObject(settings.watch) ? settings.watch : {};
  const include = patterns(watch.include);
  return {
    context: { ...DEFAULT_CONTEXT, ...readJson(join(folder, 'cdk.context.json')), ...isObject(settings.context) && settings.context },
    include: include.length > 0 ? include : ['**'],
    exclude: [...patterns(watch.exclude), `${typeof settings.output === 'string' ? settings.output : 'cdk.out'}/**`, ...NEVER_WATCHED],
  };
}

function patterns(value: Json | undefined): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string').map((item) => item.replace(/^\.\//, '').replace(/\/+$/, ''));
}

function readJson(path: string): JsonObject {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return {};
  }
  const value = parsedJson(text);
  if (!isObject(value)) {
    throw new Error(`${path} is not a JSON object`);
  }
  return value;
}
