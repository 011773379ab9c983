import type { ApiDescription, RouteDescription, ServiceName } from './api-description';
import type { Json, JsonObject } from '../json';

const DRAFT_4 = 'application/schema+json;version=draft-04';

const text = { type: 'string' };
const date = { type: 'number', description: 'seconds since the epoch' };

/** Draft 4 has no empty `required`. */
function object(properties: JsonObject, required: string[] = Object.keys(properties)): JsonObject {
  return { type: 'object', properties, ...required.length > 0 && { required } };
}

const anything = object({});
const lookup = object({ executionId: text, requestId: text, workflow: text }, []);
const answered = object({ accepted: { enum: [true] }, requestId: text });

/** What clients send to routes that are not of workflows, and hear: docs/protocol.md of the library. */
const SERVICES: Readonly<Record<ServiceName, { readonly summary: string; readonly message: JsonObject; readonly reply: JsonObject }>> = {
  ping: { summary: 'Keeps the connection open.', message: anything, reply: object({ pong: { enum: [true] } }) },
  status: {
    summary: 'Asks how an execution is.',
    message: lookup,
    reply: object({ executionId: text, status: text, startDate: date, stopDate: date, output: {}, error: text, cause: text }, ['executionId', 'status', 'startDate']),
  },
  stop: { summary: 'Stops an execution.', message: lookup, reply: object({ stopDate: date }) },
  answer: { summary: 'Answers a question.', message: object({ taskToken: text, output: {} }), reply: answered },
  refuse: { summary: 'Answers a question with an error.', message: object({ taskToken: text, error: text, cause: text }, ['taskToken']), reply: answered },
  wait: { summary: 'Says that an answer will come.', message: object({ taskToken: text }), reply: answered },
  ack: {
    summary: 'Acknowledges a kept message.',
    message: object({ executionId: text, seq: text }),
    reply: object({ acknowledged: { enum: [true] }, executionId: text, seq: text }, ['acknowledged']),
  },
  resume: {
    summary: 'Reads kept messages.',
    message: object({ after: text }, []),
    reply: object({ messages: { type: 'array', items: anything }, next: { type: ['string', 'null'] } }),
  },
};

/** No route's name has a dot here. */
const FRAMES = { failure: 'frames.failure', completion: 'frames.completion', update: 'frames.update', question: 'frames.question' } as const;

const FAILURE = object({ message: text, error: text, connectionId: text, requestId: text }, ['message', 'connectionId']);
const STARTED = { ...object({ executionId: text, executionArn: text, startDate: date }, ['startDate']), description: 'executionId or executionArn' };
const COMPLETION = object({ executionId: text, status: { enum: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] }, output: {}, error: text, cause: text },
  ['executionId', 'status']);

/**
 * Describes an API as an AsyncAPI document, from the server's side: it receives what clients send.
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0
 */
export function asyncApi(api: ApiDescription, version: string): JsonObject {
  const isAnswered = api.routes.some(({ service }) => service === 'answer');
  const messages: Record<string, JsonObject> = {
    [FRAMES.failure]: message('an error of the library, or of API Gateway without `error`', FAILURE),
    [FRAMES.completion]: message('the end of an execution', COMPLETION),
    [FRAMES.update]: message('what a workflow sends: its own object', anything),
    ...isAnswered && { [FRAMES.question]: message("what a workflow asks: its own object, with what an answer's message names it by", object({ taskToken: text })) },
  };
  const operations: Record<string, JsonObject> = {
    'frames.workflows': {
      action: 'send',
      channel: ref('channels', 'api'),
      summary: 'What workflows send.',
      messages: [FRAMES.update, ...isAnswered ? [FRAMES.question] : [], FRAMES.completion].map(ofChannel),
    },
  };
  for (const route of api.routes) {
    const name = componentName(route.key);
    const replies = [...replyOf(route) ? [`${name}.reply`] : [], FRAMES.failure];
    messages[name] = message(`to the route ${route.key}`, withKey(messageOf(route), route.key, api.routeMember));
    const reply = replyOf(route);
    if (reply) {
      messages[`${name}.reply`] = message(`the reply of the route ${route.key}`, reply);
    }
    operations[name] = {
      action: 'receive',
      channel: ref('channels', 'api'),
      summary: summaryOf(route),
      messages: [ofChannel(name)],
      ...route.isTwoWay && { reply: { channel: ref('channels', 'api'), messages: replies.map(ofChannel) } },
    };
  }
  return {
    asyncapi: '3.0.0',
    info: { title: api.name, version, description: 'WebSocket API in front of AWS Step Functions.' },
    servers: Object.fromEntries(api.stages.map((stage) => [componentName(stage), {
      host: `{apiId}.execute-api.${api.region}.${api.urlSuffix}`,
      pathname: `/${stage}`,
      protocol: 'wss',
      variables: { apiId: { description: 'the id of the API' } },
      ...api.authorization === 'AWS_IAM' && { security: [ref('components/securitySchemes', 'iam')] },
    }])),
    channels: { api: { address: '/', messages: Object.fromEntries(Object.keys(messages).map((name) => [name, ref('components/messages', name)])) } },
    operations,
    components: {
      messages,
      ...api.authorization === 'AWS_IAM' && {
        securitySchemes: { iam: { type: 'httpApiKey', name: 'X-Amz-Signature', in: 'query', description: 'AWS Signature Version 4, in the query' } },
      },
    },
  };
}

function summaryOf({ service, start }: RouteDescription): string {
  if (service) {
    return SERVICES[service].summary;
  }
  if (!start) {
    return 'Calls an integration.';
  }
  return start.isSynchronous ? 'Runs a workflow, and replies with its output.' : 'Starts a workflow.';
}

function messageOf({ service, schema }: RouteDescription): JsonObject {
  return schema ?? (service ? SERVICES[service].message : anything);
}

function replyOf({ service, start, isTwoWay }: RouteDescription): JsonObject | undefined {
  if (!isTwoWay) {
    return undefined;
  }
  if (service) {
    return SERVICES[service].reply;
  }
  return start && !start.isSynchronous ? STARTED : {};
}

/** A message's schema with the member that names its route, where that is one member of it. */
function withKey(schema: JsonObject, key: string, routeMember: string | undefined): JsonObject {
  if (routeMember === undefined || routeMember.includes('.') || key === '$default') {
    return schema;
  }
  return { allOf: [object({ [routeMember]: { enum: [key] } }), schema] };
}

function message(summary: string, schema: JsonObject): JsonObject {
  return { summary, contentType: 'application/json', payload: { schemaFormat: DRAFT_4, schema } };
}

/** A name that AsyncAPI takes for a component. */
function componentName(key: string): string {
  return key.replace(/[^\w-]/g, (character) => `_${character.codePointAt(0)?.toString(16)}`);
}

function ref(folder: string, name: string): Json {
  return { $ref: `#/${folder}/${name}` };
}

function ofChannel(name: string): Json {
  return { $ref: `#/channels/api/messages/${name}` };
}
