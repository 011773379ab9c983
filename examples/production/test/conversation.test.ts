import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { App } from 'aws-cdk-lib';
import { HandshakeError, LocalRun } from 'websocket-step-functions-local';
import { ProductionStack } from '../lib/production-stack';
import { kms, token } from './kms';

let keys: Awaited<ReturnType<typeof kms>>;
let local: LocalRun;

before(async () => {
  // In the project, so that the authorizer finds the SDK where the project has it.
  const app = new App({ outdir: 'cdk.out/test' });
  new ProductionStack(app, 'Production');
  keys = await kms();
  local = await LocalRun.start({ template: app.synth().directory, endpoints: { kms: keys.url } });
});

after(async () => {
  await local.stop();
  keys.close();
});

test('a quote is told at once', async () => {
  const jane = await local.connect({ query: { token: token('jane') } });

  jane.send({ action: 'quote', items: [{ price: 2.5, quantity: 4 }] });

  assert.deepEqual(await jane.next(), { total: 10 });
});

test('a large order is placed when the client confirms it, and its end is told', async () => {
  const jane = await local.connect({ query: { token: token('jane') } });

  jane.send({ action: 'order', requestId: '1', items: [{ price: 600, quantity: 2 }] });
  const { taskToken } = await jane.next<{ taskToken: string }>(({ taskToken: asked }) => asked !== undefined);
  jane.send({ action: 'answer', taskToken, output: { confirmed: true } });
  const end = await jane.next<{ status: string; output: unknown }>(({ status }) => status === 'SUCCEEDED');

  assert.deepEqual(end.output, { order: 'placed', total: 1200 });
});

test('a large order may be confirmed from another device', async () => {
  const [phone, laptop, joe] = [
    await local.connect({ query: { token: token('ann') } }), await local.connect({ query: { token: token('ann') } }), await local.connect({ query: { token: token('joe') } }),
  ];

  phone.send({ action: 'order', requestId: '2', items: [{ price: 600, quantity: 2 }] });
  const { taskToken } = await laptop.next<{ taskToken: string }>();
  laptop.send({ action: 'answer', taskToken, output: { confirmed: true } });
  const end = await phone.next<{ status: string; output: unknown }>(({ status }) => status === 'SUCCEEDED');

  assert.deepEqual(end.output, { order: 'placed', total: 1200 });
  assert.deepEqual(joe.frames, []);
});

test('who has no token, or a made-up one, does not connect', async () => {
  for (const made of ['jane', `${token('jane').slice(0, -4)}AAAA`, token('jane', 1)]) {
    await assert.rejects(local.connect({ query: { token: made } }), (error) => error instanceof HandshakeError && error.status === 401);
  }
});
