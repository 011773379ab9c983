/*
 * What breaks first in one account and region, from AWS's quotas alone: prints the tables of docs/scaling.md. Nothing is measured here.
 */

/** What clients and workflows do. */
const WORKLOAD = {
  /** The busiest second, to the mean over the day. */
  peakFactor: 10,
  messagesPerConnection: 10,
  connectionMinutes: 10,
  /** State transitions of an execution. */
  states: 5,
  /** How long an execution takes. */
  seconds: 30,
  /** Messages that an asynchronous workflow posts to its client. */
  replies: 1,
};

const DAYS = { '10 thousand a day': 1e4, '1 million': 1e6, '100 million': 1e8 };

const SOURCES = {
  account: '[API Gateway, account-level quotas](https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html)',
  webSocket: '[Quotas for WebSocket APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html)',
  stepFunctions: '[Step Functions service quotas](https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html)',
};
const cited = (text: string, source: keyof typeof SOURCES) => `${text} [${Object.keys(SOURCES).indexOf(source) + 1}]`;

/** Of an account in a region. Where a bucket holds more at once, what it is refilled with: a peak lasts longer than a full bucket. */
interface Quota {
  readonly name: string;
  readonly source: keyof typeof SOURCES;
  /** In us-east-1, us-west-2 and eu-west-1. */
  readonly value: number;
  /** In the regions that have least. */
  readonly least: number;
}

type Kind = 'Standard' | 'Express, asynchronous' | 'Express, synchronous';
const KINDS: Kind[] = ['Standard', 'Express, asynchronous', 'Express, synchronous'];

interface Load extends Quota {
  /** The workflows that use it. */
  readonly of: Kind[];
  /** How much of it so many messages a second use. */
  readonly use: (messages: number, kind: Kind) => number;
}

const connections = (messages: number) => messages / WORKLOAD.messagesPerConnection;

const LOADS: Load[] = [
  { name: '`StartExecution`, a second', source: 'stepFunctions', value: 300, least: 150, of: ['Standard'], use: (messages) => messages },
  {
    name: '`StartExecution`, a second',
    source: 'stepFunctions',
    value: 6000,
    least: 6000,
    of: ['Express, asynchronous'],
    use: (messages) => messages,
  },
  {
    name: 'state transitions, a second',
    source: 'stepFunctions',
    value: 5000,
    least: 800,
    of: ['Standard'],
    use: (messages) => messages * WORKLOAD.states,
  },
  {
    name: 'open executions',
    source: 'stepFunctions',
    value: 1_000_000,
    least: 1_000_000,
    of: ['Standard'],
    use: (messages) => messages * WORKLOAD.seconds,
  },
  {
    name: 'messages and `@connections`, a second',
    source: 'account',
    value: 10_000,
    least: 2500,
    of: KINDS,
    // A synchronous workflow answers by the route's response, which is no call.
    use: (messages, kind) => messages * (kind === 'Express, synchronous' ? 1 : 1 + WORKLOAD.replies),
  },
  { name: 'new connections, a second', source: 'webSocket', value: 500, least: 500, of: KINDS, use: connections },
  {
    // Not a quota of its own: as many as can be made in the two hours that one lasts.
    name: 'connections at a time',
    source: 'webSocket',
    value: 3_600_000,
    least: 3_600_000,
    of: KINDS,
    use: (messages) => connections(messages) * WORKLOAD.connectionMinutes * 60,
  },
];

/** What clients ask for beside, one request each. */
const REQUESTS: (Quota & { readonly what: string })[] = [
  { what: 'status', name: '`DescribeExecution`', source: 'stepFunctions', value: 15, least: 10 },
  { what: 'stop', name: '`StopExecution`', source: 'stepFunctions', value: 200, least: 25 },
  { what: 'answer', name: '`SendTask…`', source: 'stepFunctions', value: 500, least: 300 },
  { what: 'completion, by `notifyCompletion`', name: '`StartExecution` of Express', source: 'stepFunctions', value: 6000, least: 6000 },
];

/** Of a `SendToConnection`: entered, scheduled, started, succeeded, exited. Of another state: entered, exited. Of an execution: started, ended. */
const EVENTS = { send: 5, wait: 2, execution: 2 };
const MAXIMUM_EVENTS = 25_000;
const sends = (eventsEach: number) => Math.floor((MAXIMUM_EVENTS - EVENTS.execution) / eventsEach);

/** A registry's post office: so many posts at a time, each of which takes so long; rows of so many bytes, read so many at a time in so many seconds. */
const POST_OFFICE = { postsAtATime: 40, secondsAPost: 0.05, bytesARow: 300, secondsARead: 0.02, secondsAnExecution: 60 };

