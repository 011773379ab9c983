import type { Assembly } from './assembly';
import { TemplateLoadError } from './errors';
import { excerpt, isObject, Json, JsonObject } from '../json';
import { Resource } from './resource';

/** An EventBridge rule of the template. */
export interface EventRuleResource {
  readonly logicalId: string;
  /** For messages: where it is in the template. */
  readonly label: string;
  readonly name: string;
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
  readonly isEnabled: boolean;
  /** The bus that it listens to; AWS's own services send to `default`. */
  readonly busName: string;
  /** Undefined for a rule with a schedule only. */
  readonly pattern?: JsonObject;
  /** Such as `rate(1 minute)`. */
  readonly schedule?: string;
  readonly targets: readonly EventTargetResource[];
}

/** A target of a rule, with at most one of the ways to say what it receives; with none it receives the event. */
export interface EventTargetResource {
  readonly id: string;
  readonly label: string;
  readonly arn: string;
  /** The rule's own ARN. */
  readonly ruleArn: string;
  /** The role that it is started with. @default - what it is lets EventBridge in */
  readonly roleArn?: string;
  /** A constant: JSON text. */
  readonly input?: string;
  /** A JSONPath into the event. */
  readonly inputPath?: string;
  readonly inputTransformer?: InputTransformerResource;
  /** The message group of a FIFO queue. */
  readonly messageGroupId?: string;
}

export interface InputTransformerResource {
  /** JSONPaths into the event by the placeholder's name. */
  readonly inputPathsMap: Readonly<Record<string, string>>;
  readonly inputTemplate: string;
}

/** The EventBridge rules of all stacks. */
export function eventRules(assembly: Assembly): EventRuleResource[] {
  return assembly.resourcesOfType('AWS::Events::Rule').flatMap((resource) => assembly.findings.attempt(() => rule(resource)) ?? []);
}

function rule(resource: Resource): EventRuleResource {
  const { stack, logicalId, label } = resource;
  const bus = resource.text('EventBusName') ?? 'default';
  const targets = resource.property('Targets') ?? [];
  if (!Array.isArray(targets)) {
    throw new TemplateLoadError(`${label}, property Targets: expected a list, got ${excerpt(targets)}`);
  }
  const arn = String(resource.attribute('Arn', label));
  return {
    logicalId,
    label,
    name: resource.ref().replace(/^.*\|/, ''),
    arn,
    accountId: stack.environment.accountId,
    region: stack.region,
    isEnabled: resource.text('State') !== 'DISABLED',
    busName: bus.replace(/^.*:event-bus\//, ''),
    pattern: resource.object('EventPattern'),
    schedule: resource.text('ScheduleExpression'),
    targets: targets.map((item, index) => target(item, arn, `${label}, property Targets[${index}]`)),
  };
}

function target(item: Json, ruleArn: string, label: string): EventTargetResource {
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
    ruleArn,
    roleArn: optionalText(item.RoleArn, `${label}.RoleArn`),
    input: optionalText(input, `${label}.Input`),
    messageGroupId: isObject(item.SqsParameters) ? optionalText(item.SqsParameters.MessageGroupId, `${label}.SqsParameters.MessageGroupId`) : undefined,
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
