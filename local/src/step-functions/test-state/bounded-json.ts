import { Json, isNestedDeeperThan, parsedJson } from '../../json';

/** How deeply data may be nested: as deeply as Jackson reads. */
const MAX_DEPTH = 1000;

/** What is said of data that are nested deeper. */
export const TOO_DEEP = `Document nesting depth (${MAX_DEPTH + 1}) exceeds the maximum allowed (${MAX_DEPTH})`;

/** A text as JSON; undefined when it is none, or is nested too deeply. */
export function boundedJson(text: string): Json | undefined {
  const value = parsedJson(text);
  return value === undefined || isNestedDeeperThan(MAX_DEPTH, value) ? undefined : value;
}
