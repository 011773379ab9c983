import { Token } from 'aws-cdk-lib';
import { Fault } from './faults';
import { NOBODY, setPrincipal } from './principal';
import { at, jsonObject, jsonString, quiet, set, when } from './vtl';
import type { GroupAccess } from '../group-access';

/** The table's keys, both texts. */
export const PARTITION_KEY = 'pk';
export const SORT_KEY = 'sk';

/** The attribute after which a row may go, in seconds since the epoch. */
export const TIME_TO_LIVE = 'expiresAt';

/**
 * What keys begin with: of a principal, of a connection, of a group. No two kinds share a key, whatever their members are called. The separator is one
 * that means nothing in VTL.
 */
export const OF_PRINCIPAL = 'P|';
export const OF_CONNECTION = 'C|';
export const OF_GROUP = 'G|';

/** The longest principal and the longest name of a group, in bytes: DynamoDB's limit of a partition key, less what it begins with. */
export const MAXIMUM_NAME = 2048 - OF_GROUP.length;

/** How long a row is kept, in seconds: a connection lasts two hours, and clocks differ. */
const LIFE = 9000;

/** VTL that sets `$pk` to the key of whoever has connected, by what the authorizer says alone: of the principal, or where there is none, of the connection. */
export function setOwnKey(principal: string): string {
  return setPrincipal(principal)
    + when(NOBODY, setKey(PARTITION_KEY, OF_CONNECTION, 'context.connectionId'), setKeyIf(OF_PRINCIPAL, 'principal'));
}

/**
 * VTL that sets `$group` to the group that the message names, and `$pk` to its key; to nothing, which DynamoDB refuses as a key, if there is none or it is
 * not for this client.
 */
export function setGroupKey(groupPath: string, access: GroupAccess): string {
  return set('group', quiet(at(groupPath)))
    + access._preparation
    + setKeyIf(OF_GROUP, 'group', `$group != "" && ${access._condition} && `);
}

/** What is wrong with a principal or a group's name, if it is known. */
export function faultsOfName(prop: string, name: string | undefined): Fault[] {
  if (name === undefined || Token.isUnresolved(name) || name.startsWith('{%')) {
    return [];
  }
  const size = Buffer.byteLength(name);
  return size === 0 || size > MAXIMUM_NAME
    ? [{ prop, got: `a name of ${size} bytes`, allowed: `1 to ${MAXIMUM_NAME} bytes` }]
    : [];
}

/** VTL that sets `$sk` to the client's connection. */
export function setSortKey(): string {
  return setKey(SORT_KEY, OF_CONNECTION, 'context.connectionId');
}

/** VTL that sets `$now` to the time in seconds: the quotient of whole numbers is one. */
export function setNow(): string {
  return set('now', '$context.requestTimeEpoch / 1000');
}

/** DynamoDB's JSON of a row's keys, as `$pk` and `$sk` have them. */
export function keys(): Record<string, string> {
  return { [PARTITION_KEY]: text(PARTITION_KEY), [SORT_KEY]: text(SORT_KEY) };
}

/**
 * A row of the client's connection: whose it is, where it is, so that any stack may post to it, and in milliseconds since when. After VTL that sets `$pk`,
 * `$sk`, `$now` and `$principal`.
 */
export function row(endpoint: string, stageName: string): string {
  return set('expiresAt', `$now + ${LIFE}`) + jsonObject({
    ...keys(),
    principal: text('principal'),
    endpoint: jsonObject({ S: `"${endpoint}"` }),
    stage: jsonObject({ S: `"${stageName}"` }),
    connectedAt: number('context.connectedAt'),
    [TIME_TO_LIVE]: number('expiresAt'),
  });
}

/** DynamoDB's JSON of a text. */
export function text(reference: string): string {
  return jsonObject({ S: jsonString(reference) });
}

/** DynamoDB's JSON of a number. */
function number(reference: string): string {
  return jsonObject({ N: `"$${reference}"` });
}

/**
 * VTL that sets `$pk` to a key, or to nothing, which DynamoDB refuses: also of lone halves of surrogate pairs, for which it would take one and the same
 * character.
 */
export function setKeyIf(kind: string, variable: string, condition = ''): string {
  return set(PARTITION_KEY, '""')
    + when(`${condition}$${variable}.replaceAll("\\p{Cs}","") == $${variable}`, setKey(PARTITION_KEY, kind, variable));
}

function setKey(variable: string, kind: string, reference: string): string {
  return set(variable, `"${kind}\${${reference}}"`);
}
