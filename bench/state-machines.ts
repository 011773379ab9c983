import { createRequire } from 'node:module';
import { join } from 'node:path';
import { atLeast, atMost, compare, duration, Figure } from './measure';
import { StateMachine } from '../local/src';

const PASS_CHOICE_PASS = {
  StartAt: 'First',
  States: {
    First: { Type: 'Pass', ResultPath: '$.first', Result: { done: true }, Next: 'Which' },
    Which: { Type: 'Choice', Choices: [{ Variable: '$.amount', NumericGreaterThan: 10, Next: 'Large' }], Default: 'Small' },
    Large: { Type: 'Pass', Parameters: { 'size': 'large', 'amount.$': '$.amount' }, End: true },
    Small: { Type: 'Pass', Parameters: { 'size': 'small', 'amount.$': '$.amount' }, End: true },
  },
};

/** Of aws-local-stepfunctions, what is measured. The bench's task installs it. */
interface TheirPackage {
  readonly StateMachine: new (definition: object) => { run(input: object): { readonly result: Promise<unknown> } };
}

/** Executions a second, beside the npm package that is nearest to ours. */
async function executions(): Promise<Figure> {
  const ours = new StateMachine(PASS_CHOICE_PASS);
  const { StateMachine: TheirMachine }: TheirPackage = createRequire(join(__dirname, '..', '.bench', 'peers', 'package.json'))('aws-local-stepfunctions');
  const theirs = new TheirMachine(PASS_CHOICE_PASS);
  const input = { amount: 11 };
  const result = await compare(() => ours.execute(input), () => theirs.run(input).result);
  return atLeast('executions a second, Pass-Choice-Pass, to aws-local-stepfunctions', result.ratio, 3,
    ` (${Math.round(result.ours)} to ${Math.round(result.theirs)})`);
}

/** Memory that an execution takes while it waits. */
async function waiting(): Promise<Figure> {
  const count = 10_000;
  const machine = new StateMachine({
    StartAt: 'First',
    States: { First: { Type: 'Pass', Next: 'Wait' }, Wait: { Type: 'Wait', Seconds: 1000, End: true } },
  });
  const input = JSON.stringify({ message: { first_name: 'Jane' }, connection: { id: 'SOqGjdZioAMCEeg=', stage: 'prod' } });
  const settled = async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    global.gc!();
    return process.memoryUsage().heapUsed;
  };
  const before = await settled();
  const running = Array.from({ length: count }, () => machine.start(JSON.parse(input)));
  const each = (await settled() - before) / count / 1024;
  running.forEach((execution) => execution.stop());
  await Promise.all(running.map(({ result }) => result));
  return atMost('KiB an execution, 10,000 of them waiting', each, 12);
}

/** Whether an item of a large Map costs what one of a small Map costs. */
async function map(): Promise<Figure> {
  // Express: so many items are more than the 25,000 events of a Standard execution's history.
  const machine = new StateMachine({
    StartAt: 'All',
    States: {
      All: {
        Type: 'Map',
        MaxConcurrency: 0,
        End: true,
        ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', Parameters: { 'twice.$': 'States.MathAdd($, $)' }, End: true } } },
      },
    },
  }, { type: 'EXPRESS' });
  const cost = async (items: number) => await duration(async () => {
    const { status } = await machine.execute(Array.from({ length: items }, (_, index) => index));
    if (status !== 'SUCCEEDED') {
      throw new Error(`the Map over ${items} items ended ${status}`);
    }
  }) / items;
  const small = await cost(1_000);
  const large = await cost(10_000);
  return atMost('cost of an item, Map over 10,000 to Map over 1,000', large / small, 1.5, ` (${(large * 1000).toFixed(1)} to ${(small * 1000).toFixed(1)} µs)`);
}

export const stateMachines = [executions, waiting, map];
