import { randomUUID } from 'node:crypto';

/** A variable, alone in a text of JSON or anywhere else. */
const VARIABLE = /"\{\{\s*([$\w.[\]-]+)\s*\}\}"|\{\{\s*([$\w.[\]-]+)\s*\}\}/g;

/** What needs no frame. */
const GENERATED: ReadonlyMap<string, () => unknown> = new Map<string, () => unknown>([['$uuid', () => randomUUID()], ['$now', () => new Date().toISOString()]]);

/**
 * Fills in the variables of a message, such as `{{executionArn}}` or `{{order.id}}`: each is the value of that member in the latest frame that has
 * it. A variable that is a whole text of JSON becomes the value itself.
 *
 * @param frames those heard so far, the latest last
 * @returns the message, or the names of variables that no frame has
 */
export function filledIn(message: string, frames: readonly unknown[]): { readonly text: string } | { readonly missing: readonly string[] } {
  const missing: string[] = [];
  const text = message.replace(VARIABLE, (all, whole: string | undefined, part: string | undefined) => {
    const name = (whole ?? part)!;
    const value = GENERATED.get(name)?.() ?? latest(name, frames);
    if (value === undefined) {
      missing.push(name);
      return all;
    }
    const json = JSON.stringify(value);
    return whole !== undefined ? json : typeof value === 'string' ? json.slice(1, -1) : json;
  });
  return missing.length > 0 ? { missing } : { text };
}

function latest(name: string, frames: readonly unknown[]): unknown {
  const path = name.split(/[.[\]]+/).filter((part) => part !== '');
  for (const frame of [...frames].reverse()) {
    const value = path.reduce<unknown>((within, member) => (isObject(within) && Object.hasOwn(within, member) ? within[member] : undefined), frame);
    if (value !== undefined) {
      return value;
    }
  }
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
