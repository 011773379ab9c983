import { Names } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { logGroup } from './log-group';
import type { WorkflowOptions } from '../workflow-options';

/**
 * A state machine of the construct's own, observable by default.
 */
export class Workflow extends Construct {
  public readonly stateMachine: sfn.StateMachine;

  /** @param logEncryptionKey - of the log group, if it is the construct's own */
  constructor(scope: Construct, id: string, options: WorkflowOptions, logEncryptionKey?: kms.IKey) {
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
        destination: logGroup(this, 'Logs', {
          // Under this prefix Step Functions' right to deliver needs no line in a resource policy whose length is limited.
          logGroupName: `/aws/vendedlogs/states/${Names.uniqueResourceName(this, { maxLength: 200, separator: '-' })}`,
          encryptionKey: logEncryptionKey,
        }),
        // Express has no other history.
        level: isExpress ? sfn.LogLevel.ALL : sfn.LogLevel.ERROR,
        includeExecutionData: false,
      },
      encryptionConfiguration: options.encryptionConfiguration,
      // The role's right to the key is bound to the machine's ARN, which CDK only knows of a machine with a name.
      stateMachineName: options.encryptionConfiguration && Names.uniqueResourceName(this, { maxLength: 80, separator: '-' }),
    });
  }
}
