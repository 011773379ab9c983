import { isSameJson } from './json';
import type { LibraryTemplate } from './library-templates';
import type { MessageContext } from './messages';

/** What a renderer made of a template. */
export type Outcome = { readonly output: string; readonly error?: undefined } | { readonly error: string; readonly output?: undefined };

/** A body and its circumstances. */
export interface Sample {
  readonly body: string;
  readonly context: MessageContext;
}

/**
 * What is wrong with a rendering, undefined if nothing is.
 *
 * A body that must render is the JSON value that arrives, and everything around it is as it should be. Any other body may be refused, by
 * the renderer or because no JSON comes of it, which Step Functions refuses; if it is not, what arrives of it stays in the place of the body,
 * and everything around it is as it should be all the same.
 */
export function faultOf(template: LibraryTemplate, { body, context }: Sample, outcome: Outcome, mustRender: boolean): string | undefined {
  if (outcome.error !== undefined) {
    return mustRender ? `refused: ${outcome.error}` : undefined;
  }
  let rendered: unknown;
  try {
    rendered = template.read(outcome.output);
  } catch (error) {
    if (error instanceof SyntaxError && !mustRender) {
      return undefined;
    }
    return `no JSON: ${error instanceof Error ? error.message : String(error)}: ${outcome.output}`;
  }
  if (!mustRender && !template.arrived) {
    return undefined;
  }
  const expected = template.expected(mustRender ? JSON.parse(body) : template.arrived!(rendered), context);
  return isSameJson(rendered, expected) ? undefined : `rendered ${outcome.output}, expected ${JSON.stringify(expected)}`;
}
