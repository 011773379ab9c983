import { define, jsonObject, jsonString } from './private/vtl';

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
   * The id of an Express execution has two parts, `<name>:<id>`.
   */
  public static executionId(): ClientResponse {
    return new TwoWayResponse(
      // Everything up to the seventh colon: arn:aws:states:<region>:<account>:execution:<state machine>:<name>
      `#set($executionId = $input.path('$.executionArn').replaceAll('^([^:]*:){7}', ''))${jsonObject({
        executionId: jsonString('executionId'),
        startDate: "$input.json('$.startDate')",
      })}`,
    );
  }

  /**
   * A mapping template of your own, rendered over what Step Functions answers: `$input.path('$.executionArn')`, `$input.json('$.startDate')`.
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
   * Whether anything is answered at all: a two-way route has a route response.
   */
  public abstract readonly returnsResponse: boolean;

  /**
   * The template of the integration response.
   *
   * @internal
   */
  public abstract _render(): string;
}

class TwoWayResponse extends ClientResponse {
  public readonly returnsResponse = true;

  constructor(private readonly reply: string) {
    super();
  }

  public _render(): string {
    // Step Functions names its errors in a top-level `__type`, `<namespace>#<name>`. The answer of a success has none, though members
    // of it may. The text is in `message`, in `Message` for errors that come from further down, or missing. ARNs in it are not for clients.
    return define('reply', this.reply)
      + "#set($type = $input.path('$.__type'))\n"
      + '#if("$!type" == "")\n$reply#else\n'
      + "#set($error = $type.replaceAll('^.*#', ''))\n"
      + "#set($text = $input.path('$.message'))\n"
      + "#if(\"$!text\" == \"\")\n#set($text = $input.path('$.Message'))\n#end\n"
      + '#if("$!text" == "")\n#set($text = "Internal server error")\n#end\n'
      + '#set($text = $text.replaceAll("arn:[^\', ]*", "arn:***"))\n'
      + jsonObject({
        message: jsonString('text'),
        error: jsonString('error'),
        connectionId: jsonString('context.connectionId'),
        requestId: jsonString('context.requestId'),
      })
      + '#end';
  }
}

class NoResponse extends ClientResponse {
  public readonly returnsResponse = false;

  public _render(): string {
    // Nothing of it reaches a client, but `$connect` completes its handshake by this status.
    return '{"statusCode":200}';
  }
}
