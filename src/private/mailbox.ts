import { Aws, Duration } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Fault, faultsOfSeconds } from './faults';
import { bytesOf, inOneLine, jsonata } from './jsonata';
import { CONNECTION } from './principal';
import { MAXIMUM_NAME, PARTITION_KEY, SORT_KEY, TIME_TO_LIVE } from './registry-rows';
import type { MailboxOptions } from '../mailbox-options';

/** What the partition key of a principal's messages begins with. */
export const OF_MAILBOX = 'M|';

/** The attribute that holds a message's frame as JSON. */
export const FRAME = 'frame';

/** The most bytes of a kept frame: the reply that lists it needs room for more than the frame. */
export const MAXIMUM_KEPT = 120 * 1024;

const MINIMUM_RETENTION = Duration.minutes(5);
const MAXIMUM_RETENTION = Duration.days(365);

/** For how long messages are kept. */
export function retentionOf({ retention = Duration.days(1) }: MailboxOptions): Duration {
  return retention;
}

/** What is wrong with the options of a mailbox. */
export function faultsOfMailbox(options: MailboxOptions | undefined, principal: string | undefined): Fault[] {
  if (!options) {
    return [];
  }
  const retention = retentionOf(options);
  const seconds = retention.isUnresolved() ? undefined : retention.toSeconds({ integral: false });
  const isWithin = seconds === undefined || (seconds >= MINIMUM_RETENTION.toSeconds() && seconds <= MAXIMUM_RETENTION.toSeconds());
  return [
    ...faultsOfSeconds('mailbox.retention', retention),
    ...(isWithin ? [] : [{
      prop: 'mailbox.retention', got: retention.toHumanString(), allowed: '5 minutes to 365 days: a client that reconnects takes minutes',
    }]),
    ...(principal === CONNECTION
      ? [{ prop: 'mailbox', got: `a mailbox, and the principal ${CONNECTION}`, allowed: 'a principal that outlives the connection' }]
      : []),
  ];
}

const KEEP = '$states.input.keep';

/** JSONata: whether a message is to be kept, and for whom. */
const IS_KEPT = `$type(${KEEP}) = 'object' and $states.input.to.($type(principal) = 'string' and principal != '' and $length(principal) <= ${MAXIMUM_NAME})`;

/**
 * JSONata: what a message is called, which sorts in the order of sending and is the same when the state that sends it tries again: the time at which the
 * state was entered, always with milliseconds; what tells iterations and branches of the same millisecond apart.
 */
const SEQ = inOneLine(`${KEEP}.($exists(seq) ? seq : $join([$fromMillis($toMillis(entered)), $string(iteration), state,
  $substring($hash($string($states.input.message), 'SHA-256'), 0, 8)], '/'))`);

/** JSONata: the message as the client hears it. */
const FRAME_OF_MESSAGE = inOneLine(`$merge([$type($states.input.message) = 'object' ? $states.input.message : {'message': $states.input.message},
  {'executionId': ${KEEP}.executionId, 'seq': ${SEQ}}])`);

/** Variables of the post office: the frame, and the sort key of a message that is kept, or nothing. */
export const MAILBOX_VARIABLES = {
  message: jsonata(`${IS_KEPT} ? ${FRAME_OF_MESSAGE} : $states.input.message`),
  kept: jsonata(`${IS_KEPT} ? ${SEQ} & '|' & ${KEEP}.executionId : ''`),
};

/** JSONata: whether what is sent is kept. */
export const IS_IN_MAILBOX = "$kept != ''";

/** The error of a message that is too large to be kept, or to be sent. */
export const MESSAGE_TOO_LARGE = 'Connections.MessageTooLarge';

/** For states that send: where they fail, a message that is kept is no failure. Its client hears it later, and the workflow goes on. */
export const UNLESS_KEPT = { Catch: [{ ErrorEquals: ['States.ALL'], Output: jsonata('$states.errorOutput'), Next: 'Kept all the same?' }] };

/**
 * The states of the post office that keep a message, before anybody is looked for.
 *
 * @param next - where to go on, once it is kept
 * @param sent - where it ends
 */
export function mailboxStates(table: dynamodb.ITable, retention: Duration, retry: object[], next: string, sent: string): Record<string, object> {
  const expiry = `$string($floor($toMillis($now()) / 1000) + ${retention.toSeconds()})`;
  return {
    'Keep?': {
      Type: 'Choice',
      Choices: [
        { Condition: jsonata(`${IS_IN_MAILBOX} and ${bytesOf('$string($message)')} > ${MAXIMUM_KEPT}`), Next: 'Too large to keep' },
        { Condition: jsonata(IS_IN_MAILBOX), Next: 'Keep' },
      ],
      Default: next,
    },
    'Too large to keep': { Type: 'Fail', Error: MESSAGE_TOO_LARGE, Cause: `a message that is kept takes ${MAXIMUM_KEPT / 1024} KB` },
    'Keep': {
      Type: 'Task',
      Resource: `arn:${Aws.PARTITION}:states:::dynamodb:putItem`,
      Arguments: {
        TableName: table.tableName,
        Item: {
          [PARTITION_KEY]: { S: jsonata(`'${OF_MAILBOX}' & $states.context.Execution.Input.to.principal`) },
          [SORT_KEY]: { S: jsonata('$kept') },
          [FRAME]: { S: jsonata('$string($message)') },
          [TIME_TO_LIVE]: { N: jsonata(expiry) },
        },
      },
      Retry: retry,
      Output: {},
      Next: next,
    },
    'Kept all the same?': { Type: 'Choice', Choices: [{ Condition: jsonata(IS_IN_MAILBOX), Next: sent }], Default: 'Not sent' },
    'Not sent': { Type: 'Fail', Error: jsonata('$states.input.Error'), Cause: jsonata('$states.input.Cause') },
  };
}
