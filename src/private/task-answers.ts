import * as iam from 'aws-cdk-lib/aws-iam';
import { Fault, faultsOfExpress, faultsOfPaths } from './faults';
import { replyTemplate } from './reply';
import { grantOnStateMachine } from './state-machine-rights';
import { StatesActionIntegration } from './states-action-integration';
import { escaped, jsonObject, jsonString } from './vtl';
import type { TaskAnswerIntegrationProps } from '../step-functions-integration';

/** An answer to a task that waits for its token: the action's name, and the members of its request beside the token. */
interface TaskAnswer {
  readonly name: string;
  readonly members: Record<string, string>;
}

/** A member that the client sends, as a string. */
const text = (member: string) => jsonString(`input.path('$.${member}')`);

/** The workflow goes on with `output`, any JSON. */
export const SUCCESS: TaskAnswer = { name: 'SendTaskSuccess', members: { output: `"${escaped("input.json('$.output')")}"` } };

/** The task fails with `error` and `cause`. */
export const FAILURE: TaskAnswer = { name: 'SendTaskFailure', members: { error: text('error'), cause: text('cause') } };

/** The task's heartbeat timeout starts anew. */
export const HEARTBEAT: TaskAnswer = { name: 'SendTaskHeartbeat', members: {} };

/**
 * Answers the task whose token the client sends.
 *
 * @internal
 */
export class TaskAnswerIntegration extends StatesActionIntegration {
  constructor(id: string, private readonly answer: TaskAnswer, private readonly props: TaskAnswerIntegrationProps) {
    super(id, answer.name, props.credentialsRole);
  }

  /**
   * @internal
   */
  public _faults(): Fault[] {
    return [
      ...faultsOfPaths({ taskTokenPath: this.props.taskTokenPath }),
      ...faultsOfExpress(this.props.stateMachine, 'a Standard one: Express workflows cannot wait for an answer'),
    ];
  }

  /**
   * @internal
   */
  protected _requestTemplate(): string {
    return jsonObject({ taskToken: jsonString(`input.path('${this.props.taskTokenPath ?? '$.taskToken'}')`), ...this.answer.members });
  }

  /**
   * @internal
   */
  protected _responseTemplate(): string {
    return replyTemplate(jsonObject({ accepted: 'true', requestId: jsonString('context.requestId') }));
  }

  /**
   * @internal
   */
  protected _grant(role: iam.IRole): void {
    // AWS evaluates the state machine whose execution waits, though its reference lists no resource for these actions.
    grantOnStateMachine(role, this.props.stateMachine, this.answer.name);
  }
}
