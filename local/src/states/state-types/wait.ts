import { FieldExpression, QueryLanguage } from '../dataflow/dataflow';
import { EvaluationError, queryError, runtimeError } from '../errors';
import { Json, toJavaString } from '../json';
import { nextState } from './next';
import type { StateType } from '../program/program';
import { Visit } from '../runtime/visit';
import { parseTimestamp } from '../timestamp';

const LONGEST_WAIT_SECONDS = 2 ** 31 - 1;

/** Waits for some seconds or until a point in time. */
export const WAIT: StateType = {
  name: 'Wait',
  compile: ({ fields, language }) => {
    const flow = language.dataFlow(fields);
    const next = nextState(fields);
    const seconds = language.field(fields, 'Seconds', 'number');
    const timestamp = language.field(fields, 'Timestamp', 'string');
    return async visit => {
      flow.enter(visit);
      const delay = seconds !== undefined
        ? secondsOf(await seconds.evaluate(visit), seconds, language)
        : await untilTimestamp(timestamp, visit, language);
      if (delay > LONGEST_WAIT_SECONDS) {
        throw problem(language, 'Wait state delay is too long.');
      }
      if (delay > 0) {
        await visit.flow.cancellation.sleep(visit.flow.execution.clock, delay * 1000);
      }
      return { next, ...await flow.leave(visit) };
    };
  },
};

function problem(language: QueryLanguage, message: string): EvaluationError {
  return language.name === 'JSONata' ? queryError(message) : runtimeError(message);
}

function secondsOf(value: Json, field: FieldExpression, language: QueryLanguage): number {
  const number = typeof value === 'string' && /^[-+]?\d+$/.test(value) ? Number(value) : value;
  const found = field.path === undefined ? toJavaString(value) : `${field.path} == ${toJavaString(value)}`;
  const subject = field.path === undefined ? 'The Seconds field' : 'The SecondsPath parameter';
  if (typeof number !== 'number' || !Number.isInteger(number)) {
    throw problem(language, `${subject} cannot be parsed as a long value: ${found}`);
  }
  if (number < 0) {
    throw problem(language, `${subject} references a negative value: ${found}`);
  }
  return number;
}

async function untilTimestamp(field: FieldExpression | undefined, visit: Visit, language: QueryLanguage): Promise<number> {
  const value = await field?.evaluate(visit) ?? null;
  const time = typeof value === 'string' ? parseTimestamp(value) : undefined;
  if (time === undefined) {
    throw problem(language, field?.path === undefined
      ? `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${toJavaString(value)}`
      : 'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ' +
        `${field.path} == ${toJavaString(value)}`);
  }
  return (time - visit.flow.execution.clock.now()) / 1000;
}
