import type { WireValue } from './wire';
import type { HistoryEvent } from '../../states';

const FAILURE = ['cause', 'error'];
const TASK = ['resource', 'resourceType'];
const ITERATION = ['index', 'name'];
const TIMES = ['heartbeatInSeconds', 'timeoutInSeconds'];

/**
 * The members that the details of an event have; an event that is not here has no details.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
const detailMembers: ReadonlyMap<string, readonly string[]> = new Map([
  ['ExecutionStarted', ['input', 'roleArn']],
  ['ExecutionSucceeded', ['output']],
  ['ExecutionFailed', FAILURE],
  ['ExecutionTimedOut', FAILURE],
  ['ExecutionAborted', FAILURE],
  ['StateEntered', ['input', 'name']],
  ['StateExited', ['assignedVariables', 'name', 'output']],
  ['EvaluationFailed', [...FAILURE, 'location', 'state']],
  ['TaskScheduled', [...TASK, ...TIMES, 'parameters', 'region', 'taskCredentials']],
  ['TaskStarted', TASK],
  ['TaskSubmitted', [...TASK, 'output']],
  ['TaskSucceeded', [...TASK, 'output']],
  ['TaskFailed', [...TASK, ...FAILURE]],
  ['TaskTimedOut', [...TASK, ...FAILURE]],
  ['LambdaFunctionScheduled', ['input', 'resource', 'taskCredentials', 'timeoutInSeconds']],
  ['LambdaFunctionSucceeded', ['output']],
  ['LambdaFunctionFailed', FAILURE],
  ['LambdaFunctionTimedOut', FAILURE],
  ['ActivityScheduled', [...TIMES, 'input', 'resource']],
  ['ActivityStarted', ['workerName']],
  ['ActivitySucceeded', ['output']],
  ['ActivityFailed', FAILURE],
  ['ActivityTimedOut', FAILURE],
  ['MapStateStarted', ['length']],
  ['MapIterationStarted', ITERATION],
  ['MapIterationSucceeded', ITERATION],
  ['MapIterationFailed', ITERATION],
  ['MapRunStarted', ['mapRunArn']],
  ['MapRunFailed', FAILURE],
]);

/** What an execution works on, and whether the API tells for it that it is whole. */
const dataMembers: ReadonlyMap<string, { readonly hasDetails: boolean }> = new Map([
  ['input', { hasDetails: true }],
  ['output', { hasDetails: true }],
  ['assignedVariables', { hasDetails: true }],
  ['parameters', { hasDetails: false }],
]);

/**
 * An event as GetExecutionHistory answers it.
 * @param includesData whether with inputs, outputs, parameters and variables
 */
export function wireEvent({ id, previousEventId, timestamp, type, details }: HistoryEvent, includesData: boolean): WireValue {
  const kind = type.replace(/^[A-Z][a-z]+(?=State(Entered|Exited)$)/, '');
  const members = detailMembers.get(kind);
  const detailsName = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}EventDetails`;
  return {
    id,
    previousEventId,
    ...(members && { [detailsName]: wireDetails(details as Details, members, includesData) }),
    timestamp,
    type,
  };
}

type Details = Readonly<Record<string, WireValue>>;

function wireDetails(details: Details, members: readonly string[], includesData: boolean): WireValue {
  const answer: Record<string, WireValue> = {};
  for (const name of members.filter((member) => details[member] !== undefined)) {
    const data = dataMembers.get(name);
    if (data === undefined || includesData) {
      answer[name] = name === 'taskCredentials' ? { roleArn: (details[name] as Details).RoleArn } : details[name];
    }
    if (data?.hasDetails) {
      answer[`${name}Details`] = { truncated: false };
    }
  }
  return answer;
}
