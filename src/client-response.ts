import { Invocation } from './invocation';
import { Fault } from './private/faults';
import { faultsOfBalance } from './private/template-faults';
import { jsonObject, jsonString } from './private/vtl';

/**
 * What the response depends on.
 *
 * @internal
 */
export interface ResponseOptions {
  readonly invocation?: Invocation;
  readonly response?: ClientResponse;
}

/**
 * What the client receives when its message has started a workflow.
 *
 * A start that fails is answered by a frame of its own, the same for all of them: API Gateway's shape, with the name of the error.
 *
 *     {"message":"…","error":"ExecutionAlreadyExists","connectionId":"…","requestId":"…"}
 */
export abstract class ClientResponse {
  /**
   * What Step Functions answers: `executionArn` and `startDate`, in seconds since the epoch.
   *
   * The ARN holds your account's number, the region and the name of the state machine. `executionId` hides them.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
   */
  public static execution(): ClientResponse {
    return new TwoWayResponse('$input.body');
  }

  /**
   * The execution's id without the rest of its ARN, and `startDate`, in seconds since the epoch:
   *
   *     {"executionId":"66a1…","startDate":1.652716274909E9}
   *
   * It is the execution's name, `$$.Execution.Name` in the workflow.
   */
  public static executionId(): ClientResponse {
    return new TwoWayResponse(
      // arn:aws:states:<region>:<account>:execution:<state machine>:<name>, and one part more for Express
      `#set($executionId = $input.path('$.executionArn').replaceAll('^([^:]*:){7}', '').replaceAll(':.*$', ''))${jsonObject({
        executionId: jsonString('executionId'),
        startDate: "$input.json('$.startDate')",
      })}`,
    );
  }

  /**
   * The workflow's output. Only a synchronous workflow has one by then.
   */
  public static output(): ClientResponse {
    // Step Functions' own serialization of it, in a string.
    return new TwoWayResponse("$input.path('$.output')", true);
  }

  /**
   * A mapping template of your own, rendered over what Step Functions answers: `$input.path('$.executionArn')`, `$input.json('$.startDate')`.
   * What it opens (`#if`, strings, parentheses) it also closes, or synth fails.
   *
   * @param vtl - for example `{"accepted":true,"requestId":"$context.requestId"}`
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
   */
  public static template(vtl: string): ClientResponse {
    return new TwoWayResponse(vtl);
  }

  /**
   * Nothing: the route is one-way, and the client hears only what the workflow sends it. Errors are not heard either.
   *
   * The only way for `$connect` and `$disconnect`, which cannot answer.
   */
  public static none(): ClientResponse {
    return new NoResponse();
  }

  /**
   * The response that the options say, or the default of the invocation.
   *
   * @internal
   */
  public static _of({ invocation, response }: ResponseOptions): ClientResponse {
    return response ?? (invocation === Invocation.SYNCHRONOUS ? ClientResponse.output() : ClientResponse.execution());
  }

  /**
   * Whether anything is answered at all: a two-way route has a route response.
   */
  public abstract readonly returnsResponse: boolean;

  /**
   * Whether only a synchronous workflow can answer it.
   *
   * @internal
   */
  public abstract readonly _needsOutput: boolean;

  /**
   * The template of the integration response; `guard` makes frames of errors.
   *
   * @internal
   */
  public abstract _render(guard: (reply: string) => string): string;

  /**
   * What is wrong with the options, empty if nothing is.
   *
   * @internal
   */
  public _faults(): Fault[] {
    return [];
  }
}

class TwoWayResponse extends ClientResponse {
  public readonly returnsResponse = true;

  constructor(private readonly reply: string, public readonly _needsOutput = false) {
    super();
  }

  public _render(guard: (reply: string) => string): string {
    return guard(this.reply);
  }

  public _faults(): Fault[] {
    return faultsOfBalance('response', this.reply);
  }
}

class NoResponse extends ClientResponse {
  public readonly returnsResponse = false;
  public readonly _needsOutput = false;

  public _render(): string {
    // Nothing of it reaches a client, but `$connect` completes its handshake by this status.
    return '{"statusCode":200}';
  }
}
