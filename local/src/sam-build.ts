import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, sep } from 'node:path';
import type { SourceOptions } from './functions';
import { isObject, Json } from './json';
import type { FunctionResource } from './template';

/** What a function's code is bundled from. */
export interface SamSource extends SourceOptions {
  readonly project: string;
}

/**
 * What SAM would bundle a function from: `Metadata` with the `BuildMethod` esbuild. Undefined for others, and for what SAM has built already.
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-using-build-typescript.html
 */
export function samSource({ metadata, code, handler }: FunctionResource): SamSource | undefined {
  if (metadata.BuildMethod !== 'esbuild' || code.kind !== 'folder' || code.path.split(sep).includes('.aws-sam')) {
    return undefined;
  }
  if (!hasEsbuild(code.path) && ['.js', '.mjs', '.cjs'].some((extension) => existsSync(join(code.path, `${modulePath(handler)}${extension}`)))) {
    // It may well run unbundled.
    return undefined;
  }
  const properties = isObject(metadata.BuildProperties) ? metadata.BuildProperties : {};
  const { External, Minify, Target, Format, Sourcemap } = properties;
  const entryPoint = entryPointOf(texts(properties.EntryPoints), code.path, handler);
  return entryPoint === undefined ? undefined : {
    project: code.path,
    entryPoint,
    external: texts(External),
    minify: isTrue(Minify),
    sourcemap: isTrue(Sourcemap),
    format: Format === 'esm' ? 'esm' : 'cjs',
    ...typeof Target === 'string' && { target: Target },
  };
}

/** Each entry point becomes a file of its own: the handler is in the one of its name. Without any, in the source of its name. */
function entryPointOf(entryPoints: readonly string[], folder: string, handler: string): string | undefined {
  const path = modulePath(handler);
  const candidates = entryPoints.length > 0 ? entryPoints : ['.ts', '.tsx', '.mts', '.js', '.mjs'].map((extension) => `${path}${extension}`);
  const existing = candidates.filter((candidate) => existsSync(join(folder, candidate)));
  return existing.find((candidate) => withoutExtension(candidate) === basename(path)) ?? (entryPoints.length === 1 ? entryPoints[0] : existing[0]);
}

/** `src/app` of `src/app.handler`. */
function modulePath(handler: string): string {
  return handler.split('.')[0];
}

function hasEsbuild(project: string): boolean {
  try {
    createRequire(join(project, 'index.js')).resolve('esbuild');
    return true;
  } catch {
    return false;
  }
}

function withoutExtension(path: string): string {
  return basename(path).replace(/\.[^.]+$/, '');
}

function texts(value: Json | undefined): string[] {
  return (Array.isArray(value) ? value : []).filter((item): item is string => typeof item === 'string');
}

function isTrue(value: Json | undefined): boolean {
  return value === true || value === 'true';
}
