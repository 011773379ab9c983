// What every platform is tried with: the platform's own WebSocket, and no timer that keeps the program.
const api = {
  ping: 'ping', status: 'status', stop: 'stop', answer: 'answer',
  routes: { order: { names: 'message' }, approve: { names: 'message', workflow: 'approve' }, fail: { names: 'message' }, slow: { names: 'message', workflow: 'slow' } },
};

exports.converse = async (assert, connect, url) => {
  const client = connect({ url, api });
  const order = client.start('order', { item: 'bread' });
  const updates = [];
  for await (const { progress } of order) {
    updates.push(progress);
  }
  assert.deepEqual([updates, await order.result], [[0.5], { total: 16 }]);
  const approval = client.start('approve', {});
  for await (const question of approval.questions) {
    await question.answer({ approved: true });
  }
  assert.deepEqual(await approval.result, { approved: true });
  assert.deepEqual(await client.request('quote', {}), { price: 12 });
  await assert.rejects(client.start('fail', {}).result, { code: 'ExecutionFailed' });
  const slow = client.start('slow', {});
  await slow.accepted;
  assert.equal((await slow.status()).status, 'RUNNING');
  await slow.stop();
  await assert.rejects(slow.result, { code: 'ExecutionFailed' });
  await assert.rejects(client.send('order', { text: 'x'.repeat(40_000) }), { code: 'MessageTooLarge' });
  await client.close();
};
