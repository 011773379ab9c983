import { Check } from './context';
import { dataPath, orNull, payload } from './paths';
import { Shape, inJsonPath, inJsonata, listOf, object, required, shape } from './shape';
import { anything, decimal, integer, oneOf, seconds, string } from './values';
import { assignments } from './variables';
import { ErrorName } from '../errors';
import { RECORDED } from './wording';
import { Json, isObject } from '../../json';

/** The longest delay before a retry: 366 days. */
const MAX_DELAY_SECONDS = 31_622_400;
const MAX_ATTEMPTS = 99_999_999;

const ERROR_NAMES = required(listOf(string));

const RETRIER: Shape = shape({
  BackoffRate: decimal(1),
  Comment: anything,
  ErrorEquals: ERROR_NAMES,
  // The documentation asks for a positive interval; the service takes 0 as well.
  IntervalSeconds: seconds(0),
  JitterStrategy: oneOf('NONE', 'FULL'),
  MaxAttempts: integer(0, MAX_ATTEMPTS),
  MaxDelaySeconds: integer(1, MAX_DELAY_SECONDS),
});

const CATCHER: Shape = shape({
  Assign: assignments,
  Comment: anything,
  ErrorEquals: ERROR_NAMES,
  Next: required(string),
  Output: inJsonata(payload),
  ResultPath: inJsonPath(orNull(dataPath)),
});

/** `Retry`. */
export const retriers: Check = handlers(object(RETRIER));

/** `Catch`: the one place where there is an error output. */
export const catchers: Check = handlers((value, path, context) => object(CATCHER)(value, path, { ...context, hasErrorOutput: true }));

/** `States.ALL` hides the handlers after it, and the names next to it. */
function handlers(check: Check): Check {
  const list = listOf(check, { mayBeEmpty: true });
  return (value, path, context) => {
    list(value, path, context);
    const items = Array.isArray(value) ? value : [];
    items.forEach((item, index) => {
      const names = errorNames(item);
      if (names.includes(ErrorName.ALL) && (names.length > 1 || index < items.length - 1)) {
        context.findings.schema(RECORDED.statesAll, `${path}[${index}]/ErrorEquals`);
      }
    });
  };
}

function errorNames(handler: Json): readonly Json[] {
  const names = isObject(handler) ? handler.ErrorEquals : undefined;
  return Array.isArray(names) ? names : [];
}
