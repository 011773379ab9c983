import WebSocket from 'ws';
import { FaultyProxy } from './faulty-proxy';
import { ITEM_API, itemApi, play, urlOf } from './proof-run';
import { connect, type Timers } from '../../client/src';

const EXECUTIONS = Number(process.env.EXECUTIONS ?? 10_000);
const CLIENTS = 20;
/** Executions that a client has under way. */
const AT_ONCE = 10;
/** How much faster than real time the clients wait. */
const HASTE = 10;

/** A random number generator that begins with a seed: a failure is found again. */
function randomFrom(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const hasty: Timers = {
  now: () => performance.now() * HASTE,
  set(callback, milliseconds) {
    const timer = setTimeout(callback, milliseconds / HASTE);
    return () => clearTimeout(timer);
  },
};

/** Starts executions over a network that loses, delays, reorders, cuts and goes deaf: each ends exactly once for its caller, with its own output. */
export async function faults(): Promise<string> {
  const random = randomFrom(Number(process.env.PROPERTY_SEED ?? 17));
  const started = new Map<string, number>();
  const run = await play(itemApi, {
    logger: (entry) => {
      if (entry.type === 'ExecutionStarted') {
        const name = entry.executionArn.split(':')[7];
        started.set(name, (started.get(name) ?? 0) + 1);
      }
    },
  });
  const proxy = new FaultyProxy(urlOf(run), { delay: 30, lost: 0.01, refused: 0.05, life: 4000, halfOpen: 0.3 }, random);
  const url = await proxy.url();
  const ends = new Map<string, number>();
  let wrong = 0;
  let next = 0;
  const clients = Array.from({ length: CLIENTS }, () => connect({
    url,
    api: ITEM_API,
    webSocket: WebSocket,
    timers: hasty,
    random,
    // A machine that has other work is slow, too.
    replyTimeout: 60_000,
    backoff: { spread: 2000 },
    heartbeat: { every: 20_000, timeout: 10_000 },
  }));
  const begin = performance.now();
  const watch = process.env.VERBOSE ? setInterval(() => console.log(`  ${ends.size} ended`), 5000) : undefined;
  await Promise.all(clients.flatMap((client) => Array.from({ length: AT_ONCE }, async () => {
    while (next < EXECUTIONS) {
      const item = next++;
      const order = client.start('order', { item });
      order.result.then(({ item: heard }: any) => {
        ends.set(order.requestId, (ends.get(order.requestId) ?? 0) + 1);
        wrong += heard === item ? 0 : 1;
      }, (error: Error) => {
        wrong++;
        console.log(`  execution ${item}: ${error.message}`);
      });
      await order.result.catch(() => {});
    }
  })));
  clearInterval(watch);
  const seconds = (performance.now() - begin) / 1000;
  await Promise.all(clients.map((client) => client.close()));
  proxy.close();
  await run.stop();
  // The machine that tells of the ends starts executions, too.
  const twice = [...ends].filter(([name, count]) => count !== 1 || started.get(name) !== 1).length;
  const { damage: { connections, frames, lost, refused, cut, halfOpen } } = proxy;
  const summary = `${ends.size} executions ended in ${seconds.toFixed(0)} s, ${EXECUTIONS - ends.size} lost, ${twice} twice, ${wrong} wrong; `
    + `${connections} connections (${cut} cut, ${halfOpen} half-open, ${refused} refused), ${lost} of ${frames} frames lost`;
  if (ends.size !== EXECUTIONS || twice + wrong > 0) {
    throw new Error(summary);
  }
  return summary;
}
