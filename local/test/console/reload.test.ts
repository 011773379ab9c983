import { MOCK_200, template } from '../support';
import { ConsoleRun } from './console-run';

const ONE = { routes: { order: MOCK_200 } };

/** The API with another route, and a second one in a nested stack. */
function grown(): object {
  const { Resources } = template({ routes: { order: MOCK_200, cancel: MOCK_200 } });
  return {
    Resources: {
      ...Resources,
      Api2: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.type' } },
      Stage2: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api2' }, StageName: 'dev' } },
    },
  };
}

test('what a reload brings is shown, and clients can be connected to it', async () => {
  const run = await ConsoleRun.start(ONE);
  const before = await run.changes();
  expect(before.general!.stages.map(({ name, routes }) => [name, routes])).toEqual([['Stage', ['order']]]);

  await run.test.reload(grown());

  const { general, isWhole } = await run.get<typeof before>(`changes?since=${before.run}:${before.revision}`);
  expect(isWhole).toBe(false);
  expect(general!.stages.map(({ name, routes }) => [name, [...routes].sort()])).toEqual([['Stage', ['cancel', 'order']], ['Stage2', []]]);
  expect((await run.act('connect', { stage: 'Stage2', name: 'Jane' })).status).toBe(200);
  const { general: after, connections } = await run.changes();
  expect(after!.clients).toEqual([expect.objectContaining({ name: 'Jane', stage: 'Stage2', isOpen: true })]);
  expect(connections).toEqual([expect.objectContaining({ id: after!.clients[0].connection, stage: new URL(after!.stages[1].url).pathname })]);
});

test('a frame\'s way is told by the routes that there were when it came', async () => {
  const run = await ConsoleRun.start(ONE);
  const client = await run.test.connect();
  client.send({ action: 'cancel' });
  await client.next();

  await run.test.reload(grown());

  expect(await run.latest('message')).toMatchObject({ failure: 'no route for "cancel", and no $default', routeKeys: ['order'] });
});

test('the conversation with a stage that is gone is still there, and its clients hear why', async () => {
  const run = await ConsoleRun.start(grown());
  const { general: { stages } } = await run.changes() as { general: { stages: readonly { name: string; url: string }[] } };
  await run.act('connect', { stage: 'Stage2' });

  await run.test.reload(ONE);
  await run.test.logged('ConnectionClosed');
  await run.act('connect', { stage: 'Stage2' });

  const { general } = await run.changes();
  expect(general!.clients.map(({ end }) => end)).toEqual(['1001 Stage deleted', 'the run has no stage Stage2: Stage']);
  expect(await run.text('export/wscat')).toContain(stages.find(({ name }) => name === 'Stage2')!.url);
});
