import { FRAME, MAXIMUM_KEPT, OF_MAILBOX } from './mailbox';
import { NOBODY, setPrincipal } from './principal';
import { DISCONNECTED, NO_KEY, RegistryAction } from './registry-integration';
import { keys, PARTITION_KEY, setKeyIf, setNow, SORT_KEY, text, TIME_TO_LIVE } from './registry-rows';
import { invalidRequest, replyTelling } from './reply';
import { at, DEFAULT_SELECTION_KEY, escaped, forEach, jsonObject, jsonString, quiet, rendersText, set, when } from './vtl';
import type { ConnectionRegistry } from '../connection-registry';

/** Messages a page, at most. */
const PAGE = 50;

/** Base64 counts bytes: four characters for three. */
const MAXIMUM_BASE64 = MAXIMUM_KEPT / 3 * 4;

/** What sorts before every message. */
const BEGINNING = ' ';

const tableOf = ({ table }: ConnectionRegistry) => JSON.stringify(table.tableName);

/** VTL that sets `$pk` to the key of the client's own messages, by the authorizer's word alone. Without a principal it is empty, which DynamoDB refuses. */
const setMailboxKey = ({ _principal }: ConnectionRegistry) => setPrincipal(_principal)
  + setKeyIf(OF_MAILBOX, 'principal', `!(${NOBODY}) && `);

/** A condition: whether the request is for a connection that has ended. Otherwise it is for a message. */
const HAS_ENDED = '$context.eventType == "DISCONNECT"';

/**
 * Deletes the message that the client acknowledges from the client's own mailbox. One that is not there was acknowledged before.
 *
 * On `$disconnect` it forgets the connection, as `DISCONNECTED` does: both delete a row, and one integration for both saves two resources. The response
 * template cannot read the request any more: it tells from the row that was deleted which message it was.
 */
export const ACKNOWLEDGE: RegistryAction = {
  name: 'DeleteItem',
  // `$disconnect` shares it; the key of its own route is checked where that is added.
  needsMessage: false,
  registers: false,
  request: (registry, ...others) => when(HAS_ENDED, DISCONNECTED.request(registry, ...others), setMailboxKey(registry)
    + set('seq', quiet(at('$.seq')))
    + set('executionId', quiet(at('$.executionId')))
    + set(SORT_KEY, '""')
    + when('$seq != "" && $executionId != ""', set(SORT_KEY, '"${seq}|${executionId}"'))
    + jsonObject({ TableName: tableOf(registry), Key: jsonObject(keys()), ReturnValues: '"ALL_OLD"' })),
  responseKey: DEFAULT_SELECTION_KEY,
  response: when(HAS_ENDED, DISCONNECTED.response, replyTelling(
    invalidRequest('InvalidAcknowledgement', 'executionId or seq is missing or too long, or the connection has no principal'),
    set('key', quiet(at(`$.Attributes.${SORT_KEY}.S`)))
    + '{"acknowledged":true'
    + when('$key != ""',
      set('end', '$key.lastIndexOf("|")') + set('seq', '$key.substring(0,$end)') + set('begin', '$end + 1') + set('executionId', '$key.substring($begin)')
      + `,"executionId":${jsonString('executionId')},"seq":${jsonString('seq')}`)
    + '}',
  )),
};

/**
 * Lists the client's own messages that have not been acknowledged, as they were sent, in pages below the size of a frame. From the message comes only the
 * place in the list: whose list it is, the authorizer says.
 */
export const RESUME: RegistryAction = {
  name: 'Query',
  needsMessage: true,
  registers: false,
  request: (registry) => setMailboxKey(registry)
    + setNow()
    + set('after', quiet(at('$.after')))
    + when('$after == ""', set('after', `"${BEGINNING}"`))
    + jsonObject({
      TableName: tableOf(registry),
      KeyConditionExpression: `"${PARTITION_KEY} = :pk and ${SORT_KEY} > :after"`,
      FilterExpression: `"${TIME_TO_LIVE} > :now"`,
      ExpressionAttributeValues: jsonObject({
        ':pk': when('$pk == ""', NO_KEY, text(PARTITION_KEY)), ':after': text('after'), ':now': '{"N":"$now"}',
      }),
      ProjectionExpression: `"${SORT_KEY}, ${FRAME}"`,
      ConsistentRead: 'true',
      Limit: `${PAGE}`,
    }),
  responseKey: DEFAULT_SELECTION_KEY,
  response: replyTelling(
    invalidRequest('InvalidResume', 'after is not the next of a page, or the connection has no principal'),
    set('size', '0') + set('separator', '""') + set('next', '""') + set('isFull', 'false')
    + `{"messages":[${forEach('item', `$${at('$.Items')}`, when('!$isFull',
      set('size', `$size + $util.base64Encode($item.${FRAME}.S).length()`)
      + when(`$size > ${MAXIMUM_BASE64} && $separator != ""`,
        set('isFull', 'true'),
        `$separator$item.${FRAME}.S${set('separator', '","')}${set('next', `$item.${SORT_KEY}.S`)}`)))}],"next":`
    + when(rendersText(at('$.LastEvaluatedKey')), when('!$isFull', set('next', quiet(at(`$.LastEvaluatedKey.${SORT_KEY}.S`)))),
      when('!$isFull', set('next', '""')))
    + `${when('$next == ""', 'null', `"${escaped('next')}"`)}}`,
  ),
};
