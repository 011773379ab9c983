import { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { AlarmOptions } from './alarm-options';
import { ApiOptions } from './api-options';
import { AcceptConnection } from './private/accept-connection';
import { faultsOfApi } from './private/api-faults';
import { ApiPermissions, executeApiArn, INVOKE, MANAGE_CONNECTIONS } from './private/api-permissions';
import { CompletionNotifier } from './private/completion-notifier';
import { deploy } from './private/deployment';
import { endpointOf } from './private/endpoint';
import { executionNameOf, faultsOfExecutionNames, rememberExecutionName } from './private/execution-names';
import { Faults } from './private/faults';
import { letLogsEncrypt } from './private/log-group';
import { validateMessages } from './private/message-model';
import { alarmsOf, widgetsOf } from './private/monitoring';
import { CONNECT, DEFAULT, DISCONNECT } from './private/route-keys';
import { StageSettings } from './private/stage-settings';
import { faultsOfSynthesis } from './private/synthesis-faults';
import { UsagePlan } from './private/usage-plan';
import { Workflow } from './private/workflow';
import { faultsOfRouteKeys, faultsOfRouteThrottle, faultsOfWorkflow } from './private/workflow-faults';
import { AnswerRouteOptions, ExecutionRouteOptions, TaskAnswer } from './route-options';
import { ExecutionIntegrationProps, WebSocketStepFunctionsIntegration } from './step-functions-integration';
import { UsagePlanOptions } from './usage-plan-options';
import { WorkflowOptions } from './workflow-options';

/**
 * Props of `WebSocketStepFunctionsAsync`.
 */
export interface WebSocketStepFunctionsAsyncProps extends WorkflowOptions, ApiOptions {}

const ANSWERS = {
  [TaskAnswer.SUCCESS]: WebSocketStepFunctionsIntegration.sendTaskSuccess,
  [TaskAnswer.FAILURE]: WebSocketStepFunctionsIntegration.sendTaskFailure,
  [TaskAnswer.HEARTBEAT]: WebSocketStepFunctionsIntegration.sendTaskHeartbeat,
};

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
  public readonly webSocketApi: apigwv2.IWebSocketApi;

  /**
   * The stage, which always has the newest deployment.
   */
  public readonly webSocketStage: apigwv2.IWebSocketStage;

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
  private readonly apiKeyRequired?: boolean;
  private readonly ownsApi: boolean;
  /** Accepts connections until the user adds another `$connect`. */
  private ownConnect?: apigwv2.WebSocketRoute;
  private readonly routes = new Map<string, apigwv2.WebSocketRoute>();
  private readonly integrations = new Map<string, WebSocketStepFunctionsIntegration>();
  private readonly settings: StageSettings;
  private readonly logEncryptionKey?: kms.IKey;
  /** The state machines at work, by the names of their workflows. */
  private readonly stateMachines = new Map<sfn.IStateMachine, string>();
  private notifier?: CompletionNotifier;

  constructor(scope: Construct, id: string, props: WebSocketStepFunctionsAsyncProps) {
    super(scope, id);
    const { authorizer = new WebSocketIamAuthorizer(), routeKeys = [DEFAULT], stageName = 'prod' } = props;
    const faults = new Faults(this);
    faults.add(...faultsOfApi(props), ...faultsOfWorkflow(props, routeKeys, new Set()), ...faultsOfRouteThrottle(this, props, props.webSocketStage));
    faults.throwIfAny();

    this.authorizer = authorizer;
    this.apiKeyRequired = props.apiKeyRequired;
    this.ownsApi = !props.webSocketApi && !props.webSocketStage;
    this.webSocketApi = props.webSocketStage?.api ?? props.webSocketApi ?? new apigwv2.WebSocketApi(this, 'WebSocketApi', {
      apiName: props.apiName ?? id,
      routeSelectionExpression: props.routeSelectionExpression ?? '$request.body.action',
      apiKeySelectionExpression: props.apiKeyRequired ? apigwv2.WebSocketApiKeySelectionExpression.HEADER_X_API_KEY : undefined,
    });
    this.webSocketStage = props.webSocketStage ?? new apigwv2.WebSocketStage(this, 'Stage', {
      webSocketApi: this.webSocketApi,
      stageName,
      throttle: props.throttle,
      domainMapping: props.domainMapping,
    });
    this.stageName = this.webSocketStage.stageName;

    const permissions = ApiPermissions.of(this, this.webSocketApi);
    this.integrationRole = permissions.role;
    deploy(this, this.webSocketStage, permissions);
    const endpoint = `${endpointOf(this.webSocketApi)}/${this.stageName}`;
    this.callbackUrl = `https://${endpoint}`;
    this.url = props.domainMapping ? `wss://${props.domainMapping.domainName.name}/${props.domainMapping.mappingKey ?? ''}` : `wss://${endpoint}`;

    if (props.logEncryptionKey) {
      letLogsEncrypt(this, props.logEncryptionKey);
    }
    this.logEncryptionKey = props.logEncryptionKey;
    this.settings = new StageSettings(this, 'Settings', this.webSocketStage, props);
    this.stateMachine = this.addWorkflowRoutes('Workflow', routeKeys, props);
    if (this.ownsApi && !this.routes.has(CONNECT) && !(authorizer instanceof apigwv2.WebSocketNoneAuthorizer && !props.apiKeyRequired)) {
      this.ownConnect = this.createRoute(CONNECT, { integration: new AcceptConnection('Integration'), authorizer, returnResponse: true });
    }
    this.node.addValidation({ validate: () => faultsOfSynthesis(Stack.of(this), this.webSocketApi) });
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
    faults.add(...faultsOfWorkflow(options, routeKeys, this.routes), ...faultsOfRouteThrottle(this, options, this.webSocketStage));
    faults.throwIfAny();
    return this.addWorkflowRoutes(`${id}-Workflow`, routeKeys, options);
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
    faults.add(...faultsOfRouteKeys('routeKey', [routeKey], this.routes));
    if (routeKey === DISCONNECT && options.returnResponse) {
      faults.add({ prop: 'returnResponse', got: 'true', allowed: 'false for $disconnect: the client is gone' });
    }
    faults.throwIfAny();

    if (routeKey === CONNECT) {
      this.ownConnect?.node.scope?.node.tryRemoveChild(this.ownConnect.node.id);
    }
    const route = this.createRoute(routeKey, {
      ...options,
      authorizer: options.authorizer ?? (routeKey === CONNECT ? this.authorizer : undefined),
    });
    this.routes.set(routeKey, route);
    return route;
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
    const props = this.executionProps(`addStatusRoute(${JSON.stringify(routeKey)})`, options);
    return this.addTwoWayRoute(routeKey, WebSocketStepFunctionsIntegration.describeExecution('Integration', props));
  }

  /**
   * Adds a route on which clients stop an execution (`StopExecution`), of those that `addStatusRoute` reaches.
   *
   * @param routeKey - the value of the route selection expression
   * @returns the route
   */
  public addStopRoute(routeKey: string, options: ExecutionRouteOptions = {}): apigwv2.WebSocketRoute {
    const props = this.executionProps(`addStopRoute(${JSON.stringify(routeKey)})`, options);
    return this.addTwoWayRoute(routeKey, WebSocketStepFunctionsIntegration.stopExecution('Integration', props));
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

  /**
   * Adds a usage plan, with its API keys, for an API with `apiKeyRequired`.
   *
   * @param id - names the plan
   */
  public addUsagePlan(id: string, options: UsagePlanOptions): void {
    new UsagePlan(this, id, this.webSocketStage, options);
  }

  /**
   * Any metric of the stage. Over five minutes, as a sum, unless the options say otherwise.
   *
   * @param metricName - one of CloudWatch's for WebSocket APIs
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html
   */
  public metric(metricName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      dimensionsMap: { ApiId: this.webSocketApi.apiId, Stage: this.stageName },
      statistic: 'Sum',
      ...options,
    }).attachTo(this);
  }

  /**
   * Any metric of one route, by the dimensions ApiId, Stage and Route. There are none without `detailedMetricsEnabled`.
   *
   * Newer pages of AWS's guide name Method and Resource instead of Route: should your account have those, give them as `dimensionsMap`.
   *
   * @param routeKey - the route
   * @param metricName - one of CloudWatch's for WebSocket APIs
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html
   */
  public metricForRoute(routeKey: string, metricName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(metricName, { dimensionsMap: { ApiId: this.webSocketApi.apiId, Stage: this.stageName, Route: routeKey }, ...options });
  }

  /** How many clients have connected. */
  public metricConnectCount(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ConnectCount', options);
  }

  /** How many messages there were, from clients and to them. */
  public metricMessageCount(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('MessageCount', options);
  }

  /** How often Step Functions has answered with an error. */
  public metricIntegrationError(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('IntegrationError', options);
  }

  /** How often a message was refused before Step Functions heard of it. */
  public metricClientError(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ClientError', options);
  }

  /** How often Step Functions could not be called. */
  public metricExecutionError(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ExecutionError', options);
  }

  /** How long Step Functions has taken to answer, in milliseconds; the average unless the options say otherwise. */
  public metricIntegrationLatency(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('IntegrationLatency', { statistic: 'Average', ...options });
  }

  /**
   * Adds the alarms that a good operator would set: for integration and execution errors, for latency near the 29 seconds after which API
   * Gateway gives up, and for failed, timed out and throttled executions of each workflow that there is by now, and of what tells clients of
   * their ends (`notifyCompletion`). Called again, it adds those of the workflows that have come since.
   *
   * @returns the alarms
   */
  public addAlarms(options: AlarmOptions = {}): cloudwatch.Alarm[] {
    const scope = this.node.tryFindChild('Alarms') as Construct | undefined ?? new Construct(this, 'Alarms');
    return alarmsOf(scope, this, this.stateMachines, options);
  }

  /**
   * Adds a dashboard with `widgets`.
   *
   * @param id - names the dashboard
   * @returns the dashboard, for more widgets
   */
  public addDashboard(id = 'Dashboard'): cloudwatch.Dashboard {
    return new cloudwatch.Dashboard(this, id, { widgets: [this.widgets()] });
  }

  /**
   * Widgets for a dashboard: connections, messages, errors, latency, failed replies, and the executions of each workflow that there is by now,
   * by their ends.
   */
  public widgets(): cloudwatch.IWidget[] {
    return widgetsOf(this, this.stateMachines);
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
    const stateMachine = options.stateMachine ?? new Workflow(this, id, options, this.logEncryptionKey).stateMachine;
    const made = new WebSocketStepFunctionsIntegration('Integration', {
      stateMachine, executionInput, executionName, invocation, response, stageName: this.stageName,
    });
    const signature = made._signature(this.webSocketApi);
    const integration = this.integrations.get(signature) ?? made;
    this.integrations.set(signature, integration);
    for (const routeKey of routeKeys) {
      // A handshake completes by the route's response, though the client never sees it.
      const route = this.addRoute(routeKey, { integration, returnResponse: routeKey === CONNECT || (response?.returnsResponse ?? true) });
      this.applyToRoute(route, options);
    }
    if (!this.stateMachines.has(stateMachine)) {
      this.stateMachines.set(stateMachine, id);
    }
    if (executionName) {
      rememberExecutionName(stateMachine, executionName);
    }
    if (options.notifyCompletion) {
      this.notifier ??= this.addNotifier();
      this.notifier.watch(stateMachine);
    }
    return stateMachine;
  }

  private addNotifier(): CompletionNotifier {
    const notifier = new CompletionNotifier(this, 'Completion', this.webSocketApi, this.stageName, this.logEncryptionKey);
    this.stateMachines.set(notifier.stateMachine, notifier.node.id);
    return notifier;
  }

  private applyToRoute(route: apigwv2.WebSocketRoute, { messageSchema, routeThrottle }: WorkflowOptions): void {
    if (messageSchema) {
      validateMessages(route, messageSchema);
    }
    if (routeThrottle) {
      this.settings.throttle(route, routeThrottle);
    }
  }

  private addTwoWayRoute(routeKey: string, integration: apigwv2.WebSocketRouteIntegration): apigwv2.WebSocketRoute {
    return this.addRoute(routeKey, { integration, returnResponse: true });
  }

  private executionProps(method: string, options: ExecutionRouteOptions): ExecutionIntegrationProps {
    const { executionIdPath, executionName, stateMachine = this.stateMachine } = options;
    const faults = new Faults(this, `options of ${method}`);
    faults.add(...faultsOfExecutionNames(stateMachine, executionName));
    faults.throwIfAny();
    return { stateMachine, executionIdPath, executionName: executionName ?? executionNameOf(stateMachine) };
  }

  private createRoute(routeKey: string, options: apigwv2.WebSocketRouteOptions): apigwv2.WebSocketRoute {
    // Under the id that CDK gives a route of an API's own.
    return new apigwv2.WebSocketRoute(this.ownsApi ? this.webSocketApi as apigwv2.WebSocketApi : this, `${routeKey}-Route`, {
      ...options,
      webSocketApi: this.webSocketApi,
      routeKey,
      apiKeyRequired: routeKey === CONNECT ? this.apiKeyRequired : undefined,
    });
  }
}
