/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { BrowserTest, Scene } from './run';
import { ORDER } from './scene';

const AXE = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe finds on the page as it is. */
async function findings(page: Page): Promise<string[]> {
  // Not by a script element, which the page's policy forbids.
  await page.evaluate(AXE);
  return page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } };
    const { violations } = await axe.run({ runOnly: { type: 'tag', values: tags } });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 200)).slice(0, 3).join(' | ')}`);
  }, RULES);
}

/** A conversation with a failure and a question, and the addresses of the pages that show it. */
async function conversation({ page, shop, open }: Scene): Promise<string[]> {
  const client = await shop.run.connect();
  client.send(ORDER);
  const { executionArn } = await client.next<{ executionArn: string }>();
  client.send({ action: 'ordr' });
  await client.next((frame: { question?: string }) => frame.question !== undefined);
  await open('clients');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByText('Connected').waitFor();
  const execution = `executions/${encodeURIComponent(executionArn)}`;
  return [
    'conversation', 'conversation?row=2', 'conversation?text=nothing', 'executions', `${execution}?state=Reserve`, `${execution}?view=table&state=Reserve`,
    `${execution}?view=events&event=5`, 'questions', 'clients', 'run', 'export?format=jest',
  ];
}

async function shows(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByText('Live', { exact: true }).waitFor();
  await page.waitForFunction(() => document.querySelector('main')!.childElementCount > 1);
  if (url.includes('?state=')) {
    await page.locator('.state').first().waitFor();
  }
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

const axe = (media: Parameters<Page['emulateMedia']>[0], size?: { width: number; height: number }): BrowserTest => async (scene) => {
  const { page, shop } = scene;
  const paths = await conversation(scene);
  await page.emulateMedia({ reducedMotion: 'reduce', ...media });
  if (size) {
    await page.setViewportSize(size);
  }
  const found: string[] = [];
  for (const path of paths) {
    await shows(page, `${shop.run.consoleUrl}#/${path}`);
    found.push(...(await findings(page)).map((finding) => `${path}: ${finding}`));
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (sideways > 0) {
      found.push(`${path}: the page is ${sideways} px wider than the window`);
    }
  }
  assert.deepEqual(found, []);
};

/** That nobody is left out. */
export const EVERYBODY: Readonly<Record<string, BrowserTest>> = {
  'axe finds nothing, light': axe({ colorScheme: 'light' }),
  'axe finds nothing, dark': axe({ colorScheme: 'dark' }),
  'axe finds nothing in forced colours': axe({ forcedColors: 'active' }),
  // 1280 pixels at 400 %.
  'axe finds nothing at 400 %, and nothing scrolls sideways': axe({}, { width: 320, height: 256 }),

  'the graph is read in forced colours': async (scene) => {
    const { page, shop } = scene;
    const [, , , , graph] = await conversation(scene);
    await page.emulateMedia({ forcedColors: 'active' });
    await shows(page, `${shop.run.consoleUrl}#/${graph}`);
    const fills = await page.locator('.state').evaluateAll((states) => states.map((state) => ['rect', '.name'].map((part) => getComputedStyle(state.querySelector(part)!).fill)));
    assert.ok(fills.length > 8);
    fills.forEach(([back, name]) => assert.notEqual(back, name));
  },

  'all by keyboard: a frame, its execution, a state, the views': async (scene) => {
    const { page, shop, open } = scene;
    await conversation(scene);
    await open();
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '');
    const tabTo = async (text: RegExp): Promise<void> => {
      for (let steps = 0; steps < 60; steps++) {
        await page.keyboard.press('Tab');
        const label = await page.evaluate(() => `${document.activeElement?.getAttribute('aria-label') ?? ''} ${document.activeElement?.textContent ?? ''}`);
        if (text.test(label)) {
          return;
        }
      }
      assert.fail(`Tab does not lead to ${text}, but to ${await focused()}`);
    };
    const settled = (): Promise<unknown> => page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'Skip to the content');
    await tabTo(/connects/);
    await page.keyboard.press('ArrowDown');
    await settled();
    assert.match(await focused(), /order-1042/);
    assert.ok(await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle !== 'none'), 'focus is seen');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Route order' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Route order' }).waitFor({ state: 'detached' });
    assert.match(await focused(), /order-1042/);
    await page.keyboard.press('Enter');
    await tabTo(/^\s*Orders:/);
    await page.keyboard.press('Enter');
    await page.locator('[data-state="Reserve"]').waitFor();
    await tabTo(/^Reserve/);
    await page.keyboard.press('ArrowDown');
    assert.match(await focused(), /Prepare/);
    await page.getByRole('complementary').getByRole('heading', { name: 'Prepare' }).waitFor();
    await page.getByRole('tab', { name: 'Graph' }).focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.getByRole('tab', { name: 'Table' }).getAttribute('aria-selected'), 'true');
    assert.equal(shop.run.consoleUrl !== undefined, true);
  },

  'nothing moves where motion is reduced': async ({ page, open }) => {
    await open();
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    assert.ok(await page.evaluate(() => document.getAnimations().length) > 0);
  },

  'states are told by words, not by colour alone': async (scene) => {
    const { page } = scene;
    const [, , , , graph] = await conversation(scene);
    await shows(page, `${scene.shop.run.consoleUrl}#/${graph}`);
    const labels = await page.locator('.state').evaluateAll((states) => states.map((state) => state.getAttribute('aria-label') ?? ''));
    assert.ok(labels.length > 8);
    labels.forEach((label) => assert.match(label, /, (Succeeded|Running|Failed|Aborted|Failed, caught|Not entered)$/));
  },
};
