import { eventsOf, machineOf, play, playJsonata } from '../play';

/** The seconds that a Wait state with these fields waits. */
async function waited(fields: object, input: unknown = {}, language = 'JSONPath'): Promise<number> {
  const startDate = new Date('2030-01-01T00:00:00Z');
  const events = await eventsOf(machineOf({ A: { Type: 'Wait', End: true, QueryLanguage: language, ...fields } }), input, { startDate });
  const time = (type: string): number => (events.find(event => event.type === type)?.timestamp as Date).getTime();
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
    const seconds = await waited(fields, input, language);
    expect(seconds).toBeGreaterThanOrEqual(7200 - 1000);
    expect(seconds).toBeLessThan(7200 * 20);
  });

  test('does not wait for no time, or for the past', async () => {
    const wait = { Type: 'Wait', End: true };
    const started = Date.now();
    expect(await machineOf({ A: { ...wait, Seconds: 0 } }).execute({})).toMatchObject({ status: 'SUCCEEDED' });
    expect(await machineOf({ A: { ...wait, Timestamp: '2001-01-01T00:00:00Z' } }).execute({})).toMatchObject({ status: 'SUCCEEDED' });
    expect(Date.now() - started).toBeLessThan(1000);
  });

  test.each<[unknown, string]>([
    [1.5, 'The SecondsPath parameter cannot be parsed as a long value: $.s == 1.5'],
    ['x', 'The SecondsPath parameter cannot be parsed as a long value: $.s == x'],
    [-1, 'The SecondsPath parameter references a negative value: $.s == -1'],
    [2 ** 31, 'Wait state delay is too long.'],
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
