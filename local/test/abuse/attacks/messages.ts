import { setTimeout } from 'node:timers/promises';
import type { Attack } from './attack';

/** Five clients send messages, one after another. */
const messages = (seconds: number, ...all: unknown[]): Attack['play'] => async (target) => {
  for (let client = 0; client < 3; client += 1) {
    const socket = await target.connect();
    all.forEach((message) => target.send(socket, message));
  }
  await setTimeout(seconds * 1000);
};

const large = 'x'.repeat(120_000);
const deep = (open: string, close: string): string => `{"action":"start","deep":${open.repeat(60_000)}${close.repeat(60_000)}}`;
const wide = { action: 'jsonPath', deep: JSON.parse('{"a":['.repeat(60) + '1' + ']}'.repeat(60)) as unknown };
const repeated = (count: number, message: unknown): unknown[] => Array.from({ length: count }, () => message);

/** What messages do to routes, templates and workflows. */
export const messageAttacks: readonly Attack[] = [
  { name: 'messages nested 60,000 deep', play: messages(1, deep('[', ']'), deep('[', ''), deep('{"a":', '}').slice(0, 120_000)) },
  { name: 'a pattern of a request model that backtracks', play: messages(2, ...repeated(5, { action: 'model', text: `${'a'.repeat(60)}!` })) },
  { name: 'mapping templates that loop, double, and backtrack', play: messages(3, { action: 'loops' }, { action: 'doubling' }, { action: 'replacing' }) },
  { name: 'a JSONPath that visits everything again and again', play: messages(3, ...repeated(3, wide)) },
  { name: 'States.Format with 3,000 placeholders for a large text', play: messages(3, { action: 'format', text: large }) },
  { name: 'JSONata: $pad of 400 MB', play: messages(2, { action: 'pad' }) },
  { name: 'JSONata: a range of a billion numbers', play: messages(2, { action: 'range' }) },
  { name: 'JSONata: a text that doubles forty times', play: messages(2, { action: 'join' }) },
  { name: 'JSONata: recursion without end, in the tail and not', play: messages(3, { action: 'recursion' }, { action: 'nested' }) },
  { name: 'JSONata: a pattern that backtracks', play: messages(3, { action: 'pattern', text: `${'a'.repeat(60)}!` }) },
  { name: 'JSONata: each of a list with each with each', play: messages(3, { action: 'cartesian', list: Array.from({ length: 3000 }, (_, n) => n) }) },
  { name: 'eight large messages into Standard workflows that loop', play: messages(6, ...repeated(8, { action: 'standardLoop', text: large })) },
  { name: 'Express workflows that loop, and a log that is hardly read', isLogSlow: true, play: messages(10, ...repeated(4, { action: 'expressLoop' })) },
  { name: 'large messages, and a log that is hardly read', isLogSlow: true, play: messages(3, ...repeated(200, { action: 'healthy', text: large })) },
  { name: 'a rule that starts two executions for each that ends', hasRule: true, play: messages(6, { action: 'rule' }) },
];
