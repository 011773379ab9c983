import { ARN, HIDDEN_ARN } from './arns';
import { at, closed, jsonObject, jsonString, rendersText, set, when, whenFirst } from './vtl';

/** A way for the backend's answer to be an error. */
export interface ErrorCase {
  /** Whether it is one, in VTL. */
  readonly condition: string;
  /** A reference, with its dollar, to the error's name. */
  readonly error: string;
  /** A string of VTL, the error's text. */
  readonly text: string;
  /** Methods of Java's strings that hide what clients must not see of the text, beside ARNs. */
  readonly hide?: string;
}

/**
 * The error of a refused request is named by a member `__type`, `<namespace>#<name>`, at the top. The answer of a success has none there, though
 * the output in it may. The text is in `message`, in `Message` for errors that come from further down, or missing.
 */
const REFUSED: ErrorCase = {
  condition: rendersText(at('$.__type')),
  error: `$${at('$.__type')}.replaceAll('^.*#', '')`,
  // At most one of the two is there, so that one after the other gives the one that is.
  text: `"$!${at('$.message')}$!${at('$.Message')}"`,
  // An execution's ARN ends with an id that the client has sent, which may hold quotes and blanks: so from the first quote before an ARN to the last
  // quote of the text. Then the account's number, wherever else it stands.
  hide: `.replaceAll("(?s)'arn:.*'","'${HIDDEN_ARN}'").replaceAll("(?<![0-9])[0-9]{12}(?![0-9])","***")`,
};

/** A request that the backend has found to be wrong, told in words of the library's own. */
export function invalidRequest(error: string, text: string): ErrorCase {
  return {
    condition: `${rendersText(at('$.__type'))} && $${at('$.__type')}.endsWith("ValidationException")`,
    error: JSON.stringify(error),
    text: JSON.stringify(text),
  };
}

/**
 * The template of an integration response: `reply` where the backend has done what it was asked for, else one frame in the shape of API Gateway's
 * own frames, with the name of the error beside.
 *
 * It looks at the answer's body, not at the status, since how API Gateway selects an integration response by status is not known. There is no white
 * space around directives, since engines differ in how much of it they take away.
 *
 * @param reply - a template that renders JSON
 * @param more - what else is an error, though the request was not refused
 */
export function replyTemplate(reply: string, ...more: ErrorCase[]): string {
  return replyUnless([REFUSED, ...more], reply);
}

/**
 * The same, of a backend some of whose refusals are told in other words.
 *
 * @param told - what these are
 */
export function replyTelling(told: ErrorCase, reply: string): string {
  return replyUnless([told, REFUSED], reply);
}

function replyUnless(errors: ErrorCase[], reply: string): string {
  const cases = errors.map(({ condition, error, text, hide }): [string, string] =>
    [condition, set('error', error) + set('text', text) + (hide ? set('text', `$text${hide}`) : '')]);
  const frame = jsonObject({
    message: jsonString('text'),
    error: jsonString('error'),
    connectionId: jsonString('context.connectionId'),
    requestId: jsonString('context.requestId'),
  });
  return set('error', '""')
    + whenFirst(...cases)
    + when('$error == ""', closed(reply),
      when('$text == ""', set('text', '"Internal server error"'))
      + set('text', `$text.replaceAll('${ARN}', '${HIDDEN_ARN}')`)
      + frame);
}
