import { randomUUID } from 'node:crypto';
import { optimisedIntegration } from './forwarded/optimised-integrations';
import { withMetadata, withMillisecondDates } from './forwarded/output';
import { errorStyle, serviceFailure } from './forwarded/service-errors';
import type { HttpAnswer } from '../aws/http-answer';
import type { HttpReply } from '../aws/http-request';
import { services } from '../aws/services';
import type { Json, JsonObject } from '../json';
import { TaskFailure, TaskHandler, TaskRequest } from '../states';

/** Starts child executions and follows them, as Step Functions does. */
export interface ChildExecutions {
  /** StartExecution, whose request is JSON text. */
  start(request: string): HttpAnswer | Promise<HttpAnswer>;
  /** DescribeExecution. */
  describe(arn: string): HttpAnswer | Promise<HttpAnswer>;
  /** Waits for the end of an execution. */
  ended(arn: string): Promise<void>;
  stop(arn: string, cause: string): void;
}

const STATES = services.find(({ names }) => names.includes('states'))!;

/** `states:startExecution` for the machines of the run, which goes on when the child has started. */
export function startChild(children: ChildExecutions): TaskHandler {
  return (task) => start(children, task);
}

/**
 * `states:startExecution.sync`, which waits for the child's end. A child that does not succeed fails the task whatever its own error, and one
 * that nobody waits for any more is stopped.
 *
 * @param readsData whether the output shows the child's data as JSON, as `.sync:2` does, or as texts
 */
export function runChild(children: ChildExecutions, readsData: boolean): TaskHandler {
  return async (task) => {
    const answer = await start(children, task);
    task.submitted(answer);
    const arn = answer.ExecutionArn as string;
    // Of an Express execution nobody can ask, Step Functions no more than others.
    await description(children, arn);
    task.signal.addEventListener('abort', () => children.stop(arn,
      `The Task state in AWS Step Functions execution [${task.executionArn}] which was managing this resource was aborted`));
    await children.ended(arn);
    const { Output, OutputDetails, ...failed } = await description(children, arn);
    if (failed.Status !== 'SUCCEEDED') {
      throw new TaskFailure('States.TaskFailed', JSON.stringify(failed));
    }
    const shown = readsData ? (text: Json) => JSON.parse(text as string) as Json : (text: Json) => text;
    return { ...failed, Input: shown(failed.Input), Output: shown(Output), OutputDetails };
  };
}

async function start(children: ChildExecutions, task: TaskRequest): Promise<JsonObject> {
  const { parameters = (given: JsonObject) => given } = optimisedIntegration(STATES)!.actions.startExecution;
  const { body } = STATES.protocol.request('StartExecution', parameters((task.parameters ?? {}) as JsonObject, task));
  const reply = replyOf(await children.start(body));
  return withMetadata(withMillisecondDates(STATES.protocol.output('StartExecution', reply)) as JsonObject, reply);
}

/** An execution as nested workflows show it: DescribeExecution's answer, names in alphabetical order, dates in milliseconds. */
async function description(children: ChildExecutions, arn: string): Promise<JsonObject> {
  const output = STATES.protocol.output('DescribeExecution', replyOf(await children.describe(arn)));
  const members = Object.entries(withMillisecondDates(output) as JsonObject)
    .map(([name, value]): [string, Json] => [name, name.endsWith('Details') ? { Included: true } : value]);
  return Object.fromEntries(members.sort(([left], [right]) => (left < right ? -1 : 1)));
}

function replyOf(answer: HttpAnswer): HttpReply {
  const reply: HttpReply = { ...answer, headers: [['x-amzn-RequestId', randomUUID()]] };
  if (reply.status !== 200) {
    throw serviceFailure(STATES, errorStyle(STATES, false), reply);
  }
  return reply;
}
