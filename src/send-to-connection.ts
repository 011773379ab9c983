import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ConnectionOptions } from './connection-options';
import { ConnectionTask, GONE } from './private/connection-task';
import { Fault, Faults } from './private/faults';
import { faultsOfFrame, frameOf } from './private/frame';
import { FRAME_TOO_LARGE } from './private/large-message';
import type { TooLarge } from './too-large';

/**
 * Options of `SendToConnection` in either query language.
 */
export interface SendToConnectionOptions extends ConnectionOptions {
  /**
   * What the client receives: one frame of JSON, at most 128 KB.
   *
   * Give an object: Step Functions sends text as a JSON string, in quotes.
   */
  readonly message: sfn.TaskInput;

  /**
   * Whether the message, an object, also gets the execution's id, as `executionId`: the id of `ClientResponse.executionId`, so that a client
   * knows which of its requests it hears of.
   *
   * @default false
   */
  readonly includeExecutionId?: boolean;

  /**
   * What becomes of a message that is too large for a frame of 128 KB.
   *
   * Other states send it then, from `<id>: too large` on, to whatever is next, with this state's input as output. They catch what this one catches.
   *
   * @default TooLarge.fail()
   */
  readonly whenTooLarge?: TooLarge;
}

/**
 * Props of `SendToConnection.jsonPath`.
 *
 * The state's output is its input, unless `resultPath`, `resultSelector` or `outputPath` says otherwise.
 */
export interface SendToConnectionJsonPathProps extends sfn.TaskStateJsonPathBaseProps, SendToConnectionOptions {}

/**
 * Props of `SendToConnection.jsonata`.
 *
 * The state's output is its input, unless `outputs` says otherwise.
 */
export interface SendToConnectionJsonataProps extends sfn.TaskStateJsonataBaseProps, SendToConnectionOptions {}

/**
 * Props of `SendToConnection`.
 */
export interface SendToConnectionProps extends sfn.TaskStateBaseProps, SendToConnectionOptions {}

/**
 * Sends a message to a client: a task state for any state machine that a WebSocket API starts.
 *
 * It posts to `@connections` of the API that started the execution, which it reads from the execution's input, so it needs no reference
 * to that API. `WebSocketStepFunctionsAsync` and `WebSocketStepFunctionsIntegration` grant the state machine the right to do so; another
 * API's must be granted (`execute-api:ManageConnections`).
 *
 * A client that has left is the error `SendToConnection.GONE`: catch it, or let `ignoreGone` see to it, or the execution fails.
 *
 * With `IntegrationPattern.WAIT_FOR_TASK_TOKEN` it is a question: the message also holds the task's token as `taskToken`, unless it has one
 * already, and the state's result is what the client answers (`WebSocketStepFunctionsAsync.addAnswerRoute`).
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export class SendToConnection extends ConnectionTask {
  /**
   * Name of the error when the client has left, or has not finished connecting.
   */
  public static readonly GONE = GONE;

  /**
   * Sends a message, with JSONPath.
   */
  public static jsonPath(scope: Construct, id: string, props: SendToConnectionJsonPathProps): SendToConnection {
    return new SendToConnection(scope, id, props);
  }

  /**
   * Sends a message, with JSONata.
   */
  public static jsonata(scope: Construct, id: string, props: SendToConnectionJsonataProps): SendToConnection {
    return new SendToConnection(scope, id, { ...props, queryLanguage: sfn.QueryLanguage.JSONATA });
  }

  constructor(scope: Construct, id: string, private readonly props: SendToConnectionProps) {
    super(scope, id, 'POST', props);
    const faults = new Faults(this);
    faults.add(...faultsOfFrame(props));
    const substitute = props.whenTooLarge?._states(this, {
      stateName: props.stateName ?? id,
      queryLanguage: props.queryLanguage,
      inputPath: props.inputPath,
      retryOnServiceExceptions: props.retryOnServiceExceptions,
      valuesIn: (inJsonata) => ({
        message: frameOf(props, inJsonata),
        reply: { ...this._address(inJsonata), id: inJsonata ? ID_IN_JSONATA : ID },
      }),
    });
    if (substitute) {
      faults.add(...faultsOfTooLarge(props));
      this._substituteAt(FRAME_TOO_LARGE, substitute);
    }
    faults.throwIfAny();
  }

  /**
   * @internal
   */
  protected get _message(): unknown {
    return this.props.message.value;
  }

  /**
   * @internal
   */
  protected _renderBody(inJsonata: boolean): object {
    return {
      RequestBody: frameOf(this.props, inJsonata),
      // Without it, Step Functions drops every member that is null.
      AllowNullValues: true,
    };
  }
}

/** What a large message is called: one id for all its pieces, and for each attempt to send one. */
const ID = sfn.JsonPath.format('{}/{}', sfn.JsonPath.executionName, sfn.JsonPath.uuid());
const ID_IN_JSONATA = "{% $states.context.Execution.Name & '/' & $uuid() %}";

/** What cannot be beside a way to send large messages: the states that send them have neither the token nor the answer of the post. */
function faultsOfTooLarge(props: SendToConnectionProps): Fault[] {
  const { assign, integrationPattern, outputPath, outputs, resultPath, resultSelector } = props;
  const discarded = resultPath === sfn.JsonPath.DISCARD ? undefined : resultPath;
  const shaping = Object.entries({ assign, outputPath, outputs, resultPath: discarded, resultSelector }).filter(([, value]) => value !== undefined);
  return [
    ...(integrationPattern === sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN
      ? [{ prop: 'whenTooLarge', got: 'a way to send large messages, and WAIT_FOR_TASK_TOKEN', allowed: 'TooLarge.fail(): a question is one frame' }]
      : []),
    ...shaping.map(([prop]) => ({
      prop, got: 'a value beside whenTooLarge', allowed: 'none: the output is the input, however the message is sent; a Pass may follow',
    })),
  ];
}
