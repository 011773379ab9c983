import { Names, RemovalPolicy } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { WorkflowOptions } from '../workflow-options';

/**
 * A state machine of the construct's own, observable by default.
 */
export class Workflow extends Construct {
  public readonly stateMachine: sfn.StateMachine;

  constructor(scope: Construct, id: string, options: WorkflowOptions) {
    super(scope, id);
    const isExpress = options.workflowType === sfn.StateMachineType.EXPRESS;
    this.stateMachine = new sfn.StateMachine(this, 'StateMachine', {
      definitionBody: options.definitionBody,
      stateMachineType: options.workflowType,
      queryLanguage: options.queryLanguage,
      timeout: options.timeout,
      definitionSubstitutions: options.definitionSubstitutions,
      tracingEnabled: options.tracingEnabled ?? true,
      logs: options.logs ?? {
        destination: this.logGroup(),
        // Express has no other history.
        level: isExpress ? sfn.LogLevel.ALL : sfn.LogLevel.ERROR,
        includeExecutionData: false,
      },
      encryptionConfiguration: options.encryptionConfiguration,
      // The role's right to the key is bound to the machine's ARN, which CDK only knows of a machine with a name.
      stateMachineName: options.encryptionConfiguration && Names.uniqueResourceName(this, { maxLength: 80, separator: '-' }),
    });
  }

  private logGroup(): logs.LogGroup {
    return new logs.LogGroup(this, 'Logs', {
      // Under this prefix Step Functions' right to deliver needs no line in a resource policy whose length is limited.
      logGroupName: `/aws/vendedlogs/states/${Names.uniqueResourceName(this, { maxLength: 200, separator: '-' })}`,
      retention: logs.RetentionDays.ONE_MONTH,
      // A name of its own would otherwise be taken when the stack is created anew.
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
