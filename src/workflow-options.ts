import { Duration } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { CancelOnDisconnectOptions } from './cancel-on-disconnect-options';
import { ClientResponse } from './client-response';
import { ExecutionInput } from './execution-input';
import { ExecutionName } from './execution-name';
import { Invocation } from './invocation';

/**
 * A workflow, and the routes that start it. Give exactly one of `definitionBody` and `stateMachine`.
 */
export interface WorkflowOptions {
  /**
   * The workflow's definition, of any kind: `DefinitionBody.fromChainable`, `fromString` or `fromFile`.
   *
   * @default - `stateMachine` is given
   */
  readonly definitionBody?: sfn.DefinitionBody;

  /**
   * A state machine that exists already.
   *
   * @default - `definitionBody` is given
   */
  readonly stateMachine?: sfn.IStateMachine;

  /**
   * The workflow's type. A change of it replaces the state machine.
   *
   * @default sfn.StateMachineType.STANDARD
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html
   */
  readonly workflowType?: sfn.StateMachineType;

  /**
   * Name of the state machine: 1 to 80 letters, digits, `-` and `_`. A change of the name replaces the state machine, with its executions, their
   * histories and tokens; so does one of `workflowType`, which CloudFormation refuses while the name stays.
   *
   * @default - CloudFormation finds one
   */
  readonly stateMachineName?: string;

  /**
   * The query language of the workflow. A definition from a string or a file names its own.
   *
   * @default - JSONPath
   */
  readonly queryLanguage?: sfn.QueryLanguage;

  /**
   * How long an execution may take. A definition from a string or a file names its own.
   *
   * @default - no timeout but that of the type: a year for Standard, five minutes for Express
   */
  readonly timeout?: Duration;

  /**
   * Where and how Step Functions logs the executions. What API Gateway logs are `accessLogs` and `apiExecutionLogs`.
   *
   * @default - to a log group of the construct's own, for a month, without the executions' data: errors for Standard, everything for Express,
   * which has no other history
   */
  readonly workflowLogs?: sfn.LogOptions;

  /**
   * The same as `workflowLogs`.
   *
   * @default - see `workflowLogs`
   * @deprecated use `workflowLogs`
   */
  readonly logs?: sfn.LogOptions;

  /**
   * Whether X-Ray traces the executions.
   *
   * @default true
   */
  readonly tracingEnabled?: boolean;

  /**
   * How the executions' data is encrypted. It can be changed without replacing the state machine.
   *
   * @default - with a key that AWS owns
   */
  readonly encryptionConfiguration?: sfn.EncryptionConfiguration;

  /**
   * Values for the `${name}` placeholders in a definition from a string or a file.
   *
   * @default - none are replaced
   */
  readonly definitionSubstitutions?: { [name: string]: string };

  /**
   * The routes that start the workflow.
   *
   * `$connect` and `$disconnect` cannot answer: they need `response: ClientResponse.none()`.
   *
   * @default - `$default` for the construct's own workflow; for `addWorkflow`, its id
   */
  readonly routeKeys?: string[];

  /**
   * A JSON schema (draft 4) that messages on these routes must match. The client hears of one that does not, and nothing starts.
   *
   * @default - any JSON
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-request-validation.html
   */
  readonly messageSchema?: { [keyword: string]: any };

  /**
   * How many messages a second each of these routes takes.
   *
   * @default - what the stage takes
   */
  readonly routeThrottle?: apigwv2.ThrottleSettings;

  /**
   * Whether the client's message waits for the workflow: only for Express, and for 29 seconds at most.
   *
   * @default Invocation.ASYNCHRONOUS
   */
  readonly invocation?: Invocation;

  /**
   * What the workflow receives.
   *
   * @default ExecutionInput.envelope()
   */
  readonly executionInput?: ExecutionInput;

  /**
   * How executions are named, so that a message that is sent twice starts one.
   *
   * @default - by Step Functions, each differently
   */
  readonly executionName?: ExecutionName;

  /**
   * What the client receives when the workflow has started.
   *
   * @default - `ClientResponse.execution()`; synchronous, `ClientResponse.output()`
   */
  readonly response?: ClientResponse;

  /**
   * Whether the client hears of the end of every execution, however it ends, without a state in the workflow:
   *
   *     {"executionId":"66a1…","status":"FAILED","error":"…","cause":"…"}
   *
   * `status` is SUCCEEDED (with `output`), FAILED, TIMED_OUT or ABORTED. An output too large for a frame of 128 KB is said to be so:
   * `"outputTooLarge":true`; a workflow with large results stores them and sends where they are. Only for Standard: Step Functions sends no
   * events for Express executions. The events are sent at best effort.
   *
   * With a customer-managed key the events hold no data. It is then read from the execution's history, by two calls of
   * `GetExecutionHistory`. An end whose `output`, or `error` and `cause`, cannot be read comes without; one whose input cannot be read
   * reaches nobody.
   *
   * The execution's input has to hold the envelope's `connection.id`; an execution without one notifies nobody.
   *
   * @default false
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
   */
  readonly notifyCompletion?: boolean;

  /**
   * Stops executions when the last connection of whoever has started them is gone, and they have no other after the grace: with a registry
   * (`connections`), and for Standard only. They end as ABORTED, with the error `ClientDisconnected`.
   *
   * It is done at best effort: API Gateway does not hear of every client that leaves, nor EventBridge of every execution that begins; give the workflow a
   * `timeout` as well. The execution's input has to hold the envelope's `connection`.
   *
   * @default - executions go on without their client
   */
  readonly cancelOnDisconnect?: CancelOnDisconnectOptions;
}
