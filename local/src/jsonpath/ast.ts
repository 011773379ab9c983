/** One step of a path. */
export type Segment<V> = Step<V>
  | { readonly kind: 'descendants'; readonly step: Step<V> }
  | { readonly kind: 'function'; readonly name: string; readonly args: readonly Operand<V>[] };

/** What a step takes of a value. */
export type Step<V> =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  /** The last step: an object of the members that are there. */
  | { readonly kind: 'selection'; readonly names: readonly string[] }
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'slice'; readonly start?: number; readonly end?: number }
  | { readonly kind: 'filter'; readonly filter: Filter<V> };

/** Where a path starts: the data (`$`), the context object (`$$`), a variable (`$name`), or a filter's item (`@`). */
export type Root =
  | { readonly kind: 'data' }
  | { readonly kind: 'context' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'item' };

/** A parsed JSONPath. */
export interface JsonPath<V> {
  /** The path as it was written. */
  readonly text: string;
  readonly root: Root;
  readonly segments: readonly Segment<V>[];
  /** A definite path leads to one value at most; an indefinite one gives a list. */
  readonly definite: boolean;
}

/** What a filter compares, and what a path function takes. */
export type Operand<V> =
  | { readonly kind: 'literal'; readonly value: V }
  | { readonly kind: 'regex'; readonly regex: RegExp }
  | { readonly kind: 'path'; readonly path: JsonPath<V> };

/** The condition between `[?(` and `)]`. */
export type Filter<V> =
  | { readonly kind: 'and' | 'or'; readonly filters: readonly Filter<V>[] }
  | { readonly kind: 'not'; readonly filter: Filter<V> }
  | { readonly kind: 'exists'; readonly path: JsonPath<V> }
  | { readonly kind: 'compare'; readonly operator: string; readonly left: Operand<V>; readonly right: Operand<V> };

/** Whether a path is definite behind a segment. Of all that is found below the root, a function makes one value. */
export function isDefinite<V>(segments: readonly Segment<V>[]): boolean {
  return segments.every(({ kind }) => kind === 'name' || kind === 'index' || kind === 'selection' || kind === 'function')
    || (collects(segments) && isDefinite(segments.slice(segments.findIndex(({ kind }) => kind === 'function'))));
}

/** Whether the first function of a path takes all that was found as one list. */
export function collects<V>(segments: readonly Segment<V>[]): boolean {
  return segments[0]?.kind === 'descendants' && segments.some(({ kind }) => kind === 'function');
}
