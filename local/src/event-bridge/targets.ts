import type { Invoke } from './event-bus';
import type { Endpoints } from '../aws/endpoints';
import type { HttpAnswer } from '../aws/http-answer';
import { queueUrl } from '../aws/queue-url';
import { services } from '../aws/services';
import type { Guard } from '../guard';
import type { JsonObject } from '../json';
import { Caller, Right } from '../rights/right';
import type { Rights } from '../rights/rights';
import type { EventTargetResource } from '../template';

/** Functions that can be invoked. */
export interface InvokableFunctions {
  /** Why a function cannot be invoked, and what to do; undefined when it can. */
  fault(arn: string): string | undefined;
  invoke(arn: string, payload: string): Promise<{ readonly payload: string; readonly isError: boolean }>;
}

/** What rules may start. */
export interface TargetServices {
  /** Starts the state machine of an ARN; undefined for one that the run does not have. */
  readonly startMachine: (arn: string) => Invoke | undefined;
  /** The functions of the run. @default - it has none */
  readonly functions?: InvokableFunctions;
  readonly endpoints: Endpoints;
  /** Hands an event to another bus. */
  readonly publish: (event: JsonObject, busName: string) => void;
  readonly rights: Rights;
  readonly guard: Guard;
}

/** Makes what starts a target; undefined when the run does not have it. */
type TargetKind = (target: EventTargetResource, services: TargetServices) => Invoke | undefined;

/** The kinds of target, by what their ARN looks like. To support another, add one entry. */
const KINDS: readonly (readonly [arn: RegExp, kind: TargetKind])[] = [
  [/^arn:[^:]+:states:/, ({ arn }, { startMachine }) => startMachine(arn)],
  [/^arn:[^:]+:lambda:/, ({ arn }, { functions, guard }) => (functions && functions.fault(arn) === undefined
    ? (input) => {
      // A function is invoked, and not waited for.
      void guard.run(`the function ${arn}`, () => functions.invoke(arn, input));
      return { status: 202, body: '' };
    } : undefined)],
  [/^arn:[^:]+:sqs:/, ({ arn, messageGroupId }, { endpoints }) => sending('sqs', 'SendMessage', arn, endpoints, (input) => ({
    QueueUrl: queueUrl(arn), MessageBody: input, ...messageGroupId !== undefined && { MessageGroupId: messageGroupId },
  }))],
  [/^arn:[^:]+:sns:/, ({ arn }, { endpoints }) => sending('sns', 'Publish', arn, endpoints, (input) => ({ TopicArn: arn, Message: input }))],
  [/^arn:[^:]+:events:[^:]*:[^:]*:event-bus\//, ({ arn }, { publish }) => (_input, event) => {
    const [, , , region, account, bus] = arn.split(':');
    publish({ ...event, region, account }, bus.replace('event-bus/', ''));
    return { status: 200, body: '' };
  }],
];

const EVENT_BRIDGE = 'events.amazonaws.com';

/** Finds what a target's ARN names; undefined where the run does not have it. */
export function targetOf(target: EventTargetResource, available: TargetServices): Invoke | undefined {
  const invoke = KINDS.find(([arn]) => arn.test(target.arn))?.[1](target, available);
  const right = RIGHTS.find(([arn]) => arn.test(target.arn))?.[1](target);
  return invoke && right ? checked(invoke, right, target, available.rights) : invoke;
}

/** What starting a target needs the right to, by what its ARN looks like. */
const RIGHTS: readonly (readonly [arn: RegExp, right: (target: EventTargetResource) => Right])[] = [
  [/^arn:[^:]+:states:/, ({ arn }) => ({ action: 'states:StartExecution', resource: arn.split(':').slice(0, 7).join(':') })],
  [/^arn:[^:]+:lambda:/, ({ arn }) => ({ action: 'lambda:InvokeFunction', resource: arn })],
  [/^arn:[^:]+:sqs:/, ({ arn }) => ({ action: 'sqs:SendMessage', resource: arn })],
  [/^arn:[^:]+:sns:/, ({ arn }) => ({ action: 'sns:Publish', resource: arn })],
  [/^arn:[^:]+:events:/, ({ arn }) => ({ action: 'events:PutEvents', resource: arn })],
];
/** Services that let EventBridge in by no policy of their own: it needs a role. */
const BY_ROLE_ONLY = /^arn:[^:]+:(states|events):/;

function checked(invoke: Invoke, right: Right, { arn, roleArn, ruleArn }: EventTargetResource, rights: Rights): Invoke {
  if (roleArn === undefined && BY_ROLE_ONLY.test(arn)) {
    return invoke;
  }
  const caller: Caller = roleArn === undefined ? rights.ofService(EVENT_BRIDGE, ruleArn) : rights.ofRole(roleArn, EVENT_BRIDGE);
  const fault = rights.trustFault(roleArn, EVENT_BRIDGE);
  return (input, event) => {
    const reason = fault ?? caller.denial([right])?.message;
    return reason === undefined ? invoke(input, event) : { status: 403, body: reason };
  };
}

function sending(name: string, action: string, arn: string, endpoints: Endpoints, parameters: (input: string) => JsonObject): Invoke | undefined {
  const endpoint = endpoints.of(name);
  const service = services.find(({ names }) => names.includes(name))!;
  return endpoint && (async (input): Promise<HttpAnswer> => {
    try {
      const { status, body } = await endpoint.send({
        ...service.protocol.request(action, parameters(input)), region: arn.split(':')[3], signal: AbortSignal.timeout(30_000),
      });
      return { status, body };
    } catch (error) {
      return { status: 502, body: `${endpoint.place}: ${(error as Error).message || String(error)}` };
    }
  });
}
