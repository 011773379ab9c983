import { TemplateLoadError } from '../template';
import { Variable, variable, VariableSources } from './variables';

/** The catch-all among routes, models, templates and integration responses. */
export const DEFAULT_KEY = '$default';

/**
 * A selection expression, parsed once: `$request.body.action`, `${request.body.service}/${request.body.action}`,
 * `\$default` (the literal key), or static text.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
 */
export class SelectionExpression {
  private readonly select: (sources: VariableSources) => string;

  /**
   * @param at where the expression stands in the template, for messages
   * @throws TemplateLoadError for a variable that cannot be read
   */
  constructor(expression: string, at: string) {
    try {
      this.select = compile(parse(expression));
    } catch (error) {
      throw new TemplateLoadError(`${at}: '${expression}': ${(error as Error).message}`);
    }
  }

  /** The key that is chosen. What a variable does not find counts as empty text. */
  public evaluate(sources: VariableSources): string {
    return this.select(sources);
  }
}

/** Nearly all expressions are one text or one variable: those need no joining for each message. */
function compile(parts: readonly (string | Variable)[]): (sources: VariableSources) => string {
  if (parts.every((part) => typeof part === 'string')) {
    const text = parts.join('');
    return () => text;
  }
  const texts = parts.map((part) => (typeof part === 'string' ? () => part : (sources: VariableSources) => selectionText(part(sources))));
  return texts.length === 1 ? texts[0] : (sources) => texts.map((text) => text(sources)).join('');
}

function parse(expression: string): (string | Variable)[] {
  if (/^\$[a-z]/i.test(expression)) {
    return [variable(expression.slice(1))];
  }
  return [...expression.matchAll(/\\\$|\$\{([^}]*)\}|[^\\$]+|[\\$]/g)].map(([token, name]) => {
    if (name !== undefined) {
      return variable(name.trim());
    }
    return token === '\\$' ? '$' : token;
  });
}

/** Deeper values have no text: no route key is so deep. */
const MAX_DEPTH = 100;

/** A value as text, as AWS documents it for lists (`[item1, item2]`); an object in Java's form. */
function selectionText(value: unknown, depth = 0): string {
  if (value === undefined || value === null || depth > MAX_DEPTH) {
    return '';
  }
  if (Array.isArray(value)) {
    return `[${value.map((item) => selectionText(item, depth + 1)).join(', ')}]`;
  }
  return typeof value === 'object'
    ? `{${Object.entries(value).map(([key, item]) => `${key}=${selectionText(item, depth + 1)}`).join(', ')}}`
    : String(value);
}
