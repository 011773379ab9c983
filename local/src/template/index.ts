import { Assembly } from './assembly';
import { eventRules, EventRuleResource } from './event-rules';
import { stateMachines, StateMachineResource } from './state-machines';
import { webSocketApis, WebSocketApiResource } from './websocket-apis';

export { TemplateLoadError } from './errors';
export type { EventRuleResource, EventTargetResource, InputTransformerResource } from './event-rules';
export { excerpt, isObject } from './json';
export type { Json, JsonObject } from './json';
export type { RequestValidationResource } from './models';
export type { StateMachineResource } from './state-machines';
export type { IntegrationResource, IntegrationResponseResource, RouteResource, StageResource, WebSocketApiResource } from './websocket-apis';

/** What of a template the local run plays. */
export interface LoadedTemplate {
  readonly apis: readonly WebSocketApiResource[];
  readonly stateMachines: readonly StateMachineResource[];
  readonly eventRules: readonly EventRuleResource[];
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
  return { apis: webSocketApis(assembly), stateMachines: stateMachines(assembly), eventRules: eventRules(assembly) };
}
