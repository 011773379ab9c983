import { Duration, Token } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ClientResponse } from './client-response';
import { ExecutionInput } from './execution-input';
import { ExecutionName } from './execution-name';
import { Invocation } from './invocation';
import { AcceptConnection } from './private/accept-connection';
import { ApiPermissions, executeApiArn, INVOKE, MANAGE_CONNECTIONS } from './private/api-permissions';
import { CompletionNotifier } from './private/completion-notifier';
import { Deployment } from './private/deployment';
import { Fault, Faults } from './private/faults';
import { ExecutionIntegrationProps, WebSocketStepFunctionsIntegration } from './step-functions-integration';

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
   * The workflow's type.
   *
   * @default sfn.StateMachineType.STANDARD
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html
   */
  readonly workflowType?: sfn.StateMachineType;

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
   * Where and how the executions are logged.
   *
   * @default - no logs
   */
  readonly logs?: sfn.LogOptions;

  /**
   * Whether X-Ray traces the executions.
   *
   * @default false
   */
  readonly tracingEnabled?: boolean;

  /**
   * How the executions' data is encrypted.
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
   * `status` is SUCCEEDED (with `output`), FAILED, TIMED_OUT or ABORTED. An output too large for a frame is said to be so, and can be had
   * from the status route. Only for Standard: Step Functions sends no events for Express executions. The events are sent at best effort.
   *
   * The execution's input has to hold the envelope's `connection.id`; an execution without one notifies nobody.
   *
   * @default false
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
   */
  readonly notifyCompletion?: boolean;
}

/**
 * Options of the routes that ask after, or stop, an execution.
 */
export interface ExecutionRouteOptions {
  /**
   * The state machine whose executions the client may name.
   *
   * @default - the construct's own workflow
   */
  readonly stateMachine?: sfn.IStateMachine;

  /**
   * JSONPath of the execution's id in the message.
   *
   * @default '$.executionId'
   */
  readonly executionIdPath?: string;
}

/**
 * What a client's answer to a question of the workflow's means.
 */
export enum TaskAnswer {
  /** The workflow goes on with the message's `output`, any JSON. */
  SUCCESS = 'SUCCESS',

  /** The task fails with the message's `error` and `cause`. */
  FAILURE = 'FAILURE',

  /** The answer takes longer: the heartbeat timeout starts anew. */
  HEARTBEAT = 'HEARTBEAT',
}

/**
 * Options of the routes that answer a question of the workflow's.
 */
export interface AnswerRouteOptions {
  /**
   * What the answer means.
   *
   * @default TaskAnswer.SUCCESS
   */
  readonly answer?: TaskAnswer;

  /**
   * The state machine that asked.
   *
   * @default - the construct's own workflow
   */
  readonly stateMachine?: sfn.IStateMachine;

  /**
   * JSONPath of the task's token in the message.
   *
   * @default '$.taskToken'
   */
  readonly taskTokenPath?: string;
}

/**
 * Props of `WebSocketStepFunctionsAsync`.
 */
export interface WebSocketStepFunctionsAsyncProps extends WorkflowOptions {
  /**
   * What of a message selects its route.
   *
   * @default '$request.body.action'
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
   */
  readonly routeSelectionExpression?: string;

  /**
   * Who may connect: `WebSocketIamAuthorizer`, `WebSocketLambdaAuthorizer`, or `WebSocketNoneAuthorizer` for everybody.
   *
   * @default - IAM: whoever has the right that `grantConnect` gives
   */
  readonly authorizer?: apigwv2.IWebSocketRouteAuthorizer;

  /**
   * Name of the API.
   *
   * @default - the construct's path
   */
  readonly apiName?: string;

  /**
   * Name of the stage: 1 to 128 letters, digits, `-` and `_`.
   *
   * @default 'prod'
   */
  readonly stageName?: string;
}

const CONNECT = '$connect';
const DEFAULT = '$default';
const DISCONNECT = '$disconnect';

const ANSWERS = {
  [TaskAnswer.SUCCESS]: WebSocketStepFunctionsIntegration.sendTaskSuccess,
  [TaskAnswer.FAILURE]: WebSocketStepFunctionsIntegration.sendTaskFailure,
  [TaskAnswer.HEARTBEAT]: WebSocketStepFunctionsIntegration.sendTaskHeartbeat,
};

/** API Gateway waits no longer for an integration. */
const MAXIMUM_SYNCHRONOUS_SECONDS = 29;

/**
 * A WebSocket API in front of workflows: each message starts an execution, with no Lambda in between. The client hears the execution's
 * id at once, and later whatever the workflow sends it (`SendToConnection`).
 *
 * @example
 * new WebSocketStepFunctionsAsync(this, 'Orders', { definitionBody });
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api.html
 */
