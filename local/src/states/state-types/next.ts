import { JsonObject, ownMember } from '../json';

/** The state that follows; undefined where the state ends its flow. */
export function nextState(fields: JsonObject): string | undefined {
  const next = ownMember(fields, 'Next');
  return typeof next === 'string' ? next : undefined;
}
