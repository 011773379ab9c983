import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { IConstruct } from 'constructs';
import { ClientResponse } from './client-response';
import { ConnectionRegistry } from './connection-registry';
import { ExecutionInput } from './execution-input';
import { ExecutionName } from './execution-name';
import { Invocation } from './invocation';
import { faultsOfStageName } from './private/api-faults';
import { ApiPermissions } from './private/api-permissions';
import { warnOfPrincipal } from './private/authorization';
import { endpointOf } from './private/endpoint';
import { faultsOfMachinePlace } from './private/environment-faults';
import { DESCRIBE, ExecutionIntegration, STOP } from './private/execution-actions';
import { Fault, Faults } from './private/faults';
import { faultsOfKeptMessages } from './private/kept-for-clients';
import { NamedWorkflows } from './private/named-workflows';
import { setPrincipal } from './private/principal';
import { ErrorCase, replyTemplate } from './private/reply';
import { warnOfClientsConnection, warnOfStart } from './private/start-warnings';
import { Starts } from './private/starts';
import { isExpress, typeOf } from './private/state-machine-identity';
import { grantOnStateMachine } from './private/state-machine-rights';
import { StatesActionIntegration } from './private/states-action-integration';
import { FAILURE, HEARTBEAT, SUCCESS, TaskAnswerIntegration } from './private/task-answers';
import { at, define, escaped, quiet, rendersText, when } from './private/vtl';

/**
 * Props of `WebSocketStepFunctionsIntegration`.
 */
export interface WebSocketStepFunctionsIntegrationProps {
  /**
   * The state machine that a message starts.
   */
  readonly stateMachine: sfn.IStateMachine;

  /**
   * Whether the route waits for the workflow: only for Express, and for 29 seconds at most.
   *
   * @default Invocation.ASYNCHRONOUS
   */
  readonly invocation?: Invocation;

  /**
   * How executions are named.
   *
   * @default - by Step Functions, each differently
   */
  readonly executionName?: ExecutionName;

  /**
   * What the workflow receives.
   *
   * @default ExecutionInput.envelope()
   */
  readonly executionInput?: ExecutionInput;

  /**
   * What the client receives when the workflow has started. Give the route `returnResponse: true` as well, unless it is `none()`.
   *
   * @default - `ClientResponse.execution()`; synchronous, `ClientResponse.output()`
   */
  readonly response?: ClientResponse;

  /**
   * The stage whose connections the workflow may answer.
   *
   * @default - the stage that the message came through, whichever of the API's it is
   */
  readonly stageName?: string;

  /**
   * The registry that knows the API's connections: the envelope then says whose the connection is, `connection.principal`, which `SendToPrincipal` reads.
   *
   * @default - nobody knows, and `connection` has no `principal`
   */
  readonly connections?: ConnectionRegistry;

  /**
   * The role by which API Gateway starts executions. It gets the right to start this state machine.
   *
   * @default - a role made for the API, shared by all its integrations of this kind
   */
  readonly credentialsRole?: iam.IRole;
}

/**
 * Props of the integrations that ask after, or stop, an execution.
 */
export interface ExecutionIntegrationProps {
  /**
   * The Standard state machine whose executions the client may name, and no others. Express executions cannot be described or stopped.
   */
  readonly stateMachine: sfn.IStateMachine;

  /**
   * JSONPath of the execution's id in the message: the id that the client was given (`ClientResponse.executionId`), or with names per
   * connection or principal, the one that it sent.
   *
   * @default '$.executionId'
   */
  readonly executionIdPath?: string;

  /**
   * How the executions are named: the same as where they are started. With names per connection or principal the client reaches only its
   * own; else every execution whose id it knows. Names by the message alone are refused where other routes of this app name the executions per
   * connection or principal.
   *
   * @default - as the routes of this app name them that start the state machine; where they name none, the client reaches every execution whose id
   * it knows
   */
  readonly executionName?: ExecutionName;

  /**
   * The role by which API Gateway calls Step Functions. It gets the right to this action on this state machine's executions.
   *
   * @default - a role made for the API, shared by all its integrations of this kind
   */
  readonly credentialsRole?: iam.IRole;
}

