import { ManualClock } from '../../../src/states';
import { machineOf, play, playJsonata } from '../play';

/** The seconds that a Wait state with these fields waits, in a day that passes. */
async function waited(fields: object, input: unknown = {}, language = 'JSONPath'): Promise<number> {
  const clock = new ManualClock(Date.parse('2030-01-01T00:00:00Z'));
  const execution = machineOf({ A: { Type: 'Wait', End: true, QueryLanguage: language, ...fields } }).start(input, { clock });
  await clock.advance(24 * 3600 * 1000);
  const time = (type: string): number => (execution.history.find((event) => event.type === type)?.timestamp as Date).getTime();
  return (time('WaitStateExited') - time('WaitStateEntered')) / 1000;
}

const cause = (problem: string): string => `An error occurred while executing the state 'A' (entered at the event id #2). ${problem}`;

describe('Wait', () => {
  test.each<[string, object, unknown, string]>([
    ['Seconds', { Seconds: 7200 }, {}, 'JSONPath'],
    ['SecondsPath', { SecondsPath: '$.s' }, { s: 7200 }, 'JSONPath'],
    ['Timestamp', { Timestamp: '2030-01-01T02:00:00Z' }, {}, 'JSONPath'],
    ['TimestampPath', { TimestampPath: '$.t' }, { t: '2030-01-01T04:00:00+02:00' }, 'JSONPath'],
    ['Seconds in JSONata', { Seconds: '{% $states.input.s %}' }, { s: 7200 }, 'JSONata'],
    ['Timestamp in JSONata', { Timestamp: '{% $states.input.t %}' }, { t: '2030-01-01T02:00:00.000Z' }, 'JSONata'],
  ])('waits two hours by %s', async (_, fields, input, language) => {
    expect(await waited(fields, input, language)).toBe(7200);
  });

  test('does not wait for no time, or for the past', async () => {
    expect(await waited({ Seconds: 0 })).toBe(0);
    expect(await waited({ Timestamp: '2001-01-01T00:00:00Z' })).toBe(0);
  });

  test.each<[unknown, string]>([
    [1.5, 'The SecondsPath parameter cannot be parsed as a long value: $.s == 1.5'],
    ['x', 'The SecondsPath parameter cannot be parsed as a long value: $.s == x'],
    ['1.0', 'The SecondsPath parameter cannot be parsed as a long value: $.s == 1.0'],
    ['9'.repeat(20), `The SecondsPath parameter cannot be parsed as a long value: $.s == ${'9'.repeat(20)}`],
    [1e20, 'The SecondsPath parameter cannot be parsed as a long value: $.s == 1.0E20'],
    [-1, 'The SecondsPath parameter references a negative value: $.s == -1'],
    [2 ** 31, 'Wait state delay is too long.'],
    [undefined, 'The SecondsPath parameter does not reference an input value: $.s'],
  ])('fails for %j seconds', async (s, problem) => {
    expect(await play({ A: { Type: 'Wait', SecondsPath: '$.s', End: true } }, { s })).toEqual({ status: 'FAILED', error: 'States.Runtime', cause: cause(problem) });
  });

  test('fails for a timestamp that is none', async () => {
    expect(await play({ A: { Type: 'Wait', TimestampPath: '$.t', End: true } }, { t: 'soon' })).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: cause('The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.t == soon'),
    });
    expect(await playJsonata({ A: { Type: 'Wait', Timestamp: "{% 'soon' %}", End: true } })).toEqual({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause: cause('The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: soon'),
    });
  });
});
