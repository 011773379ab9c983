import { LogEntry } from '../src';
import { Guard, harmless } from '../src/guard';

function guard(): { guard: Guard; log: LogEntry[] } {
  const log: LogEntry[] = [];
  return { guard: new Guard((entry) => log.push(entry)), log };
}

describe('a guard', () => {
  test('runs at once, and says nothing when all is well', async () => {
    const { guard: each, log } = guard();
    const done: string[] = [];

    const run = each.run('here', () => done.push('act'), () => done.push('instead'));

    expect(done).toEqual(['act']);
    await run;
    expect(done).toEqual(['act']);
    expect(log).toEqual([]);
  });

  test.each<[string, () => unknown, string]>([
    ['is thrown', () => { throw new TypeError('oops'); }, 'TypeError: oops'],
    ['is rejected', () => Promise.reject(new Error('later')), 'Error: later'],
    ['is no error', () => { throw Object.create(null); }, '[Object: null prototype] {}'],
    ['cannot be printed', () => { throw { toString: () => { throw new Error('no'); } }; }, '{ toString: [Function: toString] }'],
  ])('logs the place of what %s, and does something instead', async (_title, act, error) => {
    const { guard: each, log } = guard();
    const instead = jest.fn();

    await each.run('the place', act, instead);

    expect(log).toEqual([{ type: 'UnexpectedError', place: 'the place', error: expect.stringContaining(error) }]);
    expect(instead).toHaveBeenCalledTimes(1);
  });

  test('survives what is done instead', async () => {
    const { guard: each, log } = guard();
    const fail = (): never => {
      throw new Error('oops');
    };

    await each.run('the place', fail, fail);

    expect(log.map((entry) => 'place' in entry && entry.place)).toEqual(['the place', 'the place, after an unexpected error']);
  });
});

test('a logger that throws is told of once, and harms nobody', async () => {
  const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const log = harmless(() => {
    throw new Error('full');
  });

  log({ type: 'Warning', message: 'a' });
  log({ type: 'Warning', message: 'b' });

  expect(warned).toHaveBeenCalledTimes(1);
  expect(warned.mock.calls[0][0]).toContain('the logger of the local run has failed: Error: full');
  warned.mockRestore();
});
