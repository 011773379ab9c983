// No source of this name: the run as the SDK for JavaScript sees it.
import {
  CreateActivityCommand, CreateStateMachineCommand, DescribeExecutionCommand, GetActivityTaskCommand, GetExecutionHistoryCommand,
  paginateListExecutions, SendTaskSuccessCommand, SFNClient, StartExecutionCommand, StartSyncExecutionCommand, StateMachineDoesNotExist,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { LocalRun } from '../src';

const roleArn = 'arn:aws:iam::123456789012:role/Machine';

/** A client that knows the run's URL alone. */
function clientOf({ endpointUrl }: LocalRun): SFNClient {
  return new SFNClient({
    endpoint: endpointUrl, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, disableHostPrefix: true, maxAttempts: 1,
  });
}

test('a suite that knows the SDK alone creates a machine, starts it, answers its task and reads the history', async () => {
  await using run = await LocalRun.start();
  const client = clientOf(run);
  const { activityArn } = await client.send(new CreateActivityCommand({ name: 'Approve' }));
  const definition = JSON.stringify({ StartAt: 'Ask', States: { Ask: { Type: 'Task', Resource: activityArn, End: true } } });
  const { stateMachineArn } = await client.send(new CreateStateMachineCommand({ name: 'Orders', definition, roleArn }));
  const { executionArn, startDate } = await client.send(new StartExecutionCommand({ stateMachineArn, input: '{"n":1}' }));
  expect(startDate).toBeInstanceOf(Date);

  const { taskToken, input } = await client.send(new GetActivityTaskCommand({ activityArn, workerName: 'test' }));
  await client.send(new SendTaskSuccessCommand({ taskToken, output: '{"approved":true}' }));
  await run.execution(executionArn!);

  expect(input).toBe('{"n":1}');
  expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ status: 'SUCCEEDED', output: '{"approved":true}', stopDate: expect.any(Date) });
  const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1 }));
  expect(events).toMatchObject([{ type: 'ExecutionSucceeded', executionSucceededEventDetails: { output: '{"approved":true}' } }]);
  await client.send(new StartExecutionCommand({ stateMachineArn, name: 'second' }));
  const names: unknown[] = [];
  for await (const page of paginateListExecutions({ client, pageSize: 1 }, { stateMachineArn })) {
    names.push(page.executions!.map(({ name }) => name));
  }
  expect(names).toEqual([['second'], [expect.any(String)]]);
});

test('its errors are the classes of the SDK, and synchronous executions need the prefix switched off', async () => {
  await using run = await LocalRun.start();
  const client = clientOf(run);
  const definition = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });
  const { stateMachineArn } = await client.send(new CreateStateMachineCommand({ name: 'Fast', definition, roleArn, type: 'EXPRESS' }));

  expect(await client.send(new StartSyncExecutionCommand({ stateMachineArn, input: '[1]' }))).toMatchObject({ status: 'SUCCEEDED', output: '[1]' });
  await expect(client.send(new StartExecutionCommand({ stateMachineArn: `${stateMachineArn}2` }))).rejects.toBeInstanceOf(StateMachineDoesNotExist);
  expect(await client.send(new ValidateStateMachineDefinitionCommand({ definition: '{}' })))
    .toMatchObject({ result: 'FAIL', diagnostics: [{ code: 'SCHEMA_VALIDATION_FAILED', location: '/' }] });
});
