import { Aws, Duration, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ENDS, ExecutionEvents } from './execution-events';
import { Fault, faultsOfSeconds } from './faults';
import { jsonata } from './jsonata';
import { OF_CONNECTION, OF_PRINCIPAL, PARTITION_KEY, SORT_KEY, TIME_TO_LIVE } from './registry-rows';
import { grantOnExecutions } from './state-machine-rights';
import { Workflow } from './workflow';
import type { CancelOnDisconnectOptions } from '../cancel-on-disconnect-options';
import type { ConnectionRegistry } from '../connection-registry';

/** What the partition key of a person's executions begins with, before the one of the connections. */
const OF_EXECUTIONS = 'X|';

/** How long a row of an execution is kept whose end nobody has heard of: a Standard execution lasts a year. */
const LIFE = Duration.days(366).toSeconds();

/** What the sort key of a row begins with that tells who has left last: beside the executions, whose keys are ARNs. */
const OF_LEAVING = 'left|';

/** How long that row is kept: longer than any grace. */
const LEAVING_LIFE = Duration.hours(1).toSeconds();

/** Executions that are read at once, and stopped forty at a time. */
const PAGE = 200;
const CONCURRENCY = 40;

const DEFAULT_GRACE = Duration.seconds(60);

/** Of the five minutes that an Express execution has. */
const MAXIMUM_GRACE = Duration.minutes(4);

/** How long somebody may be without a connection. */
export function graceOf({ grace = DEFAULT_GRACE }: CancelOnDisconnectOptions): Duration {
  return grace;
}

/** What is wrong with the options of a workflow that is stopped when its client has left. */
export function faultsOfCancelOnDisconnect(
  { cancelOnDisconnect: options }: { readonly cancelOnDisconnect?: CancelOnDisconnectOptions },
  of: { readonly isExpress: boolean; readonly connections?: ConnectionRegistry; readonly ownsApi: boolean; readonly grace?: Duration },
): Fault[] {
  if (!options) {
    return [];
  }
  const prop = 'cancelOnDisconnect';
  const grace = graceOf(options);
  const isKnown = !grace.isUnresolved();
  return [
    ...(of.isExpress ? [{ prop, got: 'a value for an Express workflow', allowed: 'only Standard: Express executions cannot be stopped' }] : []),
    ...(of.connections ? [] : [{ prop, got: 'a value without connections', allowed: 'a ConnectionRegistry as connections, which knows who is connected' }]),
    ...(of.ownsApi ? [] : [{ prop, got: 'a value beside an API that exists already', allowed: 'only with an API of the construct\'s own, whose $disconnect tells of it' }]),
    ...faultsOfSeconds(`${prop}.grace`, grace),
    ...(isKnown && grace.toMilliseconds({ integral: false }) > MAXIMUM_GRACE.toMilliseconds()
      ? [{ prop: `${prop}.grace`, got: grace.toHumanString(), allowed: 'at most 4 minutes' }]
      : []),
    ...(isKnown && of.grace && !of.grace.isUnresolved() && of.grace.toMilliseconds() !== grace.toMilliseconds()
      ? [{ prop: `${prop}.grace`, got: `${grace.toHumanString()}, and ${of.grace.toHumanString()} of another workflow`, allowed: 'one grace for all workflows of a construct' }]
      : []),
  ];
}

const EVENT = '$states.input.detail';

/** JSONata: the key of the connections of whoever has started the execution that an event is of, nothing if no client has. */
const OWNER = `($connection := $type(${EVENT}.input) = 'string' ? $parse(${EVENT}.input).connection; $isName := function($name) { $type($name) = 'string' and $name != '' }; `
  + `$isName($connection.principal) ? '${OF_PRINCIPAL}' & $connection.principal : $isName($connection.id) ? '${OF_CONNECTION}' & $connection.id : '')`;

/** JSONata: a time to come, as a number of DynamoDB's. */
const inSeconds = (seconds: number) => jsonata(`$string($floor($toMillis($now()) / 1000) + ${seconds})`);

/** The row of whoever has left last, one of each construct. */
const LEAVING = {
  [PARTITION_KEY]: { S: jsonata(`'${OF_EXECUTIONS}' & $owner`) }, [SORT_KEY]: { S: jsonata(`'${OF_LEAVING}' & $states.context.StateMachine.Id`) },
};