export class WebSocketStepFunctionsAsync extends Construct {
  /**
   * The API. Routes that you add to it yourself are deployed as well.
   */
  public readonly webSocketApi: apigwv2.WebSocketApi;

  /**
   * The stage, which always has the newest deployment.
   */
  public readonly webSocketStage: apigwv2.WebSocketStage;

  /**
   * The state machine of the construct's own workflow.
   */
  public readonly stateMachine: sfn.IStateMachine;

  /**
   * The role by which API Gateway starts executions: of exactly the state machines behind the routes.
   */
  public readonly integrationRole: iam.IRole;

  /**
   * The URL that clients connect to.
   *
   * @attribute
   */
  public readonly url: string;

  /**
   * The URL that other backends post to connections at, `<callbackUrl>/@connections/<id>`; they need `grantManageConnections`.
   *
   * @attribute
   */
  public readonly callbackUrl: string;

  private readonly stageName: string;
  private readonly authorizer: apigwv2.IWebSocketRouteAuthorizer;
  private readonly routeKeys = new Set<string>();
  private readonly integrations = new Map<string, WebSocketStepFunctionsIntegration>();
  /** How the executions that the routes start are named, so that other routes find them. */
  private readonly executionNames = new Map<sfn.IStateMachine, ExecutionName>();
  private notifier?: CompletionNotifier;

  constructor(scope: Construct, id: string, props: WebSocketStepFunctionsAsyncProps) {
    super(scope, id);
    const { apiName = id, authorizer, routeKeys = [DEFAULT], routeSelectionExpression = '$request.body.action', stageName = 'prod' } = props;
    const faults = new Faults(this);
    faults.mustMatch('stageName', stageName, /^[\w-]{1,128}$/, '1 to 128 letters, digits, - and _');
    faults.mustMatch('routeSelectionExpression', routeSelectionExpression, /\$request\.body\.|\$\{request\.body\.|^\\\$default$/,
      'an expression over the message, such as $request.body.action');
    faults.add(...this.faultsOf(props, routeKeys));
    faults.throwIfAny();

    this.stageName = stageName;
    this.authorizer = authorizer ?? new WebSocketIamAuthorizer();
    this.webSocketApi = new apigwv2.WebSocketApi(this, 'WebSocketApi', { apiName, routeSelectionExpression });
    const permissions = ApiPermissions.of(this.webSocketApi);
    this.integrationRole = permissions.role;
    const deployment = new Deployment(this, 'Deployment', this.webSocketApi, permissions);
    this.webSocketStage = new apigwv2.WebSocketStage(this, 'Stage', { webSocketApi: this.webSocketApi, stageName });
    (this.webSocketStage.node.defaultChild as apigwv2.CfnStage).deploymentId = deployment.deploymentId;
    this.url = this.webSocketStage.url;
    this.callbackUrl = this.webSocketStage.callbackUrl;

    this.stateMachine = this.addWorkflowRoutes('StateMachine', routeKeys, props);
    if (!this.routeKeys.has(CONNECT) && !(authorizer instanceof apigwv2.WebSocketNoneAuthorizer)) {
      this.acceptConnections();
    }
  }

  /**
   * Adds another workflow, with routes of its own.
   *
   * @param id - names the workflow, and the route that starts it, unless `routeKeys` says otherwise
   * @returns the workflow's state machine
   */
  public addWorkflow(id: string, options: WorkflowOptions): sfn.IStateMachine {
    const { routeKeys = [id] } = options;
    const faults = new Faults(this, `options of addWorkflow(${JSON.stringify(id)})`);
    faults.add(...this.faultsOf(options, routeKeys));
    faults.throwIfAny();
    return this.addWorkflowRoutes(`${id}-StateMachine`, routeKeys, options);
  }

  /**
   * Adds a route with any other integration.
   *
   * On `$connect`, the construct's authorizer applies unless the options have their own.
   *
   * @param routeKey - the value of the route selection expression, `$connect`, `$disconnect` or `$default`
   * @returns the route
   */
  public addRoute(routeKey: string, options: apigwv2.WebSocketRouteOptions): apigwv2.WebSocketRoute {
    const faults = new Faults(this, `arguments of addRoute(${JSON.stringify(routeKey)})`);
    faults.add(...this.faultsOfRouteKeys('routeKey', [routeKey]));
    if (routeKey === DISCONNECT && options.returnResponse) {
      faults.add({ prop: 'returnResponse', got: 'true', allowed: 'false for $disconnect: the client is gone' });
    }
    faults.throwIfAny();

    if (routeKey === CONNECT) {
      // The construct's own, under the id that CDK gives it.
      this.webSocketApi.node.tryRemoveChild(`${CONNECT}-Route`);
    }
    this.routeKeys.add(routeKey);
    return this.webSocketApi.addRoute(routeKey, {
      ...options,
      authorizer: options.authorizer ?? (routeKey === CONNECT ? this.authorizer : undefined),
    });
  }

  /**
   * Adds a route on which clients ask after an execution (`DescribeExecution`): of the status, the dates, and the output or error.
   *
   * With an `executionName` per connection or principal, a client reaches its own executions only; otherwise every execution of the state
   * machine whose id it knows.
   *
   * @param routeKey - the value of the route selection expression
   * @returns the route
   */
  public addStatusRoute(routeKey: string, options: ExecutionRouteOptions = {}): apigwv2.WebSocketRoute {
    return this.addTwoWayRoute(routeKey, WebSocketStepFunctionsIntegration.describeExecution('Integration', this.executionProps(options)));
  }

  /**
   * Adds a route on which clients stop an execution (`StopExecution`), of those that `addStatusRoute` reaches.
   *
   * @param routeKey - the value of the route selection expression
   * @returns the route
   */
  public addStopRoute(routeKey: string, options: ExecutionRouteOptions = {}): apigwv2.WebSocketRoute {
    return this.addTwoWayRoute(routeKey, WebSocketStepFunctionsIntegration.stopExecution('Integration', this.executionProps(options)));
  }

  /**
   * Adds a route on which clients answer the workflow's questions: messages of `SendToConnection` with WAIT_FOR_TASK_TOKEN. The client sends
   * their `taskToken` back.
   *
   * @param routeKey - the value of the route selection expression
   * @returns the route
   */
  public addAnswerRoute(routeKey: string, options: AnswerRouteOptions = {}): apigwv2.WebSocketRoute {
    const { answer = TaskAnswer.SUCCESS, stateMachine = this.stateMachine, taskTokenPath } = options;
    return this.addTwoWayRoute(routeKey, ANSWERS[answer]('Integration', { stateMachine, taskTokenPath }));
  }

  /**
   * Grants the right to close connections of this API. A state machine with `CloseConnection` needs it.
   */
  public grantCloseConnections(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, MANAGE_CONNECTIONS, 'DELETE/@connections/*');
  }

