import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { App } from 'aws-cdk-lib';
import { HandshakeError, LocalClient, LocalRun } from 'websocket-step-functions-local';
import { ChatStack } from '../lib/chat-stack';

let local: LocalRun;

before(async () => {
  const app = new App({ outdir: 'cdk.out/test' });
  new ChatStack(app, 'Chat');
  local = await LocalRun.start({ template: app.synth().directory });
});

after(async () => local.stop());

const connect = async (person: string): Promise<LocalClient> => local.connect({ query: { token: `${person}.open-sesame` } });

interface Frame {
  readonly [member: string]: unknown;
}

async function ask(client: LocalClient, message: object): Promise<Frame> {
  client.send(message);
  return client.next<Frame>();
}

test('what is said in a room is heard in it, and nowhere else', async () => {
  const [jane, joe, jim] = [await connect('jane@acme'), await connect('joe@acme'), await connect('jim@rival')];
  for (const client of [jane, joe]) {
    assert.equal((await ask(client, { action: 'join', room: 'acme/general' })).joined, true);
  }
  assert.equal((await ask(jim, { action: 'join', room: 'acme/general' })).error, 'InvalidGroup');
  assert.equal((await ask(jim, { action: 'who', room: 'acme/general' })).error, 'InvalidGroup');

  assert.deepEqual(await ask(jim, { action: 'say', room: 'acme/general', text: 'Buy ours!' }), { error: 'NotYourRoom', room: 'acme/general' });
  jane.send({ action: 'say', room: 'acme/general', text: 'Hello!' });

  const said = { room: 'acme/general', from: 'jane', text: 'Hello!' };
  assert.deepEqual([await jane.next(), await joe.next()], [said, said]);
});

test('who is in a room is known, probably', async () => {
  const [ann, bob] = [await connect('ann@acme'), await connect('bob@acme')];
  for (const client of [ann, bob]) {
    await ask(client, { action: 'join', room: 'acme/lunch' });
  }

  const { connections } = await ask(ann, { action: 'who', room: 'acme/lunch' });

  assert.deepEqual((connections as { principal: string }[]).map(({ principal }) => principal).sort(), ['ann', 'bob']);
});

test('an invitation comes to every device of a person, and is answered from the second', async () => {
  const [host, phone, laptop] = [await connect('host@acme'), await connect('guest@acme'), await connect('guest@acme')];

  host.send({ action: 'invite', whom: 'guest', room: 'acme/dinner' });
  const [onPhone, onLaptop] = [await phone.next<Frame>(), await laptop.next<Frame>()];
  assert.deepEqual(onPhone, onLaptop);
  const { taskToken, executionId, seq, ...invitation } = onLaptop;
  assert.deepEqual(invitation, { invitation: 'acme/dinner', from: 'host' });

  assert.equal((await ask(laptop, { action: 'answer', taskToken, output: 'gladly' })).accepted, true);
  const report = await host.next<Frame>(({ invited }) => invited !== undefined);
  assert.deepEqual(report, { invited: 'guest', room: 'acme/dinner', answer: 'gladly', executionId, seq: report.seq });
  assert.equal((await ask(phone, { action: 'answer', taskToken, output: 'no' })).error, 'TaskTimedOut');
});

test('who is away hears of an invitation when they are back, and so does the host of the answer', async () => {
  const host = await connect('kim@acme');
  const { executionId } = await ask(host, { action: 'invite', whom: 'lee', room: 'acme/cinema' });
  await host.close();

  const guest = await connect('lee@acme');
  const [invitation] = (await untilKept(guest)).messages;
  guest.send({ action: 'answer', taskToken: invitation.taskToken, output: 'gladly' });
  await guest.next<Frame>(({ accepted }) => accepted === true);

  const back = await connect('kim@acme');
  const [{ seq, ...report }] = (await untilKept(back)).messages;
  assert.deepEqual(report, { invited: 'lee', room: 'acme/cinema', answer: 'gladly', executionId });
  back.send({ action: 'ack', executionId, seq });
  assert.deepEqual(await back.next<Frame>(({ acknowledged }) => acknowledged === true), { acknowledged: true, executionId, seq });
  back.send({ action: 'resume' });
  assert.deepEqual(await back.next<Frame>(({ messages }) => messages !== undefined), { messages: [], next: null });
});

/** Resumes until something is there: the workflow takes its time. What is kept may come over the connection, too. */
async function untilKept(client: LocalClient): Promise<{ messages: Frame[] }> {
  for (;;) {
    client.send({ action: 'resume' });
    const page = await client.next<{ messages: Frame[] }>(({ messages }) => messages !== undefined);
    if (page.messages.length > 0) {
      return page;
    }
  }
}

test('who has no token does not connect', async () => {
  await assert.rejects(local.connect({ query: { token: 'jane@acme.guess' } }), (error) => error instanceof HandshakeError && error.status === 401);
});
