import { action } from './action';
import { TEST_STATE_MEMBERS } from '../test-state/request';
import { testState } from '../test-state/test-state';

/** The action that tests a state. */
export const TEST_ACTIONS = {
  TestState: action(TEST_STATE_MEMBERS, (service, request) => testState(service.trials, request)),
};
