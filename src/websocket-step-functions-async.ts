import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ApiOptions } from './api-options';
import { CancelOnDisconnectOptions } from './cancel-on-disconnect-options';
import { ClientResponse } from './client-response';
import { ConnectionRegistry } from './connection-registry';
import { Invocation } from './invocation';
import { OptionsPlace } from './private/action-integration';
import { faultsOfApi } from './private/api-faults';
import { ApiPermissions, executeApiArn, INVOKE, MANAGE_CONNECTIONS } from './private/api-permissions';
import { faultsOfAuthorizer, faultsOfConnect, faultsOfMailboxOwner, routeByDefault } from './private/authorization';
import { CompletionNotifier } from './private/completion-notifier';
import { deploy } from './private/deployment';
import { DisconnectCanceller, faultsOfCancelOnDisconnect, graceOf } from './private/disconnect-canceller';
import { endpointOf } from './private/endpoint';
import { DESCRIBE, ExecutionAction, ExecutionIntegration, STOP } from './private/execution-actions';
import { Fault, Faults, faultsOfPaths } from './private/faults';
import { GoodbyeIntegration } from './private/goodbye-integration';
import { faultsOfKeptEnds } from './private/kept-for-clients';
import { letLogsEncrypt } from './private/log-group';
import { ACKNOWLEDGE, RESUME } from './private/mailbox-routes';
import { validateMessages } from './private/message-model';
import { MockIntegration } from './private/mock-integration';
import { MonitoredStage } from './private/monitored-stage';
import { NamedWorkflows } from './private/named-workflows';
import { JOIN, LEAVE, PRESENCE, RegistryAction, RegistryIntegration } from './private/registry-integration';
import { warnOfMailboxWithoutRoutes, warnOfOpenGroups, warnOfUnknown, warnOfUnregistered } from './private/registry-warnings';
import { CONNECT, DEFAULT, DISCONNECT, faultsOfMessageRoute } from './private/route-keys';
import { StageSettings } from './private/stage-settings';
import { warnOfCompletion } from './private/start-warnings';
import { typeOf } from './private/state-machine-identity';
import { faultsOfSynthesis } from './private/synthesis-faults';
import { FAILURE, HEARTBEAT, SUCCESS, TaskAnswerIntegration } from './private/task-answers';
import { faultsOfUsagePlan, UsagePlan, warnOfUsagePlans } from './private/usage-plan';
import { Workflow } from './private/workflow';
import { faultsOfRouteKeys, faultsOfRouteThrottle, faultsOfWorkflow } from './private/workflow-faults';
import { AnswerRouteOptions, ExecutionRouteOptions, GroupRouteOptions, TaskAnswer } from './route-options';
import { WebSocketStepFunctionsIntegration } from './step-functions-integration';
import { UsagePlanOptions } from './usage-plan-options';
import { WorkflowOptions } from './workflow-options';

/**
 * Props of `WebSocketStepFunctionsAsync`.
 */
export interface WebSocketStepFunctionsAsyncProps extends WorkflowOptions, ApiOptions {}

const ANSWERS = { [TaskAnswer.SUCCESS]: SUCCESS, [TaskAnswer.FAILURE]: FAILURE, [TaskAnswer.HEARTBEAT]: HEARTBEAT };

/**
 * A WebSocket API in front of workflows: each message starts an execution, with no Lambda in between. The client hears the execution's
 * id at once, and later whatever the workflow sends it (`SendToConnection`).
 *
 * @example
 * new WebSocketStepFunctionsAsync(this, 'Orders', { definitionBody });
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api.html
 */
export class WebSocketStepFunctionsAsync extends MonitoredStage {
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

  /**
   * The registry that knows the API's connections, if there is one.
   */
  public readonly connections?: ConnectionRegistry;

  private readonly authorizer: apigwv2.IWebSocketRouteAuthorizer;
  private readonly apiKeyRequired?: boolean;
  private readonly ownsApi: boolean;
  /** Answers pings, and accepts connections where the API has no other `$connect`. */
  private readonly mock = new MockIntegration('Integration');
  private readonly routes = new Map<string, apigwv2.WebSocketRoute>();
  private readonly integrations = new Map<string, WebSocketStepFunctionsIntegration>();
  private readonly permissions: ApiPermissions;
  private readonly settings: StageSettings;
  private readonly logEncryptionKey?: kms.IKey;
  /** Those whose executions a client may ask after, by the ids that it knows. */
  private readonly workflows = new NamedWorkflows();
  private notifier?: CompletionNotifier;
  private canceller?: DisconnectCanceller;
  /** Deletes what is acknowledged, and connections that end. */
  private acknowledging?: apigwv2.WebSocketRouteIntegration;

