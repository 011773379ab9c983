import { Aws } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { executeApiArn, MANAGE_CONNECTIONS } from './api-permissions';
import { ARN, HIDDEN_ARN } from './arns';
import { endpointOf } from './endpoint';
import { ENDS, ExecutionEvents } from './execution-events';
import { bytesOf, jsonata } from './jsonata';
import { MAXIMUM_KEPT } from './mailbox';
import { grantOnExecutions } from './state-machine-rights';
import { Workflow } from './workflow';
import type { ConnectionRegistry } from '../connection-registry';
import { SendToConnection } from '../send-to-connection';

/** JSONata, without its braces. The event is the state's input, or what is made of it by the states before. */
const EVENT = '$states.input.detail';

/** JSONata: the connection that the execution's input names. */
const CONNECTION = `$parse(${EVENT}.input).connection`;
const CONNECTION_ID = `${CONNECTION}.id`;

/** JSONata: whether the event holds what its execution was given. */
const INPUT_IS_KNOWN = `${EVENT}.input != null`;

/** JSONata: whether the event holds how its execution ended. */
const END_IS_KNOWN = `${EVENT}.(output != null or error != null or cause != null)`;

/** JSONata: whether the execution's input names a person, whose mailbox keeps the end. */
const IS_OF_PRINCIPAL = `$type(${CONNECTION}.principal) = 'string' and ${CONNECTION}.principal != ''`;

/** JSONata: whether there is nobody to tell, as with executions that no client has started. */
const NOBODY = `$not($type(${CONNECTION_ID}) = 'string')`;

/** JSONata: what the client hears of every end. */
const STATUS = "{'executionId': name, 'status': status}";

/** JSONata: what the client hears of how it ended; ARNs are not for clients. */
const END = [
  "output != null ? {'output': $parse(output)} : {}",
  "error != null ? {'error': error} : {}",
  `cause != null ? {'cause': $replace(cause, /${ARN}/, '${HIDDEN_ARN}')} : {}`,
].join(', ');

/**
 * JSONata: what an end is called among the messages of its execution, the last of them. EventBridge may tell of it twice, of the same time; a state that
 * was entered in the same millisecond has a digit where this has a tilde.
 */
const END_SEQ = `$fromMillis(${EVENT}.stopDate) & '~'`;

/** JSONata: what the client hears instead of an output that no frame has room for. */
const TOO_LARGE_END = "{'outputTooLarge': true}";

/** JSONata: the details of the one event that was read of a history, whatever kind it is of. */
const READ_DETAILS = ['Started', 'Succeeded', 'Failed', 'TimedOut', 'Aborted'].map((change) => `Execution${change}EventDetails`).join(', ');

/** JSONata: the event, completed by what was read. Of the input it takes the connection alone: input and output together would be too large for a state. */
const COMPLETED = `$merge([${EVENT}, $states.result.Events[0].$merge([${EVENT}.{'Input': input}, ${READ_DETAILS}])`
  + ".{'input': $string({'connection': $parse(Input).connection}), 'output': Output, 'error': Error, 'cause': Cause}])";

/** JSONata: the frame of an end, with these members. */
const frameOf = (members: string) => `${EVENT}.$merge([${STATUS}, ${members}])`;

/** Bytes that are left free in a kept frame for its `seq`, which takes fewer. */
const ROOM = 1024;

/** The error of an answer too large for a state, which `States.ALL` does not include. */
const DATA_LIMIT_EXCEEDED = 'States.DataLimitExceeded';

