// No source of this name: executions whose client has left, played in the local run with all parts of the library together.
import { Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Conversation, orders } from './conversation';
import { ClientResponse, ConnectionRegistry } from '../../src';

const WORKFLOW = /Orders(?!Cancel)/;
const GRACE = Duration.seconds(30);
const LONG = Duration.hours(1);

function build(stack: Stack): void {
  const connections = new ConnectionRegistry(stack, 'Connections', { principal: 'identity.userAgent' });
  orders(stack, {
    connections,
    response: ClientResponse.executionId(),
    cancelOnDisconnect: { grace: GRACE },
    definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Wait(stack, 'Work', { time: sfn.WaitTime.duration(LONG) })),
  });
}

/** Waits until the table has a row of each execution that has begun. */
const begun = async (conversation: Conversation, count: number) => conversation.logged((entry) => entry.type === 'StateExited' && entry.state === 'Begun', count);

test('executions are stopped when the last connection of who has started them is gone for the grace', async () => {
  const conversation = await Conversation.on(build);
  const [phone, laptop, other] = [await conversation.connect('jane'), await conversation.connect('jane'), await conversation.connect('joe')];
  await phone.ask({});
  await laptop.ask({});
  await other.ask({});
  await begun(conversation, 3);

  await phone.leave();
  await conversation.passes(GRACE, 'Grace');
  await conversation.logged((entry) => entry.type === 'StateEntered' && entry.state === 'Done', 4);
  expect(await conversation.ends(WORKFLOW, 0)).toEqual([]);

  await laptop.leave();
  await conversation.passes(GRACE, 'Grace', 2);
  const ended = await conversation.ends(WORKFLOW, 2);
  expect(ended).toMatchObject([
    { status: 'ABORTED', error: 'ClientDisconnected', cause: expect.any(String) }, { status: 'ABORTED', error: 'ClientDisconnected' },
  ]);
});

test('a page that is loaded again stops nothing', async () => {
  const conversation = await Conversation.on(build);
  const before = await conversation.connect('jane');
  await before.ask({});
  await begun(conversation, 1);
  await before.leave();
  await conversation.connect('jane');
  await conversation.passes(GRACE, 'Grace');
  await conversation.logged((entry) => entry.type === 'StateEntered' && entry.state === 'Done', 2);
  expect(await conversation.ends(WORKFLOW, 0)).toEqual([]);
});

test('who has been back within the grace, and has left again, has the whole grace once more', async () => {
  const conversation = await Conversation.on(build);
  const before = await conversation.connect('jane');
  await before.ask({});
  await begun(conversation, 1);
  await before.leave();
  await conversation.passes(Duration.seconds(20), 'Grace');
  await (await conversation.connect('jane')).leave();
  await conversation.passes(Duration.seconds(10), 'Grace', 2);
  await conversation.logged((entry) => entry.type === 'StateEntered' && entry.state === 'Done', 2);
  expect(await conversation.ends(WORKFLOW, 0)).toEqual([]);

  await conversation.passes(Duration.seconds(20), 'Grace', 2);
  expect(await conversation.ends(WORKFLOW)).toMatchObject([{ status: 'ABORTED', error: 'ClientDisconnected' }]);
});
