import { functionOutput } from './function-output';
import type { Json, JsonObject } from '../../json';
import { TaskFailure, TaskRequest } from '../../states';

/** What an optimised integration does around the call of an action. */
export interface OptimisedAction {
  /** The parameters as the API takes them. @default - as they are */
  readonly parameters?: (parameters: JsonObject, task: TaskRequest) => JsonObject;
  /** The output of the task; throws a TaskFailure where the answer means that it failed. @default - the answer */
  readonly output?: (answer: JsonObject) => JsonObject;
}

/** A plain call. */
export const plain: OptimisedAction = {};

/** A member is a text for the service; in a definition it may be any JSON. */
export function withText(name: string): OptimisedAction {
  return { parameters: (parameters) => (isStructured(parameters[name]) ? { ...parameters, [name]: JSON.stringify(parameters[name]) } : parameters) };
}

/** The payload is JSON, both ways. An error of the function is the task's. */
export const invoke: OptimisedAction = {
  parameters: ({ Payload, ...rest }) => (Payload === undefined ? rest : { ...rest, Payload: JSON.stringify(Payload) }),
  output: (answer) => {
    const { Payload, ...rest } = answer;
    const output = functionOutput(answer, (error) => JSON.stringify(error));
    return output === undefined ? rest : { ...rest, Payload: output };
  },
};

/** Details become texts, and the execution and its state machine are among each event's resources. An entry that is refused fails the task. */
export const putEvents: OptimisedAction = {
  parameters: ({ Entries, ...rest }, { executionArn, stateMachineArn }) => ({
    ...rest,
    Entries: Array.isArray(Entries) ? (Entries as JsonObject[]).map(({ Detail, Resources, ...entry }) => ({
      ...entry,
      Detail: isStructured(Detail) ? JSON.stringify(Detail) : Detail,
      Resources: [...(Array.isArray(Resources) ? Resources : []), executionArn, stateMachineArn],
    })) : Entries,
  }),
  output: (answer) => {
    if (answer.FailedEntryCount !== undefined && answer.FailedEntryCount !== 0) {
      throw new TaskFailure('EventBridge.FailedEntry', JSON.stringify(answer));
    }
    return answer;
  },
};

function isStructured(value: Json | undefined): boolean {
  return value !== undefined && value !== null && typeof value !== 'string';
}
