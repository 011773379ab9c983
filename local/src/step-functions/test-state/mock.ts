import { checkAnswer } from './answer-schema';
import { boundedJson, Json, isObject } from '../../json';
import type { MapFields, ParallelFields, StateFields, TaskFields } from '../../states/definition';
import { parseResource } from '../../states/tasks/task';
import type { StateMock } from '../../states/tried-state';
import { ServiceError } from '../service-error';
import type { TestStateMembers } from './request';

/**
 * The mock of a request, if it has one.
 *
 * @throws ServiceError for one that the state does not take, and for a state that needs one and has none
 */
export function mockOf({ mock, revealSecrets }: TestStateMembers, fields: StateFields): StateMock | undefined {
  if (mock === undefined) {
    checkPlayable(fields);
    return undefined;
  }
  if (!MOCKABLE.has(fields.Type)) {
    throw ServiceError.ofTestState(`State type '${fields.Type}' is not supported when a mock is specified`);
  }
  if (revealSecrets) {
    throw ServiceError.ofTestState('TestState does not support RevealSecrets when a mock is specified.');
  }
  const { result, errorOutput, fieldValidationMode = 'STRICT' } = mock;
  if ((result === undefined) === (errorOutput === undefined)) {
    throw ServiceError.ofTestState('A test mock should have only one of the following fields: [result, errorOutput].');
  }
  if (result !== undefined) {
    return { result: resultOf(result, fields, fieldValidationMode) };
  }
  const { error, cause } = errorOutput!;
  if (error === undefined || error === '') {
    throw ServiceError.ofTestState('An error was not specified in the mocked error output.');
  }
  return { error, cause };
}

const MOCKABLE: ReadonlySet<string> = new Set(['Task', 'Map', 'Parallel']);

/** What cannot be played by itself without a mock. */
function checkPlayable(fields: StateFields): void {
  if (fields.Type === 'Map' || fields.Type === 'Parallel') {
    throw unplayable('Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]');
  }
  if (fields.Type !== 'Task') {
    return;
  }
  const { kind, waitsForToken, runsJob } = parseResource((fields as TaskFields).Resource);
  if (kind === 'activity') {
    throw unplayable('Activity tasks');
  }
  if (waitsForToken || runsJob) {
    throw unplayable("'.sync' or '.waitForTaskToken' integration patterns.");
  }
}

function resultOf(text: string, fields: StateFields, mode: string): Json {
  const result = boundedJson(text);
  if (result === undefined) {
    throw ServiceError.ofTestState('Mocked result must be valid JSON');
  }
  if (fields.Type === 'Map' && (fields as MapFields).ResultWriter?.Resource !== undefined) {
    if (!isObject(result)) {
      throw ServiceError.ofTestState('Mocked result must be a JSON object.');
    }
  } else if (fields.Type !== 'Task' && !Array.isArray(result)) {
    throw ServiceError.ofTestState('Mocked result must be an array.');
  }
  if (fields.Type === 'Parallel' && (result as Json[]).length !== (fields as ParallelFields).Branches.length) {
    throw ServiceError.ofTestState('Mocked result must contain the same number of items as number of Parallel branches.');
  }
  if (fields.Type === 'Task' && mode !== 'NONE') {
    checkAnswer((fields as TaskFields).Resource, result, mode === 'STRICT');
  }
  return result;
}

function unplayable(what: string): ServiceError {
  return ServiceError.of('InvalidDefinition', `TestState API does not support ${what}`);
}
