import { createHash } from 'node:crypto';
import { IntrinsicFunction, InvalidArgument, intrinsic, stringArgument } from './function';
import { Json, copyObject, isObject, isTooLarge, jsonText, setMember, toJavaString } from '../../json';
import { parseJson } from '../../json-syntax/json-problem';
import { dataTooLarge } from '../errors';
import { withinPayload } from '../payload';

const MAX_CODED_LENGTH = 10_000;
const HASH_ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['MD5', 'md5'], ['SHA-1', 'sha1'], ['SHA-256', 'sha256'], ['SHA-384', 'sha384'], ['SHA-512', 'sha512'],
]);

/** The hash of a text in hexadecimal digits. Throws an InvalidArgument for an algorithm that the service does not have. */
function hash(data: string, algorithm: string): string {
  const name = HASH_ALGORITHMS.get(algorithm);
  if (name === undefined) {
    throw new InvalidArgument(`The algorithm '${algorithm}' is none of ${[...HASH_ALGORITHMS.keys()].join(', ')}`);
  }
  return createHash(name).update(data, 'utf8').digest('hex');
}

/** Intrinsic functions on strings and JSON. @see https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
export const TEXT_FUNCTIONS: readonly IntrinsicFunction[] = [
  intrinsic('Format', 1, Infinity, (template, ...args) => format(stringArgument(template, 1), args)),
  intrinsic('StringToJson', 1, 1, (text) => parse(stringArgument(text, 1))),
  intrinsic('JsonToString', 1, 1, (value) => jsonText(withinPayload(value))),
  intrinsic('StringSplit', 2, 2, (text, delimiters) => split(stringArgument(text, 1), stringArgument(delimiters, 2))),
  intrinsic('Base64Encode', 1, 1, (text) => Buffer.from(codable(text), 'utf8').toString('base64')),
  intrinsic('Base64Decode', 1, 1, (text) => Buffer.from(codable(text), 'base64').toString('utf8')),
  intrinsic('Hash', 2, 2, (data, algorithm) => hash(codable(typeof data === 'string' ? data : jsonText(withinPayload(data))), stringArgument(algorithm, 2))),
  intrinsic('JsonMerge', 3, 3, merge),
];

function format(template: string, args: readonly Json[]): string {
  const parts = template.split(/(\\[{}]|\{\})/);
  if (parts.filter((part) => part === '{}').length !== args.length) {
    throw new InvalidArgument('The number of arguments does not match the occurrences of {}');
  }
  let used = 0;
  return parts.reduce((text, part) => {
    const longer = text + (part === '{}' ? toJavaString(withinPayload(args[used++])) : /^\\[{}]$/.test(part) ? part[1] : part);
    if (isTooLarge(longer)) {
      throw dataTooLarge();
    }
    return longer;
  }, '');
}

function parse(text: string): Json {
  if (text.trim() === '') {
    return null;
  }
  try {
    return parseJson(text);
  } catch (error) {
    throw new InvalidArgument(`The value is not valid JSON: ${(error as Error).message}`);
  }
}

/** Every character of `delimiters` separates; empty pieces are dropped. */
function split(text: string, delimiters: string): string[] {
  const separators = new Set(delimiters);
  const pieces: string[] = [];
  let piece = '';
  for (const char of text) {
    if (separators.has(char)) {
      pieces.push(piece);
      piece = '';
    } else {
      piece += char;
    }
  }
  pieces.push(piece);
  return pieces.filter((part) => part !== '');
}

function codable(value: Json): string {
  const text = stringArgument(value, 1);
  if (text.length > MAX_CODED_LENGTH) {
    throw new InvalidArgument(`The string is longer than ${MAX_CODED_LENGTH} characters`);
  }
  return text;
}

function merge(left: Json, right: Json, deep: Json): Json {
  if (!isObject(left) || !isObject(right)) {
    throw new InvalidArgument('The values to merge must be JSON objects');
  }
  if (deep !== false) {
    throw new InvalidArgument('Only the shallow merge (false) is supported');
  }
  const merged = copyObject(left);
  for (const key of Object.keys(right)) {
    setMember(merged, key, right[key]);
  }
  return merged;
}
