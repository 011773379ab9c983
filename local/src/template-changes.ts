import { isDeepStrictEqual } from 'node:util';
import type { LoadedTemplate, WebSocketApiResource } from './template';

/** The parts of a template that are told apart, by their names. To tell of another kind, add one line. */
const KINDS: Readonly<Record<string, (template: LoadedTemplate, hasOneApi: boolean) => readonly (readonly [name: string, part: unknown])[]>> = {
  API: ({ apis }) => apis.map((api) => [nameOf(api), settingsOf(api)]),
  route: ({ apis }, hasOneApi) => apis.flatMap((api) => [...api.routes].map(([key, route]) => [hasOneApi ? key : `${key} of ${nameOf(api)}`, route] as const)),
  definition: ({ stateMachines }) => stateMachines.map((machine) => [nameOf(machine), machine]),
  function: ({ functions }) => functions.map((each) => [nameOf(each), each]),
  table: ({ tables }) => tables.map((table) => [nameOf(table), table.properties]),
  rule: ({ eventRules }) => eventRules.map((rule) => [rule.name, rule]),
};

/** What an update of a template has changed of what is played, such as `route order added`. */
export function templateChanges(before: LoadedTemplate, after: LoadedTemplate): string[] {
  const hasOneApi = new Set([...before.apis, ...after.apis].map(nameOf)).size === 1;
  return Object.entries(KINDS).flatMap(([kind, partsOf]) => {
    const [old, now] = [before, after].map((template) => new Map(partsOf(template, hasOneApi)));
    return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
      const change = !old.has(name) ? 'added' : !now.has(name) ? 'removed' : isDeepStrictEqual(old.get(name), now.get(name)) ? undefined : 'changed';
      return change === undefined ? [] : [`${kind} ${name} ${change}`];
    });
  });
}

/** Without its routes, which are parts of their own. */
function settingsOf({ routes, ...settings }: WebSocketApiResource): object {
  return settings;
}

function nameOf({ constructPath, logicalId }: { readonly constructPath?: string; readonly logicalId: string }): string {
  return constructPath ?? logicalId;
}
