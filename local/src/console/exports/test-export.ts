import { Conversation, isHeard, ownHeaders } from './conversation';
import { expected, know, KnownTexts, quoted, sent } from './literals';
import { jsonOrText } from '../../json';

export type TestRunner = 'jest' | 'vitest';

/** The conversation as a test of the user's own, row by row: the same clients say the same, and must hear the same. */
export function* testExport(conversation: Conversation, runner: TestRunner): Generator<string> {
  const { template, timeScale, rows, connections, mask } = conversation;
  const names = new Map(connections.map(({ id }, index) => [id, connections.length === 1 ? 'client' : `client${index + 1}`]));
  const known: KnownTexts = new Map();
  const connected = new Set<string>();
  let frames = 0;
  if (runner === 'vitest') {
    yield "import { expect, test } from 'vitest';";
  }
  yield "import { LocalRun } from 'websocket-step-functions-local';";
  yield '';
  yield "test('the conversation goes as recorded', async () => {";
  yield `  const local = await LocalRun.start({ template: ${quoted(template)}${timeScale === 1 ? '' : `, timeScale: ${timeScale}`} });`;
  yield '  try {';
  for (const row of rows) {
    const name = names.get(row.connectionId);
    if (name === undefined) {
      continue;
    }
    if (!connected.has(row.connectionId)) {
      connected.add(row.connectionId);
      yield `    const ${name} = await local.connect(${connectOptions(row.connectionId, conversation)});`;
    }
    const value = jsonOrText(row.body);
    if (row.kind === 'message') {
      yield `\n    ${name}.send(${sent(value, known, '    ', mask)});`;
    } else if (row.kind === 'close' && row.status === 1005) {
      yield `\n    await ${name}.close();`;
      names.delete(row.connectionId);
    } else if (isHeard(row)) {
      const frame = `frame${++frames}`;
      yield `    const ${frame} = await ${name}.next<any>();\n    expect(${frame}).toEqual(${expected(value, '    ', mask)});`;
      know(known, value, frame);
    }
  }
  yield '  } finally {';
  yield '    await local.stop();';
  yield '  }';
  yield '}, 60_000);';
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
