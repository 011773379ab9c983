// No source of this name: the conversations of the protocol's vectors, held with the construct in the local run.
import { isDeepStrictEqual } from 'node:util';
import { Conversation, type Client } from './conversation';
import { protocolApi } from './protocol-api';
import vectors from '../../client/protocol/conversations.json';

type Json = Readonly<Record<string, unknown>>;
interface Step {
  readonly client?: Json;
  readonly server?: Json;
}

const played = vectors.conversations.filter((conversation) => 'plays' in conversation);

/** Variables and what they stand for, so far. */
class Variables {
  private readonly values = new Map<string, unknown>();

  /** The value of one that has none is a text of its own. */
  public filled(message: Json): Json {
    const valueOf = (value: unknown): unknown => (this.isOne(value) ? this.values.get(value) ?? value.slice(1, -1) : value);
    return Object.fromEntries(Object.entries(message).map(([name, value]) => [name, valueOf(value)]));
  }

  /** Whether a frame is as it is written: a variable stands for any value, the same each time. */
  public fits(frame: Json, written: Json): boolean {
    const names = Object.keys({ ...frame, ...written });
    const isSame = names.every((name) => {
      const value = written[name];
      const isValue = this.isOne(value) ? !this.values.has(value) || this.values.get(value) === frame[name] : isDeepStrictEqual(value, frame[name]);
      return name in frame && name in written && isValue;
    });
    if (isSame) {
      names.filter((name) => this.isOne(written[name])).forEach((name) => this.values.set(String(written[name]), frame[name]));
    }
    return isSame;
  }

  private isOne(value: unknown): value is string {
    return typeof value === 'string' && /^<.+>$/.test(value);
  }
}

/** Hears all that is written, in whatever order it comes. */
async function hearAll(client: Client, written: Json[], variables: Variables): Promise<void> {
  while (written.length > 0) {
    const frame = await client.hears();
    const index = written.findIndex((each) => variables.fits(frame, each));
    if (index < 0) {
      throw new Error(`heard ${JSON.stringify(frame)}; written: ${JSON.stringify(written)}`);
    }
    written.splice(index, 1);
  }
}

test('some are played', () => {
  expect(played.length).toBeGreaterThan(7);
});

test.each(played.map(({ name, steps }) => [name, steps as readonly Step[]] as const))('%s', async (_, steps) => {
  const conversation = await Conversation.on(protocolApi);
  const client = await conversation.connect();
  const variables = new Variables();
  const written: Json[] = [];
  for (const { client: message, server } of steps) {
    if (message) {
      await hearAll(client, written, variables);
      client.say(variables.filled(message));
    }
    if (server) {
      written.push(server);
    }
  }
  await hearAll(client, written, variables);
  expect(client.unheard).toEqual([]);
});
