import { testState } from '../../src';

const FUNCTION = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', End: true };
const RETRY = [{ ErrorEquals: ['Busy'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 3, MaxDelaySeconds: 10 }, { ErrorEquals: ['States.ALL'], MaxAttempts: 1 }];
const CATCH = [{ ErrorEquals: ['Other'], Next: 'A' }, { ErrorEquals: ['States.TaskFailed'], ResultPath: '$.error', Next: 'B' }];
const BUSY = { errorOutput: { error: 'Busy', cause: 'too much' } };

describe('Retry', () => {
  test.each([[0, 2], [1, 6], [2, 10]])('after %d retries waits %d seconds', async (retrierRetryCount, seconds) => {
    expect(await testState({ definition: { ...FUNCTION, Retry: RETRY, Catch: CATCH }, mock: BUSY, stateConfiguration: { retrierRetryCount }, inspectionLevel: 'DEBUG' }))
      .toMatchObject({ status: 'RETRIABLE', error: 'Busy', cause: 'too much', inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: seconds } } });
  });

  test('without an attempt left is told, and leaves the error to Catch', async () => {
    const { output, ...result } = await testState({
      definition: { ...FUNCTION, Retry: RETRY, Catch: CATCH }, input: { a: 1 }, mock: BUSY, stateConfiguration: { retrierRetryCount: 3 }, inspectionLevel: 'DEBUG',
    });

    expect(result).toMatchObject({ status: 'CAUGHT_ERROR', nextState: 'B', error: 'Busy', inspectionData: { errorDetails: { retryIndex: 0, catchIndex: 1 } } });
    expect(result.inspectionData?.errorDetails).not.toHaveProperty('retryBackoffIntervalSeconds');
    expect(JSON.parse(output!)).toEqual({ a: 1, error: { Error: 'Busy', Cause: 'too much' } });
  });

  test('a wait past all numbers is the longest that an integer can tell', async () => {
    const definition = { ...FUNCTION, Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 99_999, BackoffRate: 10 }] };

    expect(await testState({ definition, mock: BUSY, stateConfiguration: { retrierRetryCount: 99_998 }, inspectionLevel: 'DEBUG' }))
      .toHaveProperty('inspectionData.errorDetails', { retryIndex: 0, retryBackoffIntervalSeconds: 2_147_483_647 });
  });

  test('with jitter tells the longest wait', async () => {
    const definition = { ...FUNCTION, Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 7, JitterStrategy: 'FULL' }] };

    expect(await testState({ definition, mock: BUSY, inspectionLevel: 'DEBUG' }))
      .toHaveProperty('inspectionData.errorDetails', { retryIndex: 0, retryBackoffIntervalSeconds: 7 });
  });
});

test('States.Runtime is neither retried nor caught', async () => {
  const definition = { ...FUNCTION, Retry: [{ ErrorEquals: ['States.ALL'] }], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'A' }] };

  expect(await testState({ definition, mock: { errorOutput: { error: 'States.Runtime', cause: 'c' } } })).toEqual({ status: 'FAILED', error: 'States.Runtime', cause: 'c' });
  expect(await testState({ definition, mock: { errorOutput: { error: 'States.Runtime' } } })).toEqual({ status: 'FAILED', error: 'States.Runtime' });
});

test('a Catch whose Output fails fails the state', async () => {
  const definition = { ...FUNCTION, QueryLanguage: 'JSONata', Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $gone.x %}', Next: 'A' }] };

  const result = await testState({ definition, mock: BUSY });

  expect(result).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError', cause: expect.stringMatching(/^The JSONata expression/) as string });
  expect(result).not.toHaveProperty('nextState');
});

describe('the tolerated failures of a distributed Map', () => {
  const MAP = {
    Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, StartAt: 'I', States: { I: { Type: 'Pass', End: true } } }, End: true,
  };
  const failing = (limits: object, mapIterationFailureCount: number): Promise<object> => (
    testState({ definition: { ...MAP, ...limits }, input: [1, 2, 3, 4], mock: { result: [] }, stateConfiguration: { mapIterationFailureCount } })
  );
  const EXCEEDED = { status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold', cause: 'The specified tolerated failure threshold was exceeded' };

  test('are a count, or a part of the items; without either nothing is compared', async () => {
    expect(await failing({}, 1)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await failing({ ToleratedFailureCount: 2 }, 2)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await failing({ ToleratedFailureCount: 2 }, 3)).toEqual(EXCEEDED);
    expect(await failing({ ToleratedFailurePercentage: 50 }, 2)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await failing({ ToleratedFailurePercentage: 50 }, 3)).toEqual(EXCEEDED);
  });

  test('do not matter to an error that is given', async () => {
    expect(await testState({ definition: MAP, input: [1], mock: BUSY, stateConfiguration: { mapIterationFailureCount: 1 } })).toMatchObject({ status: 'FAILED', error: 'Busy' });
  });
});

