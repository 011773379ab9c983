import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { readJson } from './json';
import { MAILBOX_TEMPLATES } from './mailbox-templates';
import { accepted, answers, executions, messagesWith, stops } from './messages';
import { REGISTRY_TEMPLATES } from './registry-templates';
import { actionReply, envelope, LibraryTemplate, lookup, lookupOfSeveral, member, memberOr, namedStart, pong, reply, start, synchronousReply, synthesized, taskAnswer, withoutArns } from './template-kinds';
import { ClientResponse, ExecutionInput, ExecutionName, WebSocketStepFunctionsIntegration } from '../../src';

export type { LibraryTemplate } from './template-kinds';

const { describeExecution, sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess, stopExecution } = WebSocketStepFunctionsIntegration;

const NAMES = {
  'from the message': ExecutionName.fromMessage(),
  'per connection': ExecutionName.perConnection('$.order.id'),
  'per principal': ExecutionName.perPrincipal(),
  'per tenant': ExecutionName.perPrincipal('$.requestId', 'authorizer.tenant'),
  'per IAM user': ExecutionName.perPrincipal('$.requestId', 'identity.userArn'),
};

/** The templates by their names. A new template of the library is a new entry. */
export const LIBRARY_TEMPLATES: readonly LibraryTemplate[] = [
  start('envelope', {
    props: { stageName: 'prod' },
    input: (message, context, endpoint) => envelope(message, context, { endpoint, stage: 'prod' }),
    arrived: (input) => member(input, 'message'),
  }),
  start('envelope on any stage', {
    props: {},
    input: (message, context, endpoint) => envelope(message, context, { endpoint, stage: context.stage }),
    arrived: (input) => member(input, 'message'),
  }),
  start('envelope with authorizer context', {
    props: { executionInput: ExecutionInput.envelope({ authorizerContext: ['principalId', 'tenant', '_role', 'class'] }) },
    input: (message, context, endpoint) => ({
      ...envelope(message, context, { endpoint, stage: context.stage }),
      authorizer: { principalId: '', tenant: '', _role: '', class: '', ...context.authorizer },
    }),
    arrived: (input) => member(input, 'message'),
  }),
  start('template of the user\'s', {
    props: { executionInput: ExecutionInput.template('{ "order": $input.json(\'$.order\'),\n  "from": "$context.stage" }') },
    input: (message, context) => ({ order: memberOr(message, 'order', ''), from: context.stage }),
    arrived: (input) => ({ order: member(input, 'order') }),
    bodies: messagesWith('order'),
  }),
  start('template of the user\'s that ends in a comment', {
    props: { executionInput: ExecutionInput.template('#set($all = $input.json(\'$\'))\n{"all":$all} ## it\'s all') },
    input: (message) => ({ all: message }),
    arrived: (input) => member(input, 'all'),
  }),
  reply('execution', { response: ClientResponse.execution(), success: (answer) => answer }),
  reply('execution id', {
    response: ClientResponse.executionId(),
    success: ({ executionArn, startDate }) => ({ executionId: String(executionArn).split(':')[7], startDate }),
  }),
  reply('reply of the user\'s', {
    response: ClientResponse.template('{"at":$input.json(\'$.startDate\'),"by":"me"} ## done'),
    success: ({ startDate }) => ({ at: startDate, by: 'me' }),
  }),
  {
    name: 'no reply',
    phase: 'response',
    text: synthesized({ response: ClientResponse.none() }).response,
    bodies: answers,
    read: readJson,
    expected: () => ({ statusCode: 200 }),
  },
  ...Object.entries(NAMES).flatMap(([name, executionName]) => [
    namedStart(`start named ${name}`, executionName),
    lookup(`status of an execution named ${name}`, describeExecution, executionName),
    lookup(`stop of an execution named ${name}`, stopExecution, executionName),
  ]),
  lookupOfSeveral('status of several workflows', (api) => api.addStatusRoute('status'), {
    'own': ExecutionName.perPrincipal(), 'report': undefined, 'a "$b"': ExecutionName.perPrincipal(), 'public': ExecutionName.fromMessage(),
  }),
  lookupOfSeveral('stop of several workflows', (api) => api.addStopRoute('stop'), { own: undefined, other: ExecutionName.perConnection() }),
  lookup('status', describeExecution),
  lookup('stop', stopExecution),
  actionReply('reply to status', describeExecution, {
    bodies: executions,
    success: ({ name, status, startDate, stopDate, output, error, cause }) => ({
      executionId: name,
      status,
      startDate,
      ...(stopDate !== undefined && { stopDate }),
      ...(output !== undefined && { output: JSON.parse(String(output)) as unknown }),
      ...(Boolean(error) && { error }),
      ...(Boolean(cause) && { cause: withoutArns(String(cause)) }),
    }),
  }),
  actionReply('reply to stop', stopExecution, { bodies: stops, success: (answer) => answer }),
  taskAnswer('answer', sendTaskSuccess, ['taskToken'], ['output']),
  taskAnswer('failure', sendTaskFailure, ['taskToken', 'error', 'cause'], []),
  taskAnswer('heartbeat', sendTaskHeartbeat, ['taskToken'], []),
  ...Object.entries({ answer: sendTaskSuccess, failure: sendTaskFailure, heartbeat: sendTaskHeartbeat }).map(([name, action]) =>
    actionReply(`reply to ${name}`, action, { bodies: accepted, success: (_, { requestId }) => ({ accepted: true, requestId }) })),
  pong('pong', new apigwv2.WebSocketNoneAuthorizer()),
  pong('pong of the mock of $connect', new WebSocketIamAuthorizer()),
  ...REGISTRY_TEMPLATES,
  synchronousReply('output', undefined, ({ output }) => JSON.parse(String(output))),
  synchronousReply('output in a reply of the user\'s', ClientResponse.template('{"result":$input.path(\'$.output\'),"of":"me"} ## done'),
    ({ output }) => ({ result: JSON.parse(String(output)) as unknown, of: 'me' })),
  ...MAILBOX_TEMPLATES,
];
