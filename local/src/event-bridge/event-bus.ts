import { randomUUID } from 'node:crypto';
import { atLoad } from './at-load';
import { EventPattern } from './event-pattern';
import { parseSchedule, Schedule } from './schedule';
import { TargetInput, targetInput } from './target-input';
import { SCHEDULED, STATUS_CHANGE } from '../aws/event-kinds';
import type { HttpAnswer } from '../aws/http-answer';
import type { Guard } from '../guard';
import { isObject, JsonObject } from '../json';
import { JsonPathError } from '../jsonpath';
import type { Logger, RuleEvent } from '../log-entry';
import type { EventRuleResource, EventTargetResource } from '../template';

interface Rule {
  readonly resource: EventRuleResource;
  readonly pattern?: EventPattern;
  readonly schedule?: Schedule;
  readonly targets: readonly Target[];
}

/** Hands an input to what a rule's target is; an error of the target's is an answer, too. */
export type Invoke = (input: string, event: JsonObject) => HttpAnswer | Promise<HttpAnswer>;

interface Target {
  readonly arn: string;
  readonly invoke: Invoke;
  readonly input: TargetInput;
}

/** The run's clock, which may run faster than real time. */
export interface RunClock {
  now(): number;
  after(milliseconds: number, callback: () => void): { cancel(): void };
}

export interface EventBusOptions {
  readonly rules: readonly EventRuleResource[];
  /** Finds what a target's ARN names; undefined where the local run does not have it: it hears of nothing then. */
  readonly targets: (target: EventTargetResource) => Invoke | undefined;
  readonly guard: Guard;
  readonly log: Logger;
}

/** The event buses of the run: their rules hear what services and programs send, or of the time, and start their targets. */
export class EventBus {
  private readonly rules: readonly Rule[];
  private readonly alarms = new Map<Rule, { cancel(): void }>();
  /** When the rules with a schedule are due. */
  private readonly dueTimes = new Map<string, number>();
  /** The latest of the buses that have taken each other's place: none keeps those between. */
  private line: { latest: EventBus } = { latest: this };
  private isOpen = true;

  /** @throws TemplateLoadError for a pattern, a schedule or a transformer that EventBridge would refuse */
  constructor(private readonly options: EventBusOptions) {
    this.rules = options.rules.filter((rule) => rule.isEnabled && (rule.schedule !== undefined || canHear(rule))).map((rule) => this.rule(rule));
  }

  /** Tells the rules of one bus, in the event's account and Region, of an event. */
  public publish(event: JsonObject, busName = 'default'): void {
    if (this.line.latest !== this) {
      this.line.latest.publish(event, busName);
      return;
    }
    for (const rule of this.rules) {
      const { accountId, region, busName: own } = rule.resource;
      if (own === busName && event.account === accountId && event.region === region && rule.pattern?.matches(event)) {
        this.start(rule, event);
      }
    }
  }

  /** The accounts and Regions that a bus has rules in. */
  public placesOf(busName: string): { readonly account: string; readonly region: string }[] {
    const places = this.rules.filter(({ resource }) => resource.busName === busName)
      .map(({ resource: { accountId, region } }) => [`${accountId}/${region}`, { account: accountId, region }] as const);
    return [...new Map(places).values()];
  }

  /** Starts the rules that have a schedule, on the run's clock, from now on, or when they were due before an update. */
  public startSchedules(clock: RunClock): void {
    this.rules.forEach((rule) => this.schedule(rule, clock, this.dueTimes.get(scheduleId(rule)) ?? rule.schedule?.(clock.now())));
  }

  /** Takes the place of the bus before an update: whoever still sends to that one sends to this. */
  public succeed(previous: EventBus): void {
    this.line = previous.line;
    this.line.latest = this;
    previous.alarms.forEach((alarm) => alarm.cancel());
    previous.dueTimes.forEach((time, id) => this.dueTimes.set(id, time));
  }

  /** Nothing is delivered any more. */
  public close(): void {
    this.isOpen = false;
    this.alarms.forEach((alarm) => alarm.cancel());
  }

