import { dereference, Schema, Validator } from '@cfworker/json-schema';
import { RequestValidationResource, TemplateLoadError } from '../template';
import { DEFAULT_KEY } from './integration';
import { IntegrationFailure } from './integration-failure';
import { SelectionExpression } from './selection-expression';

/**
 * The request models of a route, ready to check its messages.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-request-validation.html
 */
export class RequestValidation {
  private readonly selection: SelectionExpression;
  private readonly validators: ReadonlyMap<string, Validator>;

  /** @throws TemplateLoadError for an expression that does not parse, or a schema that could not be applied */
  constructor({ label, selectionExpression, schemas }: RequestValidationResource) {
    this.selection = new SelectionExpression(selectionExpression, `${label}, property ModelSelectionExpression`);
    this.validators = new Map(Object.entries(schemas).map(([key, schema]) => [key, validator(schema, `${label}, property RequestModels.${key}`)]));
  }

  /**
   * @param json the message, or undefined when it is not JSON
   * @throws IntegrationFailure for a message that its model refuses
   */
  check(json: unknown): void {
    const fault = this.fault(json);
    if (fault !== undefined) {
      throw new IntegrationFailure(400, 'Bad request body', fault);
    }
  }

  private fault(json: unknown): string | undefined {
    const key = this.selection.evaluate({ json });
    const chosen = this.validators.get(key) ?? this.validators.get(DEFAULT_KEY);
    if (!chosen) {
      return `no request model has the key '${key}', and none has ${DEFAULT_KEY}`;
    }
    if (json === undefined) {
      return 'the message is not JSON';
    }
    const { valid, errors } = chosen.validate(json);
    const innermost = errors.at(-1);
    return valid ? undefined : `the message does not match its request model: ${innermost?.instanceLocation}: ${innermost?.error}`;
  }
}

/** A validator that cannot fail when it is used: what it would fail for is looked at here. */
function validator(schema: Schema, at: string): Validator {
  const known = dereference(schema);
  for (const part of Object.values(known)) {
    if (typeof part === 'object') {
      if (part.__absolute_ref__ !== undefined && !(part.__absolute_ref__ in known)) {
        throw new TemplateLoadError(`${at}: the schema refers to ${part.$ref}, which it does not hold`);
      }
      const patterns = [...(part.pattern === undefined ? [] : [part.pattern]), ...Object.keys(part.patternProperties ?? {})];
      patterns.forEach((pattern) => checkPattern(pattern, at));
    }
  }
  return new Validator(schema, '4');
}

function checkPattern(pattern: string, at: string): void {
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    throw new TemplateLoadError(`${at}: the schema has a pattern that cannot be used: ${(error as Error).message}`);
  }
}
