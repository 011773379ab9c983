import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ConnectionOptions } from './connection-options';
import { ConnectionTask, GONE } from './private/connection-task';
import { Faults } from './private/faults';

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
    const { includeExecutionId, integrationPattern, message } = props;
    const faults = new Faults(this);
    if (integrationPattern === sfn.IntegrationPattern.RUN_JOB) {
      faults.add({ prop: 'integrationPattern', got: 'RUN_JOB', allowed: 'REQUEST_RESPONSE and WAIT_FOR_TASK_TOKEN; a message is no job' });
    }
    if (message.type !== sfn.InputType.OBJECT && (includeExecutionId || (this._waitsForToken && !holdsTaskToken(message.value)))) {
      faults.add({
        prop: 'message',
        got: `text or a path, and ${includeExecutionId ? 'includeExecutionId' : 'WAIT_FOR_TASK_TOKEN'}`,
        allowed: 'an object, which members can be added to; use sfn.TaskInput.fromObject',
      });
    }
    faults.throwIfAny();
  }

  /**
   * @internal
   */
  protected _renderBody(inJsonata: boolean): object {
    const { includeExecutionId, message: { value } } = this.props;
    const addsToken = this._waitsForToken && !holdsTaskToken(value);
    const more = {
      ...(includeExecutionId && { executionId: inJsonata ? '{% $states.context.Execution.Name %}' : sfn.JsonPath.executionName }),
      ...(addsToken && { taskToken: inJsonata ? '{% $states.context.Task.Token %}' : sfn.JsonPath.taskToken }),
    };
    return {
      RequestBody: Object.keys(more).length > 0 ? { ...value, ...more } : value,
      // Without it, Step Functions drops every member that is null.
      AllowNullValues: true,
    };
  }
}

function holdsTaskToken(message: any): boolean {
  const text = JSON.stringify({ message });
  // `FieldUtils` cannot look into null.
  return text.includes('$states.context.Task.Token') || sfn.FieldUtils.containsTaskToken(JSON.parse(text, (_, value) => value ?? undefined));
}
