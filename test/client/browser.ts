import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { play, urlOf } from './proof-run';
import type { LocalRun } from '../../local/src';
import { startChromium } from '../../local/test/console/browser/chromium';

const ROOT = join(__dirname, '..', '..');
const RESUMED_IN = 1000;
const CUTS = 15;

/** Serves the example's page, and the client as npm would have put it beside. */
async function servePage(): Promise<{ readonly server: Server; readonly page: string }> {
  const server = createServer(({ url = '' }, response) => {
    const isClient = url.startsWith('/node_modules/websocket-step-functions-client/lib/');
    response.setHeader('Content-Type', isClient ? 'text/javascript' : 'text/html');
    response.end(readFileSync(isClient ? join(ROOT, 'client', 'lib', url.split('/').at(-1) as string) : join(ROOT, 'examples', 'browser', 'index.html')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, page: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

async function order(page: Page, item: string): Promise<void> {
  await page.getByLabel('Item').fill(item);
  await page.getByRole('button', { name: 'Order' }).click();
}

const says = (page: Page, text: string) => page.getByText(text).last().waitFor({ timeout: 20_000 });
const isOpen = (page: Page) => page.waitForFunction("document.querySelector('#state').value === 'open'", undefined, { timeout: 20_000 });

/** The example's page in a real browser, as a user has it: the network goes and comes back, the page is loaded again, the server starts again, two tabs. */
export async function browser(): Promise<string | undefined> {
  const chromium = await startChromium();
  if (!chromium) {
    return undefined;
  }
  const { server, page: address } = await servePage();
  let run = await play();
  const url = urlOf(run);
  try {
    const context = await chromium.newContext();
    await context.addInitScript({ content: COUNT_HANDSHAKES });
    const open = async (): Promise<Page> => {
      const page = await context.newPage();
      await page.goto(`${address}?url=${encodeURIComponent(url)}`);
      await isOpen(page);
      return page;
    };
    const [page, other] = [await open(), await open()];
    await Promise.all([order(page, 'bread'), order(other, 'milk')]);
    await Promise.all([says(page, 'bread: total 16'), says(other, 'milk: total 16')]);
    assert.equal(await other.getByText('bread:').count(), 0, 'a tab hears of its own orders only');

    await order(page, 'cake');
    await says(page, 'cake: accepted');
    await page.reload();
    await says(page, 'cake: total 16');

    await order(page, 'cake');
    await says(page, 'cake: accepted');
    await cut(context, page);
    await says(page, 'cake: total 16');

    const times = [];
    for (let number = 0; number < CUTS; number++) {
      times.push(await cut(context, page));
    }
    run = await restart(run, url);
    await isOpen(page);
    await order(page, 'butter');
    await says(page, 'butter: total 16');

    const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
    const summary = `Chromium ${chromium.version()}; from online to resumed ${median.toFixed(0)} ms, the median of ${CUTS}`;
    assert.ok(median < RESUMED_IN, summary);
    return summary;
  } finally {
    await chromium.close();
    await run.stop();
    server.close();
  }
}

/** Counts a page's handshakes, before the page begins. */
const COUNT_HANDSHAKES = `
  globalThis.opened = [];
  globalThis.WebSocket = class extends WebSocket {
    constructor(url) {
      super(url);
      this.addEventListener('open', () => opened.push(performance.now()));
    }
  };`;

/** Milliseconds from the page's next `online` to another connection that is open. */
const UNTIL_RESUMED = `new Promise((resolve) => {
  const state = document.querySelector('#state');
  addEventListener('online', () => {
    const begin = performance.now();
    const timer = setInterval(() => {
      if (state.value === 'open' && opened.at(-1) > begin) {
        clearInterval(timer);
        resolve(performance.now() - begin);
      }
    }, 2);
  }, { once: true, capture: true });
})`;

/** Takes the network away and gives it back; @returns milliseconds from `online` to another connection that is open. */
async function cut(context: BrowserContext, page: Page): Promise<number> {
  await context.setOffline(true);
  await page.waitForTimeout(100);
  const resumed = page.evaluate<number>(UNTIL_RESUMED);
  await page.waitForTimeout(20);
  await context.setOffline(false);
  return resumed;
}

async function restart(run: LocalRun, url: string): Promise<LocalRun> {
  await run.stop();
  return play(undefined, { port: Number(new URL(url).port) });
}
