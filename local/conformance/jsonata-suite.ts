import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { StateMachine } from '../src/states';
import { compileExpression } from '../src/states/jsonata/expression';
import { toOutput } from '../src/states/jsonata/output';
import { hasCode } from '../src/states/jsonata/problem';
import { inTurns } from '../src/states/jsonata/turns';
import type { Value } from '../src/states/jsonata/values';

/** A case of jsonata-js's own test suite. */
interface SuiteCase {
  readonly 'group': string;
  readonly 'expr': string;
  readonly 'expr-file'?: string;
  readonly 'data'?: unknown;
  readonly 'dataset'?: string | null;
  readonly 'bindings'?: Readonly<Record<string, unknown>>;
  readonly 'result'?: unknown;
  readonly 'undefinedResult'?: boolean;
  readonly 'code'?: string;
  readonly 'error'?: { readonly code?: string };
}

/** Groups that the service has not: it leaves `$eval` out, and whoever counted on AWS left these out as well. */
const LEFT_OUT = ['function-eval'];

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function casesOf(suite: string): SuiteCase[] {
  const groups = readdirSync(join(suite, 'groups')).filter((group) => !LEFT_OUT.includes(group) && !group.endsWith('.json'));
  return groups.flatMap((group) => readdirSync(join(suite, 'groups', group)).filter((file) => file.endsWith('.json')).flatMap((file) => {
    const cases = [readJson(join(suite, 'groups', group, file))].flat() as SuiteCase[];
    return cases.map((one) => ({
      ...one,
      group: `${group}/${file}`,
      expr: one['expr-file'] === undefined ? one.expr : readFileSync(join(suite, 'groups', group, one['expr-file']), 'utf8'),
    }));
  }));
}

/** How an expression ends: with a value, nothing, or a problem's code. */
async function outcomeOf(one: SuiteCase, suite: string): Promise<string> {
  const data = one.dataset === undefined || one.dataset === null ? one.data : readJson(join(suite, 'datasets', `${one.dataset}.json`));
  // The library takes an array as one item; the service never has an item to begin with.
  const input = Array.isArray(data) && !one.expr.startsWith('$') ? Object.assign([data], { sequence: true }) : data;
  try {
    const expression = compileExpression(one.expr);
    const names = Object.entries({ $: input, ...one.bindings } as Record<string, Value>);
    const value = await inTurns(expression.evaluation(names, input as Value), () => undefined);
    return value === undefined ? 'nothing' : JSON.stringify(toOutput(value));
  } catch (thrown) {
    return hasCode(thrown) ? thrown.code : String(thrown);
  }
}

function expectedOf(one: SuiteCase): string {
  return one.code ?? one.error?.code ?? (one.undefinedResult ? 'nothing' : JSON.stringify(one.result));
}

function isSame(expected: string, actual: string): boolean {
  const parse = (text: string): unknown => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  };
  return isDeepStrictEqual(parse(expected), parse(actual));
}

/** The first code with which a machine is refused that has an expression. */
function refusalOf(expression: string): string {
  try {
    new StateMachine({ QueryLanguage: 'JSONata', StartAt: 'E', States: { E: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } } });
    return 'accepted';
  } catch (error) {
    return (error as { findings?: { code: string }[] }).findings?.[0].code ?? String(error);
  }
}

/** Counts what becomes of expressions when a machine is made of each. */
function printRefusals(title: string, expressions: Iterable<string>): void {
  const counts = new Map<string, number>();
  for (const expression of expressions) {
    const code = refusalOf(expression);
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  console.log(`${title}: ${[...counts].map(([code, count]) => `${count} ${code}`).join(', ')}`);
}

/** A name without `$` where an expression begins. */
const BARE_NAME = /^(?!(function|true|false|null)\b)[A-Za-z_`]/;

async function main(folder: string | undefined): Promise<void> {
  const suite = resolve(folder ?? '', 'test', 'test-suite');
  if (folder === undefined || !existsSync(suite)) {
    console.log('no copy of jsonata-js: nothing to run. Usage: npx tsx local/conformance/jsonata-suite.ts <folder of a copy>');
    return;
  }
  const cases = casesOf(suite);
  let passed = 0;
  for (const one of cases) {
    const [expected, actual] = [expectedOf(one), await outcomeOf(one, suite)];
    if (isSame(expected, actual)) {
      passed++;
    } else {
      console.log(`${one.group}: ${one.expr.slice(0, 300)}\n  expected ${expected.slice(0, 300)}\n  but got  ${actual.slice(0, 300)}`);
    }
  }
  console.log(`${passed} of ${cases.length} expressions end as the suite says`);
  const distinct = new Set(cases.map(({ expr }) => expr));
  printRefusals('made into a machine', distinct);
  printRefusals('of those that begin with a bare name', [...distinct].filter((expr) => BARE_NAME.test(expr)));
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