  /**
   * Grants the right to post to, read and close connections of this API, for backends other than its workflows, which have theirs.
   */
  public grantManageConnections(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, MANAGE_CONNECTIONS, '*/@connections/*');
  }

  /**
   * Grants the right to connect, where the authorizer is IAM.
   */
  public grantConnect(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, INVOKE, CONNECT);
  }

  private grant(grantee: iam.IGrantable, action: string, path: string): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee,
      actions: [action],
      resourceArns: [executeApiArn(this.webSocketApi, `${this.stageName}/${path}`)],
    });
  }

  private addWorkflowRoutes(id: string, routeKeys: string[], options: WorkflowOptions): sfn.IStateMachine {
    const { executionInput, executionName, invocation, response } = options;
    const stateMachine = options.stateMachine ?? new sfn.StateMachine(this, id, {
      definitionBody: options.definitionBody,
      stateMachineType: options.workflowType,
      queryLanguage: options.queryLanguage,
      timeout: options.timeout,
      logs: options.logs,
      tracingEnabled: options.tracingEnabled,
      encryptionConfiguration: options.encryptionConfiguration,
      definitionSubstitutions: options.definitionSubstitutions,
    });
    const made = new WebSocketStepFunctionsIntegration('Integration', {
      stateMachine, executionInput, executionName, invocation, response, stageName: this.stageName,
    });
    const signature = made._signature(this.webSocketApi);
    const integration = this.integrations.get(signature) ?? made;
    this.integrations.set(signature, integration);
    for (const routeKey of routeKeys) {
      // A handshake completes by the route's response, though the client never sees it.
      this.addRoute(routeKey, { integration, returnResponse: routeKey === CONNECT || (response?.returnsResponse ?? true) });
    }
    if (executionName) {
      this.executionNames.set(stateMachine, executionName);
    }
    if (options.notifyCompletion) {
      this.notifier ??= new CompletionNotifier(this, 'Completion', this.webSocketApi, this.stageName);
      this.notifier.watch(stateMachine);
    }
    return stateMachine;
  }

  private addTwoWayRoute(routeKey: string, integration: apigwv2.WebSocketRouteIntegration): apigwv2.WebSocketRoute {
    return this.addRoute(routeKey, { integration, returnResponse: true });
  }

  private executionProps({ stateMachine = this.stateMachine, executionIdPath }: ExecutionRouteOptions): ExecutionIntegrationProps {
    return { stateMachine, executionIdPath, executionName: this.executionNames.get(stateMachine) };
  }

  /** The construct's own `$connect`, until the user adds another. */
  private acceptConnections(): void {
    this.webSocketApi.addRoute(CONNECT, { integration: new AcceptConnection('Integration'), authorizer: this.authorizer, returnResponse: true });
  }

  private faultsOf(options: WorkflowOptions, routeKeys: string[]): Fault[] {
    const { definitionBody, executionInput, response, stateMachine } = options;
    const faults = [...this.faultsOfRouteKeys('routeKeys', routeKeys), ...executionInput?._faults() ?? [], ...faultsOfType(options)];
    if (routeKeys.length === 0) {
      faults.push({ prop: 'routeKeys', got: '[]', allowed: 'at least one route key, or leave it out' });
    }
    for (const routeKey of routeKeys.filter((key) => [CONNECT, DISCONNECT].includes(key) && (response?.returnsResponse ?? true))) {
      faults.push({ prop: 'response', got: `a reply on ${routeKey}`, allowed: `none, ${routeKey} cannot answer; use ClientResponse.none()` });
    }
    if (!definitionBody === !stateMachine) {
      faults.push({ prop: 'definitionBody, stateMachine', got: definitionBody ? 'both' : 'neither', allowed: 'exactly one of them' });
    }
    const machineProps = ['workflowType', 'queryLanguage', 'timeout', 'logs', 'tracingEnabled', 'encryptionConfiguration',
      'definitionSubstitutions'] as const;
    if (stateMachine) {
      for (const prop of machineProps.filter((name) => options[name] !== undefined)) {
        faults.push({ prop, got: 'a value beside stateMachine', allowed: 'only with definitionBody; set it on the state machine' });
      }
    } else if (definitionBody && !(definitionBody instanceof sfn.ChainDefinitionBody)) {
      for (const prop of (['queryLanguage', 'timeout'] as const).filter((name) => options[name] !== undefined)) {
        faults.push({ prop, got: 'a value beside a definition from a string or a file', allowed: 'only with fromChainable; set it in the definition' });
      }
    }
    return faults;
  }

  private faultsOfRouteKeys(prop: string, routeKeys: string[]): Fault[] {
    const faults: Fault[] = [];
    routeKeys.forEach((routeKey, index) => {
      if (Token.isUnresolved(routeKey)) {
        return;
      }
      if (this.routeKeys.has(routeKey) || routeKeys.indexOf(routeKey) < index) {
        faults.push({ prop, got: `${JSON.stringify(routeKey)} twice`, allowed: 'one integration a route key; leave one out' });
      }
      if (routeKey === '' || (routeKey.startsWith('$') && ![CONNECT, DEFAULT, DISCONNECT].includes(routeKey))) {
        faults.push({ prop, got: JSON.stringify(routeKey), allowed: '$connect, $disconnect, $default, or a text that does not begin with $' });
      }
    });
    return faults;
  }
}

