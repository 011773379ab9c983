/** A JSON value. The interpreter never changes one in place: values are shared between states, variables and history. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  [key: string]: Json;
}

/** True for a JSON object (not an array, not null). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object's own member, or undefined: `constructor` and `__proto__` are found only where the data holds them. */
export function ownMember(object: JsonObject, key: string): Json | undefined {
  return Object.prototype.hasOwnProperty.call(object, key) ? object[key] : undefined;
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
  return keys.length === Object.keys(right).length && keys.every(key => {
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
    return `{${Object.keys(value).map(key => `${key}=${toJavaString(value[key])}`).join(', ')}}`;
  }
  return String(value);
}
