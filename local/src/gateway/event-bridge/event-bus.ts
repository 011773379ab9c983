import { queryJsonPath } from '../../states';
import { EventRuleResource, EventTargetResource, JsonObject, TemplateLoadError } from '../../template';
import type { Logger } from '../log-entry';
import { EventPattern } from './event-pattern';
import { EXECUTION_STATUS_CHANGE, executionEvent } from './execution-event';
import { InputTransformer } from './input-transformer';
import type { ExecutionRecord } from '../step-functions/execution-store';
import type { StepFunctions } from '../step-functions/step-functions';

interface Rule {
  readonly resource: EventRuleResource;
  readonly pattern: EventPattern;
  readonly targets: readonly Target[];
}

/** The text that a target receives; undefined when the event holds nothing for it. */
type TargetInput = (event: JsonObject) => string | undefined;

interface Target {
  /** The machine that it starts. */
  readonly arn: string;
  readonly input: TargetInput;
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
        setImmediate(() => void this.deliver(rule, event));
      }
    }
  }

  /** Nothing is delivered any more. */
  close(): void {
    this.isOpen = false;
  }

  private async deliver({ resource, targets }: Rule, event: JsonObject): Promise<void> {
    if (!this.isOpen) {
      return;
    }
    const { executionArn, status } = event.detail as { executionArn: string; status: string };
    this.log({ type: 'RuleMatched', rule: resource.name, executionArn, status });
    for (const { arn, input } of targets) {
      const data = input(event);
      const answer = data === undefined
        ? { status: 400, body: 'its InputPath leads nowhere in the event' }
        : await this.service.perform('StartExecution', JSON.stringify({ stateMachineArn: arn, input: data }));
      if (answer.status !== 200) {
        this.log({ type: 'RuleFailed', rule: resource.name, executionArn, reason: `${arn} was not started: ${answer.body}` });
      }
    }
  }

  private rule(resource: EventRuleResource): Rule {
    const targets = resource.targets.flatMap((target) => {
      const input = inputOf(target, resource);
      return this.service.findMachine(target.arn) ? [{ arn: target.arn, input }] : [];
    });
    return { resource, pattern: patternOf(resource, resource.pattern!), targets };
  }
}

/** Whether a rule can hear of anything in the local run; another is never looked at. */
export function isPlayed(rule: EventRuleResource): boolean {
  if (!rule.isOnDefaultBus || !rule.pattern) {
    return false;
  }
  const kind = Object.fromEntries(Object.entries(rule.pattern).filter(([key]) => Object.hasOwn(EXECUTION_STATUS_CHANGE, key)));
  return patternOf(rule, kind).matches(EXECUTION_STATUS_CHANGE);
}

function patternOf({ label }: EventRuleResource, pattern: JsonObject): EventPattern {
  return atLoad(`${label}, property EventPattern`, () => new EventPattern(pattern));
}

/** What a target receives: a constant, a part of the event, a text made from it, or the event. */
function inputOf({ id, label, input, inputPath, inputTransformer }: EventTargetResource, rule: EventRuleResource): TargetInput {
  if (input !== undefined) {
    return () => input;
  }
  if (inputPath !== undefined) {
    atLoad(`${label}.InputPath`, () => queryJsonPath(inputPath, {}));
    return (event) => JSON.stringify(queryJsonPath(inputPath, event));
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
