import { spawnSync } from 'node:child_process';
import { closeAll, folderOf, lambdaWith, pythonFunction } from './support';

afterEach(closeAll);

const hasPython = spawnSync('python3', ['--version']).status === 0;
const suite = hasPython ? describe : describe.skip;

suite(`functions of Python${hasPython ? '' : ' (skipped: there is no python3)'}`, () => {
  test('an answer, with its context', async () => {
    const { invoke } = lambdaWith([pythonFunction('def handler(event, context):\n  return {"b": event["a"] + 1, "left": context.get_remaining_time_in_millis() <= 30000}')]);
    expect(await invoke({ a: 1 })).toEqual({ isError: false, payload: { b: 2, left: true } });
  });

  test('a handler in a package', async () => {
    const path = folderOf({ 'src/orders.py': 'from . import names\ndef put(event, context):\n  return names.NAME', 'src/names.py': 'NAME = "é"', 'src/__init__.py': '' });
    const { invoke } = lambdaWith([pythonFunction('', { code: { kind: 'folder', path }, handler: 'src/orders.put' })]);
    expect((await invoke({})).payload).toBe('é');
  });

  test.each([
    ['raised', 'def handler(e, c):\n  raise ValueError("no")', { errorType: 'ValueError', errorMessage: 'no' }],
    ['while loading', 'raise ValueError("no")', { errorType: 'ValueError', errorMessage: 'no' }],
    ['no handler', 'other = 1', { errorType: 'Runtime.HandlerNotFound', errorMessage: "Handler 'handler' missing on module 'index'" }],
    ['no module', 'import of_nobody', { errorType: 'Runtime.ImportModuleError', errorMessage: "Unable to import module 'index': No module named 'of_nobody'" }],
    ['no Python', 'def handler(', { errorType: 'Runtime.UserCodeSyntaxError' }],
    ['no JSON', 'def handler(e, c):\n  return b""', { errorType: 'Runtime.MarshalError', errorMessage: 'Unable to marshal response: Object of type bytes is not JSON serializable' }],
    ['an end of the process', 'import os\ndef handler(e, c):\n  os._exit(3)', { errorType: 'Runtime.ExitError' }],
  ])('%s', async (_name, text, error) => {
    const { invoke } = lambdaWith([pythonFunction(text)]);
    expect(await invoke({})).toMatchObject({ isError: true, payload: error });
  });
});
