import { depthOf, isJson, namesIn } from '../templates/json';

/** JSON that a library refuses or changes, beyond what all of them do: nothing that a template could do anything about. */
const UNREADABLE: Record<string, (body: string) => boolean> = {
  // Half a surrogate pair in a name.
  'Jackson': (body) => namesIn(body).some((name) => /\p{Surrogate}/u.test(JSON.parse(name) as string)),
  // Lists and objects that nest deeper than 400; U+007F, which it leaves out of strings that have escapes as well.
  'json-smart': (body) => depthOf(body) > 400 || body.includes('\u007f'),
};

/**
 * Whether a body is JSON that the library reads as it is written.
 *
 * @param library - its name, as the Java program writes it
 */
export function isReadAsWritten(body: string, library: string): boolean {
  return isJson(body) && depthOf(body) <= 1000 && !hasInfinity(JSON.parse(body)) && !UNREADABLE[library](body);
}

/** Whether a number is beyond a Double, which is written as null or as a string. */
function hasInfinity(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? Object.values(value).some(hasInfinity) : value === Infinity || value === -Infinity;
}
