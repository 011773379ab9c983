import type { Evaluation } from './callable';
import { Frame } from './frame';
import { FUNCTIONS } from './functions';
import { evaluate, itemsOf } from './nodes/evaluate';
import { Run } from './run';
import { parseJsonata } from './syntax';
import type { Value } from './values';

/** A parsed expression. */
export interface JsonataExpression {
  /** Evaluates it once, with names for what it may read. There is no context item unless one is given: the service has none. */
  evaluation(names: Iterable<readonly [string, Value]>, input?: Value): Evaluation;
}

/** Parses an expression. Throws a SyntaxError in the parser's words for a text that is not JSONata. */
export function compileExpression(source: string): JsonataExpression {
  const tree = parseJsonata(source);
  return {
    *evaluation(names, input) {
      const library = new Frame(new Run(), undefined, FUNCTIONS);
      return itemsOf(yield* evaluate(tree, input, library.inner(names)));
    },
  };
}