/** Whom a message is for: so many connections, of which a page has so many. */
interface Recipients {
  readonly whom: string;
  readonly count: number;
  readonly page: number;
}

const RECIPIENTS: Recipients[] = [
  { whom: 'a person with two', count: 2, page: 200 },
  { whom: 'a group of 1,000', count: 1000, page: 200 },
  { whom: 'a group of 10,000', count: 10_000, page: 200 },
  { whom: 'everybody, 100,000', count: 100_000, page: 40 },
  { whom: 'everybody, a million', count: 1e6, page: 40 },
];

/** Prices in dollars, each as docs/cost.md has it: of a frame, of an Express request, of its 64 MB for a second, and of 4 KB read consistently. */
const PRICES = { frame: 1e-6, request: 1e-6, second: 0.0625 * 0.00001667, read: 0.125e-6 };

/** What one message takes, a row of the table. */
function rowOfSent({ count, page, whom }: Recipients): string[] {
  const { bytesARow, postsAtATime, secondsAnExecution, secondsAPost, secondsARead } = POST_OFFICE;
  const pages = Math.ceil(count / page);
  const rowsAPage = Math.min(page, count);
  const duration = pages * (secondsARead + Math.ceil(rowsAPage / postsAtATime) * secondsAPost);
  const reads = pages * Math.ceil(rowsAPage * bytesARow / 4096);
  const executions = Math.ceil(duration / secondsAnExecution);
  const dollars = executions * PRICES.request + duration * PRICES.second + reads * PRICES.read + count * PRICES.frame;
  return [whom, rounded(duration), rounded(count / duration), `${executions}`, (dollars / count * 1e6).toFixed(2)];
}

const SECONDS_A_DAY = 24 * 60 * 60;
const atPeak = (aDay: number) => aDay / SECONDS_A_DAY * WORKLOAD.peakFactor;
const reachedAt = (quota: number, usePerMessage: number) => quota / usePerMessage / atPeak(1);

const rounded = (value: number) => Number(value.toPrecision(value < 1000 ? 2 : 3)).toLocaleString('en-US');
const inWords = (count: number) => count < 1e6 ? `${rounded(count / 1e3)} thousand` : `${rounded(count / 1e6)} million`;
const table = (header: string[], rows: string[][]) => [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** What breaks first comes first. */
function rowsOf(kind: Kind): string[][] {
  return LOADS.filter(({ of }) => of.includes(kind))
    .map((load) => ({ ...load, perMessage: load.use(1, kind) }))
    .sort((a, b) => reachedAt(a.value, a.perMessage) - reachedAt(b.value, b.perMessage))
    .map(({ least, name, perMessage, source, use, value }, index) => [
      index === 0 ? `**${kind}**` : '',
      cited(name, source),
      value.toLocaleString('en-US'),
      ...Object.values(DAYS).map((day) => {
        const used = use(atPeak(day), kind);
        return used > value ? `**${rounded(used)}**, ${rounded(used / value)} ×` : rounded(used);
      }),
      inWords(reachedAt(value, perMessage)),
      inWords(reachedAt(least, perMessage)),
    ]);
}

const { connectionMinutes, messagesPerConnection, peakFactor, replies, seconds, states } = WORKLOAD;
console.log([
  `The busiest second has ${peakFactor} times the mean of the day. A connection lasts ${connectionMinutes} minutes and has `
  + `${messagesPerConnection} messages,\neach of which starts an execution of ${states} states and ${seconds} seconds. It sends its client `
  + `${replies} message; a synchronous one answers instead.`,

  table(['at the peak', 'quota', 'its value', ...Object.keys(DAYS), 'used up at, a day', 'in the lowest regions'], KINDS.flatMap(rowsOf)),

  table(['one request each', 'quota', 'a second', 'used up at, a day', 'in the lowest regions'], REQUESTS.map(
    ({ least, name, source, value, what }) =>
      [what, cited(name, source), value.toLocaleString('en-US'), inWords(reachedAt(value, 1)), inWords(reachedAt(least, 1))])),

  table([cited(`of one Standard execution, with ${MAXIMUM_EVENTS.toLocaleString('en-US')} events of history`, 'stepFunctions'), 'at most'], [
    ['messages to the client', sends(EVENTS.send).toLocaleString('en-US')],
    ['messages to the client, with a wait before each', sends(EVENTS.send + EVENTS.wait).toLocaleString('en-US')],
    ['minutes with a message each second', `${Math.floor(sends(EVENTS.send + EVENTS.wait) / 60)}`],
  ]),

  table(['one message, by a registry, to', 'seconds', 'posts a second, of 10,000 [1]', 'executions', '$ a million recipients'], RECIPIENTS.map(rowOfSent)),

  Object.values(SOURCES).map((source, index) => `${index + 1}. ${source}`).join('\n'),
].join('\n\n'));
