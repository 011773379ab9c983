import WebSocket from 'ws';
import { ITEM_API, itemApi, play, urlOf } from './proof-run';
import { connect } from '../../client/src';

const CLIENTS = 1000;
const MOST_IN_A_SECOND = 100;

/** The server closes all connections at once, and is back at once: how do its clients come back? */
export async function storm(): Promise<string> {
  const run = await play(itemApi);
  const url = urlOf(run);
  const handshakes: number[] = [];
  let isCounting = false;
  const Counted = class extends WebSocket {
    constructor(address: string) {
      super(address, { perMessageDeflate: false });
      if (isCounting) {
        handshakes.push(performance.now());
      }
    }
  };
  const clients = Array.from({ length: CLIENTS }, () => connect({ url, api: ITEM_API, webSocket: Counted }));
  const all = (state: string) => new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (clients.every((client) => client.state === state)) {
        clearInterval(timer);
        resolve();
      }
    }, 50);
  });
  await all('open');
  isCounting = true;
  const closed = performance.now();
  await run.stop();
  const again = await play(itemApi, { port: Number(new URL(url).port) });
  const begin = performance.now();
  await all('open');
  const seconds = (performance.now() - begin) / 1000;
  await Promise.all(clients.map((client) => client.close()));
  await again.stop();
  const inSecond = handshakes.map((time) => Math.floor((time - closed) / 1000));
  const busiest = Math.max(...inSecond.map((second) => inSecond.filter((other) => other === second).length));
  const summary = `${CLIENTS} clients came back in ${seconds.toFixed(1)} s; handshakes in the busiest second: ${busiest}`;
  if (busiest >= MOST_IN_A_SECOND) {
    throw new Error(summary);
  }
  return summary;
}
