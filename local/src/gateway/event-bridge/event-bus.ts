import { queryJsonPath } from '../../states';
import { EventRuleResource, EventTargetResource, JsonObject, TemplateLoadError } from '../../template';
import type { Logger } from '../log-entry';
import { EXECUTION_STATUS_CHANGE, executionEvent } from './execution-event';
import { EventPattern } from './event-pattern';
import { InputTransformer } from './input-transformer';
import type { ExecutionRecord } from '../step-functions/execution-store';
import type { Machine } from '../step-functions/machine';
import type { StepFunctions } from '../step-functions/step-functions';

interface Rule {
  readonly resource: EventRuleResource;
  readonly pattern: EventPattern;
  readonly targets: readonly Target[];
}

interface Target {
  readonly machine: Machine;
  /** The JSON text that the machine starts with. */
  readonly input: (event: JsonObject) => string;
}

/** The account's default event bus: its rules hear when Standard executions start and end, and start state machines. */
export class EventBus {
  private readonly rules: readonly Rule[];
  private isOpen = true;

  /** @throws TemplateLoadError for a pattern or a transformer that EventBridge would refuse */
  constructor(rules: readonly EventRuleResource[], private readonly service: StepFunctions, private readonly log: Logger) {
    this.rules = rules.filter((resource) => resource.isEnabled && isPlayed(resource)).map((resource) => this.rule(resource));
  }

  /** Tells the rules of an execution that has started or ended. */
  publish(record: ExecutionRecord): void {
    if (!this.isOpen || this.rules.length === 0 || record.machine.type !== 'STANDARD') {
      return;
    }
    const event = executionEvent(record);
    for (const rule of this.rules) {
      const { accountId, region } = rule.resource;
      if (event.account === accountId && event.region === region && rule.pattern.matches(event)) {
        // Later, as on AWS: a rule that hears of what it starts must not keep anything else from happening.
        setImmediate(() => this.deliver(rule, event));
      }
    }
  }

  /** Nothing is delivered any more. */
  close(): void {
    this.isOpen = false;
  }

  private deliver({ resource, targets }: Rule, event: JsonObject): void {
    if (!this.isOpen) {
      return;
    }
    const { executionArn, status } = event.detail as { executionArn: string; status: string };
    this.log({ type: 'RuleMatched', rule: resource.name, executionArn, status });
    for (const { machine, input } of targets) {
      try {
        this.service.startWith(machine, input(event));
      } catch (error) {
        this.log({ type: 'RuleFailed', rule: resource.name, executionArn, reason: `${machine.arn} was not started: ${(error as Error).message}` });
      }
    }
  }

  private rule(resource: EventRuleResource): Rule {
    const targets = resource.targets.flatMap((target) => {
      const machine = this.service.findMachine(target.arn);
      return machine ? [{ machine, input: inputOf(target, resource) }] : [];
    });
    return { resource, pattern: patternOf(resource, resource.pattern!), targets };
  }
}

/** Whether a rule can hear of anything in the local run; another is never looked at. */
export function isPlayed(rule: EventRuleResource): boolean {
  if (!rule.isOnDefaultBus || !rule.pattern) {
    return false;
  }
  const kind = Object.fromEntries(Object.entries(rule.pattern).filter(([key]) => key in EXECUTION_STATUS_CHANGE));
  return patternOf(rule, kind).matches(EXECUTION_STATUS_CHANGE);
}

function patternOf({ label }: EventRuleResource, pattern: JsonObject): EventPattern {
  return atLoad(`${label}, property EventPattern`, () => new EventPattern(pattern));
}

/** What a target receives: a constant, a part of the event, a text made from it, or the event. */
function inputOf({ id, label, input, inputPath, inputTransformer }: EventTargetResource, rule: EventRuleResource): (event: JsonObject) => string {
  if (input !== undefined) {
    return () => input;
  }
  if (inputPath !== undefined) {
    atLoad(`${label}.InputPath`, () => queryJsonPath(inputPath, {}));
    return (event) => JSON.stringify(queryJsonPath(inputPath, event) ?? {});
  }
  if (inputTransformer) {
    const transformer = atLoad(`${label}.InputTransformer`, () => new InputTransformer(inputTransformer, id));
    return (event) => transformer.transform({ event, ruleArn: rule.arn, ruleName: rule.name });
  }
  return (event) => JSON.stringify(event);
}

function atLoad<T>(at: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof SyntaxError ? new TemplateLoadError(`${at}: ${error.message}`) : error;
  }
}
