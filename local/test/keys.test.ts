import { PassThrough } from 'node:stream';
import { isTyped, listenToKeys } from '../src/keys';

test('a key with Enter does what it says, h shows them, others do nothing', async () => {
  const input = new PassThrough();
  const acted: string[] = [];
  const key = (name: string) => ({ key: name, help: `does ${name}`, act: () => acted.push(name) });
  listenToKeys(input, [key('r'), key('q')], (line) => acted.push(line));

  input.write('r\n\nx\nrr\n h \nq\r\n');
  await new Promise((resolve) => setImmediate(resolve));

  expect(acted).toEqual(['r', '  r + enter  does r', '  q + enter  does q', '  h + enter  show this', 'q']);
});

test('a pipe is not typed', () => {
  expect(isTyped({})).toBe(false);
});
