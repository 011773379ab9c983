import { Assembly } from './assembly';
import { stateMachines, StateMachineResource } from './state-machines';
import { webSocketApis, WebSocketApiResource } from './websocket-apis';

export { TemplateLoadError } from './errors';
export type { JsonObject } from './json';
export type { StateMachineResource } from './state-machines';
export type { IntegrationResource, IntegrationResponseResource, RouteResource, StageResource, WebSocketApiResource } from './websocket-apis';

/** What of a template the local run plays. */
export interface LoadedTemplate {
  readonly apis: readonly WebSocketApiResource[];
  readonly stateMachines: readonly StateMachineResource[];
}

export interface LoadTemplateOptions {
  /** Values for the template's parameters, by name. @default - the parameters' own defaults */
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * Reads a CloudFormation template (JSON, or YAML with all short forms; SAM's state machines too) or all stacks of a `cdk.out`
 * folder, and resolves what the WebSocket APIs and state machines in it need.
 *
 * @param path the template's file, or the folder
 * @throws TemplateLoadError naming file, resource and property when something in it cannot be read or resolved
 */
export function loadTemplate(path: string, options: LoadTemplateOptions = {}): LoadedTemplate {
  const assembly = new Assembly(path, options.parameters ?? {});
  return { apis: webSocketApis(assembly), stateMachines: stateMachines(assembly) };
}