  constructor(scope: Construct, id: string, props: WebSocketStepFunctionsAsyncProps) {
    super(scope, id);
    const { authorizer = new WebSocketIamAuthorizer(), routeKeys = [DEFAULT], stageName = 'prod' } = props;
    const faults = new Faults(this);
    faults.add(...faultsOfApi(this, props), ...faultsOfWorkflow(this, props, routeKeys, new Set()));
    faults.add(...faultsOfRouteThrottle(this, props, props.webSocketStage), ...faultsOfAuthorizer(props, routeKeys));
    faults.add(...this.faultsOfCancelling(props, props.connections, !props.webSocketApi && !props.webSocketStage));
    faults.add(...faultsOfKeptEnds(props, props.connections));
    faults.throwIfAny();

    this.authorizer = authorizer;
    this.apiKeyRequired = props.apiKeyRequired;
    this.connections = props.connections;
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

    this.permissions = ApiPermissions.of(this, this.webSocketApi);
    this.integrationRole = this.permissions.role;
    deploy(this, this.webSocketStage, this.permissions);
    const endpoint = `${endpointOf(this.webSocketApi)}/${this.webSocketStage.stageName}`;
    this.callbackUrl = `https://${endpoint}`;
    this.url = props.domainMapping ? `wss://${props.domainMapping.domainName.name}/${props.domainMapping.mappingKey ?? ''}` : `wss://${endpoint}`;

    if (props.logEncryptionKey) {
      letLogsEncrypt(this, props.logEncryptionKey);
    }
    this.logEncryptionKey = props.logEncryptionKey;
    this.settings = new StageSettings(this, 'Settings', this.webSocketStage, props);
    if (this.connections) {
      this._stateMachines.set(this.connections.postOffice, 'PostOffice');
      warnOfUnregistered(this, this.connections, this.webSocketApi);
      warnOfMailboxWithoutRoutes(this, this.connections, this.webSocketApi);
      warnOfUnknown(this, this.connections, this.webSocketApi);
    }
    this.stateMachine = this.addWorkflowRoutes('Workflow', routeKeys, props, undefined);
    if (this.ownsApi) {
      this.guardConnect(authorizer, props.apiKeyRequired ?? false);
      this.forgetOnDisconnect();
      warnOfUsagePlans(this, this.webSocketApi, props.apiKeyRequired ?? false);
    }
    this.node.addValidation({ validate: () => faultsOfSynthesis(Stack.of(this), this.webSocketApi) });
    const { connections } = this;
    if (connections) {
      this.node.addValidation({ validate: () => faultsOfMailboxOwner(this, this.webSocketApi, connections) });
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
    faults.add(...faultsOfWorkflow(this, options, routeKeys, this.routes), ...faultsOfRouteThrottle(this, options, this.webSocketStage));
    faults.add(...this.faultsOfCancelling(options, this.connections, this.ownsApi), ...faultsOfKeptEnds(options, this.connections));
    faults.throwIfAny();
    return this.addWorkflowRoutes(`${id}-Workflow`, routeKeys, options, id);
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
    return this.addRouteBy('addRoute', routeKey, options);
  }

  /**
   * Adds a route on which clients ask after an execution (`DescribeExecution`): of the status, the dates, and the output or error.
   *
   * One route serves all Standard workflows of this construct, those that are added later too: a message names the workflow by the id of
   * `addWorkflow`, as `workflow`; the construct's own needs none.
   *
   * With an `executionName` per connection or principal, a client reaches its own executions only; otherwise every execution of the state
   * machine whose id it knows. A route that would reach executions of several principals is refused at synth.
   *
   * @param routeKey - the value of the route selection expression
   * @returns the route
   */
  public addStatusRoute(routeKey: string, options: ExecutionRouteOptions = {}): apigwv2.WebSocketRoute {
    return this.addExecutionRoute('addStatusRoute', routeKey, DESCRIBE, options);
  }

  /**
   * Adds a route on which clients stop an execution (`StopExecution`), of those that `addStatusRoute` reaches.
   *
   * @param routeKey - the value of the route selection expression
   * @returns the route
   */
  public addStopRoute(routeKey: string, options: ExecutionRouteOptions = {}): apigwv2.WebSocketRoute {
    return this.addExecutionRoute('addStopRoute', routeKey, STOP, options);
  }

  /**
   * Adds a route on which clients answer the workflow's questions: messages of `SendToConnection` with WAIT_FOR_TASK_TOKEN. The client sends
   * their `taskToken` back, which says whose question it is.
   *
   * One route serves every Standard state machine that a route of the API starts, those that are added later too.
   *
   * @param routeKey - the value of the route selection expression
   * @returns the route
   */
  public addAnswerRoute(routeKey: string, options: AnswerRouteOptions = {}): apigwv2.WebSocketRoute {
    const { answer = TaskAnswer.SUCCESS, stateMachine, taskTokenPath } = options;
    const place = this.placeOf('addAnswerRoute', routeKey);
    const integration = new TaskAnswerIntegration('Integration', ANSWERS[answer], { stateMachine, taskTokenPath }, place);
    return this.addRouteBy('addAnswerRoute', routeKey, { integration, returnResponse: true });
  }

  /**
   * Adds a route that answers `{"pong":true}` and starts nothing, by which clients keep a connection open that is idle for ten minutes.
   *
   * It costs two resources where the construct makes `$connect`, or has another ping route; four otherwise.
   *
   * @param routeKey - the value of the route selection expression
   * @returns the route
   */
  public addPingRoute(routeKey = 'ping'): apigwv2.WebSocketRoute {
    return this.addRouteBy('addPingRoute', routeKey, { integration: this.mock, returnResponse: true });
  }

  /**
   * Adds the routes on which clients join a group of the registry's, `connections`, and leave it: `{"action":"join","group":"room-1"}`. They hear
   * `{"joined":true,"requestId":"…"}`, and `left`. A connection is in its groups until it ends; who connects anew joins anew.
   *
   * Whose groups are whose is `groupAccess` of the registry.
   *
   * @param joinRouteKey - the value of the route selection expression
   * @param leaveRouteKey - the value of the route selection expression
   */
  public addGroupRoutes(joinRouteKey = 'join', leaveRouteKey = 'leave', options: GroupRouteOptions = {}): void {
    this.checkRegistryRoutes('addGroupRoutes', [joinRouteKey, leaveRouteKey], options);
    this.addRegistryRoute('addGroupRoutes', joinRouteKey, JOIN, options);
    this.addRegistryRoute('addGroupRoutes', leaveRouteKey, LEAVE, options);
    warnOfOpenGroups(this, this.connections!);
  }

  /**
   * Adds a route on which clients ask who is probably connected, of those that may join a group: `{"action":"presence","group":"room-1"}`, or without group,
   * the client's own connections. They hear
   *
   *     {"connections":[{"principal":"jane","connectedAt":1652716274909}],"more":false}
   *
   * of 200 connections at most, with the time in milliseconds; `more` says that there may be others, and false that these are all. Probably: a connection of a group that
   * has ended without leaving it is there until the next message to the group.
   *
   * @param routeKey - the value of the route selection expression
   * @returns the route
   */
  public addPresenceRoute(routeKey = 'presence', options: GroupRouteOptions = {}): apigwv2.WebSocketRoute {
    this.checkRegistryRoutes('addPresenceRoute', [routeKey], options);
    const route = this.addRegistryRoute('addPresenceRoute', routeKey, PRESENCE, options);
    warnOfOpenGroups(this, this.connections!);
    return route;
  }

  /**
   * Adds the routes of the registry's mailbox. A client acknowledges what it has heard, `{"action":"ack","executionId":"…","seq":"…"}`, which is then no
   * longer kept; it hears `{"acknowledged":true,"executionId":"…","seq":"…"}`, of what is not kept any more `{"acknowledged":true}`. When it is back, it asks
   * for what it has missed, `{"action":"resume"}`, and hears
   *
   *     {"messages":[<as they were sent>],"next":null}
   *
   * in pages of less than 128 KB; the next page is `{"action":"resume","after":"<next>"}`, until `next` is null. Each client reaches its own principal's
   * messages only.
   *
   * @param ackRouteKey - the value of the route selection expression
   * @param resumeRouteKey - the value of the route selection expression
   */
  public addMailboxRoutes(ackRouteKey = 'ack', resumeRouteKey = 'resume'): void {
    const lacksMailbox = this.connections && !this.connections._retention;
    this.checkRegistryRoutes('addMailboxRoutes', [ackRouteKey, resumeRouteKey], {}, ...lacksMailbox
      ? [{ prop: 'connections', got: 'a registry without mailbox', allowed: `mailbox in the props of ${this.connections.node.path}` }]
      : []);
    this.acknowledging = this.registryIntegration(ACKNOWLEDGE);
    this.addRouteBy('addMailboxRoutes', ackRouteKey, { integration: this.acknowledging, returnResponse: true });
    this.addRegistryRoute('addMailboxRoutes', resumeRouteKey, RESUME);
    this.connections!._apisOfMailbox.add(this.webSocketApi);
  }

  /**
   * Grants the right to close connections of this API. A state machine with `CloseConnection` needs it.
   */
  public grantCloseConnections(grantee: iam.IGrantable): iam.Grant {
    return this.grant(this.permissions.granteeFor(grantee), MANAGE_CONNECTIONS, 'DELETE/@connections/*');
  }

  /**
   * Grants the right to post to, read and close connections of this API, for backends other than its workflows, which have theirs.
   */
  public grantManageConnections(grantee: iam.IGrantable): iam.Grant {
    return this.grant(this.permissions.granteeFor(grantee), MANAGE_CONNECTIONS, '*/@connections/*');
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
   * @returns the plan, for more keys
   */
  public addUsagePlan(id: string, options: UsagePlanOptions): apigateway.UsagePlan {
    const faults = new Faults(this, `options of addUsagePlan(${JSON.stringify(id)})`);
    faults.add(...faultsOfUsagePlan(this, options));
    faults.throwIfAny();
    return new UsagePlan(this, id, this.webSocketStage, options);
  }

  private grant(grantee: iam.IGrantable, action: string, path: string): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee,
      actions: [action],
      resourceArns: [executeApiArn(this.webSocketApi, `${this.webSocketStage.stageName}/${path}`)],
    });
  }

  /** @param name - by which messages name the workflow, undefined for the construct's own */
  private addWorkflowRoutes(id: string, routeKeys: string[], options: WorkflowOptions, name: string | undefined): sfn.IStateMachine {
    const { executionInput, executionName, invocation, response } = options;
    const workflow = options.stateMachine ? undefined : new Workflow(this, id, options, this.logEncryptionKey);
    const stateMachine = options.stateMachine ?? workflow!.stateMachine;
    const made = new WebSocketStepFunctionsIntegration('Integration', {
      stateMachine, executionInput, executionName, invocation, response, stageName: this.webSocketStage.stageName, connections: this.connections,
    });
    const signature = made._signature(this.webSocketApi);
    const integration = this.integrations.get(signature) ?? made;
    this.integrations.set(signature, integration);
    for (const routeKey of routeKeys) {
      // A handshake completes by the route's response, though the client never sees it.
      const route = this.addRoute(routeKey, { integration, returnResponse: routeKey === CONNECT || ClientResponse._of(options).returnsResponse });
      this.applyToRoute(route, options);
      if (workflow?.rights) {
        route.node.addDependency(workflow.rights);
      }
    }
    if (!this._stateMachines.has(stateMachine)) {
      this._stateMachines.set(stateMachine, id);
    }
    if (invocation !== Invocation.SYNCHRONOUS) {
      this.workflows.add({ name, stateMachine });
    }
    if (options.notifyCompletion) {
      warnOfCompletion(this, executionInput);
      this.notifier ??= this.addNotifier();
      this.notifier.watch(stateMachine);
    }
    if (options.cancelOnDisconnect) {
      this.canceller ??= this.addCanceller(options.cancelOnDisconnect);
      this.canceller.watch(stateMachine);
    }
    return stateMachine;
  }

  private addCanceller(options: CancelOnDisconnectOptions): DisconnectCanceller {
    const canceller = new DisconnectCanceller(this, 'Cancel', this.connections!, graceOf(options), this.logEncryptionKey);
    this._stateMachines.set(canceller.stateMachine, canceller.node.id);
    return canceller;
  }

  private faultsOfCancelling(options: WorkflowOptions, connections: ConnectionRegistry | undefined, ownsApi: boolean): Fault[] {
    const { stateMachine, workflowType } = options;
    const type = workflowType ?? (stateMachine && typeOf(stateMachine));
    return faultsOfCancelOnDisconnect(options, {
      isExpress: type === sfn.StateMachineType.EXPRESS, connections, ownsApi, grace: this.canceller?.grace,
    });
  }

  private addNotifier(): CompletionNotifier {
    const { connections, logEncryptionKey, webSocketApi, webSocketStage } = this;
    const notifier = new CompletionNotifier(this, 'Completion', webSocketApi, webSocketStage.stageName, logEncryptionKey, connections);
    this._stateMachines.set(notifier.stateMachine, notifier.node.id);
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

  private addExecutionRoute(method: string, routeKey: string, action: ExecutionAction, options: ExecutionRouteOptions): apigwv2.WebSocketRoute {
    const workflows = options.stateMachine ? NamedWorkflows.only(options.stateMachine) : this.workflows;
    const integration = new ExecutionIntegration('Integration', action, workflows, options, this.placeOf(method, routeKey));
    return this.addRouteBy(method, routeKey, { integration, returnResponse: true });
  }

  /** Names all that is wrong with routes of the registry's, before any of them is made. */
  private checkRegistryRoutes(method: string, routeKeys: string[], { groupPath }: GroupRouteOptions, ...others: Fault[]): void {
    const faults = new Faults(this, `arguments of ${method}(${routeKeys.map((routeKey) => JSON.stringify(routeKey)).join(', ')})`);
    faults.add(...faultsOfRouteKeys('routeKey', routeKeys, this.routes), ...routeKeys.flatMap(faultsOfMessageRoute), ...faultsOfPaths({ groupPath }));
    if (!this.connections) {
      faults.add({ prop: 'connections', got: 'none', allowed: 'a ConnectionRegistry in the props of the construct, which has groups and mailboxes' });
    }
    faults.add(...others);
    faults.throwIfAny();
  }

  private addRegistryRoute(method: string, routeKey: string, action: RegistryAction, options: GroupRouteOptions = {}): apigwv2.WebSocketRoute {
    return this.addRouteBy(method, routeKey, { integration: this.registryIntegration(action, options), returnResponse: true });
  }

  private registryIntegration(action: RegistryAction, options: GroupRouteOptions = {}): apigwv2.WebSocketRouteIntegration {
    return new RegistryIntegration('Integration', this.connections!, action, { ...options, stageName: this.webSocketStage.stageName });
  }

  private addRouteBy(method: string, routeKey: string, options: apigwv2.WebSocketRouteOptions): apigwv2.WebSocketRoute {
    const faults = new Faults(this, `arguments of ${method}(${JSON.stringify(routeKey)})`);
    faults.add(...faultsOfRouteKeys('routeKey', [routeKey], this.routes), ...(method === 'addRoute' ? [] : faultsOfMessageRoute(routeKey)));
    if (method === 'addRoute' && routeKey === DISCONNECT && options.returnResponse) {
      faults.add({ prop: 'returnResponse', got: 'true', allowed: 'false for $disconnect: the client is gone' });
    }
    faults.throwIfAny();

    const route = this.createRoute(routeKey, {
      ...options,
      authorizer: options.authorizer ?? (routeKey === CONNECT ? this.authorizer : undefined),
    });
    this.routes.set(routeKey, route);
    return route;
  }

  /** What an error at synthesis says of the options of a route. */
  private placeOf(method: string, routeKey: string): OptionsPlace {
    return { scope: this, of: `options of ${method}(${JSON.stringify(routeKey)})` };
  }

  /** Everybody may connect only where the user says so. */
  private guardConnect(authorizer: apigwv2.IWebSocketRouteAuthorizer, apiKeyRequired: boolean): void {
    const integration = this.connections?.connectIntegration('Connect', this.webSocketStage.stageName) ?? this.mock;
    if (!(authorizer instanceof apigwv2.WebSocketNoneAuthorizer) || apiKeyRequired || this.connections) {
      routeByDefault(this, this.webSocketApi, CONNECT, () => {
        this.routes.set(CONNECT, this.createRoute(CONNECT, { integration, authorizer, returnResponse: true }));
      });
    }
    this.node.addValidation({
      validate: () => this.routes.has(CONNECT) ? [] : faultsOfConnect(this.webSocketApi, authorizer, apiKeyRequired),
    });
  }

  /** Forgets connections that end. */
  private forgetOnDisconnect(): void {
    const { connections, webSocketApi } = this;
    if (connections) {
      let isMade = false;
      routeByDefault(this, webSocketApi, DISCONNECT, () => {
        isMade = true;
        const integration = this.canceller
          ? new GoodbyeIntegration('Disconnect', connections._principal, this.canceller.stateMachine)
          : this.acknowledging ?? connections.disconnectIntegration('Disconnect');
        this.routes.set(DISCONNECT, this.createRoute(DISCONNECT, { integration }));
      });
      this.node.addValidation({
        validate: () => this.canceller && !isMade
          ? [`${this.node.path}: cancelOnDisconnect hears of clients that leave by the ${DISCONNECT} that the construct makes, and the API has another: `
            + 'leave that out, or cancelOnDisconnect']
          : [],
      });
    }
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
