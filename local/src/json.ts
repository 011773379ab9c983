/** How deeply data may be nested: as deeply as Jackson reads. */
const MAX_DEPTH = 1000;

/** What is said of data that are nested deeper. */
export const TOO_DEEP = `Document nesting depth (${MAX_DEPTH + 1}) exceeds the maximum allowed (${MAX_DEPTH})`;

/** A JSON value. None is changed in place: values are shared between states, variables, histories and templates. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  [key: string]: Json;
}

/** True for a JSON object (not an array, not null). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON objects in a list; none where a value is no list. */
export function objectsIn(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A text as JSON, or undefined when it is none. */
export function parsedJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** A text as JSON; undefined when it is none, or is nested too deeply. */
export function boundedJson(text: string): Json | undefined {
  const value = parsedJson(text);
  return value === undefined || isNestedDeeperThan(MAX_DEPTH, value) ? undefined : value;
}

/** A text as JSON; the text itself when it is none. */
export function jsonOrText(text: string): Json {
  const value = parsedJson(text);
  return value === undefined ? text : value;
}

/** An object's own member, or undefined: `constructor` and `__proto__` are found only where the data holds them. */
export function ownMember<T>(object: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Sets an own member whatever its name: plain assignment of `__proto__` would change the prototype instead. */
export function setMember(object: JsonObject, key: string, value: Json): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[key] = value;
  }
}

/** A copy of an object's own members, safe for any key. */
export function copyObject(object: JsonObject): JsonObject {
  const copy: JsonObject = {};
  for (const key of Object.keys(object)) {
    setMember(copy, key, object[key]);
  }
  return copy;
}

/** A deep, detached copy as JSON would carry it; `undefined` becomes null. */
export function toJson(value: unknown): Json {
  const text = JSON.stringify(value);
  return text === undefined ? null : JSON.parse(text) as Json;
}

/** Whether arrays and objects in a value are nested more than some levels deep. It needs no stack: what is nested at will is asked for. */
export function isNestedDeeperThan(levels: number, value: Json): boolean {
  let level: readonly Json[] = [value];
  for (let depth = 0; ; depth += 1) {
    const nested = level.filter((item) => typeof item === 'object' && item !== null) as readonly object[];
    if (nested.length === 0 || depth >= levels) {
      return nested.length > 0;
    }
    level = nested.flatMap((item) => Object.values(item) as Json[]);
  }
}

/** The value in a few words, for messages. */
export function excerpt(value: unknown, longest = 80): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
}

/** Digits or an exponent as only numbers past Java's long have them. Texts may have them too, and are then looked at one by one. */
const LONG_NUMBER = /\d{19}|\de\+/;

/** A value as JSON text, numbers as the service writes them: what is past the range of a long is a double of Java's (`9.223372036854776E18`). */
export function jsonText(value: Json): string {
  const text = JSON.stringify(value);
  return LONG_NUMBER.test(text) ? text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, asJavaWrites) : text;
}

function asJavaWrites(token: string): string {
  if (token.startsWith('"') || Math.abs(Number(token)) < 2 ** 63) {
    return token;
  }
  const [digits, exponent] = Number(token).toExponential().split('e+');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent}`;
}

/** The size of a JSON text in bytes of UTF-8, as service quotas count. */
export function byteSize(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** The most bytes of JSON text that a state, a task or a variable may hold. */
const MAX_PAYLOAD_BYTES = 256 * 1024;

/** Whether a JSON text is larger than a payload may be. */
export function isTooLarge(text: string): boolean {
  // A character takes three bytes at most: short texts need no counting.
  return text.length * 3 > MAX_PAYLOAD_BYTES && byteSize(text) > MAX_PAYLOAD_BYTES;
}

/** Whether a value is larger, as JSON text, than a payload may be. The text itself is not made: there may not be room for it. */
export function exceedsPayload(value: Json): boolean {
  // A character takes six bytes at most: of most values nothing need be counted exactly.
  return sizeOf(value, (text) => text.length * 6) > MAX_PAYLOAD_BYTES
    && sizeOf(value, (text) => text.length > MAX_PAYLOAD_BYTES ? text.length : byteSize(JSON.stringify(text)) - 2) > MAX_PAYLOAD_BYTES;
}

/** The bytes of a value as JSON text, or somewhat more than a payload may have; `sizeOfText` gives those between quotes. */
function sizeOf(value: Json, sizeOfText: (text: string) => number): number {
  let bytes = 0;
  const waiting: Json[] = [value];
  while (waiting.length > 0 && bytes <= MAX_PAYLOAD_BYTES) {
    const next = waiting.pop() as Json;
    if (typeof next === 'string') {
      bytes += sizeOfText(next) + 2;
    } else if (typeof next !== 'object' || next === null) {
      bytes += String(next).length;
    } else if (Array.isArray(next)) {
      bytes += Math.max(2, next.length + 1);
      if (bytes <= MAX_PAYLOAD_BYTES) {
        next.forEach((item) => waiting.push(item));
      }
    } else {
      const names = Object.keys(next);
      bytes += Math.max(2, names.length + 1);
      for (const name of names) {
        bytes += sizeOfText(name) + 3;
        waiting.push(next[name]);
      }
    }
  }
  return bytes;
}

/** Deep equality of JSON values; the order of members does not count. */
export function deepEqual(left: Json, right: Json): boolean {
  if (left === right) {
    return true;
  }
  if (Array.isArray(left)) {
    return Array.isArray(right) && left.length === right.length && left.every((item, index) => deepEqual(item, right[index]));
  }
  if (!isObject(left) || !isObject(right)) {
    return false;
  }
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => {
    const other = ownMember(right, key);
    return other !== undefined && deepEqual(left[key], other);
  });
}

/** A value as Java prints it (`{a=1, b=[x]}`): the text that the service puts into formatted strings and causes. */
export function toJavaString(value: Json): string {
  if (Array.isArray(value)) {
    return `[${value.map(toJavaString).join(', ')}]`;
  }
  if (isObject(value)) {
    return `{${Object.keys(value).map((key) => `${key}=${toJavaString(value[key])}`).join(', ')}}`;
  }
  return typeof value === 'number' ? jsonText(value) : String(value);
}