const CONDITION_FAILED = 'DynamoDB.ConditionalCheckFailedException';

const RETRY = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 4, BackoffRate: 2, JitterStrategy: 'FULL' }];

/**
 * Stops executions whose client has left and does not come back: a small Express workflow. EventBridge starts it when an execution begins or ends, and it
 * keeps a row of who has started it; `$disconnect` starts it when a connection ends, and after the grace it looks whether the person has another by now.
 */
export class DisconnectCanceller extends Construct {
  public readonly stateMachine: sfn.StateMachine;
  private readonly events: ExecutionEvents;

  constructor(
    scope: Construct, id: string, private readonly connections: ConnectionRegistry, public readonly grace: Duration, logEncryptionKey?: kms.IKey,
  ) {
    super(scope, id);
    this.stateMachine = new Workflow(this, 'Workflow', {
      workflowType: sfn.StateMachineType.EXPRESS,
      definitionBody: sfn.DefinitionBody.fromString(Stack.of(this).toJsonString(this.definition())),
    }, logEncryptionKey).stateMachine;
    connections._grantOnTable(this.stateMachine, 'PutItem', 'DeleteItem', 'Query');
    this.events = new ExecutionEvents(this, this.stateMachine, ['RUNNING', ...ENDS], 'Executions that are stopped when their client has left');
  }

  /** Stops executions of this state machine, too. */
  public watch(stateMachine: sfn.IStateMachine): void {
    if (this.events.watch(stateMachine)) {
      grantOnExecutions(this.stateMachine, stateMachine, 'StopExecution');
    }
  }

