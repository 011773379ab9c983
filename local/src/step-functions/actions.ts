import type { Action } from './actions/action';
import { ACTIVITY_ACTIONS } from './actions/activities';
import { ALIAS_ACTIONS } from './actions/aliases';
import { EXECUTION_ACTIONS } from './actions/executions';
import { MAP_RUN_ACTIONS } from './actions/map-runs';
import { STATE_MACHINE_ACTIONS } from './actions/state-machines';
import { TAG_ACTIONS } from './actions/tags';
import { TASK_TOKEN_ACTIONS } from './actions/task-tokens';
import { TEST_ACTIONS } from './actions/test-state';
import { VERSION_ACTIONS } from './actions/versions';

/**
 * The actions of the API, by name. To add one, add one entry here or in a file of `actions/`.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html
 */
export const ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>(Object.entries({
  ...EXECUTION_ACTIONS,
  ...TASK_TOKEN_ACTIONS,
  ...ACTIVITY_ACTIONS,
  ...STATE_MACHINE_ACTIONS,
  ...VERSION_ACTIONS,
  ...ALIAS_ACTIONS,
  ...MAP_RUN_ACTIONS,
  ...TAG_ACTIONS,
  ...TEST_ACTIONS,
}));
