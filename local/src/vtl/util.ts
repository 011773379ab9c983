import { JsonError, parseJson } from './json';
import { callFunction, method } from './methods/signature';
import type { Method } from './methods/signature';
import { RenderingError } from './template-error';
import type { JavaObject, Value } from './values';

const JAVASCRIPT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'], ['\\', '\\\\'], ['/', '\\/'], ['\b', '\\b'], ['\f', '\\f'], ['\n', '\\n'], ['\r', '\\r'], ['\t', '\\t'],
]);

const ESCAPED = /["\\/\u0000-\u001f\u0080-\uffff]/;
const ALL_ESCAPED = new RegExp(ESCAPED, 'g');
/** What `JSON.stringify` leaves as it is or writes in another way. */
const BEYOND_JSON = /[\u0000-\u0007\u000b\u000e-\u001f\u0080-\uffff]/;

/**
 * The escapes of Apache Commons Lang's `escapeJavaScript` and `escapeEcmaScript`, which agree: both quotes, the backslash, the slash,
 * and everything outside of printable ASCII (U+007F stays).
 */
export function escapeJavaScript(text: string): string {
  return escapeForJson(text).replaceAll('\'', '\\\'');
}

/** As `escapeJavaScript`, but for the single quotes: their escapes are not JSON. */
export function escapeForJson(text: string): string {
  if (!ESCAPED.test(text)) {
    return text;
  }
  if (!BEYOND_JSON.test(text)) {
    // Much faster, and the same for such texts: but for the slash, JSON has the same short escapes.
    return JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/');
  }
  return text.replace(ALL_ESCAPED, (character) => JAVASCRIPT_ESCAPES.get(character)
    ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`);
}

/** The functions of `$util`. */
const UTIL: ReadonlyMap<string, Method<undefined>> = new Map<string, Method<undefined>>([
  ['escapeJavaScript', method(['string'], (_, text) => escapeJavaScript(text))],
  ['parseJson', method(['string'], (_, text) => parse(text))],
  ['urlEncode', method(['string'], (_, text) => urlEncode(text))],
  ['urlDecode', method(['string'], (_, text) => urlDecode(text))],
  ['base64Encode', method(['string'], (_, text) => Buffer.from(text, 'utf8').toString('base64'))],
  ['base64Decode', method(['string'], (_, text) => base64Decode(text))],
]);

/** `$util`. */
export const util: JavaObject = {
  property: () => null,
  invoke: (name, args) => callFunction('$util', UTIL, undefined, name, args),
  toString: () => '{}',
};

function parse(text: string): Value {
  try {
    return parseJson(text);
  } catch (error) {
    throw error instanceof JsonError ? new RenderingError(`$util.parseJson cannot read its argument: ${error.message}`) : error;
  }
}

/** `application/x-www-form-urlencoded`, as `java.net.URLEncoder` writes it: a lone surrogate becomes a question mark. */
function urlEncode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '?'))
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, '+');
}

function urlDecode(text: string): string {
  if (/%(?![0-9a-fA-F]{2})/.test(text)) {
    throw new RenderingError('$util.urlDecode: a % must be followed by two hexadecimal digits');
  }
  return text.replace(/\+/g, ' ').replace(/(?:%[0-9a-fA-F]{2})+/g, (bytes) => Buffer.from(bytes.replace(/%/g, ''), 'hex').toString('utf8'));
}

function base64Decode(text: string): string {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
    throw new RenderingError('$util.base64Decode: the argument is not base64');
  }
  return Buffer.from(text, 'base64').toString('utf8');
}
