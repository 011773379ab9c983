import { StateMachine, TaskFailure } from '../../src';
import { expected, know, KnownTexts, quoted, sent } from '../../src/console/exports/literals';
import { mocksExport } from '../../src/console/exports/mocks-export';
import { ask, MOCK_200 } from '../support';
import { ConsoleRun } from './console-run';

const plain = (_name: string, text: string): string => text;

test('what an earlier frame has said is taken from it', () => {
  const known: KnownTexts = new Map();
  know(known, { question: { 'task-token': 'a-long-token', 'list': ['another-text'] }, short: 'x' }, 'frame1');
  expect(sent({ token: 'a-long-token', item: 'another-text', short: 'x', n: 1 }, known, '', plain))
    .toBe("{ token: frame1.question['task-token'], item: frame1.question.list[0], short: 'x', n: 1 }");
});

test('what differs from run to run may be any of its kind', () => {
  expect(expected({ executionArn: 'arn:aws:states:x', startDate: 1.5, id: '0e7c3f20-1111-4222-8333-444455556666', total: 42 }, '', plain))
    .toBe('{\n  executionArn: expect.any(String),\n  startDate: expect.any(Number),\n  id: expect.any(String),\n  total: 42,\n}');
});

test.each(["it's", '"quoted"', 'a\\b', 'line\nbreak', '${x}', "\\'"])('%j is a literal of TypeScript', (text) => {
  // eslint-disable-next-line no-eval
  expect((0, eval)(quoted(text))).toBe(text);
});

test('an execution becomes a mock file that plays its tasks again', async () => {
  let tries = 0;
  const machine = new StateMachine({
    StartAt: 'Charge',
    States: { Charge: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'f' }, Retry: [{ ErrorEquals: ['Busy'] }], End: true } },
  }, {
    tasks: () => {
      if (++tries < 2) {
        throw new TaskFailure('Busy', 'later');
      }
      return { Payload: 7 };
    },
  });
  const execution = machine.start({}, { timeScale: 1000 });
  await execution.result;
  expect(JSON.parse(await mocksExport('Orders', execution.history, (text) => text))).toEqual({
    StateMachines: { Orders: { TestCases: { Recorded: { Charge: 'ChargeRecorded' } } } },
    MockedResponses: { ChargeRecorded: { 0: { Throw: { Error: 'Busy', Cause: 'later' } }, 1: { Return: { Payload: 7 } } } },
  });
});

test('a conversation becomes lines for wscat, without secrets', async () => {
  const run = await ConsoleRun.start({ routes: { $default: { ...MOCK_200, responses: { $default: { TemplateSelectionExpression: '\\$default', ResponseTemplates: { $default: '{"ok":true}' } } } } } });
  const client = await run.test.connect({ query: { user: 'jane', token: 'query-secret' }, headers: { 'X-App': "it's", 'Authorization': 'secret-value' } });
  await ask(client, { say: 'hello' });
  const lines = (await run.text('export/wscat')).split('\n');
  expect(lines[0]).toMatch(/^npx wscat -c 'ws:\/\/127\.0\.0\.1:\d+\/prod\?user=jane&token=•••[0-9a-f]{8}' -H 'X-App: it'\\''s' -H 'Authorization: •••[0-9a-f]{8}'$/);
  expect(lines.slice(1)).toEqual(['> {"say":"hello"}', '< {"ok":true}', '']);
  for (const format of ['jest', 'vitest', 'wscat', 'json']) {
    expect(await run.text(`export/${format}`)).not.toMatch(/secret-value|query-secret/);
  }
  expect(await run.text('export/vitest')).toMatch(/^import \{ expect, test \} from 'vitest';/);
});
