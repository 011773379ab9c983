import { LogEntry } from '../src';
import { jsonLine, readableLine } from '../src/log-format';

const TIME = new Date('2026-11-24T12:34:56.789Z');
const EXECUTION = 'arn:aws:states:us-east-1:123456789012:execution:Machine:0e7c3f20-1111-4222-8333-444455556666';

test.each<[LogEntry, string]>([
  [{ type: 'Listening', stage: 'Stage', url: 'ws://127.0.0.1:1/prod', urls: {}, pid: 1 }, '12:34:56.789  Stage  listening on ws://127.0.0.1:1/prod'],
  [{ type: 'ConsoleReady', url: 'http://127.0.0.1:1/_console/' }, '12:34:56.789  console  look at http://127.0.0.1:1/_console/'],
  [{ type: 'Stopping', reason: 'stdin has closed' }, '12:34:56.789  ending  stdin has closed'],
  [{ type: 'Reloaded', changes: ['route a added', 'function F changed'], kept: 1, closed: 2, duration: 12 },
    '12:34:56.789  reloaded  in 12 ms: route a added, function F changed; 1 connection kept; 2 connections closed'],
  [{ type: 'Reloaded', changes: [], kept: 0, closed: 0, duration: 1 }, '12:34:56.789  reloaded  in 1 ms: nothing has changed; 0 connections kept'],
  [{ type: 'ReloadFailed', findings: ['a', 'b'] }, '12:34:56.789  not reloaded  the run goes on as it was: a; b'],
  [{ type: 'ConnectionOpened', connectionId: 'c=', url: '/prod' }, '12:34:56.789  c=  connected to /prod'],
  [{ type: 'ConnectionRefused', url: '/prod', status: 403, reason: 'no' }, '12:34:56.789  /prod  handshake refused with 403: no'],
  [{ type: 'ConnectionClosed', connectionId: 'c=', code: 1000, reason: '' }, '12:34:56.789  c=  closed with 1000'],
  [{ type: 'MessageReceived', connectionId: 'c=', routeKey: undefined, body: 'a\n\u001b[2J' }, '12:34:56.789  c=  > a\\u000a\\u001b[2J  [no route]'],
  [{ type: 'MessageSent', connectionId: 'c=', by: 'reply', body: '{}' }, '12:34:56.789  c=  < {}  [reply]'],
  [{ type: 'MessageLost', connectionId: 'c=', by: 'reply', body: '{}' }, '12:34:56.789  c=  not sent, the client has left: {}  [reply]'],
  [{ type: 'RequestFailed', connectionId: 'c=', routeKey: 'a', reason: 'x' }, '12:34:56.789  c=  a failed: x'],
  [{ type: 'ExecutionStarted', executionArn: EXECUTION, input: '{}' }, '12:34:56.789  Machine:0e7c3f20  started with {}'],
  [{ type: 'StateEntered', executionArn: EXECUTION, state: 'A' }, '12:34:56.789  Machine:0e7c3f20  entered A'],
  [{ type: 'StateExited', executionArn: `${EXECUTION.slice(0, -36)}mine`, state: 'A' }, '12:34:56.789  Machine:mine  left A'],
  [{ type: 'TaskFailed', executionArn: EXECUTION, resource: 'r', error: 'E', cause: 'c' }, '12:34:56.789  Machine:0e7c3f20  r failed: E: c'],
  [{ type: 'ExecutionEnded', executionArn: EXECUTION, status: 'SUCCEEDED', output: '1' }, '12:34:56.789  Machine:0e7c3f20  SUCCEEDED 1'],
  [{ type: 'ExecutionEnded', executionArn: EXECUTION, status: 'TIMED_OUT' }, '12:34:56.789  Machine:0e7c3f20  TIMED_OUT'],
  [{ type: 'FunctionStarted', function: 'Orders', initDuration: 182 }, '12:34:56.789  Orders  started in 182 ms'],
  [{ type: 'FunctionOutput', function: 'Orders', line: 'a\tb' }, '12:34:56.789  Orders  a\\u0009b'],
  [{
    type: 'AccessDenied', principal: 'arn:aws:sts::123456789012:assumed-role/r-1/Machine', role: 'resource Role (stack Test)', action: 'a:B', resource: 'arn', reason: 'because no', needed: '{}',
  }, '12:34:56.789  access denied  role Role (stack Test) as Machine may not a:B on arn, because no; needed: {}'],
  [{ type: 'AccessDenied', principal: 'events.amazonaws.com', action: 'a:B', resource: 'arn', reason: 'with a deny', deniedBy: 'Policy' },
    '12:34:56.789  access denied  events.amazonaws.com may not a:B on arn, with a deny: Policy'],
  [{ type: 'Warning', message: 'careful' }, '12:34:56.789  warning  careful'],
])('%j reads as one line', (entry, line) => {
  expect(readableLine(entry, TIME, false)).toBe(line);
});

test('colours are for terminals', () => {
  expect(readableLine({ type: 'Warning', message: 'careful' }, TIME, true)).toBe('\u001b[33m12:34:56.789  warning  careful\u001b[0m');
});

test('long texts are cut for people, not for programs', () => {
  const entry: LogEntry = { type: 'Warning', message: 'x'.repeat(5000) };

  expect(readableLine(entry, TIME, false).length).toBeLessThan(1100);
  expect(JSON.parse(jsonLine(entry, TIME))).toEqual({ time: '2026-11-24T12:34:56.789Z', ...entry });
});
