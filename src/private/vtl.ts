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

/**
 * What a reference renders, escaped for the inside of a JSON string.
 *
 * `escapeJavaScript` also escapes the apostrophe, which JSON does not know: `replaceAll` takes that back. The quiet form in quotes makes
 * a missing value an empty string everywhere.
 *
 * @param reference - a VTL reference without its dollar, `context.routeKey`
 */
export function escaped(reference: string): string {
  return `$util.escapeJavaScript("$!${reference}").replaceAll("\\\\'","'")`;
}

/** A JSON string that holds what a reference renders. */
export function jsonString(reference: string): string {
  return `"${escaped(reference)}"`;
}

/** A JSON object from JSON texts. */
export function jsonObject(members: Record<string, string>): string {
  return `{${Object.entries(members).map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;
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
 * What a reference renders, in letters, digits, `-` and `_` only, and different for every different value: other characters, and `_`, become
 * `_` and the two hexadecimal digits of each of their bytes. Names of executions that can be logged have these characters.
 *
 * `escapeJavaScript` first, since it knows lone surrogates, which have no bytes.
 */
export function nameSafe(reference: string): string {
  return `$util.urlEncode($util.escapeJavaScript("$!${reference}"))`
    + '.replaceAll("_","_5F").replaceAll("[.]","_2E").replaceAll("[*]","_2A").replaceAll("[+]","_20").replaceAll("%","_")';
}
