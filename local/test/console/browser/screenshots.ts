import { join } from 'node:path';
import { startChromium } from './chromium';
import { ORDER, shop } from './scene';

const DOCS = join(__dirname, '..', '..', '..', '..', 'docs');

/** Takes the pictures of the console for the documents. */
async function main(): Promise<void> {
  const browser = await startChromium();
  if (!browser) {
    throw new Error('there is no Chromium: install it, or set CHROMIUM to its path');
  }
  const { run, stop } = await shop();
  const page = await browser.newPage({ viewport: { width: 1180, height: 660 }, deviceScaleFactor: 2, reducedMotion: 'reduce', colorScheme: 'light' });
  const [jane, bob] = [await run.connect({ query: { user: 'jane' } }), await run.connect({ query: { user: 'bob' } })];
  await page.goto(run.consoleUrl!);
  jane.send(ORDER);
  const { executionArn } = await jane.next<{ executionArn: string }>();
  bob.send({ action: 'ordr', id: 'order-1043', items: [] });
  await bob.next();
  await jane.next((frame: { question?: string }) => frame.question !== undefined);
  await page.getByText('state Ask').waitFor();
  await page.screenshot({ path: join(DOCS, 'console-conversation.png') });
  await page.setViewportSize({ width: 1180, height: 900 });
  await page.goto(`${run.consoleUrl}#/executions/${encodeURIComponent(executionArn)}?state=Reserve`);
  await page.locator('[data-state="Ask"]').waitFor();
  await page.getByRole('region', { name: 'Input' }).waitFor();
  await page.screenshot({ path: join(DOCS, 'console-execution.png') });
  await browser.close();
  await stop();
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
