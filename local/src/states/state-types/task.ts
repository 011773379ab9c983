import { positiveInteger } from './number-field';
import { Expression } from '../dataflow/expression';
import type { TaskFields } from '../definition';
import { runtimeError } from '../errors';
import type { StateDefinition, StateType } from '../program/program';
import { parseResource } from '../tasks/task';
import { LiteralTimes, performTask } from '../tasks/task-attempt';
import { checkParameters } from '../tasks/task-parameters';

/** Has a task performed by the task handler. */
export const TASK: StateType<TaskFields> = {
  name: 'Task',
  handlesErrors: true,
  compile: (state) => {
    const { fields, language } = state;
    const { Next: next } = fields;
    const flow = language.dataFlow(fields);
    const arn = fields.Resource;
    const resource = parseResource(arn);
    const timeout = language.field(fields, 'TimeoutSeconds', 'number');
    const heartbeat = language.field(fields, 'HeartbeatSeconds', 'number');
    const credentials = compileCredentials(state);
    const literalTimes = literalTimesOf(fields);
    return async (visit) => {
      flow.enter(visit);
      visit.taskToken = resource.waitsForToken || resource.runsJob || resource.kind === 'activity' ? visit.flow.execution.taskTokens.issue() : undefined;
      const parameters = await flow.arguments(visit);
      checkParameters(resource, parameters);
      if (resource.kind === 'activity' && !visit.flow.execution.hasActivity(arn)) {
        throw runtimeError(`The activity ${arn} does not exist.`);
      }
      const output = await performTask(visit, arn, resource, {
        parameters,
        credentials: await credentials?.(visit),
        timeoutSeconds: await positiveInteger(timeout, 'TimeoutSeconds', visit),
        heartbeatSeconds: await positiveInteger(heartbeat, 'HeartbeatSeconds', visit),
        literalTimes,
      });
      return { next, ...await flow.leave(visit, output) };
    };
  },
};

function literalTimesOf({ TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat }: TaskFields): LiteralTimes {
  return {
    ...(typeof timeout === 'number' ? { timeoutInSeconds: timeout } : {}),
    ...(typeof heartbeat === 'number' ? { heartbeatInSeconds: heartbeat } : {}),
  };
}

function compileCredentials({ fields, language }: StateDefinition<TaskFields>): Expression | undefined {
  return fields.Credentials === undefined ? undefined : language.template(fields.Credentials, 'Credentials');
}
