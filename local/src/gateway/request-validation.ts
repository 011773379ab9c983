import { dereference, Schema, ValidationResult, Validator } from '@cfworker/json-schema';
import { RegexClock, RegexTimeout } from '../bounded-regex';
import { NotPlayedError, RequestValidationResource, TemplateLoadError } from '../template';
import { outsideDraft4 } from './draft-4';
import { IntegrationFailure } from './integration-failure';
import { DEFAULT_KEY, SelectionExpression } from './selection-expression';

/**
 * The request models of a route, ready to check its messages.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-request-validation.html
 */
export class RequestValidation {
  private readonly selection: SelectionExpression;
  private readonly validators: ReadonlyMap<string, Validator>;

  /**
   * @throws TemplateLoadError for an expression that does not parse, or a reference of a schema to nothing
   * @throws NotPlayedError for a schema that cannot be applied here
   */
  constructor({ label, selectionExpression, schemas }: RequestValidationResource) {
    this.selection = new SelectionExpression(selectionExpression, `${label}, property ModelSelectionExpression`);
    this.validators = new Map(Object.entries(schemas).map(([key, schema]) => [key, validator(schema, `${label}, property RequestModels.${key}`)]));
  }

  /**
   * @param json the message, or undefined when it is not JSON
   * @throws IntegrationFailure for a message that its model refuses
   */
  public check(json: unknown): void {
    const refusal = this.refusal(json);
    if (refusal !== undefined) {
      throw new IntegrationFailure(400, 'Bad request body', refusal);
    }
  }

  private refusal(json: unknown): string | undefined {
    const key = this.selection.evaluate({ json });
    const chosen = this.validators.get(key) ?? this.validators.get(DEFAULT_KEY);
    if (!chosen) {
      return `no request model has the key '${key}', and none has ${DEFAULT_KEY}`;
    }
    if (json === undefined) {
      return 'the message is not JSON';
    }
    const { valid, errors } = validate(chosen, json);
    const innermost = errors.at(-1);
    return valid ? undefined : `the message does not match its request model: ${innermost?.instanceLocation}: ${innermost?.error}`;
  }
}

/** A message may be made so that a pattern, or the search for equal items, would take for ever. */
function validate(model: Validator, json: unknown): ValidationResult {
  try {
    return new RegexClock().run(() => model.validate(json));
  } catch (error) {
    if (error instanceof RegexTimeout) {
      return { valid: false, errors: [{ keyword: 'pattern', keywordLocation: '#', instanceLocation: '#', error: `to check it takes too long: ${error.message}` }] };
    }
    throw error;
  }
}

/** A validator that does not fail when a message comes: a schema that makes it fail is found here, when the template is loaded. */
function validator(schema: Schema, at: string): Validator {
  const outside = outsideDraft4(schema);
  if (outside.length > 0) {
    throw new TemplateLoadError(`${at}: the schema has what JSON schema draft 4 does not know, and API Gateway refuses: ${outside.join(', ')}`);
  }
  const known = dereference(schema);
  for (const part of Object.values(known)) {
    if (typeof part === 'object') {
      if (part.__absolute_ref__ !== undefined && !(part.__absolute_ref__ in known)) {
        const message = `${at}: the schema refers to ${part.$ref}, which it does not hold`;
        // A model of another API, by its URL, is there on AWS.
        throw part.$ref?.startsWith('#') ? new TemplateLoadError(message) : new NotPlayedError(message);
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
    throw new NotPlayedError(`${at}: the schema has a pattern that cannot be used: ${(error as Error).message}`);
  }
}
