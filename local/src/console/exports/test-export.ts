import { Conversation, isHeard, ownHeaders } from './conversation';
import { expected, know, KnownTexts, quoted, sent } from './literals';
import { jsonOrText } from '../../json';

export type TestRunner = 'jest' | 'vitest';

/** The conversation as a test of the user's own: the same clients say the same, and must hear the same. */
export function testExport(conversation: Conversation, runner: TestRunner): string {
  const { template, timeScale, rows, connections, mask } = conversation;
  const names = new Map(connections.map(({ id }, index) => [id, connections.length === 1 ? 'client' : `client${index + 1}`]));
  const known: KnownTexts = new Map();
  const connected = new Set<string>();
  const lines: string[] = [];
  let frames = 0;
  for (const row of rows) {
    const name = names.get(row.connectionId);
    if (name === undefined) {
      continue;
    }
    if (!connected.has(row.connectionId)) {
      connected.add(row.connectionId);
      lines.push(`const ${name} = await local.connect(${connectOptions(row.connectionId, conversation)});`);
    }
    const value = jsonOrText(row.body);
    if (row.kind === 'message') {
      lines.push('', `${name}.send(${sent(value, known, '    ', mask)});`);
    } else if (row.kind === 'close' && row.status === 1005) {
      lines.push('', `await ${name}.close();`);
      names.delete(row.connectionId);
    } else if (isHeard(row)) {
      const frame = `frame${++frames}`;
      lines.push(`const ${frame} = await ${name}.next<any>();`, `expect(${frame}).toEqual(${expected(value, '    ', mask)});`);
      know(known, value, frame);
    }
  }
  return [
    ...runner === 'vitest' ? ["import { expect, test } from 'vitest';"] : [],
    "import { LocalRun } from 'websocket-step-functions-local';",
    '',
    "test('the conversation goes as recorded', async () => {",
    `  const local = await LocalRun.start({ template: ${quoted(template)}${timeScale === 1 ? '' : `, timeScale: ${timeScale}`} });`,
    '  try {',
    ...lines.map((line) => (line === '' ? '' : `    ${line}`)),
    '  } finally {',
    '    await local.stop();',
    '  }',
    '}, 60_000);',
    '',
  ].join('\n');
}

function connectOptions(connection: string, { rows, connections, stage, hasStages, clientOptions, mask }: Conversation): string {
  const handshake = rows.find(({ kind, connectionId }) => kind === 'connect' && connectionId === connection);
  const path = connections.find(({ id }) => id === connection)!.stage;
  const options = {
    stage: hasStages ? stage(path)?.name : undefined,
    query: nonEmpty(handshake?.query),
    headers: nonEmpty(ownHeaders(handshake?.headers)),
    authorizerContext: nonEmpty(clientOptions(connection)?.authorizerContext),
  };
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return Object.keys(given).length === 0 ? '' : sent(given, new Map(), '    ', mask);
}

function nonEmpty(values: Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> | undefined {
  return values && Object.keys(values).length > 0 ? values : undefined;
}
