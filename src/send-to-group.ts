import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { PostOfficeTask } from './private/post-office-task';
import { faultsOfName } from './private/registry-rows';
import { RegistryMessageOptions } from './registry-message-options';

/**
 * Options of `SendToGroup` in either query language.
 */
export interface SendToGroupOptions extends RegistryMessageOptions {
  /**
   * The group's name: literal, JSONPath (`sfn.JsonPath.stringAt('$.room')`) or JSONata expression.
   */
  readonly group: string;
}

/**
 * Props of `SendToGroup.jsonPath`.
 *
 * The state's output is its input, unless `resultPath`, `resultSelector` or `outputPath` says otherwise.
 */
export interface SendToGroupJsonPathProps extends sfn.TaskStateJsonPathBaseProps, SendToGroupOptions {}

/**
 * Props of `SendToGroup.jsonata`.
 *
 * The state's output is its input, unless `outputs` says otherwise.
 */
export interface SendToGroupJsonataProps extends sfn.TaskStateJsonataBaseProps, SendToGroupOptions {}

/**
 * Props of `SendToGroup`.
 */
export interface SendToGroupProps extends sfn.TaskStateBaseProps, SendToGroupOptions {}

/**
 * Sends a message to every connection that is in a group (`WebSocketStepFunctionsAsync.addGroupRoutes`) by now: a task state for any state machine, whoever
 * starts it. The workflow goes on at once; a group without members is no error.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
export class SendToGroup extends PostOfficeTask {
  /**
   * Sends a message, with JSONPath.
   */
  public static jsonPath(scope: Construct, id: string, props: SendToGroupJsonPathProps): SendToGroup {
    return new SendToGroup(scope, id, props);
  }

  /**
   * Sends a message, with JSONata.
   */
  public static jsonata(scope: Construct, id: string, props: SendToGroupJsonataProps): SendToGroup {
    return new SendToGroup(scope, id, { ...props, queryLanguage: sfn.QueryLanguage.JSONATA });
  }

  constructor(scope: Construct, id: string, private readonly props: SendToGroupProps) {
    super(scope, id, props, false, faultsOfName('group', props.group));
  }

  /**
   * @internal
   */
  protected get _expressions(): Record<string, string | undefined> {
    return { group: this.props.group };
  }

  /**
   * @internal
   */
  protected _to(): object {
    return { group: this.props.group };
  }
}
