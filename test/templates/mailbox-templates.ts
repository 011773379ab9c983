import { Template } from 'aws-cdk-lib/assertions';
import { WebSocketIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import fc from 'fast-check';
import { hostileText } from './hostile-json';
import { readJson } from './json';
import { messages, messagesWithTexts, outputs, refusals } from './messages';
import type { MessageContext } from './messages';
import { errorFrame, LibraryTemplate, member, textAt } from './template-kinds';
import { ConnectionRegistry, WebSocketStepFunctionsAsync } from '../../src';
import { newStack, passing, textOf } from '../stacks';

/** The request and response templates of a route of an API whose registry has a mailbox. */
function routeOf(routeKey: string): { request: string; response: string } {
  const stack = newStack();
  const api = new WebSocketStepFunctionsAsync(stack, 'Api', {
    definitionBody: passing(stack),
    authorizer: new WebSocketIamAuthorizer(),
    connections: new ConnectionRegistry(stack, 'Connections', { mailbox: {} }),
    cancelOnDisconnect: {},
  });
  api.addMailboxRoutes();
  const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, any> };
  const propsOf = (isOne: (resource: any) => boolean) => Object.values(Resources).find(isOne).Properties;
  const { Target } = propsOf(({ Type, Properties }) => Type === 'AWS::ApiGatewayV2::Route' && Properties.RouteKey === routeKey);
  const integration = textOf(Target).slice('integrations/<'.length, -1);
  const response = propsOf(({ Type, Properties }) =>
    Type === 'AWS::ApiGatewayV2::IntegrationResponse' && textOf(Properties.IntegrationId) === `<${integration}>`);
  return { request: textOf(Resources[integration].Properties.RequestTemplates.$default), response: textOf(response.ResponseTemplates.$default) };
}

const [ACK, RESUME, GOODBYE] = ['ack', 'resume', '$disconnect'].map(routeOf);

/** The principal, as the authorizer knows it. */
const principalOf = ({ authorizer, identity }: MessageContext) => identity.cognitoIdentityId || identity.userArn || authorizer?.principalId || '';

/** A key of that principal's; none where there is no principal, or no such text in DynamoDB. */
function keyOf(kind: string, context: MessageContext): string {
  const principal = principalOf(context);
  return principal === '' || /\p{Cs}/u.test(principal) ? '' : `${kind}${principal}`;
}

const seconds = ({ requestTimeEpoch }: MessageContext) => String(Math.floor(requestTimeEpoch / 1000));

/** What DynamoDB refuses is told in the library's words. */
function refusalOr(told: { error: string; message: string }, success: (answer: any) => unknown) {
  return (body: unknown, context: MessageContext): unknown => {
    const answer = body as Record<string, unknown>;
    if (!('__type' in answer)) {
      return success(answer);
    }
    const frame = errorFrame({ ...answer, __type: String(answer.__type).split('#').at(-1) }, context) as object;
    return String(answer.__type).endsWith('ValidationException') ? { ...frame, ...told } : frame;
  };
}

const invalid = hostileText.map((message) => JSON.stringify({ __type: 'com.amazon.coral.validate#ValidationException', message }));

/** A sort key, as messages have them or whoever else has put one. */
const sortKeys = fc.tuple(hostileText, fc.stringMatching(/^[\w-]{1,80}$/)).map(([seq, id]) => ({ seq, id, sk: `${seq}|${id}` }));

const item = fc.tuple(sortKeys, outputs).map(([{ sk }, frame]) => ({ sk: { S: sk }, frame: { S: frame } }));

const pages = fc.record({ Items: fc.array(item, { maxLength: 4 }), LastEvaluatedKey: sortKeys.map(({ sk }) => ({ pk: { S: 'M|x' }, sk: { S: sk } })) },
  { requiredKeys: ['Items'] });

