import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { PostOfficeTask } from './private/post-office-task';
import { RegistryMessageOptions } from './registry-message-options';

/**
 * Props of `Broadcast.jsonPath`.
 *
 * The state's output is its input, unless `resultPath`, `resultSelector` or `outputPath` says otherwise.
 */
export interface BroadcastJsonPathProps extends sfn.TaskStateJsonPathBaseProps, RegistryMessageOptions {}

/**
 * Props of `Broadcast.jsonata`.
 *
 * The state's output is its input, unless `outputs` says otherwise.
 */
export interface BroadcastJsonataProps extends sfn.TaskStateJsonataBaseProps, RegistryMessageOptions {}

/**
 * Props of `Broadcast`.
 */
export interface BroadcastProps extends sfn.TaskStateBaseProps, RegistryMessageOptions {}

/**
 * Sends a message to every connection that the registry knows, of all its APIs: a task state for any state machine, whoever starts it. The workflow goes on
 * at once.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
export class Broadcast extends PostOfficeTask {
  /**
   * Sends a message, with JSONPath.
   */
  public static jsonPath(scope: Construct, id: string, props: BroadcastJsonPathProps): Broadcast {
    return new Broadcast(scope, id, props);
  }

  /**
   * Sends a message, with JSONata.
   */
  public static jsonata(scope: Construct, id: string, props: BroadcastJsonataProps): Broadcast {
    return new Broadcast(scope, id, { ...props, queryLanguage: sfn.QueryLanguage.JSONATA });
  }

  constructor(scope: Construct, id: string, props: BroadcastProps) {
    super(scope, id, props, false, []);
  }

  /**
   * @internal
   */
  protected get _expressions(): Record<string, string | undefined> {
    return {};
  }

  /**
   * @internal
   */
  protected _to(): object {
    return { everybody: true };
  }
}
