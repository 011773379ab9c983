import type { WireValue } from './wire';
import { DROPPED, HistoryEvent } from '../states';

const FAILURE = ['cause', 'error'];
const TASK = ['resource', 'resourceType'];
const ITERATION = ['index', 'name'];
const TIMES = ['heartbeatInSeconds', 'timeoutInSeconds'];

/**
 * The members that the details of an event have; an event that is not here has no details.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
const DETAIL_MEMBERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['ExecutionStarted', ['input', 'roleArn']],
  ['ExecutionSucceeded', ['output']],
  ['ExecutionFailed', FAILURE],
  ['ExecutionTimedOut', FAILURE],
  ['ExecutionAborted', FAILURE],
  ['ExecutionRedriven', ['redriveCount']],
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
  ['MapIterationAborted', ITERATION],
  ['MapRunStarted', ['mapRunArn']],
  ['MapRunRedriven', ['mapRunArn', 'redriveCount']],
  ['MapRunFailed', FAILURE],
]);

/** Members that hold an execution's data: they are left out where the request wants none. Parameters are no data to AWS. */
const DATA_MEMBERS: ReadonlySet<string> = new Set(['input', 'output', 'assignedVariables']);

/**
 * An event as GetExecutionHistory answers it.
 * @param includesData whether with inputs, outputs and variables
 */
export function wireEvent({ id, previousEventId, timestamp, type, details }: HistoryEvent, includesData: boolean): WireValue {
  const kind = type.replace(/^[A-Z][a-z]+(?=State(Entered|Exited)$)/, '');
  const members = DETAIL_MEMBERS.get(kind);
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
  for (const name of members.filter((member) => details[member] !== undefined && (includesData || !DATA_MEMBERS.has(member)))) {
    const isDropped = (details[name] as unknown) === DROPPED;
    if (!isDropped) {
      answer[name] = name === 'taskCredentials' ? { roleArn: (details[name] as Details).RoleArn } : details[name];
    }
    if (DATA_MEMBERS.has(name)) {
      answer[`${name}Details`] = { truncated: isDropped };
    }
  }
  return answer;
}