  private schedule(rule: Rule, clock: RunClock, time: number | undefined): void {
    if (time !== undefined && this.isOpen) {
      this.dueTimes.set(scheduleId(rule), time);
      this.alarms.set(rule, clock.after(time - clock.now(), () => {
        this.start(rule, scheduledEvent(rule.resource, time));
        // From the time that was due: however late the alarm is, no time is left out, and none comes twice.
        this.schedule(rule, clock, rule.schedule!(Math.max(time, clock.now() - LONGEST_DELAY)));
      }));
    }
  }

  private start(rule: Rule, event: JsonObject): void {
    // Later, as on AWS: a rule that hears of what it starts must not keep anything else from happening.
    setImmediate(() => void this.options.guard.run(`the rule ${rule.resource.name}`, () => this.deliver(rule, event)));
  }

  private async deliver({ resource, targets }: Rule, event: JsonObject): Promise<void> {
    if (!this.isOpen) {
      return;
    }
    const { log } = this.options;
    const about = { rule: resource.name, ...ruleEvent(event) };
    log({ type: 'RuleMatched', ...about });
    for (const target of targets) {
      const reason = await invoke(target, event);
      if (reason !== undefined) {
        log({ type: 'RuleFailed', ...about, reason: `${target.arn} was not started: ${reason}` });
      }
    }
  }

  private rule(resource: EventRuleResource): Rule {
    const { label, pattern, schedule } = resource;
    const targets = resource.targets.flatMap((target) => {
      const input = targetInput(target, resource);
      const handle = this.options.targets(target);
      return handle ? [{ arn: target.arn, invoke: handle, input }] : [];
    });
    return {
      resource,
      pattern: pattern && canHear(resource) ? atLoad(`${label}, property EventPattern`, () => new EventPattern(pattern)) : undefined,
      schedule: schedule === undefined ? undefined : atLoad(`${label}, property ScheduleExpression`, () => parseSchedule(schedule)),
      targets,
    };
  }
}

/** A schedule that is late by more than this leaves times out, in milliseconds of the run's clock. */
const LONGEST_DELAY = 60_000;

/** @returns why a target was not started; undefined when it was */
async function invoke({ invoke: handle, input }: Target, event: JsonObject): Promise<string | undefined> {
  try {
    const data = input(event);
    if (data === undefined) {
      return 'its InputPath leads nowhere in the event';
    }
    const { status, body } = await handle(data, event);
    return status >= 200 && status <= 299 ? undefined : body;
  } catch (error) {
    if (error instanceof JsonPathError) {
      return error.message;
    }
    throw error;
  }
}

/** A rule with another schedule is due at other times. */
function scheduleId({ resource: { arn, schedule } }: Rule): string {
  return `${arn} ${schedule}`;
}

function scheduledEvent({ accountId, region, arn }: EventRuleResource, time: number): JsonObject {
  return {
    version: '0',
    id: randomUUID(),
    ...SCHEDULED,
    account: accountId,
    time: new Date(time).toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [arn],
    detail: {},
  };
}

function ruleEvent({ source, 'detail-type': detailType, detail }: JsonObject): RuleEvent {
  const { executionArn, status } = isObject(detail) && source === STATUS_CHANGE.source ? detail : {};
  const ofExecution = executionArn !== undefined && { executionArn: String(executionArn), status: String(status) };
  return { source: String(source), detailType: String(detailType), ...ofExecution };
}

/** Whether a rule can hear of anything in the local run but of the time: of executions, or of what programs send. */
export function canHear({ label, busName, pattern }: EventRuleResource): boolean {
  if (!pattern) {
    return false;
  }
  const { source } = pattern;
  // Nobody but AWS's services may send events of theirs.
  if (!Array.isArray(source) || source.some((item) => typeof item !== 'string' || !item.startsWith('aws.'))) {
    return true;
  }
  const kind = Object.fromEntries(Object.entries(pattern).filter(([key]) => Object.hasOwn(STATUS_CHANGE, key)));
  return busName === 'default' && atLoad(`${label}, property EventPattern`, () => new EventPattern(kind)).matches(STATUS_CHANGE);
}
