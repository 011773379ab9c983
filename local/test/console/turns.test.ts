import { Console } from '../../src/console/console';
import { StateMachine, TaskTokens } from '../../src/states';

const CONNECTION = 'L0SM9cOFvHcCIhw=';
const ROWS = 50;

/** A console without a run, with a conversation that has as many messages. */
function conversation(): Console {
  const console = new Console({ template: 'template.yaml', taskTokens: new TaskTokens(), perform: () => ({ status: 200, body: '{}' }), timeScale: 1, hasOwnClocks: true });
  console.settled(console.handshake({ connectionId: CONNECTION, stage: '/prod', query: {}, headers: {} }));
  for (let index = 0; index < ROWS; index++) {
    console.settled(console.message(CONNECTION, JSON.stringify({ token: `secret-${index}`, index })));
  }
  return console;
}

/** How often others have had their turn until something was done. */
async function turnsUntil(done: Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  void done.then(() => (isDone = true));
  while (!isDone) {
    await new Promise((resolve) => setImmediate(resolve));
    turns++;
  }
  return turns;
}

test.each(['json', 'jest', 'vitest', 'wscat'])('others have their turns while a conversation is exported as %s', async (format) => {
  const exported = conversation().exported(format, []);
  expect(await turnsUntil(exported)).toBeGreaterThanOrEqual(ROWS);
  expect(await exported).toMatch(/index\\?":49|index: 49/);
  expect(await exported).not.toContain('secret-');
});

test('others have their turns while a page is told of everything', async () => {
  const changes = conversation().changes(0);
  expect(await turnsUntil(changes)).toBeGreaterThanOrEqual(ROWS);
  expect((await changes).rows).toHaveLength(ROWS + 1);
});

test('what a page is told of belongs to the revision that it is told: what comes meanwhile is told later', async () => {
  const console = conversation();
  const told = console.changes(0);
  console.settled(console.message(CONNECTION, 'meanwhile'));
  const { revision } = await told;
  expect((await console.changes(revision)).rows.map(({ text }) => text)).toEqual(['meanwhile']);
});

test('others have their turns while the lines of an execution are told', async () => {
  const console = conversation();
  const arn = 'arn:aws:states:us-east-1:123456789012:execution:Machine:e';
  const running = new StateMachine({ StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 1000, End: true } }, Comment: 'of F' }, {}).start({}, { timeScale: 1 });
  console.executionChanged({ arn, name: 'e', machine: { name: 'Machine', type: 'STANDARD', stateMachine: { definition: { Comment: 'F' } } }, input: '{}', startDate: new Date(), running });
  for (let index = 0; index < ROWS; index++) {
    console.log({ type: 'FunctionOutput', function: 'F', line: `{ token: 'secret-${index}' }` });
  }
  const detail = console.executions.detail(arn);
  expect(await turnsUntil(detail)).toBeGreaterThanOrEqual(ROWS);
  expect(JSON.stringify((await detail)!.lines)).not.toContain('secret-');
  running.stop();
});
