import { JsonObject } from '../../json';
import { QueryLanguage, RuleDeparture } from '../dataflow/dataflow';
import type { CatcherFields, ErrorHandlingFields, RetrierFields } from '../definition';
import { ErrorName, StateFailure } from '../errors';
import type { StateRunner, Transition } from './program';
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

/** A state with `Retry` and `Catch`, as far as they go. */
export interface ErrorHandler {
  readonly fields: ErrorHandlingFields;
  readonly language: QueryLanguage;
}

/**
 * Adds the state's `Retry` and `Catch` to a runner.
 *
 * @param failureEvent the event that tells that the last attempt has failed, or the catcher; not of what ends the execution past all of them
 */
export function withErrorHandling({ fields, language }: ErrorHandler, run: StateRunner, failureEvent?: string): StateRunner {
  const retriers = (fields.Retry ?? []).map(compileRetrier);
  const catchers = (fields.Catch ?? []).map((catcher, index) => compileCatcher(language, catcher, index));
  return async (visit) => {
    const { trial } = visit;
    visit.retryCount = trial?.retryCount ?? 0;
    const attempts = retriers.map(() => visit.retryCount as number);
    for (;;) {
      try {
        return await run(visit);
      } catch (thrown) {
        const failure = visit.flow.asFailure(thrown, visit);
        if (!(failure instanceof StateFailure) || failure.isFatal) {
          throw failure;
        }
        const chosen = retriers.findIndex((retrier) => matches(retrier.errorEquals, failure));
        const hasAttempt = chosen >= 0 && attempts[chosen] < retriers[chosen].maxAttempts;
        if (chosen >= 0) {
          trial?.retrierMatched(chosen, hasAttempt ? backoff(retriers[chosen], attempts[chosen]) : undefined);
        }
        if (hasAttempt) {
          if (trial !== undefined) {
            throw failure;
          }
          await visit.flow.cancellation.sleep(visit.flow.execution.clock, delay(retriers[chosen], attempts[chosen]++) * 1000);
          visit.retryCount++;
          visit.result = undefined;
          continue;
        }
        recordFailure(failureEvent, visit);
        return caught(catchers, failure, visit, failureEvent);
      }
    }
  };
}

function recordFailure(failureEvent: string | undefined, visit: Visit): void {
  if (failureEvent !== undefined) {
    visit.flow.record(failureEvent, {});
  }
}

async function caught(catchers: readonly Catcher[], failure: StateFailure, visit: Visit, failureEvent: string | undefined): Promise<Transition> {
  const index = catchers.findIndex((candidate) => matches(candidate.errorEquals, failure));
  if (index < 0) {
    throw failure;
  }
  const catcher = catchers[index];
  visit.trial?.catcherMatched(index, failure);
  visit.result = undefined;
  visit.errorOutput = errorOutput(failure);
  try {
    return { next: catcher.next, ...await catcher.departure(visit) };
  } catch (thrown) {
    const uncaught = visit.flow.asFailure(thrown, visit);
    if (uncaught instanceof StateFailure && !uncaught.isFatal) {
      recordFailure(failureEvent, visit);
    }
    throw uncaught;
  }
}

/** A timeout has an empty cause; other failures show an error or a cause that they do not have as null. */
function errorOutput(failure: StateFailure): JsonObject {
  return {
    Error: failure.error ?? null,
    Cause: failure.causeText ?? (failure.isTimeout ? '' : null),
  };
}

function matches(errorEquals: readonly string[], failure: StateFailure): boolean {
  return errorEquals.some((name) => name === failure.error
    || name === ErrorName.ALL
    || (name === ErrorName.TASK_FAILED && !failure.isTimeout)
    || (name === ErrorName.HEARTBEAT_TIMEOUT && failure.isHeartbeatTimeout));
}

/** The most seconds to wait before the attempt after `attempts` retries. */
function backoff(retrier: Retrier, attempts: number): number {
  return Math.min(retrier.intervalSeconds * retrier.backoffRate ** attempts, retrier.maxDelaySeconds);
}

function delay(retrier: Retrier, attempts: number): number {
  const seconds = backoff(retrier, attempts);
  return retrier.fullJitter ? Math.random() * seconds : seconds;
}

function compileRetrier(
  { ErrorEquals, IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, MaxDelaySeconds = Infinity, JitterStrategy }: RetrierFields,
): Retrier {
  return {
    errorEquals: ErrorEquals,
    intervalSeconds: IntervalSeconds,
    maxAttempts: MaxAttempts,
    backoffRate: BackoffRate,
    maxDelaySeconds: MaxDelaySeconds,
    fullJitter: JitterStrategy === 'FULL',
  };
}

function compileCatcher(language: QueryLanguage, catcher: CatcherFields, index: number): Catcher {
  return { errorEquals: catcher.ErrorEquals, next: catcher.Next, departure: language.catchDeparture(catcher, `Catch[${index}]`) };
}
