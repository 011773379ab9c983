import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ExecutionName } from './execution-name';
import { AcceptConnection } from './private/accept-connection';
import { ApiPermissions, executeApiArn, INVOKE, MANAGE_CONNECTIONS } from './private/api-permissions';
import { CompletionNotifier } from './private/completion-notifier';
import { Deployment } from './private/deployment';
import { Faults } from './private/faults';
import { CONNECT, DEFAULT, DISCONNECT } from './private/route-keys';
import { faultsOfRouteKeys, faultsOfWorkflow } from './private/workflow-faults';
import { AnswerRouteOptions, ExecutionRouteOptions, TaskAnswer } from './route-options';
import { ExecutionIntegrationProps, WebSocketStepFunctionsIntegration } from './step-functions-integration';
import { WorkflowOptions } from './workflow-options';

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
    faults.add(...faultsOfWorkflow(props, routeKeys, this.routeKeys));
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
    faults.add(...faultsOfWorkflow(options, routeKeys, this.routeKeys));
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
    faults.add(...faultsOfRouteKeys('routeKey', [routeKey], this.routeKeys));
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
}
