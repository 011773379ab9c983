// No source of this name: messages above 128 KB, played in the local run with all parts of the library together.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Client, Conversation, Frame, orders } from './conversation';
import { ClientResponse, SendToConnection, SendToConnectionProps, TooLarge } from '../../src';

const buckets = mkdtempSync(join(tmpdir(), 'large-messages-'));
afterAll(() => rmSync(buckets, { recursive: true }));

const LANGUAGES = [sfn.QueryLanguage.JSON_PATH, sfn.QueryLanguage.JSONATA];
const PAUSE = Duration.seconds(20);

/** How often the workflow repeats the client's text. */
const TIMES = 128;

/** A workflow that makes a large message out of a small one, and sends it. */
function played(queryLanguage: sfn.QueryLanguage, whenTooLarge: (stack: Stack) => TooLarge | undefined, props: Partial<SendToConnectionProps> = {}) {
  const inJsonata = queryLanguage === sfn.QueryLanguage.JSONATA;
  return Conversation.on((stack) => {
    const grow = sfn.Pass.jsonata(stack, 'Grow', {
      outputs: "{% {'text': $reduce([1..7], function($text, $_) { $text & $text }, $states.input.message.text), 'nothing': null} %}",
    });
    const pause = new sfn.Wait(stack, 'Pause', { time: sfn.WaitTime.duration(PAUSE) });
    const send = new SendToConnection(stack, 'Send', {
      message: inJsonata ? sfn.TaskInput.fromText('{% $states.input %}') : sfn.TaskInput.fromJsonPathAt('$'),
      whenTooLarge: whenTooLarge(stack),
      ...props,
    });
    const after = new sfn.Pass(stack, 'After');
    orders(stack, {
      queryLanguage,
      response: ClientResponse.executionId(),
      definitionBody: sfn.DefinitionBody.fromChainable(grow.next(pause).next(send).next(after)),
    });
  }, { s3: buckets });
}

/** Starts it; what the client hears then. */
async function large(conversation: Conversation, text: string): Promise<{ client: Client; executionId: unknown }> {
  const client = await conversation.connect();
  const { executionId } = await client.ask({ text });
  await conversation.passes(PAUSE, 'Pause');
  return { client, executionId };
}

const TEXTS: [string, string][] = [
  ['of one byte each', 'x'.repeat(1200)],
  ['that JSON escapes', '"\\\n\u0001'.repeat(100)],
  ['of two, three and four bytes', 'é\u2028€😀'.repeat(100)],
];

describe.each(LANGUAGES)('in %s', (queryLanguage) => {
  test.each(TEXTS)('a message in pieces is whole again, with characters %s', async (_, text) => {
    const conversation = await played(queryLanguage, () => TooLarge.pieces());
    const { client, executionId } = await large(conversation, text);
    const pieces: Frame[] = [];
    do {
      pieces.push(await client.hears());
    } while (pieces.length < Number((pieces[0].piece as { of: number }).of));

    const [{ piece: { id, of } }] = pieces as { piece: { id: string; of: number } }[];
    expect(id).toMatch(new RegExp(`^${String(executionId)}/[0-9a-f-]{36}$`));
    expect(pieces.map(({ piece, executionId: whose }) => ({ piece, whose }))).toEqual(
      Array.from({ length: of }, (__, index) => ({ piece: { id, index, of }, whose: executionId })));
    expect(JSON.parse(pieces.map((piece) => piece.text).join(''))).toEqual({ text: text.repeat(TIMES), nothing: null });
    const [{ status, output }] = await conversation.ends();
    expect({ status, output: JSON.parse(output!) }).toEqual({ status: 'SUCCEEDED', output: { text: text.repeat(TIMES), nothing: null } });
    expect(client.unheard).toEqual([]);
  });

  const storing = (principal?: string) => played(queryLanguage, (stack) =>
    TooLarge.store(new s3.Bucket(stack, 'Bucket', { bucketName: 'large' }), { principal }));

  test.each<[string, string | undefined, string]>([
    ['nobody', undefined, 'replies/'],
    ['an identity of a pool', 'eu-west-1:7a4b', 'replies/eu-west-1:7a4b/'],
    ['somebody whose name has slashes', 'idp/jane', 'replies/idp/jane/'],
  ])('a message is stored for %s', async (_, principal, folder) => {
    const { client } = await large(await storing(principal), TEXTS[0][1]);
    const { payloadRef: { key } } = await client.hears() as { payloadRef: { key: string } };
    expect(key.slice(0, folder.length)).toBe(folder);
    expect(key.slice(folder.length)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.json$/);
  });

  test.each(TEXTS)('a message is stored, and the client hears where, with characters %s', async (_, text) => {
    const conversation = await storing('jane');
    const { client, executionId } = await large(conversation, text);

    const { payloadRef, executionId: whose } = await client.hears() as { payloadRef: Record<string, string>; executionId: string };
    const stored = readFileSync(join(buckets, payloadRef.bucket, payloadRef.key));
    expect(whose).toBe(executionId);
    expect(payloadRef).toEqual({
      bucket: 'large',
      key: expect.stringMatching(/^replies\/jane\/[0-9a-f-]{36}\.json$/),
      bytes: stored.length,
      sha256: createHash('sha256').update(stored).digest('hex'),
    });
    expect(JSON.parse(String(stored))).toEqual({ text: text.repeat(TIMES), nothing: null });
    expect(await conversation.ends()).toMatchObject([{ status: 'SUCCEEDED' }]);
  });

  test('a message that is not too large is one frame, and no state more', async () => {
    const conversation = await played(queryLanguage, () => TooLarge.pieces());
    const { client } = await large(conversation, 'x'.repeat(1000));
    expect(await client.hears()).toEqual({ text: 'x'.repeat(128_000), nothing: null });
    await conversation.ends();
    expect(await conversation.logged(({ type }) => type === 'StateEntered')).toHaveLength(4);
  });

  test('without a way to send it, the run fails', async () => {
    const conversation = await played(queryLanguage, () => undefined);
    await large(conversation, TEXTS[0][1]);
    expect(await conversation.ends()).toMatchObject([{ status: 'FAILED', error: 'ApiGateway.413' }]);
  });

  test('a client that leaves between the pieces is gone, as it would be for the message', async () => {
    const conversation = await played(queryLanguage, () => TooLarge.pieces());
    const client = await conversation.connect();
    await client.ask({ text: TEXTS[0][1] });
    await client.leave();
    await conversation.passes(PAUSE, 'Pause');
    // 413 comes before 410: so the pieces meet it.
    expect(await conversation.ends()).toMatchObject([{ status: 'FAILED', error: SendToConnection.GONE }]);
  });

  test('a client that leaves between the pieces is ignored, as it would be for the message', async () => {
    const conversation = await played(queryLanguage, () => TooLarge.pieces(), { ignoreGone: true });
    const client = await conversation.connect();
    await client.ask({ text: TEXTS[0][1] });
    await client.leave();
    await conversation.passes(PAUSE, 'Pause');
    expect(await conversation.ends()).toMatchObject([{ status: 'SUCCEEDED', output: expect.stringContaining('xxx') as string }]);
  });
});
