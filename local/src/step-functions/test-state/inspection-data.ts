import { Json, deepEqual, exceedsPayload, jsonText } from '../../json';
import type { InspectedStep } from '../../states/dataflow/inspection';
import type { PassFields, StateFields } from '../../states/definition';
import type { StateTrialResult } from '../../states/state-trial';
import type { WireValue } from '../wire';
import type { TestStateRequest } from './request';

/**
 * What TestState tells of the data on their way through a state.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_InspectionData.html
 */
export function inspectionData(request: TestStateRequest, { seen, variables, handlers }: StateTrialResult): WireValue {
  const { state: { fields, workflow }, inputText } = request;
  const isJsonata = (fields.QueryLanguage ?? workflow.QueryLanguage) === 'JSONata';
  const untold = new Set([...untoldOf(fields), ...isJsonata ? UNTOLD_IN_JSONATA : []]);
  // A short selector repeats its input for each of many items: no text is made of what is longer than a text of the answer may be.
  const steps = [...seen]
    .filter(([step, value]) => !untold.has(step) && !exceedsPayload(value))
    .map(([step, value]) => [step, told(step, value, request)] as const);
  const hasVariables = Object.keys(variables).length > 0;
  return {
    input: inputText,
    ...Object.fromEntries(steps),
    variables: hasVariables ? jsonText(variables) : undefined,
    errorDetails: errorDetails(handlers),
  };
}

/** Steps that AWS has been seen not to tell, by the type of the state. */
function untoldOf(fields: StateFields): readonly InspectedStep[] {
  switch (fields.Type) {
    case 'Map': return ['result'];
    case 'Parallel': return ['afterInputPath', 'afterParameters', 'afterArguments', 'result'];
    // A fixed result leaves nothing of the input's way.
    case 'Pass': return (fields as PassFields).Result === undefined ? ['result'] : ['afterInputPath', 'afterParameters'];
    default: return [];
  }
}

const UNTOLD_IN_JSONATA: readonly InspectedStep[] = ['afterItemsPath', 'afterItemsPointer'];

/** Lists of items, which are told as Java prints a list: a blank after each comma. */
const ITEMS: ReadonlySet<InspectedStep> = new Set(['afterItemBatcher', 'afterItemSelector', 'afterItemsPath', 'afterItemsPointer']);

function told(step: InspectedStep, value: Json, request: TestStateRequest): string | number {
  // The counts are the only numbers that are not data.
  if (typeof value === 'number' && COUNTS.has(step)) {
    return value;
  }
  return ITEMS.has(step) ? `[${(value as Json[]).map(jsonText).join(', ')}]` : dataText(value, request);
}

const COUNTS: ReadonlySet<InspectedStep> = new Set(['maxConcurrency', 'toleratedFailureCount', 'toleratedFailurePercentage']);

/** What came from the request unchanged is told as it was sent, blanks included. */
function dataText(value: Json, { input, inputText, mock, mockText }: TestStateRequest): string {
  if (deepEqual(value, input)) {
    return inputText;
  }
  return mock !== undefined && 'result' in mock && mockText !== undefined && deepEqual(value, mock.result) ? mockText : jsonText(value);
}

/** The largest number of seconds: an integer of Java's. */
const MOST_SECONDS = 2 ** 31 - 1;

function errorDetails({ catchIndex, retryIndex, retrySeconds }: StateTrialResult['handlers']): WireValue {
  if (catchIndex === undefined && retryIndex === undefined) {
    return undefined;
  }
  return { catchIndex, retryBackoffIntervalSeconds: retrySeconds && Math.min(Math.floor(retrySeconds), MOST_SECONDS), retryIndex };
}
