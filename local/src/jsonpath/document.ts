/** How the values of a document are read and made: those of states are JSON, those of mapping templates are Java's. */
export interface Document<V> {
  /** The items of a list; undefined for what is no list. */
  readonly items: (value: V) => readonly V[] | undefined;
  /** The names of an object's members; undefined for what is no object. */
  readonly names: (value: V) => readonly string[] | undefined;
  /** A member of an object; undefined where there is none. */
  readonly member: (value: V, name: string) => V | undefined;
  readonly isNumber: (value: V) => boolean;
  readonly toDouble: (value: V) => number;
  /** Below, equal to or above 0, as the left number is less than, equal to or greater than the right one. */
  readonly compareNumbers: (left: V, right: V) => number;
  /** A value as Java prints it. */
  readonly print: (value: V) => string;
  readonly list: (items: V[]) => V;
  readonly object: (members: readonly (readonly [string, V])[]) => V;
  readonly integer: (number: number) => V;
  readonly double: (number: number) => V;
  readonly text: (text: string) => V;
  /** The value of a JSON text. */
  readonly parse: (json: string) => V;
}

/** The values inside a list or an object. */
export function children<V>(document: Document<V>, value: V): readonly V[] {
  return document.items(value) ?? document.names(value)?.map((name) => document.member(value, name) as V) ?? [];
}

/** How many items or members a list or an object has. */
export function sizeOf<V>(document: Document<V>, value: V): number | undefined {
  return (document.items(value) ?? document.names(value))?.length;
}
