import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Fault } from './faults';

/** What a frame to a client is made of. */
export interface FrameOptions {
  readonly message: sfn.TaskInput;
  readonly includeExecutionId?: boolean;
  readonly integrationPattern?: sfn.IntegrationPattern;
}

/** What is wrong with the options of a frame. */
export function faultsOfFrame(options: FrameOptions): Fault[] {
  const { includeExecutionId, integrationPattern, message } = options;
  const isList = Array.isArray(message.value);
  return [
    ...(integrationPattern === sfn.IntegrationPattern.RUN_JOB
      ? [{ prop: 'integrationPattern', got: 'RUN_JOB', allowed: 'REQUEST_RESPONSE and WAIT_FOR_TASK_TOKEN; a message is no job' }]
      : []),
    ...((includeExecutionId || addsToken(options)) && (isList || message.type !== sfn.InputType.OBJECT)
      ? [{
        prop: 'message',
        got: `${isList ? 'a list' : 'text or a path'}, and ${includeExecutionId ? 'includeExecutionId' : 'WAIT_FOR_TASK_TOKEN'}`,
        allowed: 'an object, which members can be added to; use sfn.TaskInput.fromObject',
      }]
      : []),
  ];
}

/** The message, with what else is asked for. */
export function frameOf(options: FrameOptions, inJsonata: boolean): unknown {
  const { includeExecutionId, message: { value } } = options;
  const more = {
    ...(includeExecutionId && { executionId: inJsonata ? '{% $states.context.Execution.Name %}' : sfn.JsonPath.executionName }),
    ...(addsToken(options) && { taskToken: inJsonata ? '{% $states.context.Task.Token %}' : sfn.JsonPath.taskToken }),
  };
  return Object.keys(more).length > 0 ? { ...value, ...more } : value;
}

/** A question whose message does not hold the task's token gets it. */
function addsToken({ integrationPattern, message }: FrameOptions): boolean {
  return integrationPattern === sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN && !holdsTaskToken(message.value);
}

function holdsTaskToken(message: any): boolean {
  const text = JSON.stringify({ message });
  // `FieldUtils` cannot look into null.
  return text.includes('$states.context.Task.Token') || sfn.FieldUtils.containsTaskToken(JSON.parse(text, (_, value) => value ?? undefined));
}
