import { Aws } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as events from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { executeApiArn, MANAGE_CONNECTIONS } from './api-permissions';
import { ARN, HIDDEN_ARN } from './arns';
import { endpointOf } from './endpoint';
import { grantOnExecutions } from './state-machine-rights';
import { Workflow } from './workflow';
import { SendToConnection } from '../send-to-connection';

/** What an execution may end with, and EventBridge is told. */
const ENDS = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];

/** The connection that the execution's input names. */
const CONNECTION_ID = '$parse($states.input.detail.input).connection.id';

/**
 * Tells clients of the end of executions: EventBridge, which hears of all ends, starts a small Express workflow, which posts to the
 * connection.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export class CompletionNotifier extends Construct {
  private readonly rule: events.Rule;
  private readonly notifier: sfn.StateMachine;

  constructor(scope: Construct, id: string, private readonly api: apigwv2.IWebSocketApi, private readonly stageName: string) {
    super(scope, id);
    this.notifier = new Workflow(this, 'Workflow', {
      workflowType: sfn.StateMachineType.EXPRESS,
      queryLanguage: sfn.QueryLanguage.JSONATA,
      definitionBody: sfn.DefinitionBody.fromChainable(this.definition()),
    }).stateMachine;
    // In the machine's own policy, since both are of this stack.
    this.notifier.addToRolePolicy(new iam.PolicyStatement({
      actions: [MANAGE_CONNECTIONS],
      resources: [executeApiArn(api, `${stageName}/POST/@connections/*`)],
    }));
    // With its only right in it: a policy of its own would be one resource more.
    const role = new iam.Role(this, 'EventsRole', {
      assumedBy: new iam.ServicePrincipal('events.amazonaws.com'),
      inlinePolicies: {
        Start: new iam.PolicyDocument({
          statements: [new iam.PolicyStatement({ actions: ['states:StartExecution'], resources: [this.notifier.stateMachineArn] })],
        }),
      },
    });
    this.rule = new events.Rule(this, 'Rule', {
      description: 'Ends of executions that a WebSocket API has started',
      eventPattern: { source: ['aws.states'], detailType: ['Step Functions Execution Status Change'], detail: { status: ENDS } },
      targets: [new SfnStateMachine(this.notifier, { role: role.withoutPolicyUpdates() })],
    });
  }

  /** Tells clients of this state machine's executions, too. */
  public watch(stateMachine: sfn.IStateMachine): void {
    this.rule.addEventPattern({ detail: { stateMachineArn: [stateMachine.stateMachineArn] } });
    grantOnExecutions(this.notifier, stateMachine, 'GetExecutionHistory');
  }

  private definition(): sfn.IChainable {
    const nobody = new sfn.Succeed(this, 'NoClient', { stateName: 'No client to tell' });
    const tooLarge = this.send('TellTooLarge', 'Tell that it is too large', "{'outputTooLarge': true}", nobody);
    const tell = this.send('Tell', 'Tell', `
      output != null ? {'output': $parse(output)} : status = 'SUCCEEDED' ? {'outputTooLarge': true} : {},
      error != null ? {'error': error} : {},
      cause != null ? {'cause': $replace(cause, /${ARN}/, '${HIDDEN_ARN}')} : {}`, nobody)
      .addCatch(tooLarge, { errors: ['ApiGateway.413'], outputs: '{% $states.input %}' });

    const whose = sfn.Choice.jsonata(this, 'Whose', { stateName: 'Whose?' })
      .when(sfn.Condition.jsonata(`{% $type(${CONNECTION_ID}) = 'string' %}`), tell)
      .otherwise(nobody);
    // An event holds no input and output that would make it larger than 256 KB. The first event of the history has the input; all of it,
    // beside an output that the event does hold, would be too large for a state.
    const connection = '$parse($states.result.Events[0].ExecutionStartedEventDetails.Input).connection';
    const read = new sfn.CustomState(this, 'Read', {
      stateJson: {
        Type: 'Task',
        Resource: `arn:${Aws.PARTITION}:states:::aws-sdk:sfn:getExecutionHistory`,
        Arguments: { ExecutionArn: '{% $states.input.detail.executionArn %}', MaxResults: 1 },
        Output: `{% {'detail': $merge([$states.input.detail, {'input': $string({'connection': ${connection}})}])} %}`,
      },
    }).addRetry({ errors: ['States.ALL'] });
    return sfn.Choice.jsonata(this, 'InputKnown', { stateName: 'Is the input known?' })
      .when(sfn.Condition.jsonata('{% $states.input.detail.input != null %}'), whose)
      .otherwise(read.next(whose));
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