/** What does not go with the type of the workflow. */
function faultsOfType({ definitionBody, invocation, notifyCompletion, stateMachine, timeout, workflowType }: WorkflowOptions): Fault[] {
  const faults: Fault[] = [];
  const type = definitionBody ? workflowType ?? sfn.StateMachineType.STANDARD : (stateMachine as sfn.StateMachine | undefined)?.stateMachineType;
  if (notifyCompletion && type === sfn.StateMachineType.EXPRESS) {
    faults.push({ prop: 'notifyCompletion', got: 'true for an Express workflow', allowed: 'only Standard, Express executions send no events; end the workflow with SendToConnection' });
  }
  if (invocation === Invocation.SYNCHRONOUS) {
    if (type === sfn.StateMachineType.STANDARD) {
      faults.push({ prop: 'invocation', got: 'SYNCHRONOUS for a Standard workflow', allowed: 'ASYNCHRONOUS; or workflowType: StateMachineType.EXPRESS' });
    }
    if (timeout && !timeout.isUnresolved() && timeout.toSeconds() > MAXIMUM_SYNCHRONOUS_SECONDS) {
      faults.push({ prop: 'timeout', got: timeout.toHumanString(), allowed: `at most ${MAXIMUM_SYNCHRONOUS_SECONDS} seconds for a synchronous workflow; API Gateway waits no longer` });
    }
  }
  return faults;
}
