import { Annotations, ArnFormat, Names, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { faultsOfExpressDefinition } from './definition-faults';

/** The right to post to, read and close connections. Not `execute-api:Invoke`, which is the right to call routes. */
export const MANAGE_CONNECTIONS = 'execute-api:ManageConnections';

/** The right to call a route; of a WebSocket API's routes only `$connect` asks for it. */
export const INVOKE = 'execute-api:Invoke';

const ID = 'StepFunctions';

/** ARN of a path below an API, for IAM. */
export function executeApiArn(api: apigwv2.IWebSocketApi, path: string): string {
  return Stack.of(api).formatArn({
    service: 'execute-api',
    resource: api.apiId,
    resourceName: path,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}

/**
 * The rights between one WebSocket API and the state machines behind its routes: one role for the API, one policy a machine.
 */
export class ApiPermissions extends Construct {
  /**
   * The rights that a stack of routes needs: below the API where that is in the same stack, else in the stack of the routes, because the API's
   * stack would depend on it, which depends on the API's already.
   */
  public static of(scope: Construct, api: apigwv2.IWebSocketApi): ApiPermissions {
    const stack = Stack.of(scope);
    const [parent, id] = Stack.of(api) === stack ? [api as unknown as Construct, ID] : [stack, `${ID}-${api.node.addr.slice(-8)}`];
    return parent.node.tryFindChild(id) as ApiPermissions ?? new ApiPermissions(parent, id, api);
  }

  private sharedRole?: iam.Role;
  private readonly stateMachines = new Set<sfn.IStateMachine>();

  private constructor(scope: Construct, id: string, private readonly api: apigwv2.IWebSocketApi) {
    super(scope, id);
    this.node.addValidation({ validate: () => [...this.stateMachines].flatMap(faultsOfExpressDefinition) });
  }

  /** The role by which API Gateway calls Step Functions. */
  public get role(): iam.Role {
    return this.sharedRole ??= new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      description: 'Lets API Gateway start the state machines behind the routes of a WebSocket API',
    });
  }

  /**
   * Lets a state machine post to the connections of a stage.
   *
   * By a policy in the API's stack rather than a statement in the role's own: the machine may live in another stack, which must not
   * depend on the API's, since that already depends on it.
   */
  public letReply(stateMachine: sfn.IStateMachine, stageName: string): void {
    this.stateMachines.add(stateMachine);
    const statement = new iam.PolicyStatement({
      actions: [MANAGE_CONNECTIONS],
      resources: [executeApiArn(this.api, `${stageName}/POST/@connections/*`)],
    });
    const { grantPrincipal } = stateMachine;
    const policy = isRole(grantPrincipal) ? this.replyPolicy(idOfReply(stateMachine), grantPrincipal) : undefined;
    policy?.addStatements(statement);
    if (!policy || !isAttached(policy)) {
      Annotations.of(this).addWarningV2(
        'cdk-websocket-step-functions:cannotGrantManageConnections',
        `the role of state machine ${stateMachine.node.path} is not known here, or not to be changed; for its workflow to answer, add to that role: `
        + JSON.stringify(Stack.of(this).resolve(statement.toStatementJson())),
      );
    }
  }

  /**
   * By whom a state machine gets more rights on the API's connections: if it is of another stack, by the policy that lets it reply, for the same
   * reason. Anybody else gets them as usual.
   */
  public granteeFor(grantee: iam.IGrantable): iam.IGrantable {
    const stateMachine = [...this.stateMachines].find((known) => known === grantee && Stack.of(known) !== Stack.of(this));
    return stateMachine ? this.node.tryFindChild(idOfReply(stateMachine)) as iam.Policy | undefined ?? grantee : grantee;
  }

  private replyPolicy(id: string, role: iam.IRole): iam.Policy {
    const known = this.node.tryFindChild(id) as iam.Policy | undefined;
    if (known) {
      return known;
    }
    // A role has one policy of each name, and the role may be that of machines behind the APIs of several stacks.
    const policyName = `${Names.uniqueResourceName(this, { maxLength: 110, separator: '-' })}-${id}`;
    const policy = new iam.Policy(this, id, { policyName });
    role.attachInlinePolicy(policy);
    return policy;
  }
}

function idOfReply({ node }: sfn.IStateMachine): string {
  return `Reply${node.addr.slice(-8)}`;
}

/** Whether CDK has attached a policy: it leaves roles alone that are imported as immutable, or from another account. */
function isAttached(policy: iam.Policy): boolean {
  return Stack.of(policy).resolve((policy.node.defaultChild as iam.CfnPolicy).roles) !== undefined;
}

function isRole(principal: iam.IPrincipal): principal is iam.IRole {
  return 'roleName' in principal;
}
