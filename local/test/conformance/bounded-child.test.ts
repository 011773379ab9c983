import { join } from 'node:path';
import { BoundedChild } from '../../conformance/bounded-child';

describe('bounded child', () => {
  test('one that hangs or takes all memory fails alone', async () => {
    const child = new BoundedChild<{ act: string }, string>(join(__dirname, 'fixtures', 'answering-child.js'), { patience: 5_000, megabytes: 32 });
    try {
      expect(await child.ask({ act: 'answer' })).toEqual({ value: 'done' });
      expect(await child.ask({ act: 'exhaust' })).toEqual({ failure: expect.stringContaining('ended its process') });
      expect(await child.ask({ act: 'hang' })).toEqual({ failure: 'no end within 5000 ms' });
      expect(await child.ask({ act: 'answer' })).toEqual({ value: 'done' });
    } finally {
      child.end();
    }
  }, 60_000);
});
