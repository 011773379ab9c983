import { longOf } from './number-field';
import { Json, toJavaString } from '../../json';
import { FieldExpression } from '../dataflow/dataflow';
import type { WaitFields } from '../definition';
import type { StateType } from '../program/program';
import { Visit } from '../runtime/visit';
import { parseTimestamp } from '../timestamp';

const LONGEST_WAIT_SECONDS = 2 ** 31 - 1;

/** Waits for some seconds or until a point in time. */
export const WAIT: StateType<WaitFields> = {
  name: 'Wait',
  compile: ({ fields, language }) => {
    const { Next: next } = fields;
    const flow = language.dataFlow(fields);
    const seconds = language.field(fields, 'Seconds', 'number');
    const field = seconds ?? language.field(fields, 'Timestamp', 'string') as FieldExpression;
    const delayOf = field === seconds ? secondsOf : secondsUntil;
    return async (visit) => {
      flow.enter(visit);
      const delay = delayOf(await field.evaluate(visit), field, visit);
      if (delay > LONGEST_WAIT_SECONDS) {
        throw field.problem('Wait state delay is too long.');
      }
      if (delay > 0) {
        await visit.flow.cancellation.sleep(visit.flow.execution.clock, delay * 1000);
      }
      return { next, ...await flow.leave(visit) };
    };
  },
};

function secondsOf(value: Json, field: FieldExpression): number {
  const number = longOf(value);
  const found = field.path === undefined ? toJavaString(value) : `${field.path} == ${toJavaString(value)}`;
  const subject = field.path === undefined ? 'The Seconds field' : 'The SecondsPath parameter';
  if (number === undefined) {
    throw field.problem(`${subject} cannot be parsed as a long value: ${found}`);
  }
  if (number < 0) {
    throw field.problem(`${subject} references a negative value: ${found}`);
  }
  return number;
}

function secondsUntil(value: Json, field: FieldExpression, visit: Visit): number {
  const time = typeof value === 'string' ? parseTimestamp(value) : undefined;
  if (time === undefined) {
    throw field.problem(field.path === undefined
      ? `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${toJavaString(value)}`
      : 'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: '
        + `${field.path} == ${toJavaString(value)}`);
  }
  return (time - visit.flow.execution.clock.now()) / 1000;
}
