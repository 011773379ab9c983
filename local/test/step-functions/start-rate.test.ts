import { StartRate } from '../../src/step-functions/start-rate';

const standard = (region: string) => ({ arn: `arn:aws:states:${region}:123456789012:stateMachine:M`, type: 'STANDARD' as const });

/** How many starts there are before the first that there is not. */
function starts(rate: StartRate, machine: Parameters<StartRate['take']>[0]): number {
  let count = 0;
  while (rate.take(machine)) {
    count += 1;
  }
  return count;
}

test('a bucket of starts, which fills again with time, for each Region and type', () => {
  let now = 0;
  const rate = new StartRate(() => now);
  const [large, small] = [standard('us-east-1'), standard('eu-central-1')];

  expect(starts(rate, large)).toBe(1300);
  expect(starts(rate, small)).toBe(800);
  expect(starts(rate, { ...small, type: 'EXPRESS' })).toBe(6000);

  now += 500;
  expect([starts(rate, large), starts(rate, small)]).toEqual([150, 75]);
  now += 3_600_000;
  expect(starts(rate, small)).toBe(800);
});