/** The templates of a mailbox's routes, and of `$disconnect` where executions are stopped. */
export const MAILBOX_TEMPLATES: readonly LibraryTemplate[] = [
  {
    name: 'acknowledgement',
    phase: 'request',
    text: ACK.request,
    bodies: messagesWithTexts(['executionId', 'seq']),
    read: readJson,
    expected: (message, context) => {
      const [seq, id] = [textAt(message, '$.seq'), textAt(message, '$.executionId')];
      return {
        TableName: expectTable(ACK.request),
        Key: { pk: { S: keyOf('M|', context) }, sk: { S: seq && id ? `${seq}|${id}` : '' } },
        ReturnValues: 'ALL_OLD',
      };
    },
    arrived: (rendered) => {
      const sk = textAt(rendered, '$.Key.sk.S');
      const end = sk.lastIndexOf('|');
      return sk === '' ? {} : { seq: sk.slice(0, end), executionId: sk.slice(end + 1) };
    },
  },
  {
    name: 'reply to an acknowledgement',
    phase: 'response',
    text: ACK.response,
    bodies: fc.oneof(sortKeys.map(({ sk }) => JSON.stringify({ Attributes: { sk: { S: sk }, frame: { S: '{}' } } })), fc.constant('{}'), refusals, invalid),
    read: readJson,
    expected: refusalOr(
      { error: 'InvalidAcknowledgement', message: 'executionId or seq is missing or too long, or the connection has no principal' },
      ({ Attributes }) => {
        const sk: string = Attributes?.sk.S ?? '';
        const end = sk.lastIndexOf('|');
        return { acknowledged: true, ...Attributes && { executionId: sk.slice(end + 1), seq: sk.slice(0, end) } };
      },
    ),
  },
  {
    name: 'resume',
    phase: 'request',
    text: RESUME.request,
    bodies: messagesWithTexts(['after']),
    read: readJson,
    expected: (message, context) => ({
      TableName: expectTable(RESUME.request),
      KeyConditionExpression: 'pk = :pk and sk > :after',
      FilterExpression: 'expiresAt > :now',
      ExpressionAttributeValues: {
        // None is refused, which an empty text may not be.
        ':pk': keyOf('M|', context) === '' ? { N: '0' } : { S: keyOf('M|', context) }, ':after': { S: textAt(message, '$.after') || ' ' }, ':now': { N: seconds(context) },
      },
      ProjectionExpression: 'sk, frame',
      ConsistentRead: true,
      Limit: 50,
    }),
    arrived: (rendered) => ({ after: member(member(member(rendered, 'ExpressionAttributeValues'), ':after'), 'S') }),
  },
  {
    name: 'reply to resume',
    phase: 'response',
    text: RESUME.response,
    bodies: fc.oneof(
      { weight: 4, arbitrary: pages.map((page) => JSON.stringify(page)) }, { weight: 1, arbitrary: refusals }, { weight: 1, arbitrary: invalid },
    ),
    read: readJson,
    expected: refusalOr(
      { error: 'InvalidResume', message: 'after is not the next of a page, or the connection has no principal' },
      ({ Items, LastEvaluatedKey }) => ({
        messages: Items.map(({ frame }: { frame: { S: string } }) => JSON.parse(frame.S) as unknown), next: LastEvaluatedKey?.sk.S ?? null,
      }),
    ),
  },
  {
    name: 'goodbye',
    phase: 'request',
    text: GOODBYE.request,
    bodies: messages,
    read: (rendering) => {
      const { input, stateMachineArn } = readJson(rendering) as { input: string; stateMachineArn: string };
      return { stateMachineArn, input: readJson(input) };
    },
    expected: (_, context) => ({
      stateMachineArn: /"stateMachineArn":"([^"]*)"/.exec(GOODBYE.request)![1],
      input: { disconnected: { pk: principalOf(context) === '' ? `C|${context.connectionId}` : keyOf('P|', context), sk: `C|${context.connectionId}` } },
    }),
    arrived: () => ({}),
  },
];

function expectTable(template: string): string {
  return /"TableName":"([^"]*)"/.exec(template)![1];
}
