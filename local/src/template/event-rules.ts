import type { Assembly } from './assembly';
import { TemplateLoadError } from './errors';
import { excerpt, isObject, Json, JsonObject } from './json';
import { Resource } from './resource';

/** An EventBridge rule of the template. */
export interface EventRuleResource {
  /** For messages: where it is in the template. */
  readonly label: string;
  readonly name: string;
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
  readonly isEnabled: boolean;
  /** Whether it listens to the bus that AWS's own services send to. */
  readonly isOnDefaultBus: boolean;
  /** Undefined for a rule with a schedule only. */
  readonly pattern?: JsonObject;
  readonly targets: readonly EventTargetResource[];
}

/** A target of a rule, with at most one of the ways to say what it receives; with none it receives the event. */
export interface EventTargetResource {
  readonly id: string;
  readonly label: string;
  readonly arn: string;
  /** A constant: JSON text. */
  readonly input?: string;
  /** A JSONPath into the event. */
  readonly inputPath?: string;
  readonly inputTransformer?: InputTransformerResource;
}

export interface InputTransformerResource {
  /** JSONPaths into the event by the placeholder's name. */
  readonly inputPathsMap: Readonly<Record<string, string>>;
  readonly inputTemplate: string;
}

/** The EventBridge rules of all stacks. */
export function eventRules(assembly: Assembly): EventRuleResource[] {
  return assembly.resourcesOfType('AWS::Events::Rule').map(rule);
}

function rule(resource: Resource): EventRuleResource {
  const { stack, label } = resource;
  const bus = resource.text('EventBusName') ?? 'default';
  const targets = resource.property('Targets') ?? [];
  if (!Array.isArray(targets)) {
    throw new TemplateLoadError(`${label}, property Targets: expected a list, got ${excerpt(targets)}`);
  }
  return {
    label,
    name: resource.ref(),
    arn: String(resource.attribute('Arn', label)),
    accountId: stack.environment.accountId,
    region: stack.region,
    isEnabled: resource.text('State') !== 'DISABLED',
    isOnDefaultBus: bus === 'default' || bus.endsWith(':event-bus/default'),
    pattern: resource.object('EventPattern'),
    targets: targets.map((item, index) => target(item, `${label}, property Targets[${index}]`)),
  };
}

function target(item: Json, label: string): EventTargetResource {
  if (!isObject(item) || typeof item.Id !== 'string' || typeof item.Arn !== 'string') {
    throw new TemplateLoadError(`${label}: expected an object with Id and Arn, got ${excerpt(item)}`);
  }
  const { Id: id, Arn: arn, Input: input, InputPath: inputPath, InputTransformer: transformer } = item;
  if ([input, inputPath, transformer].filter((value) => value !== undefined).length > 1) {
    throw new TemplateLoadError(`${label}: Only one of Input, InputPath, or InputTransformer must be provided for target ${id}.`);
  }
  return {
    id,
    label,
    arn,
    input: optionalText(input, `${label}.Input`),
    inputPath: optionalText(inputPath, `${label}.InputPath`),
    inputTransformer: transformer === undefined ? undefined : inputTransformer(transformer, `${label}.InputTransformer`),
  };
}

function inputTransformer(value: Json, label: string): InputTransformerResource {
  const { InputPathsMap: paths = {}, InputTemplate: inputTemplate } = isObject(value) ? value : {};
  if (typeof inputTemplate !== 'string' || !isObject(paths)) {
    throw new TemplateLoadError(`${label}: expected an object with InputTemplate, and InputPathsMap if need be, got ${excerpt(value)}`);
  }
  const entries = Object.entries(paths).map(([name, path]) => [name, optionalText(path, `${label}.InputPathsMap.${name}`)!] as const);
  return { inputPathsMap: Object.fromEntries(entries), inputTemplate };
}

function optionalText(value: Json | undefined, at: string): string | undefined {
  if (value !== undefined && typeof value !== 'string') {
    throw new TemplateLoadError(`${at}: expected a text, got ${excerpt(value)}`);
  }
  return value;
}
