// No source of this name: the client holds the conversations of the protocol, with a server that follows them.
import { all, FakeServer, settle } from './support';
import vectors from '../protocol/conversations.json';
import type { Client, ClientError, Execution, Question } from '../src';
import { delivery } from '../src/delivery';

type Json = Readonly<Record<string, unknown>>;
interface Step {
  readonly call?: Json & { readonly method: string; readonly route: string; readonly message: Json; readonly requestId: string };
  readonly client?: Json;
  readonly server?: Json;
}
interface Conversation {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly payloads?: Readonly<Record<string, string>>;
  readonly outcome: {
    readonly result?: unknown;
    readonly updates?: readonly unknown[];
    readonly error?: { readonly code: string; readonly error?: string };
  };
}

const isVariable = (value: unknown): value is string => typeof value === 'string' && /^<.+>$/.test(value);

/** A value with its variables filled in: a date where it is one. */
function filled(value: Json): Json {
  const dated = (variable: string): unknown => (/^<(date|stopped)>$/.test(variable) ? 1652716274.909 : variable.slice(1, -1));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, isVariable(member) ? dated(member) : member]));
}

/** What a message must be, where variables stand for any value, and `<token>` for that of the question. */
function expected(value: Json): unknown {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, member === '<token>' ? 'token' : isVariable(member) ? expect.any(String) : member]));
}

class Player {
  public current?: Execution;
  public result?: Promise<unknown>;
  private questions?: AsyncIterator<Question>;

  constructor(private readonly client: Client) {}

  public call({ method, route, message, requestId, output, error, cause }: NonNullable<Step['call']>): void {
    if (method === 'start') {
      this.current = this.client.start(route, message, { requestId });
      this.result = this.current.result;
      this.questions = this.current.questions[Symbol.asyncIterator]();
    } else if (method === 'request') {
      this.result = this.client.request(route, message);
    } else if (method === 'status') {
      void this.current?.status();
    } else if (method === 'stop') {
      void this.current?.stop();
    } else {
      void this.questions?.next().then(({ value }) => (method === 'answer' ? value.answer(output) : value.refuse(error, cause)));
    }
  }
}

test.each((vectors.conversations as readonly Conversation[]).map((conversation) => [conversation.name, conversation] as const))('%s', async (_, { steps, payloads, outcome }) => {
  const server = new FakeServer();
  // The vectors have no pages of a mailbox: nothing was missed.
  server.answers.resume = (_message, socket) => void socket.says({ messages: [], next: null });
  const client = server.connect({ api: vectors.api as never, delivery, fetchPayload: async ({ key }) => String(payloads?.[key]) });
  await settle();
  const player = new Player(client);
  const sent: Json[] = [];
  for (const { call, client: message, server: frame } of steps) {
    if (call) {
      player.call(call);
    }
    await settle();
    if (message) {
      sent.push(message);
    }
    expect(server.heard.filter(({ action }) => action !== 'resume')).toEqual(sent.map((each) => expected(each)));
    if (frame) {
      server.socket.says(filled(frame));
    }
    await settle();
  }
  const result = await player.result?.catch(({ code, frame: { error } }: ClientError) => ({ code, ...error !== undefined && { error } }));
  expect(result).toEqual(outcome.error ? expect.objectContaining(outcome.error) : outcome.result);
  if (outcome.updates && player.current) {
    expect(await all(player.current)).toEqual(outcome.updates);
  }
});

