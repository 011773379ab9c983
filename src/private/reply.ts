import { ARN, HIDDEN_ARN } from './arns';
import { closed, jsonObject, jsonString } from './vtl';

/**
 * A way for the backend's answer to be an error: a condition in VTL, and the references to the error's name and text if it holds.
 */
export interface ErrorCase {
  readonly condition: string;
  readonly error: string;
  readonly text: string;
}

/**
 * Step Functions names the error of a refused request in a top-level `__type`, `<namespace>#<name>`. The answer of a success has none,
 * though members of it may. The text is in `message`, in `Message` for errors that come from further down, or missing.
 */
const REFUSED: ErrorCase = {
  condition: '"$!input.path(\'$.__type\')" != ""',
  error: "$input.path('$.__type').replaceAll('^.*#', '')",
  text: '"$!input.path(\'$.message\')$!input.path(\'$.Message\')"',
};

/**
 * The template of an integration response: `reply` where the backend has done what it was asked for, else one frame of API Gateway's own
 * shape, with the name of the error. Without ARNs, which are not for clients.
 *
 * It branches on the answer's body, and so works whatever API Gateway selects an integration response by. No white space in it: how much of
 * it directives swallow is a subject of its own.
 *
 * @param reply - a template that renders JSON
 * @param more - what else is an error, though the request was not refused
 */
export function replyTemplate(reply: string, ...more: ErrorCase[]): string {
  const cases = [REFUSED, ...more].map(({ condition, error, text }, index) =>
    `#${index === 0 ? 'if' : 'elseif'}(${condition})#set($error = ${error})#set($text = ${text})`);
  const frame = jsonObject({
    message: jsonString('text'),
    error: jsonString('error'),
    connectionId: jsonString('context.connectionId'),
    requestId: jsonString('context.requestId'),
  });
  return '#set($error = "")'
    + `${cases.join('')}#end`
    + `#if($error == "")${closed(reply)}#{else}`
    + '#if($text == "")#set($text = "Internal server error")#end'
    + `#set($text = $text.replaceAll('${ARN}', '${HIDDEN_ARN}'))`
    + `${frame}#end`;
}
