import type { Cron } from 'croner';

/** The next time after another, both in milliseconds since 1970; undefined when there is none. */
export type Schedule = (after: number) => number | undefined;

const UNITS: ReadonlyMap<string, number> = new Map([['minute', 60_000], ['hour', 3_600_000], ['day', 86_400_000]]);

/**
 * Reads `rate(5 minutes)` or `cron(0 12 * * ? *)`, which is in UTC.
 *
 * @throws SyntaxError for what EventBridge would refuse
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function parseSchedule(expression: string): Schedule {
  const [, kind, content = ''] = /^(rate|cron)\((.*)\)$/.exec(expression) ?? [];
  switch (kind) {
    case 'rate': return rate(content, expression);
    case 'cron': return cron(content, expression);
    default: throw invalid(expression, 'rate(<number> <minutes, hours or days>) or cron(<minutes> <hours> <day of month> <month> <day of week> <year>)');
  }
}

function rate(content: string, expression: string): Schedule {
  const [, count = '', unit = '', plural] = /^([1-9]\d{0,6}) (minute|hour|day)(s?)$/.exec(content) ?? [];
  if (unit === '' || (count === '1') !== (plural === '')) {
    throw invalid(expression, 'a whole number above 0, and minute, hour or day; with an s unless the number is 1');
  }
  return (after) => after + Number(count) * UNITS.get(unit)!;
}

function cron(content: string, expression: string): Schedule {
  const fields = content.trim().split(/\s+/);
  const [dayOfMonth, dayOfWeek] = [fields[2], fields[4]];
  if (fields.length !== 6 || (dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw invalid(expression, "six fields, and '?' in exactly one of day of month and day of week");
  }
  // The library takes its time to load, and most templates have no schedule.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const library = require('croner') as { readonly Cron: typeof Cron };
  try {
    const times = new library.Cron(['0', ...fields].join(' '), { paused: true, timezone: 'UTC', mode: '7-part', alternativeWeekdays: true, sloppyRanges: true });
    return (after) => times.nextRun(new Date(after))?.getTime();
  } catch (error) {
    throw invalid(expression, (error as Error).message);
  }
}

function invalid(expression: string, reason: string): SyntaxError {
  return new SyntaxError(`Parameter ScheduleExpression is not valid: '${expression}': ${reason}`);
}
