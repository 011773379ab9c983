import { Aws } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as events from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { executeApiArn, MANAGE_CONNECTIONS } from './api-permissions';
import { ARN, HIDDEN_ARN } from './arns';
import { endpointOf } from './endpoint';
import { baseArn, grantOnExecutions } from './state-machine-rights';
import { Workflow } from './workflow';
import { SendToConnection } from '../send-to-connection';

/** What an execution may end with, and EventBridge is told. */
const ENDS = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];

/** The connection that the execution's input names. */
const CONNECTION = '$parse($states.input.detail.input).connection';
const CONNECTION_ID = `${CONNECTION}.id`;

/** ARNs of at most 140 characters, of which a pattern of 2,048 has room for so many. */
const MACHINES_A_RULE = 12;

/** The error of an answer too large for a state, which `States.ALL` does not include. */
const TOO_LARGE = 'States.DataLimitExceeded';

/**
 * Tells clients of the end of executions: EventBridge, which hears of all ends, starts a small Express workflow, which posts to the
 * connection.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export class CompletionNotifier extends Construct {
  public readonly stateMachine: sfn.StateMachine;
  private readonly target: SfnStateMachine;
  private readonly watched: string[] = [];
  private rule?: events.Rule;

  constructor(
    scope: Construct, id: string, private readonly api: apigwv2.IWebSocketApi, private readonly stageName: string, logEncryptionKey?: kms.IKey,
  ) {
    super(scope, id);
    this.stateMachine = new Workflow(this, 'Workflow', {
      workflowType: sfn.StateMachineType.EXPRESS,
      queryLanguage: sfn.QueryLanguage.JSONATA,
      definitionBody: sfn.DefinitionBody.fromChainable(this.definition()),
    }, logEncryptionKey).stateMachine;
    // In the machine's own policy, since both are of this stack.
    this.stateMachine.addToRolePolicy(new iam.PolicyStatement({
      actions: [MANAGE_CONNECTIONS],
      resources: [executeApiArn(api, `${stageName}/POST/@connections/*`)],
    }));
    // With its only right in it: a policy of its own would be one resource more.
    const role = new iam.Role(this, 'EventsRole', {
      assumedBy: new iam.ServicePrincipal('events.amazonaws.com'),
      inlinePolicies: {
        Start: new iam.PolicyDocument({
          statements: [new iam.PolicyStatement({ actions: ['states:StartExecution'], resources: [this.stateMachine.stateMachineArn] })],
        }),
      },
    });
    this.target = new SfnStateMachine(this.stateMachine, { role: role.withoutPolicyUpdates() });
  }

  /** Tells clients of this state machine's executions, too. */
  public watch(stateMachine: sfn.IStateMachine): void {
    const arn = baseArn(stateMachine);
    if (this.watched.includes(arn)) {
      return;
    }
    if (this.watched.length % MACHINES_A_RULE === 0) {
      this.rule = new events.Rule(this, `Rule${this.watched.length || ''}`, {
        description: 'Ends of executions that a WebSocket API has started',
        eventPattern: { source: ['aws.states'], detailType: ['Step Functions Execution Status Change'], detail: { status: ENDS } },
        targets: [this.target],
      });
    }
    this.watched.push(arn);
    // By whichever version or alias it was started, an event names the state machine.
    this.rule!.addEventPattern({ detail: { stateMachineArn: [arn] } });
    grantOnExecutions(this.stateMachine, stateMachine, 'GetExecutionHistory');
  }

  private definition(): sfn.IChainable {
    const nobody = new sfn.Succeed(this, 'NoClient', { stateName: 'No client to tell' });
    const tooLarge = this.send('TellTooLarge', 'Tell that it is too large', "{'outputTooLarge': true}", nobody);
    const tell = this.send('Tell', 'Tell', `
      output != null ? {'output': $parse(output)} : {},
      error != null ? {'error': error} : {},
      cause != null ? {'cause': $replace(cause, /${ARN}/, '${HIDDEN_ARN}')} : {}`, nobody)
      .addCatch(tooLarge, { errors: ['ApiGateway.413'], outputs: '{% $states.input %}' });

    const readEnd = this.read('ReadEnd', { ReverseOrder: true }, { [TOO_LARGE]: tooLarge, 'States.ALL': tell });
    // The machine may work for other APIs and stages as well, which tell their own clients. An input of the user's need not say where it is from.
    const elsewhere = `$exists(${CONNECTION}[endpoint != '${endpointOf(this.api)}' or stage != '${this.stageName}'])`;
    const whose = sfn.Choice.jsonata(this, 'Whose', { stateName: 'Whose, and is the end known?' })
      .when(sfn.Condition.jsonata(`{% $not($type(${CONNECTION_ID}) = 'string') or ${elsewhere} %}`), nobody)
      .when(sfn.Condition.jsonata('{% $states.input.detail.(output != null or error != null or cause != null) %}'), tell)
      .otherwise(readEnd.next(tell));
    return sfn.Choice.jsonata(this, 'InputKnown', { stateName: 'Is the input known?' })
      .when(sfn.Condition.jsonata('{% $states.input.detail.input != null %}'), whose)
      .otherwise(this.read('ReadStart', { ReverseOrder: false }).next(whose));
  }

  /**
   * Completes the event by the first or the last event of the execution's history: EventBridge's holds no input and output that would make
   * it larger than 256 KB, and with a customer-managed key no data at all.
   */
  private read(id: string, order: { ReverseOrder: boolean }, catches?: Record<string, sfn.State>): sfn.CustomState {
    const details = ['Started', 'Succeeded', 'Failed', 'TimedOut', 'Aborted'].map((change) => `Execution${change}EventDetails`);
    const known = `$states.result.Events[0].$merge([$states.input.detail.{'Input': input}, ${details.join(', ')}])`;
    // The whole input, beside the output, would be too large for a state.
    const members = "{'input': $string({'connection': $parse(Input).connection}), 'output': Output, 'error': Error, 'cause': Cause}";
    return new sfn.CustomState(this, id, {
      stateJson: {
        Type: 'Task',
        Resource: `arn:${Aws.PARTITION}:states:::aws-sdk:sfn:getExecutionHistory`,
        Arguments: { ExecutionArn: '{% $states.input.detail.executionArn %}', MaxResults: 1, ...order },
        Output: `{% {'detail': $merge([$states.input.detail, ${known}.${members}])} %}`,
        // Not by `addCatch`, which in a custom state leaves `Output` out.
        Catch: catches && Object.entries(catches).map(([error, next]) => (
          { ErrorEquals: [error], Output: '{% $states.input %}', Next: next.stateId }
        )),
      },
    }).addRetry({ errors: [TOO_LARGE], maxAttempts: 0 }).addRetry({ errors: ['States.ALL'] });
  }

  /** Sends the execution's id and status, and more. */
  private send(id: string, stateName: string, more: string, gone: sfn.IChainable): SendToConnection {
    const members = `{'executionId': name, 'status': status}, ${more}`.replace(/\s+/g, ' ');
    return SendToConnection.jsonata(this, id, {
      stateName,
      // Where this API is, whatever the input says.
      endpoint: endpointOf(this.api),
      stageName: this.stageName,
      connectionId: `{% ${CONNECTION_ID} %}`,
      message: sfn.TaskInput.fromText(`{% $states.input.detail.$merge([${members}]) %}`),
    }).addCatch(gone, { errors: [SendToConnection.GONE] }) as SendToConnection;
  }
}
