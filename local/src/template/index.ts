import { Assembly, AssemblyOptions } from './assembly';
import { eventRules, EventRuleResource } from './event-rules';
import { FunctionResource, functions } from './functions';
import { NO_PLAIN_RESOURCES, PlainResources, plainResources } from './plain-resources';
import { RoleResource, roles } from './roles';
import { stateMachines, StateMachineResource } from './state-machines';
import { unplayedResources } from './unplayed-resources';
import { webSocketApis, WebSocketApiResource } from './websocket-apis';

export type { AuthorizerResource } from './authorizers';
export { incompleteness } from './cloud-assembly';
export { NotPlayedError, TemplateLoadError } from './errors';
export type { EventRuleResource, EventTargetResource, InputTransformerResource } from './event-rules';
export type { CodeResource, FunctionResource } from './functions';
export type { RequestValidationResource } from './models';
export type { PlainResource, PlainResources } from './plain-resources';
export type { PolicyResource, RoleResource } from './roles';
export type { StateMachineResource } from './state-machines';
export type { IntegrationResource, IntegrationResponseResource, RouteResource } from './routes';
export type { CustomDomainResource, StageResource } from './stages';
export type { WebSocketApiResource } from './websocket-apis';

/** The parts of a template that the local run plays, with all that they refer to. */
export interface LoadedTemplate extends PlainResources {
  readonly apis: readonly WebSocketApiResource[];
  readonly stateMachines: readonly StateMachineResource[];
  readonly eventRules: readonly EventRuleResource[];
  readonly functions: readonly FunctionResource[];
  readonly roles: readonly RoleResource[];
  /** The files that it is made of. */
  readonly sources: readonly string[];
  /** The parts that are not played, each with its place. */
  readonly warnings: readonly string[];
}

/** What there is without a template: nothing. */
export const NO_TEMPLATE: LoadedTemplate = {
  ...NO_PLAIN_RESOURCES, apis: [], stateMachines: [], eventRules: [], functions: [], roles: [], sources: [], warnings: [],
};

export type LoadTemplateOptions = AssemblyOptions;

/**
 * Reads a CloudFormation template (JSON, or YAML with all short forms; SAM's types too) or all stacks of a `cdk.out` folder, and resolves
 * what the WebSocket APIs and state machines in it need. Nothing outside the project is read.
 *
 * @param path the template's file, or the folder
 * @throws TemplateLoadError naming file, resource and property when something in it cannot be read or resolved
 */
export function loadTemplate(path: string, options: LoadTemplateOptions = {}): LoadedTemplate {
  const assembly = new Assembly(path, options);
  const { findings } = assembly;
  const loaded = {
    apis: webSocketApis(assembly),
    stateMachines: stateMachines(assembly),
    eventRules: eventRules(assembly),
    functions: functions(assembly),
    roles: roles(assembly),
    ...plainResources(assembly),
  };
  unplayedResources(assembly);
  findings.throwIfAny();
  return { ...loaded, sources: [...assembly.sources], warnings: findings.warnings };
}
