import { CHOICE_RULE } from './choice-rules';
import { Check } from './context';
import { catchers, retriers } from './error-handlers';
import { integerWithPath, itemBatcher, itemProcessor, label } from './map-fields';
import { itemReader, resultWriter } from './map-storage';
import { dataPath, orNull, path, pathOrCall, payload, referencePath } from './paths';
import { credentials, heartbeatBeforeTimeout, integrationParameters, noCredentialsForActivities, resource } from './resources';
import {
  FieldTable, Rule, Shape, atMostOneOf, exactlyOneOf, inJsonPath, inJsonata, listOf, object, required, shape,
} from './shape';
import { anything, boolean, decimal, oneOf, orExpression, seconds, string, timestamp } from './values';
import { assignments } from './variables';
import { RECORDED } from './wording';

/** The values of `QueryLanguage`. */
export const queryLanguage: Check = oneOf('JSONPath', 'JSONata');

const COMMON: FieldTable = { Comment: anything, QueryLanguage: queryLanguage, Type: anything };

const INPUT_AND_OUTPUT: FieldTable = {
  InputPath: inJsonPath(orNull(path)),
  Output: inJsonata(payload),
  OutputPath: inJsonPath(orNull(path)),
};

/** The fields of states that have a result. */
const WITH_RESULT: FieldTable = { Assign: resultAware(assignments), Output: inJsonata(resultAware(payload)) };

function resultAware(check: Check): Check {
  return (value, location, context) => check(value, location, { ...context, hasResult: true });
}

const TRANSITION: FieldTable = { End: boolean, Next: string };

const RESULT_PATH: FieldTable = { ResultPath: inJsonPath(orNull(dataPath)) };

const RESULT_SELECTOR: FieldTable = { ResultSelector: inJsonPath(payload) };

const PARAMETERS: FieldTable = { Parameters: inJsonPath(payload) };

const ARGUMENTS: FieldTable = { Arguments: inJsonata(payload) };

const ERROR_HANDLING: FieldTable = { Catch: catchers, Retry: retriers };

const BRANCH: Shape = shape({ Comment: anything, States: required(anything), StartAt: required(string) });

const branch: Check = (value, location, context) => context.checkWorkflow(value, location, BRANCH, context);

/** `"End": false` is like no `End`. */
const nextOrEnd: Rule = (fields, location, { findings }) => {
  const [goesOn, ends] = [fields.Next !== undefined, fields.End === true];
  if (goesOn && ends) {
    findings.schema(RECORDED.severalOf(['Next', 'End']), location);
  } else if (!goesOn && !ends) {
    findings.schema(RECORDED.noneOf(['Next', 'End']), location);
  }
};

/**
 * What states of each type look like.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html
 */
export const STATE_SHAPES: ReadonlyMap<string, Shape> = new Map([
  ['Task', shape({
    ...COMMON,
    ...INPUT_AND_OUTPUT,
    ...WITH_RESULT,
    ...PARAMETERS,
    ...ARGUMENTS,
    ...RESULT_SELECTOR,
    ...RESULT_PATH,
    ...ERROR_HANDLING,
    ...TRANSITION,
    Credentials: credentials,
    HeartbeatSeconds: orExpression(seconds(1)),
    HeartbeatSecondsPath: inJsonPath(referencePath),
    Resource: required(resource),
    TimeoutSeconds: orExpression(seconds(1)),
    TimeoutSecondsPath: inJsonPath(referencePath),
  },
  nextOrEnd,
  atMostOneOf('TimeoutSeconds', 'TimeoutSecondsPath'),
  atMostOneOf('HeartbeatSeconds', 'HeartbeatSecondsPath'),
  heartbeatBeforeTimeout,
  noCredentialsForActivities,
  integrationParameters)],

  ['Wait', shape({
    ...COMMON,
    ...INPUT_AND_OUTPUT,
    ...TRANSITION,
    Assign: assignments,
    Seconds: orExpression(seconds(0)),
    SecondsPath: inJsonPath(referencePath),
    Timestamp: orExpression(timestamp),
    TimestampPath: inJsonPath(referencePath),
  }, nextOrEnd, exactlyOneOf('SecondsPath', 'Seconds', 'TimestampPath', 'Timestamp'))],

  ['Pass', shape({
    ...COMMON,
    ...INPUT_AND_OUTPUT,
    ...PARAMETERS,
    ...RESULT_PATH,
    ...TRANSITION,
    Assign: assignments,
    Result: inJsonPath(anything),
  }, nextOrEnd)],

  ['Succeed', shape({ ...COMMON, ...INPUT_AND_OUTPUT })],

  ['Fail', shape({
    ...COMMON,
    Cause: orExpression(string),
    CausePath: inJsonPath(pathOrCall),
    Error: orExpression(string),
    ErrorPath: inJsonPath(pathOrCall),
  }, atMostOneOf('Error', 'ErrorPath'), atMostOneOf('Cause', 'CausePath'))],

  ['Choice', shape({
    ...COMMON,
    ...INPUT_AND_OUTPUT,
    Assign: assignments,
    Choices: required(listOf(object(CHOICE_RULE))),
    Default: string,
  })],

  ['Parallel', shape({
    ...COMMON,
    ...INPUT_AND_OUTPUT,
    ...WITH_RESULT,
    ...PARAMETERS,
    ...ARGUMENTS,
    ...RESULT_SELECTOR,
    ...RESULT_PATH,
    ...ERROR_HANDLING,
    ...TRANSITION,
    Branches: required(listOf(branch)),
  }, nextOrEnd)],

  ['Map', shape({
    ...COMMON,
    ...INPUT_AND_OUTPUT,
    ...WITH_RESULT,
    ...PARAMETERS,
    ...RESULT_SELECTOR,
    ...RESULT_PATH,
    ...ERROR_HANDLING,
    ...TRANSITION,
    ...integerWithPath('MaxConcurrency'),
    ...integerWithPath('ToleratedFailureCount'),
    ItemBatcher: itemBatcher,
    ItemProcessor: itemProcessor,
    ItemReader: itemReader,
    ItemSelector: payload,
    Items: inJsonata(payload),
    ItemsPath: inJsonPath(referencePath),
    Iterator: itemProcessor,
    Label: label,
    ResultWriter: resultWriter,
    ToleratedFailurePercentage: orExpression(decimal(0, 100)),
    ToleratedFailurePercentagePath: inJsonPath(dataPath),
  },
  nextOrEnd,
  exactlyOneOf('ItemProcessor', 'Iterator'),
  atMostOneOf('MaxConcurrency', 'MaxConcurrencyPath'),
  atMostOneOf('ToleratedFailureCount', 'ToleratedFailureCountPath'),
  atMostOneOf('ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'))],
]);
