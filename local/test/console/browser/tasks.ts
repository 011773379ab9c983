/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserTest } from './run';
import { ORDER } from './scene';
import { LocalRun } from '../../../src';

const ROOT = join(__dirname, '..', '..', '..', '..');

/** What people come for, page by page. */
export const TASKS: Readonly<Record<string, BrowserTest>> = {
  'finds why a message failed': async ({ page, shop, open }) => {
    await open();
    const client = await shop.run.connect();
    client.send({ action: 'ordr', id: 7 });
    await client.next();
    // The reason is in the row, before anything is opened.
    await page.getByText('no route for "ordr", and no $default').waitFor();
    await page.getByRole('button', { name: /"ordr"/ }).click();
    await page.getByText(/is “ordr”, for which there is no route, and no \$default.*The routes of the API are: order, answer, cancel/).waitFor();
    assert.match(page.url(), /row=2$/);

    client.send({ action: 'cancel', executionArn: 'nothing' });
    await client.next();
    await page.getByLabel('Only failures').check();
    await page.getByRole('button', { name: /"cancel"/ }).click();
    await page.getByText(/Why it failed:.*has no integration response for "400"/).waitFor();
    await page.getByRole('region', { name: 'Rendered request' }).getByText('"nothing"').waitFor();
    // The address leads there again.
    await page.reload();
    await page.getByText(/Why it failed:/).waitFor();
  },

  'follows a message from frame to states to posts, live': async ({ page, shop, open }) => {
    await open();
    const client = await shop.run.connect();
    client.send(ORDER);
    await page.getByRole('button', { name: /order-1042/ }).click();
    await page.getByRole('region', { name: 'Rendered request' }).waitFor();
    await page.getByText('state Tell progress').waitFor();
    await page.getByRole('link', { name: /^Orders:/ }).click();
    const state = (name: string) => page.locator(`[data-state="${name}"]`);
    await state('Ask').and(page.getByLabel(/Running/)).waitFor();
    assert.match(await state('Each item').getAttribute('aria-label') ?? '', /Map · 3 of 3, Succeeded/);
    assert.match(await state('Price').getAttribute('aria-label') ?? '', /×3/);
    assert.match(await state('Sorry').getAttribute('aria-label') ?? '', /Not entered/);
    assert.equal(await page.locator('.edge.taken').count(), 11);

    await state('Reserve').click();
    const panel = page.getByRole('complementary', { name: 'What is selected' });
    assert.equal(await panel.getByRole('list', { name: 'Tries' }).getByRole('listitem').count(), 3);
    await panel.getByRole('region', { name: 'Arguments, as rendered' }).getByText('"reserve"').waitFor();
    await panel.getByRole('region', { name: 'Output' }).getByText('"B7"').waitFor();
    await page.getByRole('tab', { name: 'Table' }).click();
    await page.getByText(/Folded in the timeline, where nothing happened: 2.0 s, 1.0 s/).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Reserve' }).getAttribute('aria-pressed'), 'true');
    await page.getByRole('tab', { name: 'Events' }).click();
    await page.getByRole('button', { name: 'TaskFailed' }).first().click();
    await panel.getByRole('region', { name: 'cause' }).getByText('Rate exceeded').waitFor();
    await page.getByRole('link', { name: /Started by frame/ }).click();
    await page.getByRole('heading', { name: 'Route order' }).waitFor();
  },

  'answers a question, and skips a wait': async ({ page, shop, open }) => {
    const client = await shop.run.connect();
    client.send(ORDER);
    await client.next((frame: { question?: string }) => frame.question !== undefined);
    await open('questions');
    const card = page.getByRole('article', { name: 'Ask' });
    await card.getByRole('button', { name: 'Heartbeat' }).click();
    await card.getByText('It goes on waiting.').waitFor();
    await card.getByLabel('Output, as JSON').fill('{"today":');
    assert.equal(await card.getByRole('button', { name: 'Succeed' }).isDisabled(), true);
    await card.getByLabel('Output, as JSON').fill('{"today":false}');
    await card.getByRole('link', { name: /^Orders:/ }).focus();
    await card.getByRole('button', { name: 'Succeed' }).click();
    await page.getByText('Nobody waits for an answer').waitFor();

    await page.getByRole('link', { name: 'Executions' }).click();
    await page.getByRole('link', { name: /Orders/ }).click();
    await page.locator('[data-state="Tomorrow"]').and(page.getByLabel(/Running/)).waitFor();
    await page.getByRole('button', { name: 'Skip this wait' }).click();
    assert.deepEqual(await client.next((frame: { done?: boolean }) => frame.done === true), { done: true, order: 'order-1042' });
    await page.locator('.execution-head').getByText('Succeeded').waitFor();
  },

  'opens two clients and sees who hears what': async ({ page, open }) => {
    await open('clients');
    for (const name of ['Jane', 'Bob']) {
      if (!await page.getByLabel('Name').isVisible()) {
        await page.getByText('New client').click();
      }
      await page.getByLabel('Name').fill(name);
      await page.getByLabel('Query').fill(`user=${name.toLowerCase()}`);
      await page.getByRole('button', { name: 'Connect', exact: true }).click();
      await page.getByRole('region', { name }).getByText('Connected').waitFor();
    }
    const [jane, bob] = [page.getByRole('region', { name: 'Jane' }), page.getByRole('region', { name: 'Bob' })];
    await jane.getByRole('textbox', { name: 'Message' }).fill(JSON.stringify(ORDER));
    await jane.getByRole('button', { name: 'Save message' }).click();
    await jane.getByRole('button', { name: 'Send' }).click();
    await jane.getByText('Send it today?').waitFor();
    assert.equal(await bob.getByText('Send it today?').count(), 0);
    // A question that only Jane has heard is answered by Bob: the variable stands for its token, which the page does not have.
    await bob.getByRole('textbox', { name: 'Message' }).fill('{"action":"answer","taskToken":"{{nothing}}","answer":{"today":true}}');
    await bob.getByRole('button', { name: 'Send' }).click();
    await bob.getByText('no frame so far has {{nothing}}').waitFor();
    await bob.getByRole('textbox', { name: 'Message' }).fill('{"action":"answer","taskToken":"{{taskToken}}","answer":{"today":true}}');
    await bob.getByRole('button', { name: 'Send' }).click();
    await jane.getByText('"done":true').waitFor();
    // Saved messages are there for both.
    await bob.getByRole('list', { name: 'Saved messages' }).getByRole('button', { name: /order-1042/ }).first().click();
    assert.equal(await bob.getByRole('textbox', { name: 'Message' }).inputValue(), JSON.stringify(ORDER));
    await bob.getByRole('button', { name: 'Disconnect' }).click();
    await bob.getByText('Closed with 1000: closed normally').waitFor();
  },

  'sends a message again, edited': async ({ page, shop, open }) => {
    const client = await shop.run.connect();
    client.send({ action: 'ordr', id: 7 });
    await client.next();
    await open('clients');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('Connected').waitFor();
    await page.getByRole('link', { name: 'Conversation' }).click();
    await page.getByRole('button', { name: /"ordr"/ }).click();
    await page.getByRole('link', { name: 'Send it again, or edited' }).click();
    const message = page.getByRole('textbox', { name: 'Message' });
    while (await message.inputValue() === '') {
      await message.waitFor();
    }
    assert.equal(await message.inputValue(), '{"action":"ordr","id":7}');
    await page.getByRole('textbox', { name: 'Message' }).fill('{"action":"order","id":"again","items":[]}');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('"executionArn"').waitFor();
  },

  'exports the conversation as a test, which passes': async ({ page, shop, open }) => {
    const client = await shop.run.connect({ query: { user: 'jane' } });
    client.send({ ...ORDER, note: "it's \"fine\"" });
    const { taskToken } = await client.next<{ taskToken?: string }>((frame) => frame.taskToken !== undefined);
    client.send({ action: 'answer', taskToken, answer: { today: true } });
    await client.next((frame: { done?: boolean }) => frame.done === true);
    await open();
    await page.getByRole('link', { name: 'Export' }).click();
    const exported = page.getByRole('region', { name: 'conversation.test.ts' });
    await exported.getByText('await local.stop()').waitFor();
    const text = await exported.innerText();
    assert.match(text, /taskToken: frame\d\.taskToken/);
    assert.ok(!text.includes(taskToken!.slice(0, 40)));

    // The tasks answer as they have: from the execution's own mock file.
    await page.getByRole('link', { name: 'Executions' }).click();
    await page.getByRole('link', { name: /Orders/ }).click();
    await page.getByRole('link', { name: 'As a mock file' }).click();
    const mocks = await page.getByRole('region', { name: 'mocks.json' }).getByText('ReserveRecorded').first().evaluate((element) => element.textContent!);
    const folder = join(ROOT, '.console-export');
    mkdirSync(folder, { recursive: true });
    try {
      const mocksPath = join(folder, 'mocks.json');
      writeFileSync(mocksPath, mocks);
      writeFileSync(join(folder, 'conversation.test.ts'), text.replace('LocalRun.start({', `LocalRun.start({ mocks: ${JSON.stringify(mocksPath)},`));
      writeFileSync(join(folder, 'jest.config.json'), JSON.stringify({ rootDir: folder, transform: { '\\.ts$': ['ts-jest', { tsconfig: join(ROOT, 'tsconfig.dev.json'), diagnostics: false }] } }));
      execFileSync('npx', ['jest', '--config', join(folder, 'jest.config.json'), '--coverage=false'], { cwd: ROOT, stdio: 'pipe', encoding: 'utf8' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  },

  'changes how fast time goes': async ({ page, shop, open }) => {
    await open('run');
    await page.getByRole('button', { name: '1000 ×' }).click();
    await page.getByText('Time goes 1000 times as fast').waitFor();
    const client = await shop.run.connect();
    client.send(ORDER);
    const start = performance.now();
    await client.next((frame: { question?: string }) => frame.question !== undefined);
    assert.ok(performance.now() - start < 2000, 'retries after 1 and 2 seconds take milliseconds');
  },

  'survives a restart of the run, and says so': async ({ page, shop, open }) => {
    const client = await shop.run.connect();
    client.send({ action: 'before' });
    await client.next();
    await open();
    await page.getByRole('button', { name: /"before"/ }).waitFor();
    const { port } = new URL(shop.run.consoleUrl!);
    await shop.run.stop();
    await page.getByText('The run does not answer.').waitFor();
    const again = await LocalRun.start({ template: shop.template, console: true, port: Number(port) });
    try {
      await page.getByText(/The run was started anew at/).waitFor({ timeout: 20_000 });
      assert.equal(await page.getByRole('button', { name: /"before"/ }).count(), 0);
      const another = await again.connect();
      another.send({ action: 'after' });
      await page.getByRole('button', { name: /"after"/ }).waitFor();
    } finally {
      await again.stop();
    }
  },

  'tabs share one stream, and a hidden one has none': async ({ page, context, shop, open }) => {
    const streams = new Set<unknown>();
    context.on('request', (request) => request.url().includes('/api/stream') && streams.add(request));
    await open();
    const other = await context.newPage();
    await other.goto(shop.run.consoleUrl!);
    await other.getByText('Live', { exact: true }).waitFor();
    const client = await shop.run.connect();
    client.send({ action: 'hello' });
    await page.getByRole('button', { name: /"hello"/ }).waitFor();
    await other.getByRole('button', { name: /"hello"/ }).waitFor();
    assert.equal(streams.size, 1);
    // The other takes over when the first is closed.
    await page.close();
    client.send({ action: 'still there' });
    await other.getByRole('button', { name: /"still there"/ }).waitFor();
    assert.equal(streams.size, 2);
  },

  'text of users is text': async ({ page, shop, open }) => {
    await open();
    const client = await shop.run.connect();
    client.send('<img src=x onerror="document.title=\'taken\'"><script>document.title="taken"</script>');
    await page.getByRole('button', { name: /<img src=x/ }).first().click();
    await page.getByRole('region', { name: 'Frame' }).getByText('<script>').waitFor();
    assert.match(await page.title(), /^\[local\] Conversation · Shop$/);
  },

  'shows what a reload brings, with the answers to what was asked before': async ({ page, shop, open }) => {
    const client = await shop.run.connect();
    client.send(ORDER);
    await open('questions');
    await page.getByText('Send it today?').waitFor();
    const { Resources } = JSON.parse(readFileSync(shop.template, 'utf8').replaceAll('"cancel"', '"give up"')) as { Resources: Record<string, object> };
    Resources.cancelIntegration = JSON.parse(JSON.stringify(Resources.orderIntegration).replaceAll('Orders', 'Refunds')) as object;
    const definition = { StartAt: 'Refund', States: { Refund: { Type: 'Pass', End: true } } };
    Resources.Refunds = { Type: 'AWS::StepFunctions::StateMachine', Properties: { StateMachineName: 'Refunds', StateMachineType: 'STANDARD', Definition: definition } };
    writeFileSync(shop.template, JSON.stringify({ Resources }));
    await shop.run.reload();
    await page.getByText('Send it today?').waitFor();
    await page.getByRole('link', { name: 'Run' }).click();
    await page.getByText('give up', { exact: true }).waitFor();
    client.send({ action: 'give up' });
    await page.getByRole('link', { name: 'Executions' }).click();
    await page.getByRole('link', { name: /^Refunds/ }).waitFor();
    await page.getByRole('link', { name: /^Orders/ }).waitFor();
  },

  'is of use for Step Functions alone': async ({ page }) => {
    const run = await LocalRun.start({ console: true });
    try {
      await page.goto(run.consoleUrl!);
      await page.getByText(`AWS_ENDPOINT_URL=${run.endpointUrl}`).waitFor();
      assert.match(await page.title(), /^\[local\] Executions · Step Functions$/);
      const pages = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
      assert.deepEqual(await pages.allInnerTexts(), ['Executions', 'Questions', 'Run']);
    } finally {
      await run.stop();
    }
  },

  'opens from an address that is none': async ({ page, open }) => {
    for (const path of ['%E0%A4%A', 'constructor', '__proto__', 'executions/%', 'conversation?row=-1']) {
      await open(path);
      await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });
      // The next is a page of its own, not another place of this one.
      await page.goto('about:blank');
    }
  },
};
