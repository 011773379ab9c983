import { filledIn } from '../../src/console/variables';

const FRAMES = [{ executionArn: 'arn:1', order: { id: 7, items: ['a', 'b'] } }, 'no JSON', { executionArn: 'arn:2', name: 'O"Hara' }];

test.each([
  ['the latest frame that has it', '{"arn":"{{executionArn}}"}', '{"arn":"arn:2"}'],
  ['a member of a member, as it is', '{"id":"{{order.id}}"}', '{"id":7}'],
  ['an item', '{"item":"{{ order.items[1] }}"}', '{"item":"b"}'],
  ['a part of a text, escaped', '{"text":"Hello {{name}}!"}', '{"text":"Hello O\\"Hara!"}'],
])('a variable is %s', (_title, message, text) => {
  expect(filledIn(message, FRAMES)).toEqual({ text });
});

test('what no frame has is said', () => {
  expect(filledIn('{{nothing}} {{order.__proto__}} {{name}}', FRAMES)).toEqual({ missing: ['nothing', 'order.__proto__'] });
});

test('$uuid and $now need no frame', () => {
  expect(filledIn('{"id":"{{$uuid}}","at":"{{$now}}"}', [])).toEqual({ text: expect.stringMatching(/^\{"id":"[0-9a-f-]{36}","at":"\d{4}-.*Z"\}$/) });
});