describe('a state inside others', () => {
  const machine = (outer: { readonly Type: string; readonly [field: string]: unknown }, inner: object = {}, config: object = {}): object => {
    const workflow = { StartAt: 'Inner', States: { Inner: { ...FUNCTION, ...inner } } };
    const inside = outer.Type === 'Parallel' ? { Branches: [workflow] } : { ItemProcessor: { ...workflow, ...config } };
    return { StartAt: 'Outer', States: { Outer: { Next: 'After', ...outer, ...inside }, After: { Type: 'Pass', End: true } } };
  };
  const CAUGHT = [{ ErrorEquals: ['Busy'], Next: 'After' }];

  test.each(['Parallel', 'Map'])('leaves its error to the %s state around it', async (Type) => {
    expect(await testState({ definition: machine({ Type, Catch: CAUGHT }), stateName: 'Inner', mock: BUSY, inspectionLevel: 'DEBUG' }))
      .toMatchObject({ status: 'CAUGHT_ERROR', nextState: 'After', error: 'Busy', inspectionData: { errorDetails: { catchIndex: 0 } } });
    expect(await testState({ definition: machine({ Type, Retry: [{ ErrorEquals: ['Busy'] }], Catch: CAUGHT }), stateName: 'Inner', mock: BUSY })).toMatchObject({ status: 'RETRIABLE' });
    expect(await testState({ definition: machine({ Type, Catch: CAUGHT }), stateName: 'Inner', mock: { errorOutput: { error: 'Odd' } } })).toEqual({ status: 'FAILED', error: 'Odd' });
  });

  test('handles its error itself first', async () => {
    const definition = machine({ Type: 'Parallel', Catch: CAUGHT }, { Retry: [{ ErrorEquals: ['Busy'] }] });

    expect(await testState({ definition, stateName: 'Inner', mock: BUSY })).toMatchObject({ status: 'RETRIABLE' });
  });

  test('fails an execution of its own in a distributed Map, which the Map does not catch', async () => {
    const config = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };

    expect(await testState({ definition: machine({ Type: 'Map', Catch: CAUGHT }, {}, config), stateName: 'Inner', mock: BUSY })).toMatchObject({ status: 'FAILED', error: 'Busy' });
  });

  test('is the first of its iterations, with the input as its item', async () => {
    const definition = machine({ Type: 'Map' }, { Parameters: { 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value' } });

    expect(await testState({ definition, stateName: 'Inner', input: 'x'.length, mock: { result: 1 }, inspectionLevel: 'DEBUG' }))
      .toHaveProperty('inspectionData.afterParameters', '{"i":0,"v":1}');
    expect(await testState({
      definition, stateName: 'Inner', context: { Map: { Item: { Index: 5, Value: 'x' } } }, mock: { result: 1 }, inspectionLevel: 'DEBUG',
    })).toHaveProperty('inspectionData.afterParameters', '{"i":5,"v":"x"}');
  });
});

describe('the context object', () => {
  const TELL = { ...FUNCTION, QueryLanguage: 'JSONata', Output: '{% $states.context %}' };

  test('is that of a synchronous Express execution', async () => {
    const { output } = await testState({ definition: TELL, input: { a: 1 }, roleArn: 'arn:aws:iam::123456789012:role/r', mock: { result: 1 } });
    const { Execution, StateMachine, State } = JSON.parse(output!) as Record<string, Record<string, unknown>>;

    expect(Execution).toEqual({
      Id: expect.stringMatching(/^arn:aws:states:us-east-1:123456789012:express:[^:]+:[^:]+$/) as string,
      Input: { a: 1 },
      Name: expect.any(String) as string,
      RoleArn: 'arn:aws:iam::123456789012:role/r',
      StartTime: expect.any(String) as string,
    });
    expect(StateMachine).toEqual({ Id: expect.stringContaining(':stateMachine:') as string, Name: expect.any(String) as string });
    expect(State).toEqual({ Name: 'StateName', EnteredTime: expect.any(String) as string, RetryCount: 0 });
  });

  test('is the one that is given, as it is', async () => {
    expect(await testState({ definition: TELL, context: { State: { Name: 'S' } }, mock: { result: 1 } })).toMatchObject({ output: '{"State":{"Name":"S"}}' });
    expect(await testState({ definition: TELL, context: {}, mock: { result: 1 } })).toMatchObject({ output: '{}' });
  });
});

test('an output that is too large fails the state', async () => {
  expect(await testState({ definition: { Type: 'Pass', QueryLanguage: 'JSONata', Output: "{% $pad('', 300000, 'x') %}", End: true } }))
    .toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
});

test('failed iterations are a share of the batches, where there are batches', async () => {
  const definition = {
    Type: 'Map',
    ItemBatcher: { MaxItemsPerBatch: 2 },
    ToleratedFailurePercentage: 50,
    ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, StartAt: 'Inner', States: { Inner: { Type: 'Pass', End: true } } },
    End: true,
  };
  const tried = (mapIterationFailureCount: number): ReturnType<typeof testState> => (
    testState({ definition, input: [1, 2, 3, 4], mock: { result: [1, 2] }, stateConfiguration: { mapIterationFailureCount } })
  );

  expect(await tried(1)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await tried(2)).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
});
