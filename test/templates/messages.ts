import fc from 'fast-check';
import { hostileText, json } from './hostile-json';
import { isUnambiguous } from './json';

export { hostileText } from './hostile-json';

/** API Gateway's limit of a message, in bytes. */
const MAXIMUM_MESSAGE = 128 * 1024;

/** What templates know of the connection and the request. */
export interface MessageContext {
  readonly connectionId: string;
  readonly requestId: string;
  readonly routeKey: string;
  readonly requestTimeEpoch: number;
  readonly connectedAt: number;
  readonly stage: string;
  /** Missing without an authorizer. */
  readonly authorizer?: Record<string, string>;
  readonly identity: { readonly userArn?: string; readonly cognitoIdentityId?: string };
}

/** Some alike. */
const uuid = fc.oneof(fc.uuid(), fc.constant('3f2504e0-4f89-41d3-9a0c-0305e82c3301'));

/** Principals as authorizers have them, and hostile ones. */
const principals: fc.Arbitrary<string> = fc.oneof(
  hostileText,
  uuid,
  fc.tuple(fc.constantFrom('us-east-1', 'ap-southeast-2', 'us-gov-west-1'), uuid).map((parts) => parts.join(':')),
  fc.constantFrom('jane.doe@example.com', 'auth0|5f7c8ec7c33c6c004bbafe82', 'user-', 'user__', '_e', '=', 'SOqGjdZioAMCEeg='),
);

const userArns: fc.Arbitrary<string> = fc.oneof(
  hostileText,
  fc.tuple(fc.constantFrom('aws', 'aws-us-gov'), fc.constantFrom('iam', 'sts'), fc.constantFrom('user/', 'assumed-role/Role-1/', 'root'), hostileText.filter((text) => !/\p{Cs}/u.test(text)))
    .map(([partition, service, path, name]) => `arn:${partition}:${service}::123456789012:${path}${name}`),
);

/** Contexts of which every text is hostile, though AWS makes most of them itself. */
export const contexts: fc.Arbitrary<MessageContext> = fc.record({
  // No connection is without an id.
  connectionId: fc.oneof(fc.constant('SOqGjdZioAMCEeg='), hostileText.map((text) => text || 'x')),
  requestId: fc.oneof(fc.constant('SOqIDEacoAMFaHQ='), hostileText),
  routeKey: fc.oneof(fc.constant('$default'), hostileText),
  requestTimeEpoch: fc.integer({ min: 0, max: 253402300799999 }),
  connectedAt: fc.integer({ min: 0, max: 253402300799999 }),
  stage: fc.constantFrom('prod', 'a-b_1'),
  authorizer: fc.option(fc.record(
    { principalId: principals, tenant: fc.oneof(hostileText, fc.constantFrom('a', 'a,b', 'acme')), _role: hostileText, class: hostileText },
    { requiredKeys: [] },
  ), { nil: undefined }),
  identity: fc.record({ userArn: userArns, cognitoIdentityId: principals }, { requiredKeys: [] }),
});

/** `[` a few hundred times, which is valid, up to more often than any reader takes. */
const deep = fc.tuple(
  fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 10, max: 300 }) }, { weight: 1, arbitrary: fc.constantFrom(500, 1500, 5000) }),
  fc.constantFrom(['[', ']'], ['{"a":', '}'], ['[{"\\"":', '}]'], ['{"__proto__":[', ']}']),
).map(([times, [open, close]]) => `${open.repeat(times)}1${close.repeat(times)}`);

/** As large as a message may be. */
const large = fc.oneof(
  hostileText.map((text) => JSON.stringify(text || 'x').slice(1, -1)),
  fc.constantFrom("'", '\\\\', '\\\\\'', '\\"', '$x ', '\\u2028'),
).map((part) => `{"a":"${part.repeat(Math.floor((MAXIMUM_MESSAGE - 8) / Buffer.byteLength(part)))}"}`);

/** JSON that somebody has damaged, or put something beside. */
const damaged = fc.oneof(
  fc.tuple(json, fc.double({ min: 0, max: 1, noNaN: true })).map(([text, at]) => text.slice(0, Math.floor(text.length * at))),
  fc.tuple(json, fc.double({ min: 0, max: 1, noNaN: true }), hostileText).map(([text, at, part]) => {
    const index = Math.floor(text.length * at);
    return text.slice(0, index) + part + text.slice(index);
  }),
  fc.tuple(json, fc.constantFrom(',', ':', '}', '},', ']', '"', ' ', '\n', '"}#end', '}"'), json).map((parts) => parts.join('')),
  fc.tuple(json, fc.constantFrom('connection', 'request', 'isAdmin', 'message', 'stateMachineArn', 'input', 'name', 'authorizer', 'statusCode'), json)
    .map(([before, name, after]) => `${before}, "${name}": ${after}`),
  fc.constantFrom('{}, "isAdmin": true', '{a', '[a', '{', '[', '"', "'", '{"a":1}}', '{"a":1,}', '{"a":1 "b":2}', "{'a':'b'}", '{a:b}', '[1,,2]', '{"a":01}',
    '{"a":NaN}', '{"a":.5}', '{"a":1/**/}', '{"a":"\n"}', '{"a":"\\x"}', '{"a":"\\u12"}', '\ufeff{}', '{"a":1}\u0000', 'true{', 'null,', '1,2'),
);

