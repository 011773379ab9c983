import * as events from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { baseArn } from './state-machine-rights';

/** What an execution may end with, and EventBridge is told. */
export const ENDS = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];

/** ARNs of at most 140 characters, of which a pattern of 2,048 has room for so many. */
const MACHINES_A_RULE = 12;

/**
 * Lets EventBridge, which hears of every Standard execution, start a state machine at events of the executions of others.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export class ExecutionEvents {
  private readonly target: SfnStateMachine;
  private readonly watched: string[] = [];
  private rule?: events.Rule;

  /** @param statuses - which events */
  constructor(
    private readonly scope: Construct, stateMachine: sfn.IStateMachine, private readonly statuses: string[], private readonly description: string,
  ) {
    // With its only right in it: a policy of its own would be one resource more.
    const role = new iam.Role(scope, 'EventsRole', {
      assumedBy: new iam.ServicePrincipal('events.amazonaws.com'),
      inlinePolicies: {
        Start: new iam.PolicyDocument({
          statements: [new iam.PolicyStatement({ actions: ['states:StartExecution'], resources: [stateMachine.stateMachineArn] })],
        }),
      },
    });
    this.target = new SfnStateMachine(stateMachine, { role: role.withoutPolicyUpdates() });
  }

  /**
   * Hears of the executions of this state machine, too.
   *
   * @returns whether it did not before
   */
  public watch(stateMachine: sfn.IStateMachine): boolean {
    const arn = baseArn(stateMachine);
    if (this.watched.includes(arn)) {
      return false;
    }
    if (this.watched.length % MACHINES_A_RULE === 0) {
      this.rule = new events.Rule(this.scope, `Rule${this.watched.length || ''}`, {
        description: this.description,
        eventPattern: { source: ['aws.states'], detailType: ['Step Functions Execution Status Change'], detail: { status: this.statuses } },
        targets: [this.target],
      });
    }
    this.watched.push(arn);
    // By whichever version or alias it was started, an event names the state machine.
    this.rule!.addEventPattern({ detail: { stateMachineArn: [arn] } });
    return true;
  }
}
