import { Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import fc from 'fast-check';
import { hostileText } from './hostile-json';
import { readJson } from './json';
import { MessageContext, messages, messagesWithTexts } from './messages';
import { envelope, errorFrame, LibraryTemplate, member, replyOf, textAt } from './template-kinds';
import { ConnectionRegistry, ConnectionRegistryProps, GroupAccess, WebSocketStepFunctionsAsync } from '../../src';
import { newStack, passing, textOf } from '../stacks';

const TABLE = 'connections';

interface Synthesized {
  readonly request: string;
  readonly response: string;
  readonly endpoint: string;
  readonly stateMachineArn: string;
}

/** What is behind a route of an API with a registry. */
function synthesized(routeKey: string, props: ConnectionRegistryProps = {}): Synthesized {
  const stack = newStack();
  const connections = new ConnectionRegistry(stack, 'Connections', { groupAccess: GroupAccess.anybody(), tableName: TABLE, ...props });
  const api = new WebSocketStepFunctionsAsync(stack, 'Api', { connections, definitionBody: passing(stack), authorizer: new apigwv2.WebSocketNoneAuthorizer() });
  api.addGroupRoutes();
  api.addPresenceRoute();
  const template = Template.fromStack(stack);
  const [{ Properties: { Target } }] = Object.values(template.findResources('AWS::ApiGatewayV2::Route', { Properties: { RouteKey: routeKey } }));
  const integrationId = textOf(Target).replace(/^integrations\/<(.*)>$/, '$1');
  const [response] = Object.values(template.findResources('AWS::ApiGatewayV2::IntegrationResponse', { Properties: { IntegrationId: { Ref: integrationId } } }));
  return {
    request: textOf(template.toJSON().Resources[integrationId].Properties.RequestTemplates.$default).replaceAll(/<ConnectionsTable\w+>/g, TABLE),
    response: textOf(response.Properties.ResponseTemplates.$default),
    endpoint: textOf(stack.resolve(`${api.webSocketApi.apiId}.execute-api.${stack.region}.${stack.urlSuffix}`)),
    stateMachineArn: textOf(stack.resolve(api.stateMachine.stateMachineArn)),
  };
}

/** A key that DynamoDB takes as it is: of a lone half of a surrogate pair it would make what others have as well. */
const keyOf = (kind: string, name: string) => (name === '' || /\p{Cs}/u.test(name) ? '' : kind + name);

function principalOf({ authorizer, identity: { cognitoIdentityId, userArn } }: MessageContext, principal: string | undefined): string {
  const given = principal === undefined ? cognitoIdentityId || userArn || authorizer?.principalId
    : principal === 'identity.userArn' ? cognitoIdentityId || userArn : authorizer?.[principal.replace('authorizer.', '')];
  return given ?? '';
}

function ownKeyOf(context: MessageContext, principal: string | undefined): string {
  const name = principalOf(context, principal);
  return name === '' ? `C|${context.connectionId}` : keyOf('P|', name);
}

const seconds = ({ requestTimeEpoch }: MessageContext) => Math.floor(requestTimeEpoch / 1000);

function rowOf(pk: string, context: MessageContext, endpoint: string, principal: string | undefined): object {
  return {
    pk: { S: pk },
    sk: { S: `C|${context.connectionId}` },
    principal: { S: principalOf(context, principal) },
    endpoint: { S: endpoint },
    stage: { S: 'prod' },
    connectedAt: { N: String(context.connectedAt) },
    expiresAt: { N: String(seconds(context) + 9000) },
  };
}

/** A handshake or an end, which have no message: what clients are called is all that they say. */
function ofConnection(routeKey: '$connect' | '$disconnect', principal?: string): LibraryTemplate {
  const { endpoint, request } = synthesized(routeKey, { principal });
  return {
    name: `row of ${routeKey}, per ${principal ?? 'caller'}`,
    phase: 'request',
    text: request,
    bodies: fc.constant('{}'),
    read: readJson,
    expected: (_, context) => {
      const row = rowOf(ownKeyOf(context, principal), context, endpoint, principal);
      const { pk, sk } = row as { pk: unknown; sk: unknown };
      return { TableName: TABLE, ...routeKey === '$connect' ? { Item: row } : { Key: { pk, sk } } };
    },
  };
}

/** Names of groups, some of which the contexts let in. */
const groups = fc.oneof(
  { weight: 2, arbitrary: messagesWithTexts(['group']) },
  { weight: 1, arbitrary: fc.constantFrom('a', 'b', 'a,b', 'acme/room', 'acme/', 'acme', 'a/b', '/').map((group) => JSON.stringify({ group })) },
);

const ACCESS: Record<string, [GroupAccess, (group: string, tenant: string) => boolean]> = {
  'open': [GroupAccess.anybody(), () => true],
  'listed': [GroupAccess.listedIn('authorizer.tenant'), (group, tenant) => !group.includes(',') && tenant.split(',').includes(group)],
  'with a prefix': [GroupAccess.prefixedBy('authorizer.tenant'), (group, tenant) => tenant !== '' && !tenant.includes('/') && group.startsWith(`${tenant}/`)],
};

/** A key of the client's group, nothing for one that is not its own. */
function groupKeyOf(message: unknown, { authorizer }: MessageContext, access: string): string {
  const group = textAt(message, '$.group');
  return group !== '' && ACCESS[access][1](group, authorizer?.tenant ?? '') ? keyOf('G|', group) : '';
}

/** The message whose group has arrived in a key. */
const messageOf = (key: unknown) => (typeof key === 'string' && key.startsWith('G|') ? { group: key.slice(2) } : {});

function ofGroup(routeKey: 'join' | 'leave', access: string): LibraryTemplate {
  const { endpoint, request } = synthesized(routeKey, { groupAccess: ACCESS[access][0] });
  const keysIn = routeKey === 'join' ? 'Item' : 'Key';
  return {
    name: `${routeKey}, groups ${access}`,
    phase: 'request',
    text: request,
    bodies: groups,
    read: readJson,
    expected: (message, context) => {
      const row = rowOf(groupKeyOf(message, context, access), context, endpoint, undefined);
      const { pk, sk } = row as { pk: unknown; sk: unknown };
      return { TableName: TABLE, [keysIn]: routeKey === 'join' ? row : { pk, sk } };
    },
    arrived: (rendered) => messageOf(member(member(member(rendered, keysIn), 'pk'), 'S')),
  };
}

function presence(access: string): LibraryTemplate {
  const { request } = synthesized('presence', { groupAccess: ACCESS[access][0] });
  return {
    name: `presence, groups ${access}`,
    phase: 'request',
    text: request,
    bodies: groups,
    read: readJson,
    expected: (message, context) => {
      const key = textAt(message, '$.group') === '' ? ownKeyOf(context, undefined) : groupKeyOf(message, context, access);
      return {
        TableName: TABLE,
        KeyConditionExpression: 'pk = :pk and begins_with(sk, :connection)',
        FilterExpression: 'expiresAt > :now',
        ExpressionAttributeValues: { ':pk': key === '' ? { N: '0' } : { S: key }, ':connection': { S: 'C|' }, ':now': { N: String(seconds(context)) } },
        ProjectionExpression: 'principal, connectedAt',
        ConsistentRead: true,
        Limit: 1000,
      };
    },
    arrived: (rendered) => {
      const key = member(member(rendered, 'ExpressionAttributeValues'), ':pk');
      // A group that is nobody's.
      return member(key, 'N') === undefined ? messageOf(member(key, 'S')) : { group: '\ud800' };
    },
  };
}

/** What DynamoDB answers when it refuses. */
const refusals = fc.record({
  __type: fc.tuple(
    fc.constantFrom('com.amazonaws.dynamodb.v20120810#', 'com.amazon.coral.validate#', 'com.amazon.coral.service#', ''),
    fc.constantFrom('ValidationException', 'ProvisionedThroughputExceededException', 'ThrottlingException', 'ResourceNotFoundException'),
  ).map((parts) => parts.join('')),
  message: hostileText,
}, { requiredKeys: ['__type'] });

function replyOfTable(routeKey: string, bodies: fc.Arbitrary<object>, success: (answer: any, context: MessageContext) => unknown): LibraryTemplate {
  const template = replyOf(`reply to ${routeKey}`, synthesized(routeKey).response, fc.oneof(bodies, refusals).map((body) => JSON.stringify(body)), success);
  return {
    ...template,
    expected: (body, context) => String(member(body, '__type')).endsWith('ValidationException')
      ? errorFrame({ __type: 'InvalidGroup', message: 'the group is missing, has more than 2046 bytes, or is not for this client' }, context)
      : template.expected(body, context),
  };
}

const present = fc.record({ principal: hostileText, connectedAt: fc.integer({ min: 0, max: 253402300799999 }) });

const ENVELOPE = synthesized('$default');

/** The templates of a registry. */
export const REGISTRY_TEMPLATES: readonly LibraryTemplate[] = [
  ...[undefined, 'identity.userArn', 'authorizer.tenant'].flatMap((principal) => [ofConnection('$connect', principal), ofConnection('$disconnect', principal)]),
  ...Object.keys(ACCESS).flatMap((access) => [ofGroup('join', access), ofGroup('leave', access), presence(access)]),
  replyOfTable('join', fc.constant({}), (_, { requestId }) => ({ joined: true, requestId })),
  replyOfTable('leave', fc.constant({}), (_, { requestId }) => ({ left: true, requestId })),
  replyOfTable('presence', fc.record({
    Count: fc.constant(1),
    Items: fc.array(present, { maxLength: 4 }).map((items) =>
      items.map(({ connectedAt, principal }) => ({ principal: { S: principal }, connectedAt: { N: String(connectedAt) } }))),
    LastEvaluatedKey: fc.constant({ pk: { S: 'G|a' }, sk: { S: 'C|b' } }),
  }, { requiredKeys: ['Count', 'Items'] }), ({ Items, LastEvaluatedKey }) => ({
    connections: Items.map((item: any) => ({ principal: item.principal.S, connectedAt: Number(item.connectedAt.N) })),
    more: LastEvaluatedKey !== undefined,
  })),
  {
    name: 'envelope with the principal of a registry',
    phase: 'request',
    text: ENVELOPE.request,
    bodies: messages,
    read: (rendering) => {
      const read = readJson(rendering) as Record<string, unknown>;
      return { ...read, input: readJson(read.input as string) };
    },
    expected: (message, context) => {
      const { connection, ...rest } = envelope(message, context, { endpoint: ENVELOPE.endpoint, stage: 'prod' });
      const principal = principalOf(context, undefined);
      return { stateMachineArn: ENVELOPE.stateMachineArn, input: { ...rest, connection: { ...connection as object, principal } } };
    },
    arrived: (rendered) => member(member(rendered, 'input'), 'message'),
  },
];
