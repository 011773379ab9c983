import { Names } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct, IDependable } from 'constructs';
import { logGroup } from './log-group';
import type { WorkflowOptions } from '../workflow-options';

/**
 * A state machine of the construct's own, observable by default.
 */
export class Workflow extends Construct {
  public readonly stateMachine: sfn.StateMachine;

  /** What has to be in place before anything starts the state machine, beside what it depends on itself. */
  public readonly rights?: IDependable;

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
      logs: options.workflowLogs ?? options.logs ?? {
        destination: logGroup(this, 'Logs', {
          // Log groups with this prefix need no line each in the account's resource policy, whose length is limited.
          logGroupName: `/aws/vendedlogs/states/${Names.uniqueResourceName(this, { maxLength: 200, separator: '-' })}`,
          encryptionKey: logEncryptionKey,
        }),
        // Express has no other history.
        level: isExpress ? sfn.LogLevel.ALL : sfn.LogLevel.ERROR,
        includeExecutionData: false,
      },
      encryptionConfiguration: options.encryptionConfiguration,
      stateMachineName: options.stateMachineName,
    });
    const { encryptionConfiguration: encryption, stateMachineName } = options;
    if (encryption instanceof sfn.CustomerManagedEncryptionConfiguration && !stateMachineName) {
      this.rights = this.letUseKey(encryption.kmsKey);
    }
  }

  /**
   * Lets the workflow use the key of its data.
   *
   * CDK binds that right to the state machine's ARN, which it only knows of one that is given a name. A name only because of the key would
   * replace the machine, with all its executions, as soon as the key is set or taken away: so the ARN is taken from the machine, by a policy of
   * its own, since the role's is made before the machine.
   */
  private letUseKey(key: kms.IKey): IDependable {
    return new iam.Policy(this, 'UseKey', {
      roles: [this.stateMachine.role],
      statements: [new iam.PolicyStatement({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [key.keyArn],
        conditions: { StringEquals: { 'kms:EncryptionContext:aws:states:stateMachineArn': this.stateMachine.stateMachineArn } },
      })],
    });
  }
}
