import { HeldLog } from '../src/held-log';
import { LogEntry, NO_LOG } from '../src/log-entry';

const warning = (message: string): LogEntry => ({ type: 'Warning', message });

test('what is logged before the release comes after what is first, in its order', () => {
  const heard: LogEntry[] = [];
  const held = new HeldLog((entry) => heard.push(entry));
  held.log(warning('early'));
  held.log(warning('later'));
  expect(heard).toEqual([]);

  held.release([warning('first')]);
  held.log(warning('last'));

  expect(heard).toEqual(['first', 'early', 'later', 'last'].map(warning));
});

test('a log that nobody listens to stays one', () => {
  expect(new HeldLog(NO_LOG).log).toBe(NO_LOG);
});