/** What clients send: JSON of every kind, and what only looks like it. */
export const messages: fc.Arbitrary<string> = fc.oneof(
  { weight: 600, arbitrary: json },
  { weight: 20, arbitrary: deep },
  { weight: 2, arbitrary: large },
  { weight: 300, arbitrary: damaged },
  { weight: 70, arbitrary: fc.oneof(hostileText, fc.string({ unit: 'binary' }), fc.constantFrom('', ' ', 'hello', 'a=b', "it's", '\n')) },
);

/** What clients send to a template that takes one member of it. */
export function messagesWith(name: string): fc.Arbitrary<string> {
  const inMember = fc.oneof(json, damaged).map((text) => `{${JSON.stringify(name)}:${text}}`);
  return fc.oneof({ weight: 1, arbitrary: messages }, { weight: 2, arbitrary: inMember });
}

/** What clients send to a template that takes texts from members, which may be missing, and with them other members, of any JSON. */
export function messagesWithTexts(names: readonly string[], others: readonly string[] = []): fc.Arbitrary<string> {
  const text = fc.oneof(hostileText, fc.stringMatching(/^[\w-]{1,20}$/)).map((value) => JSON.stringify(value));
  const members = fc.tuple(...names.map((name) => memberText(name, text)), ...others.map((name) => memberText(name, fc.oneof(json, damaged))));
  const whole = members.map((parts) => `{${parts.filter((part) => part !== null).join(',')}}`);
  return fc.oneof({ weight: 1, arbitrary: messages }, { weight: 3, arbitrary: whole });
}

function memberText(name: string, value: fc.Arbitrary<string>): fc.Arbitrary<string | null> {
  return fc.option(value.map((text) => `${JSON.stringify(name)}:${text}`), { freq: 9 });
}

const executionArn = fc.tuple(
  fc.constantFrom('aws', 'aws-cn', 'aws-us-gov'),
  fc.constantFrom('execution', 'express'),
  fc.stringMatching(/^[0-9A-Za-z_-]{1,80}$/),
  fc.uuid(),
).map(([partition, kind, machine, id]) =>
  `arn:${partition}:states:eu-west-1:123456789012:${kind}:${machine}:${id}${kind === 'express' ? ':0f3c-a' : ''}`);

/** What StartExecution answers; `startDate` as Java writes it, and as others would. */
export const starts: fc.Arbitrary<string> = fc.tuple(
  executionArn,
  fc.constantFrom('1.652716274909E9', '1652716274.909', '1652716274', '1.0E9'),
).map(([arn, startDate]) => `{"executionArn":"${arn}","startDate":${startDate}}`);

/** What Step Functions answers when it refuses, with a text that may hold anything that a client has sent. */
export const refusals: fc.Arbitrary<string> = fc.tuple(
  fc.constantFrom('', 'com.amazonaws.swf.service.v2.model#', 'com.amazon.coral.service#', 'com.amazon.coral.availability#'),
  fc.constantFrom('ExecutionAlreadyExists', 'InvalidExecutionInput', 'SerializationException', 'ThrottlingException', 'AccessDeniedException'),
  fc.constantFrom('message', 'Message'),
  fc.option(fc.array(fc.oneof(hostileText, executionArn.map((text) => `'${text}'`)), { maxLength: 4 }).map((parts) => parts.join(' '))),
).map(([namespace, name, member, text]) => JSON.stringify({ __type: namespace + name, ...(text !== null && { [member]: text }) }));

/** Whatever Step Functions answers to a start. */
export const answers: fc.Arbitrary<string> = fc.oneof(starts, refusals);

/**
 * JSON that Step Functions has serialized. json-smart leaves U+007F out of it: names that differ in nothing else would become one, of which
 * the template knows nothing.
 */
export const outputs = json.map((text) => JSON.stringify(JSON.parse(text))).filter((text) => isUnambiguous(text.replaceAll('\u007f', '')));

/** An execution's state, as DescribeExecution and StartSyncExecution give it. */
const ends = fc.oneof(
  fc.constant({ status: 'RUNNING' }),
  fc.record({ status: fc.constant('SUCCEEDED'), output: outputs }),
  fc.record(
    { status: fc.constantFrom('FAILED', 'TIMED_OUT', 'ABORTED'), error: hostileText, cause: fc.oneof(hostileText, executionArn) },
    { requiredKeys: ['status'] },
  ),
);

const dataDetails = { __type: 'com.amazonaws.swf.base.model#CloudWatchEventsExecutionDataDetails', included: true };

function describedAs([arn, name, end]: [string, string, { status: string }]): string {
  return JSON.stringify({
    executionArn: arn,
    input: '{"connection":{}}',
    inputDetails: dataDetails,
    name,
    startDate: 1652716274.909,
    stateMachineArn: 'arn:aws:states:machine',
    ...end,
    ...(end.status !== 'RUNNING' && { stopDate: 1652716280.5 }),
  });
}

/** What Step Functions says of an execution, if it does not refuse to. */
export const executions: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(executionArn, hostileText, ends).map(describedAs) },
  { weight: 1, arbitrary: refusals },
);

/** What StopExecution answers. */
export const stops: fc.Arbitrary<string> = fc.oneof(fc.constant('{"stopDate":1.652716274909E9}'), refusals);

/** What the answers to task tokens are answered with. */
export const accepted: fc.Arbitrary<string> = fc.oneof(fc.constant('{}'), refusals);
