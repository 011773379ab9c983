import { FieldExpression } from '../dataflow/dataflow';
import { Expression } from '../dataflow/expression';
import { ownMember } from '../json';
import { nextState } from './next';
import { numberWithin } from './number-field';
import type { StateDefinition, StateType } from '../program/program';
import { Visit } from '../runtime/visit';
import { parseResource } from '../tasks/task';
import { performTask } from '../tasks/task-attempt';
import { checkParameters } from '../tasks/task-parameters';

/** Has a task performed by the task handler. */
export const TASK: StateType = {
  name: 'Task',
  handlesErrors: true,
  compile: state => {
    const { fields, language } = state;
    const flow = language.dataFlow(fields);
    const next = nextState(fields);
    const arn = String(ownMember(fields, 'Resource'));
    const resource = parseResource(arn);
    const timeout = language.field(fields, 'TimeoutSeconds', 'number');
    const heartbeat = language.field(fields, 'HeartbeatSeconds', 'number');
    const credentials = compileCredentials(state);
    return async visit => {
      flow.enter(visit);
      visit.taskToken = resource.waitsForToken || resource.kind === 'activity' ? visit.flow.execution.taskTokens.issue() : undefined;
      const parameters = await flow.arguments(visit);
      checkParameters(resource, parameters);
      const output = await performTask(visit, arn, resource, {
        parameters,
        credentials: await credentials?.(visit),
        timeoutSeconds: await seconds(timeout, 'TimeoutSeconds', visit),
        heartbeatSeconds: await seconds(heartbeat, 'HeartbeatSeconds', visit),
      });
      return { next, ...await flow.leave(visit, output) };
    };
  },
};

function compileCredentials({ fields, language }: StateDefinition): Expression | undefined {
  const credentials = ownMember(fields, 'Credentials');
  return credentials === undefined ? undefined : language.template(credentials, 'Credentials');
}

async function seconds(field: FieldExpression | undefined, name: string, visit: Visit): Promise<number | undefined> {
  return numberWithin(field, name, 'integer', visit, { least: 1, problem: `${name} must be a positive integer.` });
}