/**
 * Props of the integrations that answer a task which waits for its token.
 */
export interface TaskAnswerIntegrationProps {
  /**
   * The Standard state machine whose tasks the client may answer. Integrations that share a role may answer those of each other's as well: a role of
   * its own keeps them apart.
   */
  readonly stateMachine: sfn.IStateMachine;

  /**
   * JSONPath of the task's token in the message.
   *
   * @default '$.taskToken'
   */
  readonly taskTokenPath?: string;

  /**
   * The role by which API Gateway calls Step Functions. It gets the right to this action for this state machine.
   *
   * @default - a role made for the API, shared by all its integrations of this kind
   */
  readonly credentialsRole?: iam.IRole;
}

/** A synchronous start answers 200 when the workflow has failed or timed out, too. */
const FAILED: readonly ErrorCase[] = [
  { condition: rendersText(at('$.error')), error: `$${at('$.error')}`, text: quiet(at('$.cause')) },
  { condition: `${quiet(at('$.status'))} != "SUCCEEDED"`, error: `$${at('$.status')}`, text: quiet(at('$.cause')) },
];

/**
 * Starts an execution of a state machine for each message of a route, with no Lambda in between; its factories do the same for the other
 * actions of Step Functions. Works on any WebSocket API.
 *
 * Several routes of one API may share an integration. The state machine also gets the right to post to the API's connections.
 *
 * @example
 * const webSocketApi = new apigwv2.WebSocketApi(this, 'Api');
 * webSocketApi.addRoute('order', {
 *   integration: new WebSocketStepFunctionsIntegration('Order', { stateMachine }),
 *   returnResponse: true,
 * });
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
 */
export class WebSocketStepFunctionsIntegration extends StatesActionIntegration {
  /**
   * Answers the status of the execution that the client names, its dates, and its output or error:
   *
   *     {"executionId":"66a1…","status":"SUCCEEDED","startDate":1.652716274909E9,"stopDate":1.652716279909E9,"output":…}
   *
   * Of an output too large for a frame of 128 KB it says `"outputTooLarge":true` instead.
   *
   * @param id - id of the underlying `WebSocketIntegration` construct
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
   */
  public static describeExecution(id: string, props: ExecutionIntegrationProps): apigwv2.WebSocketRouteIntegration {
    return new ExecutionIntegration(id, DESCRIBE, NamedWorkflows.only(props.stateMachine), props);
  }

  /**
   * Stops the execution that the client names: `{"stopDate":1.652716279909E9}`.
   *
   * @param id - id of the underlying `WebSocketIntegration` construct
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html
   */
  public static stopExecution(id: string, props: ExecutionIntegrationProps): apigwv2.WebSocketRouteIntegration {
    return new ExecutionIntegration(id, STOP, NamedWorkflows.only(props.stateMachine), props);
  }

  /**
   * Answers a question of the workflow's (`SendToConnection` with WAIT_FOR_TASK_TOKEN) with the message's `output`, any JSON; the workflow
   * goes on with it. The client hears `{"accepted":true,"requestId":"…"}`.
   *
   * @param id - id of the underlying `WebSocketIntegration` construct
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html
   */
  public static sendTaskSuccess(id: string, props: TaskAnswerIntegrationProps): apigwv2.WebSocketRouteIntegration {
    return new TaskAnswerIntegration(id, SUCCESS, props);
  }

  /**
   * Answers a question of the workflow's with a failure: the message's `error` and `cause`.
   *
   * @param id - id of the underlying `WebSocketIntegration` construct
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html
   */
  public static sendTaskFailure(id: string, props: TaskAnswerIntegrationProps): apigwv2.WebSocketRouteIntegration {
    return new TaskAnswerIntegration(id, FAILURE, props);
  }

  /**
   * Tells the workflow that the answer to its question takes longer, so that the heartbeat timeout starts anew.
   *
   * @param id - id of the underlying `WebSocketIntegration` construct
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html
   */
  public static sendTaskHeartbeat(id: string, props: TaskAnswerIntegrationProps): apigwv2.WebSocketRouteIntegration {
    return new TaskAnswerIntegration(id, HEARTBEAT, props);
  }

