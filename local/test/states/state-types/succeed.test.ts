import { outputOf, playJsonata, successOf } from '../play';

describe('Succeed', () => {
  test('selects its output', async () => {
    expect(await outputOf({ A: { Type: 'Succeed', OutputPath: '$.a' } }, { a: 1 })).toBe(1);
    expect(successOf(await playJsonata({ A: { Type: 'Succeed', Output: '{% $states.input.a %}' } }, { a: 1 }))).toBe(1);
  });
});
