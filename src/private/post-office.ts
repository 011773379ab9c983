import { Aws, Duration, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { GONE, SERVICE_ERRORS } from './connection-task';
import { inOneLine, jsonata } from './jsonata';
import { IS_IN_MAILBOX, MAILBOX_VARIABLES, mailboxStates, MESSAGE_TOO_LARGE, UNLESS_KEPT } from './mailbox';
import { MAXIMUM_NAME, OF_CONNECTION, OF_GROUP, OF_PRINCIPAL, PARTITION_KEY, SORT_KEY, TIME_TO_LIVE } from './registry-rows';
import { Workflow } from './workflow';

/** Posts at a time, which is all that an inline map has. */
const CONCURRENCY = 40;

/** Rows a page: few enough for a state's 256 KiB, with the longest stage name, and for Express's five minutes, with the slowest clients. */
const PAGE = 5 * CONCURRENCY;

/** Rows a page where each has its partition key, which may be long. */
const PAGE_OF_ALL = CONCURRENCY;

/** For how long an execution goes on with further pages before it hands over to another one, in milliseconds. */
const TURN = 60_000;

/** A connection that is younger may still be in its handshake, in milliseconds: API Gateway waits 29 seconds for `$connect`. */
const HANDSHAKE = 60_000;

/** The post office's own errors, beside `MESSAGE_TOO_LARGE`. */
const NO_RECIPIENT = 'Connections.NoRecipient';
const NOT_REACHED = 'Connections.NotReached';

/** JSONata: what stands for everybody in place of a partition key. No key is like it. */
const EVERYBODY = "'*'";

/**
 * JSONata: the partition key of whoever a message is for. It is empty if the message is for nobody: DynamoDB is not asked then, and no retries are spent
 * on it. Without a principal, the message is for the connection alone.
 */
const RECIPIENT = inOneLine(`($to := $states.input.to; $isName := function($name) { $type($name) = 'string' and $name != '' and $length($name) <= ${MAXIMUM_NAME} };
  $to.everybody = true ? ${EVERYBODY}
  : $isName($to.group) ? '${OF_GROUP}' & $to.group
  : $isName($to.principal) ? '${OF_PRINCIPAL}' & $to.principal
  : $isName($to.connectionId) ? '${OF_CONNECTION}' & $to.connectionId
  : '')`);

/** JSONata: how long the execution has been at work, in milliseconds. */
const ELAPSED = '$toMillis($states.context.State.EnteredTime) - $toMillis($states.context.Execution.StartTime)';

/** JSONata: how long ago the client has begun to connect, in milliseconds. */
const AGE = '$toMillis($now()) - $number($states.input.connectedAt.N)';

const RETRY = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 4, BackoffRate: 2, JitterStrategy: 'FULL' }];

/**
 * Posts messages to connections of a registry: a small Express workflow, which whoever sends starts with
 *
 *     {"to": {"principal": "…"} | {"group": "…"} | {"everybody": true}, "message": <any JSON>}
 *
 * It reads a page of rows, posts to forty connections at a time, deletes the rows of those that have left, and goes on with the next page; before its time
 * is up, it hands over to another execution.
 */
export class PostOffice extends Construct {
  public readonly stateMachine: sfn.StateMachine;

  /** @param retention - for how long messages are kept, undefined if none is */
  constructor(
    scope: Construct, id: string, private readonly table: dynamodb.ITable, logEncryptionKey?: kms.IKey, private readonly retention?: Duration,
  ) {
    super(scope, id);
    this.stateMachine = new Workflow(this, 'Workflow', {
      workflowType: sfn.StateMachineType.EXPRESS,
      definitionBody: sfn.DefinitionBody.fromString(Stack.of(this).toJsonString(this.definition())),
    }, logEncryptionKey).stateMachine;
    // A policy of its own, since the role's is made before the machine.
    new iam.Policy(this, 'HandOver', {
      roles: [this.stateMachine.role],
      statements: [new iam.PolicyStatement({ actions: ['states:StartExecution'], resources: [this.stateMachine.stateMachineArn] })],
    });
  }

