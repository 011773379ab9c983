import { Json } from '../json';

/** One step of a path. */
export type Segment =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly start?: number; readonly end?: number }
  | { readonly kind: 'filter'; readonly filter: Filter }
  | { readonly kind: 'descendants' }
  | { readonly kind: 'function'; readonly name: string; readonly args: readonly Operand[] };

/** Where a path starts: the data (`$`), the context object (`$$`), a variable (`$name`), or a filter's item (`@`). */
export type Root =
  | { readonly kind: 'data' }
  | { readonly kind: 'context' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'item' };

/** A parsed JSONPath. */
export interface JsonPath {
  /** The path as it was written. */
  readonly text: string;
  readonly root: Root;
  readonly segments: readonly Segment[];
  /** A definite path leads to one value at most; an indefinite one gives a list. */
  readonly definite: boolean;
}

/** What a filter compares, and what a path function takes. */
export type Operand =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'regex'; readonly regex: RegExp }
  | { readonly kind: 'path'; readonly path: JsonPath };

/** The condition between `[?(` and `)]`. */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly filters: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter }
  | { readonly kind: 'exists'; readonly path: JsonPath }
  | { readonly kind: 'compare'; readonly operator: string; readonly left: Operand; readonly right: Operand };