/**
 * Tells clients of the end of executions: EventBridge, which hears of all ends, starts a small Express workflow, which posts to the
 * connection.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export class CompletionNotifier extends Construct {
  public readonly stateMachine: sfn.StateMachine;
  private readonly events: ExecutionEvents;

  constructor(
    scope: Construct, id: string, private readonly api: apigwv2.IWebSocketApi, private readonly stageName: string, logEncryptionKey?: kms.IKey,
    private readonly connections?: ConnectionRegistry,
  ) {
    super(scope, id);
    this.stateMachine = new Workflow(this, 'Workflow', {
      workflowType: sfn.StateMachineType.EXPRESS,
      queryLanguage: sfn.QueryLanguage.JSONATA,
      definitionBody: sfn.DefinitionBody.fromChainable(this.definition()),
    }, logEncryptionKey).stateMachine;
    // In the machine's own policy, since both are of this stack.
    this.stateMachine.addToRolePolicy(new iam.PolicyStatement({
      actions: [MANAGE_CONNECTIONS],
      resources: [executeApiArn(api, `${stageName}/POST/@connections/*`)],
    }));
    if (this.mailbox) {
      const { stateMachineArn } = this.mailbox.postOffice;
      this.stateMachine.addToRolePolicy(new iam.PolicyStatement({ actions: ['states:StartExecution'], resources: [stateMachineArn] }));
    }
    this.events = new ExecutionEvents(this, this.stateMachine, ENDS, 'Ends of executions that a WebSocket API has started');
  }

  /** Tells clients of this state machine's executions, too. */
  public watch(stateMachine: sfn.IStateMachine): void {
    if (this.events.watch(stateMachine)) {
      grantOnExecutions(this.stateMachine, stateMachine, 'GetExecutionHistory');
    }
  }

  /** The registry that keeps ends, if one does. */
  private get mailbox(): ConnectionRegistry | undefined {
    return this.connections?._retention && this.connections;
  }

  private definition(): sfn.IChainable {
    const nobody = new sfn.Succeed(this, 'NoClient', { stateName: 'No client to tell' });
    const tooLarge = this.keepOr(this.send('TellTooLarge', 'Tell that it is too large', TOO_LARGE_END, nobody), 'KeepTooLarge', frameOf(TOO_LARGE_END));
    const send = this.send('Tell', 'Tell', END, nobody).addCatch(tooLarge, { errors: ['ApiGateway.413'], outputs: jsonata('$states.input') });
    const fitting = `${bytesOf(`$string(${frameOf(END)})`)} > ${MAXIMUM_KEPT - ROOM} ? ${frameOf(TOO_LARGE_END)} : ${frameOf(END)}`;
    const tell = this.keepOr(send, 'Keep', fitting);

    const readEnd = this.read('ReadEnd', { ReverseOrder: true }, { [DATA_LIMIT_EXCEEDED]: tooLarge, 'States.ALL': tell });
    // A state machine may work for other APIs and stages too, which tell their own clients; only an input that names another is theirs, since a
    // template of the user's need not say where it is from.
    const elsewhere = `$exists(${CONNECTION}[endpoint != '${endpointOf(this.api)}' or stage != '${this.stageName}'])`;
    const whose = sfn.Choice.jsonata(this, 'Whose', { stateName: 'Whose, and is the end known?' })
      .when(sfn.Condition.jsonata(jsonata(`${NOBODY} or ${elsewhere}`)), nobody)
      .when(sfn.Condition.jsonata(jsonata(END_IS_KNOWN)), tell)
      .otherwise(readEnd.next(tell));
    return sfn.Choice.jsonata(this, 'InputKnown', { stateName: 'Is the input known?' })
      .when(sfn.Condition.jsonata(jsonata(INPUT_IS_KNOWN)), whose)
      .otherwise(this.read('ReadStart', { ReverseOrder: false }).next(whose));
  }

  /**
   * Puts the frame into the mailbox of whoever has started the execution, where the registry has mailboxes and the execution a principal.
   *
   * @param frame - JSONata
   */
  private keepOr(send: sfn.State, id: string, frame: string): sfn.State {
    const { mailbox } = this;
    if (!mailbox) {
      return send;
    }
    const keep = new sfn.CustomState(this, id, {
      stateJson: {
        Type: 'Task',
        Resource: `arn:${Aws.PARTITION}:states:::states:startExecution`,
        Arguments: {
          StateMachineArn: mailbox.postOffice.stateMachineArn,
          Input: {
            to: { principal: jsonata(`${CONNECTION}.principal`) },
            message: jsonata(frame),
            keep: { executionId: jsonata(`${EVENT}.name`), seq: jsonata(END_SEQ) },
          },
        },
      },
    }).addRetry({ errors: ['States.ALL'] });
    return sfn.Choice.jsonata(this, `${id}?`, { stateName: `${send.stateId}, or keep?` })
      .when(sfn.Condition.jsonata(jsonata(IS_OF_PRINCIPAL)), keep)
      .otherwise(send);
  }

  /**
   * Completes the event by the first or the last event of the execution's history: EventBridge's holds no input and output that would make
   * it larger than 256 KB, and with a customer-managed key no data at all.
   */
  private read(id: string, order: { ReverseOrder: boolean }, catches?: Record<string, sfn.State>): sfn.CustomState {
    return new sfn.CustomState(this, id, {
      stateJson: {
        Type: 'Task',
        Resource: `arn:${Aws.PARTITION}:states:::aws-sdk:sfn:getExecutionHistory`,
        Arguments: { ExecutionArn: jsonata(`${EVENT}.executionArn`), MaxResults: 1, ...order },
        Output: jsonata(`{'detail': ${COMPLETED}}`),
        // Not by `addCatch`, which in a custom state leaves `Output` out.
        Catch: catches && Object.entries(catches).map(([error, next]) => (
          { ErrorEquals: [error], Output: jsonata('$states.input'), Next: next.stateId }
        )),
      },
    }).addRetry({ errors: [DATA_LIMIT_EXCEEDED], maxAttempts: 0 }).addRetry({ errors: ['States.ALL'] });
  }

  /** @param members - JSONata of what the client hears beside the execution's id and status */
  private send(id: string, stateName: string, members: string, gone: sfn.IChainable): SendToConnection {
    return SendToConnection.jsonata(this, id, {
      stateName,
      // Where this API is, whatever the input says.
      endpoint: endpointOf(this.api),
      stageName: this.stageName,
      connectionId: jsonata(CONNECTION_ID),
      message: sfn.TaskInput.fromText(jsonata(frameOf(members))),
    }).addCatch(gone, { errors: [SendToConnection.GONE] }) as SendToConnection;
  }
}
