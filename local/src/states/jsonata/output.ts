import { Callable } from './callable';
import { Value } from './values';
import { Json, JsonObject, setMember } from '../../json';

/** A value as JSON, where the service has an answer for what JSON cannot hold: what is not finite becomes its name. */
export function toOutput(value: Value): Json {
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value + 0 : String(value);
  }
  if (typeof value !== 'object' || value === null) {
    return value as Json;
  }
  if (Array.isArray(value)) {
    return Array.from(value, toOutput);
  }
  const result: JsonObject = {};
  for (const name of value instanceof Callable ? [] : Object.keys(value)) {
    setMember(result, name, toOutput((value as Readonly<Record<string, Value>>)[name]));
  }
  return result;
}
