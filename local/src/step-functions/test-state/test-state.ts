import { Cancelled } from '../../states/errors';
import { Cancellation } from '../../states/runtime/cancellation';
import type { Clock } from '../../states/runtime/clock';
import { StateTrialOptions, StateTrialResult, tryState } from '../../states/state-trial';
import { ServiceError } from '../service-error';
import type { WireValue } from '../wire';
import { inspectionData } from './inspection-data';
import { TestStateMembers, TestStateRequest, testStateRequest } from './request';

/** What a run gives the states that are played by themselves. */
export interface TrialHost extends Pick<StateTrialOptions, 'tasks' | 'objects'> {
  /** The time of one trial. */
  readonly clock: () => Clock;
  /** Cancelled when the run ends. */
  readonly closing: Cancellation;
  /** An ARN of a machine that does not exist. */
  readonly machineArn: () => string;
}

/** How long a state may take. */
const MOST_SECONDS = 5 * 60;

/**
 * Plays one state and tells what became of it.
 *
 * @throws ServiceError for a request that AWS would refuse
 */
export async function testState(host: TrialHost, members: TestStateMembers): Promise<WireValue> {
  const request = testStateRequest(members);
  const result = await play(host, request);
  checkIterations(request, result);
  const { status, output, error, cause, next: nextState } = result;
  return { output, error, cause, inspectionData: request.level === 'INFO' ? undefined : inspectionData(request, result), nextState, status };
}

async function play({ clock: clockOf, closing, machineArn, tasks, objects }: TrialHost, request: TestStateRequest): Promise<StateTrialResult> {
  const { state, ...options } = request;
  const clock = clockOf();
  const stateMachineArn = machineArn();
  const cancellation = new Cancellation(closing);
  const alarm = clock.after(MOST_SECONDS * 1000, () => cancellation.cancel());
  try {
    const roleArn = request.roleArn ?? `arn:aws:iam::${stateMachineArn.split(':')[4]}:role/TestState`;
    return await tryState(state, { ...options, roleArn, stateMachineArn, tasks, objects, clock, cancellation });
  } catch (error) {
    if (!(error instanceof Cancelled)) {
      throw error;
    }
    const failure = closing.isCancelled ? { error: 'States.Runtime', cause: 'The local run ends' } : { error: 'States.Timeout' };
    return { status: 'FAILED', ...failure, seen: new Map(), variables: {}, handlers: {} };
  } finally {
    alarm.cancel();
    cancellation.dispose();
  }
}

/** What is known of a Map state only when its items are. */
function checkIterations({ failedIterations, mock, state: { fields } }: TestStateRequest, { innerFlows }: StateTrialResult): void {
  if (innerFlows === undefined || fields.Type !== 'Map') {
    return;
  }
  if (failedIterations > innerFlows) {
    throw ServiceError.ofTestState('Map iteration failure count must be less than or equal to the number of Map iterations.');
  }
  if (failedIterations === 0 && mock !== undefined && 'result' in mock && Array.isArray(mock.result) && mock.result.length !== innerFlows) {
    throw ServiceError.ofTestState("Input array does not equal the mocked result array's size.");
  }
}
