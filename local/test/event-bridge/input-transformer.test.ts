import { InputTransformer } from '../../src/event-bridge/input-transformer';
import type { JsonObject } from '../../src/json';
import { InvalidPath } from '../../src/jsonpath';

const EVENT: JsonObject = {
  'id': 'e1',
  'time': '2026-11-06T14:05:09Z',
  'detail-type': 'Change',
  'detail': { status: 'FAILED', cause: 'say "no"\n', count: 2, object: { a: 'b' }, list: [1, 'x'] },
};
const PATHS = {
  status: '$.detail.status', cause: '$.detail.cause', count: '$.detail.count', object: '$.detail.object', list: '$.detail.list', gone: '$.detail.gone',
};

function transform(inputTemplate: string, inputPathsMap: Record<string, string> = PATHS): string {
  const transformer = new InputTransformer({ inputPathsMap, inputTemplate }, 'Target0');
  return transformer.transform({ event: EVENT, ruleArn: 'arn:rule', ruleName: 'Rule' });
}

test.each<[string, string, string]>([
  ['a text', '"is <status> now"', '"is FAILED now"'],
  ['a text as a value', '{"s":<status>}', '{"s":"FAILED"}'],
  ['a text with quotes as a value', '{"c":<cause>}', '{"c":"say \\"no\\"\\n"}'],
  ['a text with quotes in a text', '{"c":"<cause>"}', '{"c":"say \\"no\\"\\n"}'],
  ['a number', '{"n":<count>,"t":"<count>"}', '{"n":2,"t":"2"}'],
  ['an object', '{"o":<object>,"t":"<object>"}', '{"o":{"a":"b"},"t":"{a:b}"}'],
  ['a list', '{"l":<list>}', '{"l":[1,"x"]}'],
  ['what the event does not have', '{"g":<gone>,"t":"<gone>!"}', '{"g":"","t":"!"}'],
  ['quotes in the template', '"a \\"<status>\\" b"', '"a \\"FAILED\\" b"'],
  ['other angle brackets', '"a < b <> <status>"', '"a < b <> FAILED"'],
  ['the rule', '["<aws.events.rule-arn>",<aws.events.rule-name>]', '["arn:rule","Rule"]'],
  ['the time of ingestion', '<aws.events.event.ingestion-time>', '"2026-11-06T14:05:09Z"'],
  ['the event', '<aws.events.event.json>', JSON.stringify(EVENT)],
  ['the event without its detail', '<aws.events.event>', '{"id":"e1","time":"2026-11-06T14:05:09Z","detailType":"Change"}'],
])('puts in %s', (_title, template, expected) => {
  expect(transform(template)).toBe(expected);
});

test('fails for a placeholder that has no path', () => {
  expect(() => transform('{"a":<other>}')).toThrow('InputTemplate for target Target0 contains invalid placeholder other.');
  expect(() => transform('{"a":<constructor>}')).toThrow('contains invalid placeholder constructor.');
});

test('fails for a path that is none', () => {
  expect(() => transform('{}', { a: '$[' })).toThrow(InvalidPath);
});
