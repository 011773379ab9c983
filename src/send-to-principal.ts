import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ofStarter } from './private/connection-task';
import { Fault } from './private/faults';
import { PostOfficeTask } from './private/post-office-task';
import { faultsOfName } from './private/registry-rows';
import { RegistryMessageOptions } from './registry-message-options';

/**
 * Options of `SendToPrincipal` in either query language.
 */
export interface SendToPrincipalOptions extends RegistryMessageOptions {
  /**
   * The principal, as the authorizer knows it: literal, JSONPath (`sfn.JsonPath.stringAt('$.user')`) or JSONata expression. Not from a message of the
   * client's, unless everybody may send to everybody.
   *
   * @default - whose message has started the execution: `connection.principal` of the execution's input, and where that is empty, the connection alone
   */
  readonly principal?: string;

  /**
   * Whether the message is kept until a client of the principal's acknowledges it. It then has `executionId` and `seq`, which sorts in the order of sending
   * within an execution, and which a client knows repeats by; a message that is no object comes as `message` beside them. At most 120 KB.
   *
   * The workflow goes on when it is kept; a message that cannot be kept fails it.
   *
   * @default - whether the registry has a mailbox
   */
  readonly keep?: boolean;

  /**
   * What tells the iterations of a Map apart, whose states may be entered in the same millisecond: a JSONPath or JSONata expression, such as the item's id.
   *
   * @default - the message itself: the same one that a state sends twice in one millisecond is one message. In JSONata, the iteration's index as well, where
   * Step Functions tells it
   */
  readonly iteration?: string;
}

/**
 * Props of `SendToPrincipal.jsonPath`.
 *
 * The state's output is its input, unless `resultPath`, `resultSelector` or `outputPath` says otherwise.
 */
export interface SendToPrincipalJsonPathProps extends sfn.TaskStateJsonPathBaseProps, SendToPrincipalOptions {}

/**
 * Props of `SendToPrincipal.jsonata`.
 *
 * The state's output is its input, unless `outputs` says otherwise.
 */
export interface SendToPrincipalJsonataProps extends sfn.TaskStateJsonataBaseProps, SendToPrincipalOptions {}

/**
 * Props of `SendToPrincipal`.
 */
export interface SendToPrincipalProps extends sfn.TaskStateBaseProps, SendToPrincipalOptions {}

/**
 * Sends a message to a person, on every connection that they have by now: a task state for any state machine, whoever starts it.
 *
 * The workflow goes on when it is sent, so that a person hears the messages of a workflow in their order. The state's result is the answer of
 * `StartSyncExecution`, of which `Output` is `{"reached":2}`, the number of connections, as text, if its `Status` is `SUCCEEDED`. A person who is not connected
 * is no error.
 *
 * With `IntegrationPattern.WAIT_FOR_TASK_TOKEN` it is a question, which any of the person's connections may answer
 * (`WebSocketStepFunctionsAsync.addAnswerRoute`): the message also holds the task's token as `taskToken`, unless it has one already, and the state's result
 * is the first answer. Give it a `taskTimeout`: nobody may be there to answer.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
export class SendToPrincipal extends PostOfficeTask {
  /**
   * Sends a message, with JSONPath.
   */
  public static jsonPath(scope: Construct, id: string, props: SendToPrincipalJsonPathProps): SendToPrincipal {
    return new SendToPrincipal(scope, id, props);
  }

  /**
   * Sends a message, with JSONata.
   */
  public static jsonata(scope: Construct, id: string, props: SendToPrincipalJsonataProps): SendToPrincipal {
    return new SendToPrincipal(scope, id, { ...props, queryLanguage: sfn.QueryLanguage.JSONATA });
  }

  constructor(scope: Construct, id: string, private readonly props: SendToPrincipalProps) {
    super(scope, id, props, true, faultsOf(props));
  }

  /**
   * @internal
   */
  protected get _expressions(): Record<string, string | undefined> {
    const { iteration, principal } = this.props;
    return { iteration, principal };
  }

  /**
   * @internal
   */
  protected _to(inJsonata: boolean): object {
    const { principal } = this.props;
    return principal === undefined
      ? { principal: ofStarter('principal', inJsonata), connectionId: ofStarter('id', inJsonata) }
      : { principal };
  }

  /**
   * @internal
   */
  protected _renderTask(topLevelQueryLanguage?: sfn.QueryLanguage): any {
    const rendered = super._renderTask(topLevelQueryLanguage);
    if (!this.isKept || this._waitsForToken) {
      return rendered;
    }
    // The answer says so when the post office has failed, and is no error: to look into it makes one.
    const inJsonata = rendered.Arguments !== undefined;
    const variable = `kept_${this.node.addr.slice(-8)}`;
    const isKept = inJsonata
      ? { [variable]: "{% $states.result.Status = 'SUCCEEDED' ? true : $error('not kept: ' & $states.result.(Status & ' ' & Error & ' ' & Cause)) %}" }
      : { [`${variable}.$`]: '$.Output' };
    return { ...rendered, Assign: { ...this.renderAssign(topLevelQueryLanguage).Assign, ...isKept } };
  }

  /**
   * @internal
   */
  protected _more(inJsonata: boolean): object {
    if (!this.isKept) {
      return {};
    }
    const state = this.node.addr.slice(-4);
    const { iteration } = this.props;
    return {
      keep: inJsonata
        ? {
          executionId: '{% $states.context.Execution.Name %}',
          entered: '{% $states.context.State.EnteredTime %}',
          state,
          iteration: iteration ?? '{% $states.context.($exists(Map.Item.Index) ? $string(Map.Item.Index) : "") %}',
        }
        : { executionId: sfn.JsonPath.executionName, entered: sfn.JsonPath.stateEnteredTime, state, iteration: iteration ?? '' },
    };
  }

  private get isKept(): boolean {
    const { connections, keep } = this.props;
    return keep ?? connections._retention !== undefined;
  }
}

function faultsOf({ connections, keep, principal }: SendToPrincipalProps): Fault[] {
  return [
    ...(principal === ''
      ? [{ prop: 'principal', got: '""', allowed: 'a principal; or leave it out, for whoever has started the execution' }]
      : faultsOfName('principal', principal)),
    ...(keep && !connections._retention
      ? [{ prop: 'keep', got: 'true, and a registry without mailbox', allowed: `mailbox in the props of ${connections.node.path}` }]
      : []),
  ];
}
