// No source of this name: Express workflows whose output is the answer, played in the local run with all parts of the library together.
import { Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Conversation, errorFrame, orders } from './conversation';
import { ClientResponse, Invocation } from '../../src';

const synchronous = {
  invocation: Invocation.SYNCHRONOUS,
  workflowType: sfn.StateMachineType.EXPRESS,
  queryLanguage: sfn.QueryLanguage.JSONATA,
};

function build(stack: Stack): void {
  const api = orders(stack, {
    ...synchronous,
    definitionBody: sfn.DefinitionBody.fromChainable(sfn.Pass.jsonata(stack, 'Double', { outputs: '{% $states.input.message.n * 2 %}' })),
  });
  const echo = () => ({
    ...synchronous,
    definitionBody: sfn.DefinitionBody.fromChainable(sfn.Pass.jsonata(stack, `Echo${stack.node.findAll().length}`, { outputs: '{% $states.input.message %}' })),
  });
  api.addWorkflow('echo', echo());
  api.addWorkflow('wrapped', { ...echo(), response: ClientResponse.template('{"result":$input.path(\'$.output\')}') });
  const failing = (id: string, props: sfn.FailProps) =>
    api.addWorkflow(id, { ...synchronous, definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Fail(stack, `Fail ${id}`, props)) });
  failing('fail', { error: 'OutOfStock', cause: 'None left in arn:aws:s3:::shelf, it\'s "empty"' });
  failing('fail without error', {});
  api.addWorkflow('think', {
    ...synchronous,
    timeout: Duration.seconds(2),
    definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Wait(stack, 'Think', { time: sfn.WaitTime.duration(Duration.hours(1)) })),
  });
}

test('the reply is the workflow\'s output', async () => {
  const client = await (await Conversation.on(build)).connect();

  expect(await client.ask({ n: 21 })).toBe(42);
  const message = { action: 'echo', text: 'it\'s "quoted" \\ \u2028 $x #end', deep: [[null, 1.5, true, {}]] };
  expect(await client.ask(message)).toEqual(message);
  expect(await client.ask({ ...message, action: 'wrapped' })).toEqual({ result: { ...message, action: 'wrapped' } });
});

test('a failure is an error frame', async () => {
  const client = await (await Conversation.on(build)).connect();

  expect(await client.ask({ action: 'fail' })).toEqual(errorFrame('OutOfStock', 'None left in arn:***, it\'s "empty"'));
  expect(await client.ask({ action: 'fail without error' })).toEqual(errorFrame('FAILED', 'Internal server error'));
  expect(await client.ask({ n: 'text' })).toEqual(errorFrame('States.QueryEvaluationError', expect.stringContaining('$states.input.message.n * 2')));
});

test('a timeout is an error frame', async () => {
  const conversation = await Conversation.on(build);
  const client = await conversation.connect();
  const answer = client.ask({ action: 'think' });
  await conversation.passes(Duration.seconds(2), 'Think');

  expect(await answer).toEqual(errorFrame('TIMED_OUT', 'Internal server error'));
});
