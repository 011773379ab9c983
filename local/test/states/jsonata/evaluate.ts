import { compileExpression } from '../../../src/states/jsonata/expression';
import { toOutput } from '../../../src/states/jsonata/output';
import { LimitExceeded, hasCode, textOfProblem } from '../../../src/states/jsonata/problem';
import { inTurns } from '../../../src/states/jsonata/turns';
import type { Value } from '../../../src/states/jsonata/values';

/** The data of the tests, as `$d`. */
export const DATA = {
  a: 1,
  b: 'text',
  nothing: null,
  n: [1, 2, 3],
  list: ['p', 'q', 'p'],
  objs: [{ a: 1, b: 'x', n: [1, 2] }, { a: 2, b: 'y', n: [3] }, { a: 2, b: 'x', n: [] }],
};

/** What an expression gives, as the service would put it out; its problem's code, or the limit's text, where it fails. */
export async function evaluated(source: string): Promise<unknown> {
  try {
    const value = await inTurns(compileExpression(source).evaluation([['d', DATA as unknown as Value]]), () => undefined);
    return value === undefined ? undefined : toOutput(value);
  } catch (thrown) {
    return hasCode(thrown) ? thrown.code : thrown instanceof LimitExceeded ? thrown.message : String(thrown);
  }
}

/** The text of an expression's problem. */
export async function problemOf(source: string): Promise<string> {
  try {
    return `no problem: ${JSON.stringify(await inTurns(compileExpression(source).evaluation([['d', DATA as unknown as Value]]), () => undefined))}`;
  } catch (thrown) {
    return hasCode(thrown) ? textOfProblem(thrown) : String(thrown);
  }
}
