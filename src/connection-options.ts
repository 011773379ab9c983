/**
 * Which connection a task state addresses, and how it copes with API Gateway.
 */
export interface ConnectionOptions {
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

  /**
   * Whether the workflow goes on as if nothing had happened when the client has left. Otherwise that is the error `SendToConnection.GONE`.
   *
   * It goes through a state of its own, `<id>: client has left`, to whatever is next.
   *
   * @default false
   */
  readonly ignoreGone?: boolean;
}
