import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { App } from 'aws-cdk-lib';
import { HandshakeError, LocalRun } from 'websocket-step-functions-local';
import { MixedStack } from '../lib/mixed-stack';
import { queue } from './queue';

let sqs: Awaited<ReturnType<typeof queue>>;
let local: LocalRun;

before(async () => {
  // In the project, so that the functions find the SDK where the project has it.
  const app = new App({ outdir: 'cdk.out/test' });
  new MixedStack(app, 'Mixed');
  sqs = await queue();
  local = await LocalRun.start({ template: app.synth().directory, endpoints: { sqs: sqs.url } });
});

after(async () => {
  await local.stop();
  sqs.close();
});

test('an order is placed, shipped, and there when the customer asks', async () => {
  const jane = await local.connect({ query: { token: 'jane.open-sesame' } });

  jane.send({ action: 'order', article: 'tea' });
  const { order } = await jane.next<{ order: string }>(({ order: id }) => id !== undefined);
  await jane.next<{ order: string; state: string }>((frame) => frame.order === order && frame.state === 'shipped');
  jane.send({ action: 'orders' });

  assert.deepEqual(await jane.next<{ orders: unknown }>(({ orders }) => orders !== undefined), { orders: [{ article: 'tea', state: 'shipped' }] });
});

test('a customer sees no orders but their own', async () => {
  const joe = await local.connect({ query: { token: 'joe.open-sesame' } });

  joe.send({ action: 'orders' });

  assert.deepEqual(await joe.next(), { orders: [] });
});

test('who has no token does not connect', async () => {
  await assert.rejects(local.connect({ query: { token: 'jane.guess' } }), (error) => error instanceof HandshakeError && error.status === 401);
});
