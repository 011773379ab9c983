import { clientNamesConnection } from './private/client-values';
import { Fault } from './private/faults';
import { faultsOfBalance } from './private/template-faults';
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

  /**
   * A VTL reference, without its dollar, to whose the connection is, where a registry knows it.
   */
  readonly principal?: string;
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
   * `timeEpoch` is in milliseconds. With a registry (`connections`), `connection` also has the `principal`, as the authorizer knows it, empty where there is
   * none. Whatever the client sends stays inside `message`.
   */
  public static envelope(options: EnvelopeOptions = {}): ExecutionInput {
    return new EnvelopeInput(options);
  }

  /**
   * A mapping template of your own that renders JSON. It is escaped as a whole and handed to Step Functions as the execution's input.
   *
   * Take what the client sent through `$input.json('$…')` only: `$input.body` and `$input.path` put raw text into your JSON, and with it
   * whatever members a client likes to add. `SendToConnection` expects the members of the envelope's `connection`, unless you tell it
   * where to find them. A template by which a client could name another's connection, such as `$input.json('$')` alone, is a warning at synth
   * (`cdk-websocket-step-functions:clientNamesConnection`), and an error where a mailbox keeps what is sent to `connection.principal`.
   *
   * What it opens (`#if`, strings, parentheses) it also closes, or synth fails. A workflow that reads members of `connection` which it does not
   * have is warned of (`cdk-websocket-step-functions:inputWithoutConnection`).
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
   * Which members of `connection` the input does not have, as far as that can be told.
   *
   * @param _isRegistered - whether a registry knows whose the connection is
   * @internal
   */
  public _lacks(_members: string[], _isRegistered = false): string[] {
    return [];
  }

  /**
   * What is wrong with the options, empty if nothing is.
   *
   * @internal
   */
  public _faults(): Fault[] {
    return [];
  }

  /**
   * How a client may name the connection, undefined where it cannot.
   *
   * @internal
   */
  public _namedByClient(): string | undefined {
    return undefined;
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
        ...(context.principal && { principal: jsonString(context.principal) }),
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

  public _lacks(members: string[], isRegistered = false): string[] {
    return members.filter((member) => member === 'principal' && !isRegistered);
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

  public _lacks(members: string[]): string[] {
    // A message that is the whole input may have it; of what a reference renders, nobody knows.
    if (/^\s*\$!?\{?input\.(body|json\(\s*['"]\$['"]\s*\))/.test(this.vtl)) {
      return [];
    }
    const [, object] = /["']connection["']\s*:\s*(\{?)/.exec(this.vtl) ?? [];
    return object === undefined ? members : members.filter((member) => object !== '' && !new RegExp(`["']${member}["']\\s*:`).test(this.vtl));
  }

  public _faults(): Fault[] {
    if (this.vtl.trim() === '') {
      return [{ prop: 'executionInput', got: 'an empty template', allowed: 'a template that renders the JSON which the workflow receives' }];
    }
    // It would end the request with it.
    const stops = /(^|[^\\#])#(stop\b|\{stop\})/.test(this.vtl)
      ? [{ prop: 'executionInput', got: 'a template with #stop', allowed: 'one that goes on to its end; use #if' }]
      : [];
    return [...faultsOfBalance('executionInput', this.vtl), ...stops];
  }

  public _namedByClient(): string | undefined {
    return clientNamesConnection(this.vtl);
  }
}
