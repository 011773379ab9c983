import { excerpt, isObject } from '../../json';

/** The value if it is a JSON object. */
export function asObject(value: unknown): Record<string, unknown> | undefined {
  return isObject(value) ? value : undefined;
}

/** Reads a JSON document, and collects what is wrong in it to tell it at once. */
export class DocumentReader {
  private readonly texts: string[] = [];

  /** @param got the value that was found, to be shown */
  public refuse(path: string, text: string, ...got: unknown[]): void {
    this.texts.push(`${path}: ${text}${got.length > 0 ? `, got ${excerpt(got[0])}` : ''}`);
  }

  public throwIfAny(error: (list: string) => Error): void {
    if (this.texts.length > 0) {
      throw error(this.texts.join('; '));
    }
  }

  /** An object's members; something wrong where it is no object, lacks a required member, or has one that is not known. */
  public members(value: unknown, path: string, required: readonly string[], optional: readonly string[] = []): Record<string, unknown> {
    const object = asObject(value);
    if (!object) {
      this.refuse(path, `expected an object with ${required.join(', ')}`, value);
      return {};
    }
    for (const name of required.filter((candidate) => !Object.hasOwn(object, candidate))) {
      this.refuse(path, `${name} is missing`);
    }
    const known = [...required, ...optional];
    for (const name of Object.keys(object).filter((candidate) => !known.includes(candidate))) {
      this.refuse(memberPath(path, name), `not known here; allowed: ${known.join(', ')}`);
    }
    return Object.fromEntries(known.map((name) => [name, Object.hasOwn(object, name) ? object[name] : undefined]));
  }

  /** Reads each member of an object; those that give undefined are left out. An object that is missing has been found already. */
  public mapObject<T>(value: unknown, path: string, read: (value: unknown, path: string, name: string) => T | undefined): Map<string, T> {
    const object = asObject(value);
    if (!object && value !== undefined) {
      this.refuse(path, 'expected an object', value);
    }
    const results = new Map<string, T>();
    for (const [name, member] of Object.entries(object ?? {})) {
      const result = read(member, memberPath(path, name), name);
      if (result !== undefined) {
        results.set(name, result);
      }
    }
    return results;
  }
}

/** The JSON path of a member. */
export function memberPath(path: string, name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}
