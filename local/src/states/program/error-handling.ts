import { RuleDeparture } from '../dataflow/dataflow';
import { ErrorName, StateFailure } from '../errors';
import { Json, JsonObject, isObject, ownMember } from '../json';
import type { StateDefinition, StateRunner, Transition } from './program';
import { Visit } from '../runtime/visit';

/** A retrier of a state, with its defaults filled in. */
interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number;
  readonly fullJitter: boolean;
}

interface Catcher {
  readonly errorEquals: readonly string[];
  readonly next: string;
  readonly departure: RuleDeparture;
}

/** Adds the state's `Retry` and `Catch` to a runner. */
export function withErrorHandling(state: StateDefinition, run: StateRunner): StateRunner {
  const retriers = objects(ownMember(state.fields, 'Retry')).map(compileRetrier);
  const catchers = objects(ownMember(state.fields, 'Catch')).map((catcher, index) => compileCatcher(state, catcher, index));
  return async visit => {
    const attempts = retriers.map(() => 0);
    visit.retryCount = 0;
    for (;;) {
      try {
        return await run(visit);
      } catch (thrown) {
        const failure = visit.flow.asFailure(thrown, visit);
        if (!(failure instanceof StateFailure) || failure.isFatal) {
          throw failure;
        }
        const chosen = retriers.findIndex(retrier => matches(retrier.errorEquals, failure));
        if (chosen >= 0 && attempts[chosen] < retriers[chosen].maxAttempts) {
          await visit.flow.cancellation.sleep(visit.flow.execution.clock, delay(retriers[chosen], attempts[chosen]++) * 1000);
          visit.retryCount++;
          visit.result = undefined;
          continue;
        }
        return caught(catchers, failure, visit);
      }
    }
  };
}

async function caught(catchers: readonly Catcher[], failure: StateFailure, visit: Visit): Promise<Transition> {
  const catcher = catchers.find(candidate => matches(candidate.errorEquals, failure));
  if (catcher === undefined) {
    throw failure;
  }
  visit.result = undefined;
  visit.errorOutput = errorOutput(failure);
  return { next: catcher.next, ...await catcher.departure(visit) };
}

/** A timeout has an empty cause; other failures show an error or a cause that they do not have as null. */
function errorOutput(failure: StateFailure): JsonObject {
  return {
    Error: failure.error ?? null,
    Cause: failure.causeText ?? (failure.isTimeout ? '' : null),
  };
}

function matches(errorEquals: readonly string[], failure: StateFailure): boolean {
  return errorEquals.some(name => name === failure.error
    || name === ErrorName.ALL
    || (name === ErrorName.TASK_FAILED && !failure.isTimeout)
    || (name === ErrorName.HEARTBEAT_TIMEOUT && failure.isHeartbeatTimeout));
}

/** Seconds to wait before the attempt after `attempts` retries. */
function delay(retrier: Retrier, attempts: number): number {
  const seconds = Math.min(retrier.intervalSeconds * retrier.backoffRate ** attempts, retrier.maxDelaySeconds);
  return retrier.fullJitter ? Math.random() * seconds : seconds;
}

function compileRetrier(retrier: JsonObject): Retrier {
  return {
    errorEquals: names(retrier),
    intervalSeconds: numberOr(retrier, 'IntervalSeconds', 1),
    maxAttempts: numberOr(retrier, 'MaxAttempts', 3),
    backoffRate: numberOr(retrier, 'BackoffRate', 2),
    maxDelaySeconds: numberOr(retrier, 'MaxDelaySeconds', Infinity),
    fullJitter: ownMember(retrier, 'JitterStrategy') === 'FULL',
  };
}

function compileCatcher(state: StateDefinition, catcher: JsonObject, index: number): Catcher {
  return {
    errorEquals: names(catcher),
    next: String(ownMember(catcher, 'Next')),
    departure: state.language.catchDeparture(catcher, `Catch[${index}]`),
  };
}

function names(owner: JsonObject): string[] {
  const value = ownMember(owner, 'ErrorEquals');
  return Array.isArray(value) ? value.map(String) : [];
}

function numberOr(owner: JsonObject, name: string, fallback: number): number {
  const value = ownMember(owner, name);
  return typeof value === 'number' ? value : fallback;
}

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
