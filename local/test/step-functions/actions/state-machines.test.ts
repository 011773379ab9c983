import { arn, invalid, PASS, ROLE, Service, serviceError, violation, WAIT } from './service';

const M = arn('stateMachine', 'M');
const CREATE = { name: 'M', definition: PASS, roleArn: ROLE };
const DATE = expect.any(Number) as number;
const LOG_GROUP = { cloudWatchLogsLogGroup: { logGroupArn: 'arn:aws:logs:us-east-1:123456789012:log-group:g:*' } };

describe('CreateStateMachine', () => {
  test('makes a machine that starts executions', async () => {
    const service = new Service();

    expect(await service.call('CreateStateMachine', CREATE)).toEqual({ creationDate: 1_800_000_000, stateMachineArn: M });
    expect(await service.ended(await service.start(M, { input: '[1]' }))).toMatchObject({ status: 'SUCCEEDED', output: '[1]', stateMachineArn: M });
  });

  test('with publish gives a version', async () => {
    const service = new Service();

    expect(await service.call('CreateStateMachine', { ...CREATE, publish: true, versionDescription: 'first' }))
      .toEqual({ creationDate: DATE, stateMachineArn: M, stateMachineVersionArn: `${M}:1` });
    expect(await service.call('DescribeStateMachine', { stateMachineArn: `${M}:1` })).toMatchObject({ description: 'first', stateMachineArn: `${M}:1` });
  });

  test('the same again is the same machine, whatever role and tags', async () => {
    const service = new Service();
    const first = await service.call('CreateStateMachine', { ...CREATE, publish: true });
    await service.clock.advance(5000);

    expect(await service.call('CreateStateMachine', { ...CREATE, publish: true, type: 'STANDARD', roleArn: `${ROLE}2`, tags: [{ key: 'k', value: 'v' }] }))
      .toEqual(first);
    expect(await service.call('DescribeStateMachine', { stateMachineArn: M })).toMatchObject({ roleArn: ROLE });
    expect(await service.call('ListTagsForResource', { resourceArn: M })).toEqual({ tags: [] });
  });

  test.each<[string, object]>([
    ['definition', { definition: WAIT }],
    ['type', { type: 'EXPRESS' }],
    ['spaces in the definition', { definition: `${PASS} ` }],
    ['log level', { loggingConfiguration: { level: 'ALL', destinations: [LOG_GROUP] } }],
    ['tracing', { tracingConfiguration: { enabled: true } }],
    ['key', { encryptionConfiguration: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: 'k' } }],
    ['publication', { publish: true }],
  ])('with another %s fails', async (_title, more) => {
    const service = new Service();
    await service.create();

    expect(await service.call('CreateStateMachine', { ...CREATE, ...more })).toEqual(serviceError('StateMachineAlreadyExists', `State Machine Already Exists: '${M}'`));
  });

  test.each<[string, object, object]>([
    ['a name with a blank', { name: 'a b' }, serviceError('InvalidName', "Invalid Name: 'a b'")],
    ['a name that is too long', { name: 'x'.repeat(81) },
      violation(`Value '${'x'.repeat(81)}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80`)],
    ['a role that is none', { roleArn: 'role' }, serviceError('InvalidArn', "Invalid Role Arn: 'role'")],
    ['no definition', { definition: null }, violation("Value at 'definition' failed to satisfy constraint: Member must not be null")],
    ['a definition that is too long', { definition: ' '.repeat(1_048_577) },
      violation("Value at 'definition' failed to satisfy constraint: Member must have length less than or equal to 1048576")],
    ['a definition without states', { definition: '{"StartAt":"A"}' },
      serviceError('InvalidDefinition', "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /'")],
    ['an unknown type', { type: 'FAST' }, violation("Value 'FAST' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, EXPRESS]")],
    ['a description of no version', { versionDescription: 'v' }, invalid('Version description can only be set when publish is true')],
    ['a log without destination', { loggingConfiguration: { level: 'ERROR' } },
      serviceError('InvalidLoggingConfiguration', 'Invalid Logging Configuration: Must specify exactly one Log Destination.')],
    ['two destinations of a log', { loggingConfiguration: { destinations: [LOG_GROUP, LOG_GROUP] } },
      serviceError('InvalidLoggingConfiguration', 'Invalid Logging Configuration: Must specify exactly one Log Destination.')],
  ])('fails for %s', async (_title, request, error) => {
    const service = new Service();

    expect(await service.call('CreateStateMachine', { ...CREATE, ...request })).toEqual(error);
    expect(await service.call('ListStateMachines')).toEqual({ stateMachines: [] });
  });

  test('fails for more tags than may be', async () => {
    const tags = Array.from({ length: 51 }, (_, index) => ({ key: `k${index}`, value: '' }));

    expect(await new Service().call('CreateStateMachine', { ...CREATE, tags })).toMatchObject({ __type: expect.stringMatching(/#TooManyTags$/) });
  });

  test('fails for a definition that is nested without end, and a request that is', async () => {
    const service = new Service();
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

    expect(await service.call('CreateStateMachine', { ...CREATE, definition: deep })).toMatchObject({ __type: expect.stringMatching(/#InvalidDefinition$/) });
    expect(await service.call('CreateStateMachine', { ...CREATE, definition: PASS, tags: [[[[[[]]]]]] })).toEqual({ __type: 'com.amazon.coral.service#SerializationException' });
  });
});

test('definitions take no more than the run has room for, versions too', async () => {
  const service = new Service();
  const definition = (comment: string): string => JSON.stringify({ ...JSON.parse(PASS) as object, Comment: comment.padEnd(1_000_000) });
  await service.create('M', definition('0'), { publish: true });
  for (let count = 1; count <= 66; count++) {
    await service.call('UpdateStateMachine', { stateMachineArn: M, definition: definition(String(count)), publish: true });
  }

  expect(await service.call('UpdateStateMachine', { stateMachineArn: M, definition: definition('67'), publish: true }))
    .toMatchObject({ __type: expect.stringMatching(/#ServiceQuotaExceededException$/) });
  expect(await service.call('CreateStateMachine', { ...CREATE, name: 'N', definition: definition('68') }))
    .toMatchObject({ __type: expect.stringMatching(/#StateMachineLimitExceeded$/) });
  await service.call('DeleteStateMachine', { stateMachineArn: M });
  expect(await service.create('N', definition('69'))).toBe(arn('stateMachine', 'N'));
});

describe('DescribeStateMachine', () => {
  test('tells all that was given', async () => {
    const service = new Service();
    await service.create();

    expect(await service.call('DescribeStateMachine', { stateMachineArn: M })).toEqual({
      creationDate: DATE,
      definition: PASS,
      encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
      loggingConfiguration: { includeExecutionData: false, level: 'OFF' },
      name: 'M',
      roleArn: ROLE,
      stateMachineArn: M,
      status: 'ACTIVE',
      tracingConfiguration: { enabled: false },
      type: 'STANDARD',
    });
  });

  test.each([
    [`${M}2`, serviceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${M}2'`)],
    [`${M}:7`, serviceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${M}:7'`)],
    ['not_a_valid_arn', serviceError('InvalidArn', "Invalid Arn: 'Invalid ARN prefix: not_a_valid_arn'")],
  ])('fails for %s', async (stateMachineArn, error) => {
    const service = new Service();
    await service.create();

    expect(await service.call('DescribeStateMachine', { stateMachineArn })).toEqual(error);
  });
});

describe('UpdateStateMachine', () => {
  test('is for executions to come: those that run keep their definition', async () => {
    const service = new Service();
    await service.create('M', WAIT);
    const before = await service.start(M);
    await service.clock.advance(1000);

    const updated = await service.call('UpdateStateMachine', { stateMachineArn: M, definition: PASS });

    expect(updated).toEqual({ revisionId: expect.any(String), updateDate: 1_800_000_001 });
    expect(await service.ended(await service.start(M))).toMatchObject({ status: 'SUCCEEDED' });
    expect(await service.call('DescribeExecution', { executionArn: before })).toMatchObject({ status: 'RUNNING' });
    expect(await service.call('DescribeStateMachineForExecution', { executionArn: before }))
      .toEqual(expect.not.objectContaining({ revisionId: expect.anything() }));
    expect(await service.call('DescribeStateMachineForExecution', { executionArn: before })).toMatchObject({ definition: WAIT, updateDate: 1_800_000_000, stateMachineArn: M });
    expect(await service.call('DescribeStateMachine', { stateMachineArn: M })).toMatchObject({ definition: PASS, revisionId: updated.revisionId, creationDate: 1_800_000_000 });
    await service.clock.advance(100_000);
    expect(await service.ended(before)).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('without a change makes no revision', async () => {
    const service = new Service();
    await service.create();

    expect(await service.call('UpdateStateMachine', { stateMachineArn: M, definition: PASS, roleArn: ROLE })).toEqual({ updateDate: DATE });
    const { revisionId } = await service.call('UpdateStateMachine', { stateMachineArn: M, roleArn: `${ROLE}2` });
    expect(revisionId).toEqual(expect.any(String));
    expect(await service.call('UpdateStateMachine', { stateMachineArn: M, roleArn: `${ROLE}2` })).toMatchObject({ revisionId });
  });

  test('with publish gives a version of each revision', async () => {
    const service = new Service();
    await service.create();
    const update = (request: object): Promise<object> => service.call('UpdateStateMachine', { stateMachineArn: M, publish: true, ...request });

    expect(await update({ definition: PASS })).toEqual({ stateMachineVersionArn: `${M}:1`, updateDate: DATE });
    expect(await update({ definition: WAIT })).toMatchObject({ stateMachineVersionArn: `${M}:2`, revisionId: expect.any(String) });
    expect(await update({ definition: WAIT })).toMatchObject({ stateMachineVersionArn: `${M}:2` });
  });

  test.each<[string, object, object]>([
    ['nothing to change', {},
      serviceError('MissingRequiredParameter', 'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified')],
    ['a definition that is not valid', { definition: '{}' },
      serviceError('InvalidDefinition', "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /'")],
    ['a version', { stateMachineArn: `${M}:1`, definition: WAIT }, serviceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${M}:1'`)],
    ['a machine that is not there', { stateMachineArn: `${M}2`, definition: WAIT }, serviceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${M}2'`)],
    ['a description of no version', { roleArn: ROLE, versionDescription: 'v' }, invalid('Version description can only be set when publish is true')],
    ['a role that is none', { roleArn: 'role' }, serviceError('InvalidArn', "Invalid Role Arn: 'role'")],
  ])('fails for %s', async (_title, request, error) => {
    const service = new Service();
    await service.create('M', PASS, { publish: true });

    expect(await service.call('UpdateStateMachine', { stateMachineArn: M, ...request })).toEqual(error);
    expect(await service.call('DescribeStateMachine', { stateMachineArn: M })).toMatchObject({ definition: PASS, roleArn: ROLE });
  });
});

describe('DeleteStateMachine', () => {
  test('of one that is idle frees its name and those of its executions; again, it is no error', async () => {
    const service = new Service();
    await service.create();
    const executionArn = await service.start(M, { name: 'once' });
    await service.ended(executionArn);

    expect(await service.call('DeleteStateMachine', { stateMachineArn: M })).toEqual({});
    expect(await service.call('DeleteStateMachine', { stateMachineArn: M })).toEqual({});

    expect(await service.call('DescribeStateMachine', { stateMachineArn: M })).toEqual(serviceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${M}'`));
    expect(await service.call('DescribeExecution', { executionArn })).toEqual(serviceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`));
    await service.create();
    expect(await service.ended(await service.start(M, { name: 'once' }))).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('of one that runs waits for the next transition of its executions, which end there', async () => {
    const service = new Service();
    await service.create('M', WAIT);
    const executionArn = await service.start(M);
    await service.clock.advance(0);
    const record = service.stepFunctions.executions.get(executionArn)!;

    expect(await service.call('DeleteStateMachine', { stateMachineArn: M })).toEqual({});

    const deleting = serviceError('StateMachineDeleting', `State Machine is being deleted: '${M}'`);
    expect(await service.call('DescribeStateMachine', { stateMachineArn: M })).toMatchObject({ status: 'DELETING' });
    expect(await service.call('StartExecution', { stateMachineArn: M })).toEqual(deleting);
    expect(await service.call('CreateStateMachine', CREATE)).toEqual(deleting);
    expect(await service.call('UpdateStateMachine', { stateMachineArn: M, definition: PASS })).toEqual(deleting);
    expect(await service.call('PublishStateMachineVersion', { stateMachineArn: M })).toEqual(deleting);
    expect(await service.call('DescribeExecution', { executionArn })).toMatchObject({ status: 'RUNNING' });

    await service.clock.advance(100_000);

    expect(record.end).toEqual({ status: 'ABORTED' });
    expect(record.ended).toBeUndefined();
    expect(await service.call('ListStateMachines')).toEqual({ stateMachines: [] });
  });

  test('fails for a version, and for what is no machine', async () => {
    const service = new Service();
    await service.create('M', PASS, { publish: true });

    expect(await service.call('DeleteStateMachine', { stateMachineArn: `${M}:1` })).toMatchObject({ __type: expect.stringMatching(/#ValidationException$/) });
    expect(await service.call('DeleteStateMachine', { stateMachineArn: 'M' })).toEqual(serviceError('InvalidArn', "Invalid Arn: 'Invalid ARN prefix: M'"));
    expect(await service.call('DescribeStateMachine', { stateMachineArn: M })).toMatchObject({ status: 'ACTIVE' });
  });
});

describe('ListStateMachines', () => {
  test('pages give each machine once, whatever is deleted meanwhile', async () => {
    const service = new Service();
    for (const name of ['d', 'a', 'c', 'b', 'e']) {
      await service.create(name);
    }

    const first = await service.call('ListStateMachines', { maxResults: 2 });
    expect(first).toEqual({
      nextToken: expect.any(String),
      stateMachines: ['a', 'b'].map((name) => ({ creationDate: DATE, name, stateMachineArn: arn('stateMachine', name), type: 'STANDARD' })),
    });
    for (const name of ['a', 'b']) {
      await service.call('DeleteStateMachine', { stateMachineArn: arn('stateMachine', name) });
    }
    const second = await service.call('ListStateMachines', { nextToken: first.nextToken });
    expect(second).toMatchObject({ stateMachines: [{ name: 'c' }, { name: 'd' }, { name: 'e' }] });
    expect(second).not.toHaveProperty('nextToken');
  });

  test.each([
    [{ maxResults: 1001 }, violation("Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000")],
    [{ nextToken: 'x'.repeat(1025) },
      violation(`Value '${'x'.repeat(1025)}' at 'nextToken' failed to satisfy constraint: Member must have length less than or equal to 1024`)],
    [{ nextToken: 'x' }, serviceError('InvalidToken', "Invalid Token: 'Invalid token'")],
  ])('fails for %j', async (request, error) => {
    expect(await new Service().call('ListStateMachines', request)).toEqual(error);
  });

  test('fails for a token that was changed, or is of another list', async () => {
    const service = new Service();
    await service.create('a');
    await service.create('b');
    await service.call('CreateActivity', { name: 'a' });
    await service.call('CreateActivity', { name: 'b' });
    const { nextToken } = await service.call('ListStateMachines', { maxResults: 1 }) as { nextToken: string };
    const refusal = serviceError('InvalidToken', "Invalid Token: 'Invalid token'");

    expect(await service.call('ListActivities', { nextToken })).toEqual(refusal);
    for (const index of [0, 10, nextToken.length - 1]) {
      const changed = `${nextToken.slice(0, index)}${nextToken[index] === 'A' ? 'B' : 'A'}${nextToken.slice(index + 1)}`;
      expect(await service.call('ListStateMachines', { nextToken: changed })).toEqual(refusal);
    }
  });
});

describe('ValidateStateMachineDefinition', () => {
  const diagnose = (request: object): Promise<object> => new Service().call('ValidateStateMachineDefinition', request);

  test('of a valid one has nothing to tell', async () => {
    expect(await diagnose({ definition: PASS })).toEqual({ diagnostics: [], result: 'OK', truncated: false });
  });

  test.each([
    [' ', { code: 'SCHEMA_VALIDATION_FAILED', message: 'Definition must be a valid JSON object', severity: 'ERROR' }],
    ['{}', { code: 'SCHEMA_VALIDATION_FAILED', location: '/', message: 'These fields are required: [States, StartAt]', severity: 'ERROR' }],
    ['not a definition', {
      code: 'INVALID_JSON_DESCRIPTION',
      location: '[Source: (String)"not a definition"; line: 1, column: 4]',
      message: expect.stringMatching(/^Unrecognized token 'not': was expecting \(JSON String/) as string,
      severity: 'ERROR',
    }],
  ])('of %j tells what is wrong', async (definition, diagnostic) => {
    expect(await diagnose({ definition })).toEqual({ diagnostics: [diagnostic], result: 'FAIL', truncated: false });
  });

  test('is as strict as the type', async () => {
    const definition = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Task', Resource: arn('activity', 'a'), End: true } } });

    expect(await diagnose({ definition })).toMatchObject({ result: 'OK' });
    expect(await diagnose({ definition, type: 'EXPRESS' })).toMatchObject({ diagnostics: [{ location: '/States/A/Resource' }], result: 'FAIL' });
  });

  test('tells no more than it is asked for, and that there is more', async () => {
    const states = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`S${index}`, { Type: 'Pass', Next: `S${index + 1}`, Foo: 1 }]));
    const definition = JSON.stringify({ StartAt: 'S0', States: { ...states, S120: { Type: 'Pass', End: true } } });

    for (const [maxResults, count] of [[undefined, 100], [0, 100], [3, 3]]) {
      const { diagnostics, truncated } = await diagnose({ definition, maxResults }) as { diagnostics: unknown[]; truncated: boolean };
      expect([diagnostics.length, truncated]).toEqual([count, true]);
    }
    expect(await diagnose({ definition, maxResults: 101 }))
      .toEqual(violation("Value '101' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100"));
  });
});
