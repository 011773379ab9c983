import { LocalRun } from '../src';
import { checkOptions, OptionsError } from '../src/options';

function findings(options: unknown): readonly string[] {
  try {
    checkOptions(options);
    return [];
  } catch (error) {
    return (error as OptionsError).findings;
  }
}

test.each<[object, string[]]>([
  [{}, []],
  [{ port: 0, host: '::1', timeScale: 0.5, parameters: { A: 'b' }, limits: { idleTimeout: 1 }, logger: () => {}, mocks: undefined, strict: true }, []],
  [{ port: 70_000 }, ['port 70000 is not allowed: 0 (any free one) to 65535']],
  [{ port: '80' }, ['port "80" is not allowed: 0 (any free one) to 65535']],
  [{ timeScale: 0 }, ['timeScale 0 is not allowed: a number from 0.001 to 1000000, such as 10 for ten times faster']],
  [{ timeScale: 1e15 }, ['timeScale 1000000000000000 is not allowed: a number from 0.001 to 1000000, such as 10 for ten times faster']],
  [{ timeScale: NaN }, ['timeScale NaN is not allowed: a number from 0.001 to 1000000, such as 10 for ten times faster']],
  [{ timescale: 2 }, ['timescale is no option: did you mean timeScale?']],
  [{ endpoint: {} }, ['endpoint is no option: did you mean endpoints?']],
  [{ limits: { idleTimout: 1 } }, ['limits.idleTimout is no option: did you mean limits.idleTimeout?']],
  [{ constructor: 1 }, [expect.stringMatching(/^constructor is no option: template, /) as string]],
  [{ mocks: {} }, ['mocks {} is not allowed: the path of a mock configuration file, with #TestCase or without']],
  [{ limits: { idleTimeout: -1 } }, ['limits.idleTimeout -1 is not allowed: a whole number of milliseconds from 1 to 2147483647']],
  [{ limits: 3 }, ['limits 3 is not allowed: an object of limits']],
  [{ parameters: { A: 3 } }, ['parameters {"A":3} is not allowed: an object of texts']],
  [{ logger: 'console' }, ['logger "console" is not allowed: a function']],
  [{ account: '1234' }, ['account "1234" is not allowed: a text of 12 digits']],
  [{ region: 'Europe' }, ['region "Europe" is not allowed: a Region such as eu-west-1']],
  [{ port: -1, timescale: 2, host: '' }, [
    'port -1 is not allowed: 0 (any free one) to 65535',
    'timescale is no option: did you mean timeScale?',
    'host "" is not allowed: an address of this machine, such as 127.0.0.1',
  ]],
])('%j', (options, expected) => {
  expect(findings({ template: 't.json', ...options })).toEqual(expected);
});

test.each([undefined, null, 'cdk.out', []])('no options but %j', (options) => {
  expect(findings(options)).toEqual([expect.stringMatching(/^the options .* are not allowed: an object of options$/)]);
});

test('a run starts with none that are not allowed', async () => {
  await expect(LocalRun.start({ values: 'values.json', data: 'data' })).rejects.toThrow(/^values needs a template; data needs a template$/);
  await expect(LocalRun.start({ template: 3, mocks: {} } as never)).rejects.toThrow(/^template 3 is not allowed: .*; mocks \{\} is not allowed: /);
});
