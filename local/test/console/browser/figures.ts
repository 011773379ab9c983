/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { BrowserTest } from './run';
import { LocalRun } from '../../../src';

/** Whatever else the machine does makes a measurement worse, never better: the best of so many is the page's own. */
const ROUNDS = 5;

/** Milliseconds between two frames that are drawn, at most, while a list is scrolled from its start to its end; of each round. */
async function pauses(page: Page, selector: string): Promise<number[]> {
  const longest: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    longest.push(await page.evaluate(async (list) => {
      const element = document.querySelector(list)!;
      let [most, previous] = [0, performance.now()];
      for (let step = 0; step <= 120; step++) {
        element.scrollTop = (element.scrollHeight - element.clientHeight) * step / 120;
        await new Promise((done) => requestAnimationFrame(done));
        const now = performance.now();
        most = Math.max(most, now - previous);
        previous = now;
      }
      return most;
    }, selector));
  }
  return longest;
}

/** Tells the measurements, and fails where even the best one is too long. */
function atMost(what: string, measured: readonly number[], goal: number): void {
  console.log(`  ${what}: ${Math.round(Math.min(...measured))} ms, at most ${goal} (${measured.map(Math.round).join(', ')})`);
  assert.ok(Math.min(...measured) < goal, `${what}: ${measured.map(Math.round).join(', ')} ms`);
}

/** A machine that goes round until its history has as many events as there may be. */
const ENDLESS = {
  Resources: {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' } },
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: 'prod' } },
    Rounds: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'Rounds',
        Definition: {
          StartAt: 'Go',
          States: {
            Go: { Type: 'Pass', Next: 'Again' },
            Again: { Type: 'Choice', Choices: [{ Variable: '$.enough', IsPresent: true, Next: 'Done' }], Default: 'Go' },
            Done: { Type: 'Succeed' },
          },
        },
      },
    },
  },
};

export const FIGURES: Readonly<Record<string, BrowserTest>> = {
  'first paint with 1,000 rows under 500 ms': async ({ page, shop }) => {
    const client = await shop.run.connect();
    for (let index = 0; index < 500; index++) {
      client.send({ action: 'nothing', index });
      await client.next();
    }
    const paints: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await page.goto('about:blank');
      await page.goto(shop.run.consoleUrl!);
      await page.locator('.frame').first().waitFor();
      // Until the rows are drawn, not only the frame of the page.
      paints.push(await page.evaluate(() => new Promise<number>((done) => requestAnimationFrame(() => done(performance.now())))));
    }
    atMost('first paint with 1,000 rows', paints, 500);
    atMost('longest pause while they scroll', await pauses(page, '.scroll'), 100);
  },

  '25,000 events scroll without a pause over 100 ms': async ({ page, shop }) => {
    writeFileSync(shop.template, JSON.stringify(ENDLESS));
    const run = await LocalRun.start({ template: shop.template, console: true });
    try {
      const { origin } = new URL(run.consoleUrl!);
      const states = (action: string, body: object) => fetch(origin, {
        method: 'POST',
        headers: { 'X-Amz-Target': `AWSStepFunctions.${action}`, 'Content-Type': 'application/x-amz-json-1.0', 'Authorization': 'AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/states/aws4_request' },
        body: JSON.stringify(body),
      }).then((answer) => answer.json() as Promise<Record<string, string>>);
      const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:Rounds';
      const { executionArn } = await states('StartExecution', { stateMachineArn });
      while ((await states('DescribeExecution', { executionArn })).status === 'RUNNING') {
        await new Promise((done) => setImmediate(done));
      }
      for (const view of ['events', 'table']) {
        await page.goto(`${run.consoleUrl}#/executions/${encodeURIComponent(executionArn)}?view=${view}`);
        await page.locator('.view .row').first().waitFor();
        const count = Number(await page.locator('.view .windowed').getAttribute('aria-rowcount'));
        assert.ok(count > (view === 'events' ? 24_990 : 12_000), String(count));
        atMost(`longest pause while ${count - 1} rows of ${view} scroll`, await pauses(page, '.view .scroll'), 100);
      }
    } finally {
      await run.stop();
    }
  },
};