  private definition(): object {
    return {
      Comment: 'Stops executions whose client has left',
      QueryLanguage: 'JSONata',
      StartAt: 'What?',
      States: {
        'What?': {
          Type: 'Choice',
          Choices: [
            {
              Condition: jsonata('$exists($states.input.disconnected)'),
              Assign: { owner: jsonata(`$states.input.disconnected.${PARTITION_KEY}`), next: null },
              Next: 'Forget connection',
            },
            { Condition: jsonata(`${OWNER} = ''`), Next: 'Done' },
            { Condition: jsonata(`${EVENT}.status = 'RUNNING'`), Next: 'Begun' },
          ],
          Default: 'Ended',
        },
        'Begun': this.onTable('putItem', {
          Item: {
            ...keyOf(OWNER, `${EVENT}.executionArn`), [TIME_TO_LIVE]: { N: inSeconds(LIFE) },
          },
        }, 'Done'),
        'Ended': this.onTable('deleteItem', { Key: keyOf(OWNER, `${EVENT}.executionArn`) }, 'Done'),
        'Forget connection': {
          ...this.onTable('deleteItem', {
            Key: { [PARTITION_KEY]: { S: jsonata('$owner') }, [SORT_KEY]: { S: jsonata(`$states.input.disconnected.${SORT_KEY}`) } },
          }, 'Leave'),
          // It goes by its time to live as well.
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Leave' }],
        },
        // Who is back and leaves again within the grace has all of it again, which another execution waits for.
        'Leave': this.onTable('putItem', {
          Item: { ...LEAVING, execution: { S: jsonata('$states.context.Execution.Id') }, [TIME_TO_LIVE]: { N: inSeconds(LEAVING_LIFE) } },
        }, 'Grace'),
        'Grace': { Type: 'Wait', Seconds: this.grace.toSeconds(), Next: 'Look for connections' },
        'Look for connections': {
          ...this.query({
            KeyConditionExpression: `${PARTITION_KEY} = :owner and begins_with(${SORT_KEY}, :connection)`,
            FilterExpression: `${TIME_TO_LIVE} > :now`,
            ExpressionAttributeValues: {
              ':owner': { S: jsonata('$owner') }, ':connection': { S: OF_CONNECTION }, ':now': { N: jsonata('$string($floor($toMillis($now()) / 1000))') },
            },
            Select: 'COUNT',
          }),
          Output: jsonata('$states.result.Count'),
          Next: 'Back?',
        },
        'Back?': { Type: 'Choice', Choices: [{ Condition: jsonata('$states.input > 0'), Next: 'Done' }], Default: 'Last to leave?' },
        'Last to leave?': {
          ...this.onTable('deleteItem', {
            Key: LEAVING,
            // It is not there if it was deleted, and the answer lost.
            ConditionExpression: `attribute_not_exists(${PARTITION_KEY}) or #execution = :execution`,
            ExpressionAttributeNames: { '#execution': 'execution' },
            ExpressionAttributeValues: { ':execution': { S: jsonata('$states.context.Execution.Id') } },
          }, 'Look for executions'),
          Retry: [{ ErrorEquals: [CONDITION_FAILED], MaxAttempts: 0 }, ...RETRY],
          Catch: [{ ErrorEquals: [CONDITION_FAILED], Next: 'Done' }],
        },
        'Look for executions': {
          ...this.query({
            KeyConditionExpression: `${PARTITION_KEY} = :executions and begins_with(${SORT_KEY}, :arn)`,
            ExpressionAttributeValues: { ':executions': { S: jsonata(`'${OF_EXECUTIONS}' & $owner`) }, ':arn': { S: 'arn:' } },
            ProjectionExpression: SORT_KEY,
            Limit: PAGE,
            ExclusiveStartKey: jsonata('$next'),
          }),
          Assign: { next: jsonata('$exists($states.result.LastEvaluatedKey) ? $states.result.LastEvaluatedKey : null') },
          Output: jsonata(`[$states.result.Items.${SORT_KEY}.S]`),
          Next: 'Stop all',
        },
        'Stop all': {
          Type: 'Map',
          Items: jsonata('$states.input'),
          MaxConcurrency: CONCURRENCY,
          ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'Stop', States: this.stop() },
          Output: {},
          Next: 'More?',
        },
        'More?': { Type: 'Choice', Choices: [{ Condition: jsonata('$next = null'), Next: 'Done' }], Default: 'Look for executions' },
        'Done': { Type: 'Succeed', Output: {} },
      },
    };
  }

  /** Stops one execution. One that has ended stays as it is; one of another construct's is not this one's to stop. */
  private stop(): object {
    return {
      'Stop': {
        Type: 'Task',
        Resource: `arn:${Aws.PARTITION}:states:::aws-sdk:sfn:stopExecution`,
        Arguments: { ExecutionArn: jsonata('$states.input'), Error: 'ClientDisconnected', Cause: 'the last connection of whoever has started it is gone' },
        Retry: [{ ErrorEquals: ['Sfn.ThrottlingException', 'Sfn.SdkClientException'], IntervalSeconds: 1, MaxAttempts: 4, BackoffRate: 2, JitterStrategy: 'FULL' }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Not stopped' }],
        Output: jsonata('$states.input'),
        Next: 'Forget',
      },
      'Not stopped': { Type: 'Pass', Output: {}, End: true },
      'Forget': {
        Type: 'Task',
        Resource: `arn:${Aws.PARTITION}:states:::dynamodb:deleteItem`,
        Arguments: {
          TableName: this.connections.table.tableName,
          Key: { [PARTITION_KEY]: { S: jsonata(`'${OF_EXECUTIONS}' & $owner`) }, [SORT_KEY]: { S: jsonata('$states.input') } },
        },
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Not stopped' }],
        Output: {},
        End: true,
      },
    };
  }

  private onTable(action: string, args: object, next: string): object {
    return {
      Type: 'Task',
      Resource: `arn:${Aws.PARTITION}:states:::dynamodb:${action}`,
      Arguments: { TableName: this.connections.table.tableName, ...args },
      Retry: RETRY,
      Output: {},
      Next: next,
    };
  }

  private query(args: object): object {
    return {
      Type: 'Task',
      Resource: `arn:${Aws.PARTITION}:states:::aws-sdk:dynamodb:query`,
      Arguments: { TableName: this.connections.table.tableName, ConsistentRead: true, ...args },
      Retry: RETRY,
    };
  }
}

/** The key of an execution of somebody's. */
function keyOf(owner: string, executionArn: string): object {
  return { [PARTITION_KEY]: { S: jsonata(`'${OF_EXECUTIONS}' & ${owner}`) }, [SORT_KEY]: { S: jsonata(executionArn) } };
}
