import { fromLibrary, instead } from './library';
import { Native } from '../callable';
import { InternalFailure, Problem } from '../problem';
import { checkBytes } from '../run';
import { sizeOf } from '../size';
import { Value, toText } from '../values';

/** Functions on texts. @see https://docs.jsonata.org/string-functions */
export const TEXT_FUNCTIONS: readonly (readonly [string, Native])[] = [
  ...[
    'decodeUrl', 'decodeUrlComponent', 'encodeUrl', 'encodeUrlComponent', 'lowercase', 'substringAfter', 'substringBefore', 'trim', 'uppercase',
  ].map((name): [string, Native] => [name, fromLibrary(name)]),
  ['base64encode', fromLibrary('base64encode')],
  ['base64decode', instead('base64decode', ([text]) => decoded(text as string | undefined))],
  ['join', instead('join', ([texts, separator]) => joined(texts as string[] | undefined, separator as string | undefined))],
  ['length', instead('length', ([text]) => text === undefined ? undefined : lengthOf(text as string))],
  ['pad', instead('pad', ([text, width, filling]) => padded(text as string | undefined, width as number, filling as string | undefined))],
  ['string', instead('string', ([value, prettify]) => printed(value, prettify === true))],
  ['substring', instead('substring', ([text, start, length]) => substring(text as string | undefined, start as number, length as number | undefined))],
];

function decoded(text: string | undefined): Value {
  if (text !== undefined && !isBase64(text)) {
    throw new InternalFailure();
  }
  return text === undefined ? undefined : Buffer.from(text, 'base64').toString('latin1');
}

/** As Java's decoder has it: padding may be missing, but not be wrong. */
function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && (text.endsWith('=') ? text.length % 4 === 0 : text.length % 4 !== 1);
}

function joined(texts: readonly string[] | undefined, separator = ''): Value {
  if (texts === undefined) {
    return undefined;
  }
  checkBytes(texts.reduce((bytes, text) => bytes + text.length + separator.length, 0));
  return texts.join(separator);
}

/** The characters of a text: two units of UTF-16 may be one. */
function lengthOf(text: string): number {
  let surrogates = 0;
  for (let index = 0; index < text.length; index++) {
    if (text.codePointAt(index)! > 0xFFFF) {
      surrogates++;
      index++;
    }
  }
  return text.length - surrogates;
}

function padded(text: string | undefined, width: number, filling: string | undefined): Value {
  if (text === undefined) {
    return undefined;
  }
  const missing = Math.abs(Math.trunc(width)) - lengthOf(text);
  if (!(missing > 0)) {
    return text;
  }
  checkBytes(missing + text.length);
  const unit = filling === undefined || filling === '' ? ' ' : filling;
  const size = lengthOf(unit);
  const padding = unit.repeat(Math.floor(missing / size)) + [...unit].slice(0, missing % size).join('');
  return width > 0 ? text + padding : padding + text;
}

function printed(value: Value, prettify: boolean): Value {
  if (value === undefined) {
    return undefined;
  }
  const { bytes, depth } = sizeOf(value);
  // Each line is indented by as much as it is deep.
  checkBytes(prettify ? bytes * (1 + depth) : bytes);
  return toText(value, prettify ? 2 : 0);
}

function substring(text: string | undefined, start: number, length: number | undefined): Value {
  if (text === undefined) {
    return undefined;
  }
  if (length !== undefined && length <= 0) {
    return '';
  }
  const total = lengthOf(text);
  const first = total + start < 0 ? 0 : start;
  const end = length === undefined ? undefined : first >= 0 ? first + length : total + first + length;
  return total === text.length ? text.slice(first, end) : [...text].slice(first, end).join('');
}

/** A text that a function must have been given, or the problem that says it was not. */
export function requireText(value: Value, code: string): string {
  if (typeof value !== 'string') {
    throw new Problem(code, { value });
  }
  return value;
}
