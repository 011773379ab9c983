import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startChromium } from './chromium';
import { EVERYBODY } from './everybody';
import { FIGURES } from './figures';
import { shop, Shop } from './scene';
import { TASKS } from './tasks';

/** What a test has. */
export interface Scene {
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly shop: Shop;
  /** Opens a page of the console. */
  open(path?: string): Promise<void>;
}

export type BrowserTest = (scene: Scene) => Promise<void>;

/** The longest time that a test may take, in milliseconds. */
const LONGEST = 90_000;

/** Uses the console's pages in a real browser, as people do; or says that it is skipped. */
async function main(wanted: string | undefined): Promise<number> {
  const browser = await startChromium();
  if (!browser) {
    console.log('skipped: there is no Chromium; install it, or set CHROMIUM to its path');
    return 0;
  }
  const tests = Object.entries({ ...TASKS, ...EVERYBODY, ...FIGURES }).filter(([name]) => wanted === undefined || name.includes(wanted));
  let [passed, failed] = [0, 0];
  for (const [name, test] of tests) {
    try {
      await inScene(browser, test);
      passed++;
      console.log(`✓ ${name}`);
    } catch (error) {
      failed++;
      console.log(`FAILED ${name}\n${(error as Error).stack}`);
    }
  }
  await browser.close();
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

/** A run and a page of its own for a test; whatever the page asks for elsewhere, or complains of, fails it. */
async function inScene(browser: Browser, test: BrowserTest): Promise<void> {
  const ours = await shop();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  const complaints: string[] = [];
  await context.route('**/*', async (route) => {
    const url = route.request().url();
    if (!/^(blob:|data:|http:\/\/127\.0\.0\.1:)/.test(url)) {
      complaints.push(`it has asked for ${url}`);
    }
    await route.continue();
  });
  context.on('weberror', (error) => complaints.push(error.error().message));
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const open = async (path = ''): Promise<void> => {
      await page.goto(`${ours.run.consoleUrl}${path === '' ? '' : `#/${path}`}`);
      await page.getByText('Live', { exact: true }).waitFor();
    };
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error(`it takes longer than ${LONGEST} ms`)), LONGEST).unref();
    });
    await Promise.race([test({ browser, context, page, shop: ours, open }), late]);
    if (complaints.length > 0) {
      throw new Error(complaints.join('\n'));
    }
  } finally {
    await context.close();
    await ours.stop();
  }
}

main(process.argv[2]).then((code) => process.exit(code), (error) => {
  console.error(error);
  process.exit(1);
});
