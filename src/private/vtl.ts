/**
 * The texts that mapping templates are made of.
 *
 * Every value that a client or an authorizer can influence gets into a template through `escaped`, or as JSON through
 * `$input.json`, which serializes anew: neither can end the string or the member that it stands in.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */

/**
 * The selection key of API Gateway's catch-all, as an expression: the dollar is escaped, or it would be read as a variable.
 */
export const DEFAULT_SELECTION_EXPRESSION = '\\$default';

/** The key that the expression selects. */
export const DEFAULT_SELECTION_KEY = '$default';

/** A reference, without its dollar, to what is at a JSONPath of the body. */
export function at(path: string): string {
  return `input.path('${path}')`;
}

/** What is at a JSONPath of the body, as JSON. */
export function jsonAt(path: string): string {
  return `$input.json('${path}')`;
}

/** What a reference renders, as a string of VTL: the quiet form in quotes makes a missing value an empty string everywhere. */
export function quiet(reference: string): string {
  return `"$!${reference}"`;
}

/** A condition: whether a reference renders anything. */
export function rendersText(reference: string): string {
  return `${quiet(reference)} != ""`;
}

/** Sets a variable to a value: a reference with its dollar, or a literal. */
export function set(variable: string, value: string): string {
  return `#set($${variable} = ${value})`;
}

/** A text where a condition holds, or else another. */
export function when(condition: string, text: string, otherwise = ''): string {
  return `#if(${condition})${text}${otherwise && `#{else}${otherwise}`}#end`;
}

/** A text for each item of a list. */
export function forEach(variable: string, list: string, text: string): string {
  return `#foreach($${variable} in ${list})${text}#end`;
}

/** The text of the first condition that holds. */
export function whenFirst(...cases: [condition: string, text: string][]): string {
  return `#${cases.map(([condition, text]) => `if(${condition})${text}`).join('#else')}#end`;
}

/**
 * What a reference renders, escaped for the inside of a JSON string.
 *
 * `escapeJavaScript` also escapes the apostrophe, which JSON does not know: `replaceAll` takes that back.
 *
 * @param reference - a VTL reference without its dollar, `context.routeKey`
 */
export function escaped(reference: string): string {
  return `$util.escapeJavaScript(${quiet(reference)}).replaceAll("\\\\'","'")`;
}

/** A JSON string that holds what a reference renders. */
export function jsonString(reference: string): string {
  return `"${escaped(reference)}"`;
}

/**
 * A JSON object from JSON texts.
 *
 * @param more - renders further members, each behind a comma
 */
export function jsonObject(members: Record<string, string>, more = ''): string {
  return `{${Object.entries(members).map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}${more}}`;
}

/** A text that a directive may follow: a comment at its end would swallow the directive. */
export function closed(text: string): string {
  return /##.*$/.test(text) ? `${text}\n` : text;
}

/** A block that renders nothing until `$name` is used. */
export function define(name: string, body: string): string {
  return `#define($${name})${closed(body)}#end\n`;
}

/**
 * Sets a variable to a text in letters, digits, `-` and `_` only, different for every different text: names of executions that can be logged have
 * these characters. Others, and `_`, become `_` and the two hexadecimal digits of each byte, control characters `_c` and theirs.
 *
 * Lone halves of surrogate pairs have no bytes: a text with one is escaped as JavaScript first, and begins with `_j`.
 *
 * @param variable - the variable's name; may be the reference's own
 * @param reference - a VTL reference without its dollar, `context.connectionId`
 */
export function setNameSafe(variable: string, reference: string): string {
  const encoded = (text: string) => `$util.urlEncode(${text})`
    + '.replaceAll("_","_5F").replaceAll("[.]","_2E").replaceAll("[*]","_2A").replaceAll("[+]","_20").replaceAll("%(0|1|7F)",\'_c$1\').replaceAll("%","_")';
  return set('text', quiet(reference))
    + set(variable, encoded('$text'))
    + when('$text.replaceAll("\\p{Cs}","") != $text', set(variable, encoded('$util.escapeJavaScript($text)')) + set(variable, `"_j$${variable}"`));
}

/** Bytes of characters that `setNameSafe` encodes, as a regular expression of Java's: ASCII, and UTF-8 of two, three and four bytes. */
const NEXT = '_[89AB][0-9A-F]';
const ENCODED = `_(?:c[01][0-9A-F]|c7F|2[0-9A-CEF]|3[A-F]|40|5[B-F]|60|7[B-E]|(?:C[2-9A-F]|D[0-9A-F])${NEXT}|E[0-9A-F](?:${NEXT}){2}|F[0-4](?:${NEXT}){3})`;

/** The longest name of an execution. */
const MAXIMUM_NAME = 80;

/** A condition: whether a variable holds what `setNameSafe` makes of some text. By its length first, which bounds what the expression may cost. */
export function isNameSafe(variable: string): string {
  return `$${variable}.length() <= ${MAXIMUM_NAME} && $${variable}.matches("(?:_j)?(?:[0-9A-Za-z-]|${ENCODED})*")`;
}