  /**
   * @internal
   */
  protected readonly _needsMessage = false;

  private readonly isSynchronous: boolean;
  private readonly executionInput: ExecutionInput;
  private readonly response: ClientResponse;

  /**
   * @param id - id of the underlying `WebSocketIntegration` construct
   */
  constructor(id: string, private readonly props: WebSocketStepFunctionsIntegrationProps) {
    const isSynchronous = props.invocation === Invocation.SYNCHRONOUS;
    super(id, isSynchronous ? 'StartSyncExecution' : 'StartExecution', props.credentialsRole);
    this.isSynchronous = isSynchronous;
    this.executionInput = props.executionInput ?? ExecutionInput.envelope();
    this.response = ClientResponse._of(props);
  }

  /**
   * The integration's request side, and the rights that it takes.
   */
  public bind(options: apigwv2.WebSocketRouteIntegrationBindOptions): apigwv2.WebSocketRouteIntegrationConfig {
    const config = super.bind(options);
    const { route, scope } = options;
    const { executionName, stateMachine } = this.props;
    Starts.of(scope).add({ route, stateMachine, executionName, isLasting: !this.isSynchronous && !isExpress(stateMachine) });
    warnOfClientsConnection(scope, this.executionInput);
    scope.node.addValidation({
      validate: () => {
        warnOfPrincipal(scope, route.webSocketApi, executionName);
        const faults = new Faults(scope);
        faults.add(...faultsOfKeptMessages(this.executionInput, stateMachine));
        return faults.messages;
      },
    });
    return config;
  }

  /**
   * @internal
   */
  public _bindToRoute(options: apigwv2.WebSocketRouteIntegrationBindOptions): { readonly integrationId: string } {
    const { executionInput, isSynchronous, props: { connections, stateMachine } } = this;
    warnOfStart(options.route as apigwv2.WebSocketRoute, {
      routeKey: options.route.routeKey, stateMachine, executionInput, isRegistered: connections !== undefined, isSynchronous,
    });
    return super._bindToRoute(options);
  }

  /**
   * @internal
   */
  public _faults(scope: IConstruct): Fault[] {
    const { executionName, stateMachine } = this.props;
    const faults = [...this.executionInput._faults(), ...this.response._faults(), ...executionName?._faults() ?? []];
    faults.push(...faultsOfMachinePlace(scope, stateMachine), ...faultsOfStageName('stageName', this.props.stageName));
    if (this.isSynchronous && typeOf(stateMachine) === sfn.StateMachineType.STANDARD) {
      faults.push({ prop: 'invocation', got: 'SYNCHRONOUS for a Standard workflow', allowed: 'ASYNCHRONOUS, or an Express workflow' });
    }
    if (!this.isSynchronous && this.response._needsOutput) {
      faults.push({ prop: 'response', got: 'the output of an asynchronous workflow', allowed: 'any other; or invocation: Invocation.SYNCHRONOUS' });
    }
    return faults;
  }

  /**
   * @internal
   */
  protected _requestTemplate(api: apigwv2.IWebSocketApi): string {
    const input = this.executionInput._render({
      endpoint: endpointOf(api),
      stageName: this.props.stageName ?? '$context.stage',
      principal: this.props.connections && 'principal',
    });
    const { connections, executionName, stateMachine } = this.props;
    return (executionName?._forStart() ?? '')
      + (connections ? setPrincipal(connections._principal) : '')
      + define('executionInput', input)
      + `{"stateMachineArn":"${stateMachine.stateMachineArn}"`
      + (executionName ? when('$executionName != ""', ',"name":"$executionName"') : '')
      + `,"input":"${escaped('executionInput')}"}`;
  }

  /**
   * @internal
   */
  protected _responseTemplate(): string {
    return this.response._render((reply) => replyTemplate(reply, ...(this.isSynchronous ? FAILED : [])));
  }

  /**
   * @internal
   */
  protected _grant(role: iam.IRole, permissions: ApiPermissions): void {
    grantOnStateMachine(role, this.props.stateMachine, this.isSynchronous ? 'StartSyncExecution' : 'StartExecution');
    permissions.letReply(this.props.stateMachine, this.props.stageName ?? '*');
  }
}