  private definition(): object {
    const { retention } = this;
    return {
      Comment: 'Posts a message to the connections of a principal, of a group, or of everybody',
      QueryLanguage: 'JSONata',
      StartAt: 'Address',
      States: {
        'Address': {
          Type: 'Pass',
          Assign: {
            recipient: jsonata(RECIPIENT),
            message: jsonata('$states.input.message'),
            // Where another execution has left off.
            next: jsonata('$exists($states.input.next) ? $states.input.next : null'),
            reached: 0,
            failed: 0,
            ...(retention && MAILBOX_VARIABLES),
          },
          Output: {},
          Next: retention ? 'Keep?' : 'Whom?',
        },
        ...(retention && mailboxStates(this.table, retention, RETRY, 'Whom?', 'Sent')),
        'Whom?': {
          Type: 'Choice',
          Choices: [
            { Condition: jsonata("$recipient = ''"), Next: 'Nobody' },
            { Condition: jsonata(`$recipient = ${EVERYBODY}`), Next: 'Read everybody' },
          ],
          Default: 'Read',
        },
        'Nobody': {
          Type: 'Fail',
          Error: NO_RECIPIENT,
          Cause: jsonata(inOneLine(`'to: got ' & $string($states.context.Execution.Input.to)
            & '; allowed: {"principal": "…"}, {"group": "…"}, of 1 to ${MAXIMUM_NAME} characters, or {"everybody": true}'`)),
        },
        'Read': this.read('query', PAGE, SORT_KEY, {
          KeyConditionExpression: `${PARTITION_KEY} = :recipient and begins_with(${SORT_KEY}, :connection)`,
          FilterExpression: `${TIME_TO_LIVE} > :now`,
        }, { ':recipient': { S: jsonata('$recipient') }, ':connection': { S: OF_CONNECTION } }),
        'Read everybody': this.read('scan', PAGE_OF_ALL, `${PARTITION_KEY}, ${SORT_KEY}`, {
          FilterExpression: `${TIME_TO_LIVE} > :now and (begins_with(${PARTITION_KEY}, :principal) or begins_with(${PARTITION_KEY}, :connection))`,
        }, { ':principal': { S: OF_PRINCIPAL }, ':connection': { S: OF_CONNECTION } }),
        'Post to all': {
          Type: 'Map',
          Items: jsonata('$states.input'),
          MaxConcurrency: CONCURRENCY,
          ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'Post', States: this.post() },
          Assign: {
            reached: jsonata('$reached + $count($states.result[$ = "reached"])'),
            failed: jsonata('$failed + $count($states.result[$ = "failed"])'),
          },
          Output: {},
          Next: 'More?',
        },
        'More?': {
          Type: 'Choice',
          Choices: [
            { Condition: jsonata('$next = null'), Next: 'All?' },
            { Condition: jsonata(`${ELAPSED} > ${TURN}`), Next: 'Hand over' },
          ],
          Default: 'Whom?',
        },
        'Hand over': {
          Type: 'Task',
          Resource: `arn:${Aws.PARTITION}:states:::states:startExecution`,
          Arguments: {
            StateMachineArn: jsonata('$states.context.StateMachine.Id'),
            Input: { to: jsonata('$states.context.Execution.Input.to'), message: jsonata('$message'), next: jsonata('$next') },
          },
          Retry: RETRY,
          ...(retention && UNLESS_KEPT),
          Next: 'All?',
        },
        // A message that is kept is not lost: whoever was not reached hears it later.
        'All?': {
          Type: 'Choice',
          Choices: [{ Condition: jsonata(`$failed > 0${retention ? ` and $not(${IS_IN_MAILBOX})` : ''}`), Next: 'Not all' }],
          Default: 'Sent',
        },
        // A failure, so that metrics, alarms and logs tell of it, though everybody else was reached.
        'Not all': { Type: 'Fail', Error: NOT_REACHED, Cause: jsonata("$failed & ' of ' & ($reached + $failed) & ' connections could not be posted to'") },
        'Sent': { Type: 'Succeed', Output: { reached: jsonata('$reached') } },
      },
    };
  }

  /** Reads a page of rows, small enough for a state's input. The filter leaves out rows that have expired and that DynamoDB has not deleted yet. */
  private read(action: string, limit: number, keys: string, expressions: object, values: object): object {
    return {
      Type: 'Task',
      Resource: `arn:${Aws.PARTITION}:states:::aws-sdk:dynamodb:${action}`,
      Arguments: {
        TableName: this.table.tableName,
        ...expressions,
        ExpressionAttributeValues: { ...values, ':now': { N: jsonata('$string($floor($toMillis($now()) / 1000))') } },
        ProjectionExpression: `${keys}, endpoint, #stage, connectedAt`,
        ExpressionAttributeNames: { '#stage': 'stage' },
        ConsistentRead: true,
        Limit: limit,
        ExclusiveStartKey: jsonata('$next'),
      },
      Retry: RETRY,
      ...(this.retention && UNLESS_KEPT),
      Assign: { next: jsonata('$exists($states.result.LastEvaluatedKey) ? $states.result.LastEvaluatedKey : null') },
      Output: jsonata('[$states.result.Items]'),
      Next: 'Post to all',
    };
  }

  /** Posts to the connection of one row. What becomes of it is the iteration's output. */
  private post(): object {
    const is = (what: string) => ({ Type: 'Pass', Output: what, End: true });
    return {
      'Post': {
        Type: 'Task',
        Resource: `arn:${Aws.PARTITION}:states:::apigateway:invoke`,
        Arguments: {
          ApiEndpoint: jsonata('$states.input.endpoint.S'),
          Method: 'POST',
          Stage: jsonata('$states.input.stage.S'),
          Path: jsonata(`'/@connections/' & $substringAfter($states.input.${SORT_KEY}.S, '${OF_CONNECTION}')`),
          RequestBody: jsonata('$message'),
          AllowNullValues: true,
          AuthType: 'IAM_ROLE',
        },
        // A client that does not read would hold one of the forty places for long.
        TimeoutSeconds: 5,
        Retry: [{ ErrorEquals: SERVICE_ERRORS, IntervalSeconds: 1, MaxAttempts: 4, BackoffRate: 2, JitterStrategy: 'FULL' }],
        Catch: [
          { ErrorEquals: [GONE], Output: jsonata('$states.input'), Next: 'Gone?' },
          { ErrorEquals: ['ApiGateway.413'], Next: 'Too large' },
          { ErrorEquals: ['States.ALL'], Next: 'Failed' },
        ],
        Output: 'reached',
        End: true,
      },
      'Gone?': {
        Type: 'Choice',
        Choices: [{ Condition: jsonata(`${AGE} > ${HANDSHAKE}`), Next: 'Forget' }],
        // Its handshake may not be over.
        Default: 'Left',
      },
      'Forget': {
        Type: 'Task',
        Resource: `arn:${Aws.PARTITION}:states:::dynamodb:deleteItem`,
        Arguments: {
          TableName: this.table.tableName,
          Key: {
            [PARTITION_KEY]: jsonata(`$exists($states.input.${PARTITION_KEY}) ? $states.input.${PARTITION_KEY} : {'S': $recipient}`),
            [SORT_KEY]: jsonata(`$states.input.${SORT_KEY}`),
          },
        },
        // Where that fails, the row's time to live deletes it later.
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Left' }],
        Output: 'left',
        End: true,
      },
      'Left': is('left'),
      'Failed': is('failed'),
      // It fails the whole execution: the message is too large for every other connection, too.
      'Too large': { Type: 'Fail', Error: MESSAGE_TOO_LARGE, Cause: 'a message takes 128 KB' },
    };
  }
}
