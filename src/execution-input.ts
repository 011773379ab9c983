import { Fault } from './private/faults';
import { jsonObject, jsonString } from './private/vtl';

/**
 * Options of the envelope.
 */
export interface EnvelopeOptions {
  /**
   * Names of values from the `$connect` authorizer's context that the workflow gets as `authorizer.<name>`, each a string, empty where
   * the authorizer set none. `principalId` is one.
   *
   * Letters, digits and `_` are allowed in a name.
   *
   * @default - no `authorizer` member
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
   */
  readonly authorizerContext?: string[];
}

/**
 * What is known of the connection at synth, and never taken from the client.
 *
 * @internal
 */
export interface ExecutionInputContext {
  /**
   * Host name of the API's endpoint, `<api id>.execute-api.<region>.<suffix>`.
   */
  readonly endpoint: string;

  /**
   * Name of the stage, or a VTL reference to it.
   */
  readonly stageName: string;
}

/**
 * What the workflow receives as its input.
 */
export abstract class ExecutionInput {
  /**
   * The client's JSON as `message`, beside what the workflow needs to answer:
   *
   *     {
   *       "message": <the client's JSON>,
   *       "connection": { "id": "…", "endpoint": "<api id>.execute-api.<region>.<suffix>", "stage": "prod" },
   *       "request": { "id": "…", "routeKey": "…", "timeEpoch": 1652716274909 }
   *     }
   *
   * `timeEpoch` is in milliseconds. Whatever the client sends stays inside `message`.
   */
  public static envelope(options: EnvelopeOptions = {}): ExecutionInput {
    return new EnvelopeInput(options);
  }

  /**
   * A mapping template of your own that renders JSON. It is escaped as a whole and handed to Step Functions as the execution's input.
   *
   * Take what the client sent through `$input.json('$…')` only: `$input.body` and `$input.path` put raw text into your JSON, and with it
   * whatever members a client likes to add. `SendToConnection` expects the members of the envelope's `connection`, unless you tell it
   * where to find them.
   *
   * @param vtl - for example `{"order":$input.json('$.order'),"connection":{"id":"$context.connectionId"}}`
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
   */
  public static template(vtl: string): ExecutionInput {
    return new TemplateInput(vtl);
  }

  /**
   * The template that renders the input's JSON.
   *
   * @internal
   */
  public abstract _render(context: ExecutionInputContext): string;

  /**
   * What is wrong with the options, empty if nothing is.
   *
   * @internal
   */
  public _faults(): Fault[] {
    return [];
  }
}

class EnvelopeInput extends ExecutionInput {
  constructor(private readonly options: EnvelopeOptions) {
    super();
  }

  public _render(context: ExecutionInputContext): string {
    const authorizer = this.options.authorizerContext ?? [];
    return jsonObject({
      message: "$input.json('$')",
      connection: jsonObject({
        id: jsonString('context.connectionId'),
        endpoint: `"${context.endpoint}"`,
        stage: `"${context.stageName}"`,
      }),
      request: jsonObject({
        id: jsonString('context.requestId'),
        routeKey: jsonString('context.routeKey'),
        timeEpoch: '$context.requestTimeEpoch',
      }),
      ...(authorizer.length > 0 && {
        // By index, because VTL takes no name that begins with `_` or a digit after a dot, and takes `class` for Java's.
        authorizer: jsonObject(Object.fromEntries(authorizer.map((name) => [name, jsonString(`context.authorizer['${name}']`)]))),
      }),
    });
  }

  public _faults(): Fault[] {
    return (this.options.authorizerContext ?? []).filter((name) => !/^\w+$/.test(name)).map((name) => ({
      prop: 'executionInput.authorizerContext',
      got: JSON.stringify(name),
      allowed: 'letters, digits and _ in the name of a context value; rename it in the authorizer',
    }));
  }
}

class TemplateInput extends ExecutionInput {
  constructor(private readonly vtl: string) {
    super();
  }

  public _render(): string {
    return this.vtl;
  }

  public _faults(): Fault[] {
    return this.vtl.trim() === ''
      ? [{ prop: 'executionInput', got: 'an empty template', allowed: 'a template that renders the JSON which the workflow receives' }]
      : [];
  }
}
