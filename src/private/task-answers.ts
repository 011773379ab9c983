import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { IConstruct } from 'constructs';
import { OptionsPlace } from './action-integration';
import type { ApiPermissions } from './api-permissions';
import { faultsOfMachinePlace } from './environment-faults';
import { Fault, Faults, faultsOfExpress, faultsOfPaths } from './faults';
import { replyTemplate } from './reply';
import { isSameApi, Starts } from './starts';
import { isSameStateMachine } from './state-machine-identity';
import { grantOnStateMachine } from './state-machine-rights';
import { StatesActionIntegration } from './states-action-integration';
import { at, escaped, jsonObject, jsonString } from './vtl';

/** An answer to a task that waits for its token: the action's name, and the members of its request beside the token. */
interface TaskAnswer {
  readonly name: string;
  readonly members: Record<string, string>;
}

/** Why an Express workflow has nothing to answer. */
const ONLY_STANDARD = 'a Standard one: Express workflows cannot wait for an answer';

/** A member that the client sends, as a string. */
const text = (member: string) => jsonString(at(`$.${member}`));

/** The workflow goes on with `output`, any JSON. */
export const SUCCESS: TaskAnswer = { name: 'SendTaskSuccess', members: { output: `"${escaped("input.json('$.output')")}"` } };

/** The task fails with `error` and `cause`. */
export const FAILURE: TaskAnswer = { name: 'SendTaskFailure', members: { error: text('error'), cause: text('cause') } };

/** The task's heartbeat timeout starts anew. */
export const HEARTBEAT: TaskAnswer = { name: 'SendTaskHeartbeat', members: {} };

/** What an answer's requests are made of. */
interface TaskAnswerOptions {
  readonly stateMachine?: sfn.IStateMachine;
  readonly taskTokenPath?: string;
  readonly credentialsRole?: iam.IRole;
}

/**
 * Answers the task whose token the client sends: of one state machine, or of every Standard one that a route of the API starts.
 *
 * @internal
 */
export class TaskAnswerIntegration extends StatesActionIntegration {
  protected readonly _needsMessage = true;
  private readonly granted: sfn.IStateMachine[] = [];

  /** @param place - what the user gave the options to, for errors at synthesis */
  constructor(id: string, private readonly answer: TaskAnswer, private readonly options: TaskAnswerOptions, private readonly place?: OptionsPlace) {
    super(id, answer.name, options.credentialsRole);
  }

  public bind(options: apigwv2.WebSocketRouteIntegrationBindOptions): apigwv2.WebSocketRouteIntegrationConfig {
    options.scope.node.addValidation({ validate: () => this.faultsOfSynthesis(options.scope) });
    return super.bind(options);
  }

  /**
   * @internal
   */
  public _faults(scope: IConstruct): Fault[] {
    const { stateMachine, taskTokenPath } = this.options;
    return [
      ...faultsOfPaths({ taskTokenPath }),
      ...faultsOfMachinePlace(scope, stateMachine),
      ...stateMachine ? faultsOfExpress(stateMachine, ONLY_STANDARD) : [],
    ];
  }

  /**
   * @internal
   */
  protected _requestTemplate(): string {
    return jsonObject({ taskToken: jsonString(at(this.options.taskTokenPath ?? '$.taskToken')), ...this.answer.members });
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
  protected _grant(role: iam.IRole, _permissions: ApiPermissions, api: apigwv2.IWebSocketApi): void {
    const grant = (stateMachine: sfn.IStateMachine) => {
      if (!this.granted.some((known) => isSameStateMachine(known, stateMachine))) {
        this.granted.push(stateMachine);
        // AWS evaluates the state machine whose execution waits, though its reference lists no resource for these actions.
        grantOnStateMachine(role, stateMachine, this.answer.name);
      }
    };
    if (this.options.stateMachine) {
      grant(this.options.stateMachine);
    } else {
      Starts.of(api).watch(({ isLasting, route, stateMachine }) => {
        if (isLasting && isSameApi(route.webSocketApi, api)) {
          grant(stateMachine);
        }
      });
    }
  }

  /** Which state machines there are to answer is known at synthesis. */
  private faultsOfSynthesis(scope: IConstruct): string[] {
    const faults = new Faults(this.place?.scope ?? scope, this.place?.of);
    if (this.granted.length === 0) {
      faults.add({ prop: 'stateMachine', got: 'an Express workflow', allowed: ONLY_STANDARD });
    }
    return faults.messages;
  }
}
