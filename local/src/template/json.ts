/** A value of a template, as JSON and YAML carry it. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

export interface JsonObject { [key: string]: Json }

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own member `key`: a template's keys are data, so `constructor` must not find `Object`'s. */
export function member<T>(object: Record<string, T> | undefined, key: string): T | undefined {
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The value in a few words, for messages. */
export function excerpt(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
