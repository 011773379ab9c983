import { isDeepStrictEqual } from 'node:util';

/**
 * Reads JSON that means one thing to every reader.
 *
 * @throws Error when the text is no JSON, or an object in it has a name twice: which of the two counts is each reader's own choice
 */
export function readJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!isUnambiguous(text)) {
    throw new Error('a name stands twice in an object');
  }
  return value;
}

/** Whether a JSON text means one thing to every reader. */
export function isUnambiguous(json: string): boolean {
  return namesIn(json).length === membersOf(JSON.parse(json));
}

/** Whether two JSON values are the same. There is one zero in JSON. */
export function isSameJson(left: unknown, right: unknown): boolean {
  return isDeepStrictEqual(withOneZero(left), withOneZero(right));
}

/** Whether a text is JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The names of all members in a JSON text, as they are written there, quotes included. */
export function namesIn(json: string): string[] {
  return [...json.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?/gs)].filter(([, , colon]) => colon !== undefined).map(([, name]) => name);
}

/** How deep lists and objects nest in a JSON text. */
export function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '[' || token === '{') {
      deepest = Math.max(deepest, ++depth);
    } else if (token === ']' || token === '}') {
      depth--;
    }
  }
  return deepest;
}

function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) {
    return 0;
  }
  const values: unknown[] = Object.values(value);
  return values.reduce<number>((count, item) => count + membersOf(item), Array.isArray(value) ? 0 : values.length);
}

function withOneZero(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withOneZero);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withOneZero(item)]));
  }
  return value === 0 ? 0 : value;
}
