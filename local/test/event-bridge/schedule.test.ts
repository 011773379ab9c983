import { parseSchedule } from '../../src/event-bridge/schedule';

const at = (time: string): number => Date.parse(time);

test.each([
  ['rate(1 minute)', '2026-11-26T04:01:00Z'],
  ['rate(5 hours)', '2026-11-26T09:00:00Z'],
  ['cron(0/15 * * * ? *)', '2026-11-26T04:15:00Z'],
  ['cron(0 12 ? * MON-FRI *)', '2026-11-26T12:00:00Z'],
  ['cron(0 10 ? * 6L *)', '2026-11-27T10:00:00Z'],
  ['cron(0 8 L * ? *)', '2026-11-30T08:00:00Z'],
  ['cron(0 9 ? * 2#1 2027)', '2027-01-04T09:00:00Z'],
  ['cron(0 9 ? * 7 *)', '2026-11-28T09:00:00Z'],
])('%s', (expression, next) => {
  expect(parseSchedule(expression)(at('2026-11-26T04:00:00Z'))).toBe(at(next));
});

test('a year that is over has no next time', () => {
  expect(parseSchedule('cron(0 9 1 1 ? 2020)')(at('2026-11-26T04:00:00Z'))).toBeUndefined();
});

test.each(['rate(1 minutes)', 'rate(2 minute)', 'rate(0 minutes)', 'rate(5 seconds)', 'cron(* * * * * *)', 'cron(* * ? * ? *)', 'cron(0 25 ? * 2 *)', 'cron(0 12 * * ?)', 'at(2026-11-26)', ''])(
  'fails for %j', (expression) => {
    expect(() => parseSchedule(expression)).toThrow(/^Parameter ScheduleExpression is not valid: /);
  });
