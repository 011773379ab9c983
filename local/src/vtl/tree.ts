import type { Value } from './values';

/** A statement of a template, in the order of rendering. `at` is the offset in the template's text, for error messages. */
export type Statement =
  | { readonly kind: 'text'; readonly text: string }
  | ReferenceNode
  | { readonly kind: 'set'; readonly target: ReferenceNode; readonly value: Expression }
  | { readonly kind: 'if'; readonly branches: readonly Branch[]; readonly otherwise: Block }
  | ForeachNode
  | { readonly kind: 'define'; readonly name: string; readonly body: Block }
  | { readonly kind: 'break' }
  | { readonly kind: 'stop' };

export type Block = readonly Statement[];

export interface Branch {
  readonly condition: Expression;
  readonly body: Block;
}

export interface ForeachNode {
  readonly kind: 'foreach';
  readonly at: number;
  readonly variable: string;
  readonly items: Expression;
  readonly body: Block;
}

/** `$name.property[index].method(arguments)`, with what an escape makes of it when it stands in the text. */
export interface ReferenceNode {
  readonly kind: 'reference';
  readonly at: number;
  readonly name: string;
  readonly path: readonly Access[];
  /** Backslashes that stay in front of the value. */
  readonly prefix: string;
  /** The reference's own text, rendered instead of the value when it was escaped by an odd number of backslashes. */
  readonly escaped?: string;
}

export type Access =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'index'; readonly index: Expression }
  | { readonly kind: 'method'; readonly name: string; readonly args: readonly Expression[] };

export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

export type Expression =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'interpolated'; readonly body: Block }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'range'; readonly from: Expression; readonly to: Expression }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }
  | ReferenceNode;
