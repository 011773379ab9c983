import { outputOf } from '../play';

describe('Pass', () => {
  test('gives its input on', async () => {
    expect(await outputOf({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } }, [1])).toEqual([1]);
  });

  test('any JSON value may be input and output', async () => {
    for (const value of [null, 0, '', false, [], {}]) {
      expect(await outputOf({ A: { Type: 'Pass', End: true } }, value)).toEqual(value);
    }
  });
});
