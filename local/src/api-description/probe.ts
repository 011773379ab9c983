import type { Naming } from './api-description';
import { isObject, type JsonObject } from '../json';
import { renderTemplate, TemplateError } from '../vtl';

/** An id that is in no template by chance. */
const ID = 'probe-id';

/** Two connections and two principals, of which names may be made. */
const CONNECTIONS = ['probeAAAAAAAAAA=', 'probeBBBBBBBBBB='] as const;
const PRINCIPALS = ['probe-one', 'probe-other'] as const;

/** What a start's template makes of a message. */
export interface StartProbe {
  readonly stateMachineArn?: string;
  readonly names?: Naming;
}

/** Finds out what a route starts and how it names executions, by rendering its template: whoever wrote it. */
export function probeStart(template: string, hasPrincipal: boolean): StartProbe {
  const [first, otherConnection, otherPrincipal] = [[0, 0], [1, 0], [0, 1]].map(([connection, principal]) => render(template, { requestId: ID }, {
    connectionId: CONNECTIONS[connection],
    ...hasPrincipal && {
      authorizer: { principalId: PRINCIPALS[principal] },
      identity: { userArn: `arn:aws:iam::123456789012:user/${PRINCIPALS[principal]}` },
    },
  }));
  const stateMachineArn = textOf(first?.stateMachineArn);
  const name = textOf(first?.name);
  if (name === undefined || !name.endsWith(ID)) {
    return { stateMachineArn };
  }
  if (otherConnection?.name !== name) {
    return { stateMachineArn, names: 'connection' };
  }
  return { stateMachineArn, names: otherPrincipal?.name === name ? 'message' : 'principal' };
}

/** What a message calls a workflow, so that a route that looks executions up means those of a state machine. */
export function probeLookup(template: string, machineName: string): string | undefined {
  const names = ['', ...new Set([...template.matchAll(/'([^'\n]{1,128})'/g)].map(([, text]) => text))];
  const name = names.find((workflow) => {
    const request = render(template, { workflow, executionId: ID, requestId: ID }, { connectionId: CONNECTIONS[0] });
    return textOf(request?.executionArn)?.includes(`:execution:${machineName}:`);
  });
  return name === '' ? undefined : name;
}

function render(template: string, message: JsonObject, context: JsonObject): JsonObject | undefined {
  try {
    const common = { requestId: 'probe', requestTimeEpoch: 0 };
    const request: unknown = JSON.parse(renderTemplate(template, { body: JSON.stringify(message), context: { ...common, ...context } }));
    return isObject(request) ? request : undefined;
  } catch (error) {
    if (error instanceof TemplateError || error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
