import { play } from '../play';

describe('Fail', () => {
  test('fails with what it is given, and only that', async () => {
    expect(await play({ A: { Type: 'Fail', Error: 'E', Cause: 'C' } })).toEqual({ status: 'FAILED', error: 'E', cause: 'C' });
    expect(await play({ A: { Type: 'Fail', Cause: 'C' } })).toEqual({ status: 'FAILED', cause: 'C' });
    expect(await play({ A: { Type: 'Fail' } })).toEqual({ status: 'FAILED' });
  });

  test('fails with what paths lead to and functions give', async () => {
    expect(await play({ A: { Type: 'Fail', ErrorPath: '$.e', CausePath: "States.Format('c {}', $.n)" } }, { e: 'E', n: 1 }))
      .toEqual({ status: 'FAILED', error: 'E', cause: 'c 1' });
  });

  test('fails where a path leads nowhere', async () => {
    expect(await play({ A: { Type: 'Fail', ErrorPath: '$.e' } }, {})).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: "An error occurred while executing the state 'A' (entered at the event id #2). "
        + "The JSONPath '$.e' specified for the field 'ErrorPath' could not be found in the input '{}'",
    });
  });

  test('fails where a path leads to what is no string', async () => {
    expect(await play({ A: { Type: 'Fail', CausePath: '$.c' } }, { c: 1 })).toMatchObject({ error: 'States.Runtime' });
  });
});
