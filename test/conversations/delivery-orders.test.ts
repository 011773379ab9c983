// No source of this name: every order in which a message is kept, sent, listed and acknowledged, while its client connects.
import { Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Client, Conversation, Frame, orders } from './conversation';
import { GatedTable, TableStep } from './gated-table';
import { ClientResponse, ConnectionRegistry, SendToPrincipal } from '../../src';

const POST_OFFICE = /PostOffice/;

/** Joe starts workflows, of which others hear. */
function build(stack: Stack): void {
  const connections = new ConnectionRegistry(stack, 'Connections', { principal: 'identity.userAgent', tableName: 'connections', mailbox: {} });
  const send = SendToPrincipal.jsonata(stack, 'Send', {
    connections, principal: '{% $states.input.message.to %}', message: sfn.TaskInput.fromObject({ hello: '{% $states.input.message.to %}' }),
  });
  orders(stack, {
    connections,
    routeKeys: ['start'],
    response: ClientResponse.executionId(),
    queryLanguage: sfn.QueryLanguage.JSONATA,
    definitionBody: sfn.DefinitionBody.fromChainable(send),
  }).addMailboxRoutes();
}

/** All orders of two sequences, each of which keeps its own. */
function interleavings<Step>(one: Step[], other: Step[]): Step[][] {
  if (one.length === 0 || other.length === 0) {
    return [[...one, ...other]];
  }
  return [
    ...interleavings(one.slice(1), other).map((rest) => [one[0], ...rest]),
    ...interleavings(one, other.slice(1)).map((rest) => [other[0], ...rest]),
  ];
}

/** Hears until a frame of a kind comes, and keeps the others. */
async function hearsUntil(client: Client, heard: Frame[], isLast: (frame: Frame) => boolean): Promise<Frame> {
  for (;;) {
    const frame = await client.hears();
    if (isLast(frame)) {
      return frame;
    }
    heard.push(frame);
  }
}

const isPage = (frame: Frame) => 'messages' in frame;

/** A person, of whom the test says when they do what. */
class Person {
  /** Messages that have come, in whichever way. */
  public readonly heard: Frame[] = [];
  private client?: Client;

  constructor(private readonly name: string, private readonly conversation: Conversation, private readonly gate: GatedTable) {}

  public async take(step: TableStep | 'leave'): Promise<void> {
    if (step === 'connect') {
      const connecting = this.conversation.connect(this.name);
      await this.gate.pass('connect');
      this.client = await connecting;
    } else if (step === 'leave') {
      await this.client!.leave();
      await this.gate.pass('disconnect');
    } else if (step === 'resume') {
      this.client!.say({ action: 'resume' });
      await this.gate.pass('resume');
      const { messages } = await hearsUntil(this.client!, this.heard, isPage);
      this.heard.push(...messages as Frame[]);
    } else {
      await this.acknowledge();
    }
  }

  /** Acknowledges what has come so far. */
  public async acknowledge(): Promise<void> {
    for (const { executionId, seq } of new Map(this.heard.map((frame) => [frame.seq, frame])).values()) {
      this.client!.say({ action: 'ack', executionId, seq });
      await this.gate.pass('ack');
      await hearsUntil(this.client!, this.heard, ({ acknowledged }) => acknowledged === true);
    }
  }

  /** Hears whatever else has been sent, and acknowledges it. @returns what is left in the mailbox */
  public async settles(): Promise<unknown> {
    await this.take('resume');
    await this.acknowledge();
    this.client!.say({ action: 'resume' });
    await this.gate.pass('resume');
    return (await hearsUntil(this.client!, this.heard, isPage)).messages;
  }
}

const ORDERS = [
  ...interleavings<TableStep | 'leave'>(['put', 'look'], ['connect', 'resume', 'ack']),
  // Gone in between, and back: what is posted to the connection that has left is lost on the way.
  ...interleavings<TableStep | 'leave'>(['put', 'look'], ['connect', 'leave', 'connect', 'resume']),
];

test('in every order, the message comes, and once it is acknowledged it is gone', async () => {
  const gate = await GatedTable.before(build);
  const conversation = await Conversation.on(build, { dynamodb: gate.url });
  const connecting = conversation.connect('joe');
  await gate.pass('connect');
  const joe = await connecting;

  for (const [index, order] of ORDERS.entries()) {
    const to = `jane-${index}`;
    const person = new Person(to, conversation, gate);
    await joe.ask({ action: 'start', to });
    for (const step of order) {
      if (step === 'put') {
        await gate.pass(step);
      } else if (step === 'look') {
        await gate.pass(step);
        // What is sent is sent as soon as it is known to whom.
        await conversation.ends(POST_OFFICE, index + 1);
      } else {
        await person.take(step);
      }
    }
    const left = await person.settles();
    const [first, ...repeats] = person.heard;
    expect({ order, first, left }).toEqual({
      order, first: { hello: to, executionId: expect.any(String) as string, seq: expect.any(String) as string }, left: [],
    });
    repeats.forEach((repeat) => expect({ order, repeat }).toEqual({ order, repeat: first }));
  }
  expect(ORDERS).toHaveLength(25);
  expect(joe.unheard).toEqual([]);
}, 60_000);
