import { PassThrough } from 'node:stream';
import { outbox } from '../../src/gateway/outbox';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A stream, and the pieces that come out of it. */
function stream(): { stream: PassThrough; pieces: string[] } {
  const pieces: string[] = [];
  const through = new PassThrough();
  through.on('data', (data: Buffer) => pieces.push(data.toString()));
  return { stream: through, pieces };
}

test('what is written goes out at the end of the turn, in order', async () => {
  const one = stream();

  outbox.hold(one.stream);
  one.stream.write('a');
  outbox.hold(one.stream);
  one.stream.write('b');
  await Promise.resolve();

  expect(one.pieces).toEqual([]);
  await turn();
  await turn();
  expect(one.pieces.join('')).toBe('ab');
  expect(one.stream.writableCorked).toBe(0);
});

test('many streams do not wait for each other', async () => {
  const many = Array.from({ length: 40 }, stream);

  for (const { stream: each } of many) {
    outbox.hold(each);
    each.write('x');
  }

  expect(many.filter(({ stream: { writableCorked } }) => writableCorked > 0).length).toBeLessThanOrEqual(16);
  await turn();
  await turn();
  expect(many.every(({ pieces }) => pieces.join('') === 'x')).toBe(true);
});

test('a stream that has ended meanwhile hurts nobody', async () => {
  const [gone, there] = [stream(), stream()];

  outbox.hold(gone.stream);
  outbox.hold(there.stream);
  there.stream.write('x');
  gone.stream.destroy();
  await turn();
  await turn();

  expect(there.pieces).toEqual(['x']);
});
