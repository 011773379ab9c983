import { Aws, Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ClientTask } from './client-task';
import { Fault, Faults } from './faults';
import { faultsOfFrame, frameOf } from './frame';
import type { RegistryMessageOptions } from '../registry-message-options';

/** Props of the states that send by a registry. */
export interface PostOfficeTaskProps extends sfn.TaskStateBaseProps, RegistryMessageOptions {}

/** Errors of the call, not of what is called: a client's answer may be a failure, too. */
const SERVICE_ERRORS = ['ThrottlingException', 'ServiceUnavailableException', 'SdkClientException']
  .flatMap((error) => [`StepFunctions.${error}`, `Sfn.${error}`]);

/**
 * A task state that starts the post office of a registry. It has the right to: the state knows the registry.
 *
 * @internal
 */
export abstract class PostOfficeTask extends ClientTask {
  protected readonly taskPolicies?: iam.PolicyStatement[];

  /**
   * @param isToOne - whether the message is for one person: who can be asked, and for whom the workflow waits until it is sent
   * @param faultsOfRecipient - what else is wrong
   */
  constructor(
    scope: Construct, id: string, private readonly options: PostOfficeTaskProps, private readonly isToOne: boolean, faultsOfRecipient: Fault[],
  ) {
    super(scope, id, options);
    const faults = new Faults(this);
    faults.add(...faultsOfFrame(options), ...faultsOfRecipient);
    if (this._waitsForToken && !isToOne) {
      faults.add({ prop: 'integrationPattern', got: 'WAIT_FOR_TASK_TOKEN', allowed: 'REQUEST_RESPONSE: many have no one answer; ask by SendToPrincipal' });
    }
    faults.throwIfAny();
    if (options.retryOnServiceExceptions ?? true) {
      this.addRetry({ errors: SERVICE_ERRORS, interval: Duration.seconds(1), maxAttempts: 6, backoffRate: 2, jitterStrategy: sfn.JitterType.FULL });
    }
    this.taskPolicies = [new iam.PolicyStatement({
      actions: [this.isSynchronous ? 'states:StartSyncExecution' : 'states:StartExecution'],
      resources: [options.connections.postOffice.stateMachineArn],
    })];
  }

  /**
   * @internal
   */
  protected get _message(): unknown {
    return this.options.message.value;
  }

  /**
   * @internal
   */
  protected _resource(): string {
    // The optimized integration cannot wait for the end of Express, and AWS's page on it names this one instead.
    const integration = this.isSynchronous ? 'aws-sdk:sfn:startSyncExecution' : `states:startExecution${this._waitsForToken ? '.waitForTaskToken' : ''}`;
    return `arn:${Aws.PARTITION}:states:::${integration}`;
  }

  /**
   * @internal
   */
  protected _call(inJsonata: boolean): object {
    return {
      StateMachineArn: this.options.connections.postOffice.stateMachineArn,
      Input: { to: this._to(inJsonata), message: frameOf(this.options, inJsonata), ...this._more(inJsonata) },
    };
  }

  /**
   * What else the post office is told.
   *
   * @internal
   */
  protected _more(_inJsonata: boolean): object {
    return {};
  }

  /**
   * Whom the message is for, as the post office has it.
   *
   * @internal
   */
  protected abstract _to(inJsonata: boolean): object;

  /** Whether the state waits until the post office is done. A question does not: it waits for its answer instead. */
  private get isSynchronous(): boolean {
    return this.isToOne && !this._waitsForToken;
  }
}
