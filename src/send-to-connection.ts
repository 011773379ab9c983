import { Aws, Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Faults } from './private/faults';

/**
 * Options of `SendToConnection` in either query language.
 */
export interface SendToConnectionOptions {
  /**
   * What the client receives: one frame of JSON, at most 128 KB.
   *
   * Give an object: Step Functions sends text as a JSON string, in quotes.
   */
  readonly message: sfn.TaskInput;

  /**
   * The connection's id: a JSONPath (`sfn.JsonPath.stringAt('$.connectionId')`) or a JSONata expression.
   *
   * @default - the connection whose message started the execution: `connection.id` of the execution's input
   */
  readonly connectionId?: string;

  /**
   * Host name of the API's own endpoint, `<api id>.execute-api.<region>.<suffix>`, literal, JSONPath or JSONata expression. A custom
   * domain's name does not work: Step Functions cannot call it.
   *
   * @default - `connection.endpoint` of the execution's input
   */
  readonly endpoint?: string;

  /**
   * Name of the stage, literal, JSONPath or JSONata expression.
   *
   * @default - `connection.stage` of the execution's input
   */
  readonly stageName?: string;

  /**
   * Whether to try again when API Gateway is throttled or fails: 429, 500, 502, 503 and 504, six times at most, a second apart at first.
   *
   * @default true
   */
  readonly retryOnServiceExceptions?: boolean;
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
 * A client that has left is the error `SendToConnection.GONE`: catch it, or the execution fails.
 *
 * With `IntegrationPattern.WAIT_FOR_TASK_TOKEN` the message also holds the task's token as `taskToken`, unless it has one already.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export class SendToConnection extends sfn.TaskStateBase {
  /**
   * Name of the error when the client has left, or has not finished connecting.
   */
  public static readonly GONE = 'ApiGateway.410';

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

  protected readonly taskMetrics?: sfn.TaskMetricsConfig;
  protected readonly taskPolicies?: iam.PolicyStatement[];

  constructor(scope: Construct, id: string, private readonly props: SendToConnectionProps) {
    super(scope, id, props);
    const faults = new Faults(this);
    if (props.integrationPattern === sfn.IntegrationPattern.RUN_JOB) {
      faults.add({ prop: 'integrationPattern', got: 'RUN_JOB', allowed: 'REQUEST_RESPONSE and WAIT_FOR_TASK_TOKEN; a message is no job' });
    }
    if (this.waitsForToken && props.message.type !== sfn.InputType.OBJECT && !holdsTaskToken(props.message.value)) {
      faults.add({
        prop: 'message',
        got: 'text or a path, and WAIT_FOR_TASK_TOKEN',
        allowed: 'an object, which the task token is added to; use sfn.TaskInput.fromObject',
      });
    }
    faults.throwIfAny();
    if (props.retryOnServiceExceptions ?? true) {
      this.addRetry({
        errors: [429, 500, 502, 503, 504].map((status) => `ApiGateway.${status}`),
        interval: Duration.seconds(1),
        maxAttempts: 6,
        backoffRate: 2,
        jitterStrategy: sfn.JitterType.FULL,
      });
    }
  }

  /**
   * @internal
   */
  protected _renderTask(topLevelQueryLanguage?: sfn.QueryLanguage): any {
    const language = sfn._getActualQueryLanguage(topLevelQueryLanguage, this.props.queryLanguage);
    const inJsonata = language === sfn.QueryLanguage.JSONATA;
    const suffix = this.waitsForToken ? '.waitForTaskToken' : '';
    return {
      Resource: `arn:${Aws.PARTITION}:states:::apigateway:invoke${suffix}`,
      ...this._renderParametersOrArguments({
        ApiEndpoint: this.props.endpoint ?? this.fromInput('endpoint', inJsonata),
        Method: 'POST',
        Stage: this.props.stageName ?? this.fromInput('stage', inJsonata),
        Path: this.path(inJsonata),
        RequestBody: this.body(inJsonata),
        // Without it, Step Functions drops every member that is null.
        AllowNullValues: true,
        AuthType: 'IAM_ROLE',
      }, language),
      ...this.passInputThrough(inJsonata),
    };
  }

  private get waitsForToken(): boolean {
    return this.props.integrationPattern === sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN;
  }

  /** A member of the execution input's `connection`, wherever in the workflow this state is. */
  private fromInput(member: string, inJsonata: boolean): string {
    return inJsonata
      ? `{% $states.context.Execution.Input.connection.${member} %}`
      : sfn.JsonPath.stringAt(`$$.Execution.Input.connection.${member}`);
  }

  private path(inJsonata: boolean): string {
    // The id as it is: Step Functions encodes it.
    const id = this.props.connectionId ?? this.fromInput('id', inJsonata);
    if (!inJsonata) {
      return sfn.JsonPath.format('/@connections/{}', id);
    }
    const expression = /^\{%(.*)%\}$/s.exec(id)?.[1].trim();
    return expression === undefined ? `/@connections/${id}` : `{% '/@connections/' & (${expression}) %}`;
  }

  private body(inJsonata: boolean): any {
    const { type, value } = this.props.message;
    if (!this.waitsForToken || type !== sfn.InputType.OBJECT || holdsTaskToken(value)) {
      return value;
    }
    return { ...value, taskToken: inJsonata ? '{% $states.context.Task.Token %}' : sfn.JsonPath.taskToken };
  }

  /** What API Gateway answers is of no use to the workflow, so that the state passes its input on if nothing else was asked for. */
  private passInputThrough(inJsonata: boolean): object {
    const { outputs, outputPath, resultPath, resultSelector } = this.props;
    if (inJsonata) {
      return outputs === undefined ? { Output: '{% $states.input %}' } : {};
    }
    return [outputPath, resultPath, resultSelector].every((prop) => prop === undefined) ? { ResultPath: null } : {};
  }
}

function holdsTaskToken(message: any): boolean {
  const text = JSON.stringify({ message });
  // `FieldUtils` cannot look into null.
  return text.includes('$states.context.Task.Token') || sfn.FieldUtils.containsTaskToken(JSON.parse(text, (_, value) => value ?? undefined));
}
