import { boundedJson, Json, JsonObject, isObject, TOO_DEEP } from '../../json';
import { jsonProblem } from '../../json-syntax/json-problem';
import { DefinitionError } from '../../states';
import type { MapFields } from '../../states/definition';
import { StateMock, TriedState, hasInnerState, loneState, stateOf } from '../../states/tried-state';
import { ARN, CAUSE, DATA, DEFINITION, ERROR, FLAG, NAME } from '../actions/members';
import type { RequestOf, Rules } from '../request';
import { ServiceError } from '../service-error';
import { mockOf } from './mock';

export type InspectionLevel = 'INFO' | 'DEBUG' | 'TRACE';

/** A request of TestState that AWS would take. */
export interface TestStateRequest {
  readonly state: TriedState;
  readonly level: InspectionLevel;
  readonly input: Json;
  readonly inputText: string;
  readonly variables: JsonObject;
  readonly context: Json | undefined;
  readonly mock: StateMock | undefined;
  /** The mock's result as it was sent. */
  readonly mockText: string | undefined;
  readonly roleArn: string | undefined;
  readonly retryCount: number;
  readonly failedIterations: number;
  readonly itemReaderData: string | undefined;
}

const COUNT = { type: 'number', least: 0 } as const;

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html */
export const TEST_STATE_MEMBERS = {
  definition: { ...DEFINITION, required: true },
  roleArn: { ...ARN, required: false },
  input: DATA,
  inspectionLevel: { values: ['INFO', 'DEBUG', 'TRACE'] },
  revealSecrets: FLAG,
  variables: DATA,
  context: DATA,
  stateName: NAME,
  mock: {
    type: 'structure',
    members: {
      result: DATA,
      errorOutput: { type: 'structure', members: { error: ERROR, cause: CAUSE } },
      fieldValidationMode: { values: ['STRICT', 'PRESENT', 'NONE'] },
    },
  },
  stateConfiguration: {
    type: 'structure',
    members: { retrierRetryCount: COUNT, errorCausedByState: NAME, mapIterationFailureCount: COUNT, mapItemReaderData: DATA },
  },
} as const satisfies Rules;

export type TestStateMembers = RequestOf<typeof TEST_STATE_MEMBERS>;

/**
 * Reads a request.
 *
 * @throws ServiceError for one that AWS would refuse
 */
export function testStateRequest(members: TestStateMembers): TestStateRequest {
  const state = stateUnderTest(members);
  const mock = mockOf(members, state.fields);
  const roleArn = members.roleArn;
  if (state.fields.Type === 'Task' && mock === undefined && roleArn === undefined) {
    throw ServiceError.ofTestState('RoleArn must be specified when testing a Task state');
  }
  if (members.context !== undefined && mock === undefined) {
    throw ServiceError.ofTestState('Context can only be specified when a mock is specified.');
  }
  checkConfiguration(members, state, mock);
  const inputText = members.input ?? '{}';
  return {
    state,
    level: (members.inspectionLevel ?? 'INFO') as InspectionLevel,
    input: inputOf(inputText),
    inputText,
    variables: objectOf('variables', members) ?? {},
    context: objectOf('context', members),
    mock,
    mockText: members.mock?.result,
    roleArn,
    retryCount: members.stateConfiguration?.retrierRetryCount ?? 0,
    failedIterations: members.stateConfiguration?.mapIterationFailureCount ?? 0,
    itemReaderData: members.stateConfiguration?.mapItemReaderData,
  };
}

function stateUnderTest({ definition, stateName }: TestStateMembers): TriedState {
  try {
    const state = stateName === undefined ? loneState(definition) : stateOf(definition, stateName);
    if (state === undefined) {
      throw ServiceError.ofTestState('State not found in definition');
    }
    return state;
  } catch (error) {
    throw error instanceof DefinitionError ? ServiceError.of('InvalidDefinition', error.message) : error;
  }
}

function checkConfiguration(members: TestStateMembers, { fields, outer }: TriedState, mock: StateMock | undefined): void {
  if (members.stateConfiguration !== undefined && mock === undefined) {
    throw ServiceError.ofTestState('StateConfiguration can only be specified when a mock is specified.');
  }
  const causedBy = members.stateConfiguration?.errorCausedByState;
  if (causedBy !== undefined && !hasInnerState(fields, causedBy)) {
    throw ServiceError.ofTestState('State not found in definition');
  }
  const isMap = fields.Type === 'Map';
  const isInMap = outer.some((state) => state.fields.Type === 'Map');
  for (const [name, isAllowed] of [['mapIterationFailureCount', isMap || isInMap], ['mapItemReaderData', isMap]] as const) {
    if (members.stateConfiguration?.[name] !== undefined && !isAllowed) {
      throw ServiceError.ofTestState(`${name} can only be specified for a Map state.`);
    }
  }
  if (isMap && (fields as MapFields).ItemReader?.Resource !== undefined && members.stateConfiguration?.mapItemReaderData === undefined) {
    throw ServiceError.ofTestState('ItemReader data must be specified when testing a Map state with ItemReader specified.');
  }
}

function inputOf(text: string): Json {
  if (text === '') {
    throw ServiceError.of('InvalidExecutionInput', 'Invalid execution input.');
  }
  const problem = jsonProblem(text);
  if (problem !== undefined) {
    throw ServiceError.of('InvalidExecutionInput', `Invalid State Machine Execution Input: '${problem.message}'`);
  }
  const input = boundedJson(text);
  if (input === undefined) {
    throw ServiceError.of('InvalidExecutionInput', `Invalid State Machine Execution Input: '${TOO_DEEP}'`);
  }
  return input;
}

/** A member that is an object's JSON text. */
function objectOf(name: 'variables' | 'context', members: TestStateMembers): JsonObject | undefined {
  const text = members[name];
  const value = text === undefined ? undefined : boundedJson(text);
  if (text !== undefined && !isObject(value)) {
    throw ServiceError.ofTestState(`The value of '${name}' must be a JSON object.`);
  }
  return value as JsonObject | undefined;
}
