import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { FunctionSource, Handler, LambdaOptions, SourceOptions } from './functions';
import type { LocalRunOptions } from './local-run-options';
import { OptionsError } from './options';
import { samSource } from './sam-build';
import type { FunctionResource } from './template';

type Settings = Pick<LambdaOptions, 'handlers' | 'urls' | 'inspectPorts' | 'sources'>;

/**
 * The options that concern single functions, by logical id.
 *
 * @throws OptionsError for names that no function has and sources that are not there, all at once
 */
export function functionSettings(
  { functions = {}, functionSources = {}, inspect = {} }: Pick<LocalRunOptions, 'functions' | 'functionSources' | 'inspect'>,
  resources: readonly FunctionResource[],
): Settings {
  const wrong: string[] = [];
  const byId = <T>(option: string, values: Readonly<Record<string, T>>): Record<string, T> => Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const found = resources.find(({ logicalId, constructPath }) => logicalId === name || constructPath === name);
      if (!found) {
        wrong.push(`${option}.${name} is no function of the template: ${resources.map(({ logicalId }) => logicalId).join(', ') || 'it has none'}`);
      }
      return found ? [[found.logicalId, value]] : [];
    }),
  );
  wrong.push(...Object.entries(functionSources).flatMap(([name, path]) => (
    existsSync(path) ? [] : [`functionSources.${name}: there is no file ${resolve(path)}`]
  )));
  const replaced = Object.entries(byId('functions', functions));
  const settings = {
    handlers: Object.fromEntries(replaced.filter((entry): entry is [string, Handler] => typeof entry[1] === 'function')),
    urls: Object.fromEntries(replaced.filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
    inspectPorts: byId('inspect', inspect),
    sources: {
      ...ofSam(resources),
      ...Object.fromEntries(Object.entries(byId('functionSources', functionSources)).map(([id, entryPoint]) => (
        [id, withModules({ entryPoint, project: process.cwd() })]
      ))),
    },
  };
  if (wrong.length > 0) {
    throw new OptionsError(wrong);
  }
  return settings;
}

/** The functions that SAM would bundle. */
function ofSam(resources: readonly FunctionResource[]): Record<string, FunctionSource> {
  return Object.fromEntries(resources.flatMap((resource) => {
    const source = samSource(resource);
    return source ? [[resource.logicalId, withModules(source)]] : [];
  }));
}

function withModules(source: SourceOptions & { readonly project: string }): FunctionSource {
  return { ...source, moduleFolders: moduleFolders(resolve(source.project, dirname(source.entryPoint))) };
}

/** The `node_modules` of a path's folders, the nearest first: where functions find what Lambda's runtimes provide. */
export function moduleFolders(path: string): string[] {
  const folder = dirname(path);
  const here = join(path, 'node_modules');
  return [...existsSync(here) ? [here] : [], ...folder === path ? [] : moduleFolders(folder)];
}
