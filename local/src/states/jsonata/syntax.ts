import jsonata from 'jsonata';

/** The signature of a function, as the parser compiles it. */
export interface Signature {
  readonly definition: string;
  /** The arguments as the function takes them: missing ones filled in from the context, single values in arrays. Throws a problem of the language. */
  validate(args: unknown[], context: unknown): unknown[];
}

/** What narrows or numbers the items of a step. */
export interface Stage {
  readonly type: 'filter' | 'index';
  readonly expr: Node;
  readonly value: string;
}

/** A term of an order-by clause. */
export interface SortTerm {
  readonly descending: boolean;
  readonly expression: Node;
}

/** The pairs of an object constructor or of a group-by clause. */
export interface Pairs {
  readonly lhs: readonly (readonly [Node, Node])[];
  readonly position?: number;
}

/** A node of the syntax tree. The parser's own type leaves out most of the members; which ones there are depends on `type`. */
export interface Node {
  readonly type: string;
  readonly value: unknown;
  readonly position?: number;
  readonly arguments: readonly Node[];
  readonly procedure: Node;
  readonly steps: readonly Node[];
  readonly expressions: readonly Node[];
  readonly expression: Node;
  readonly lhs: Node;
  readonly rhs: Node;
  readonly condition: Node;
  readonly then: Node;
  readonly else?: Node;
  readonly pattern: Node;
  readonly update: Node;
  readonly delete?: Node;
  readonly body: Node;
  readonly signature?: Signature;
  /** A call in tail position: it is made by who called the function that it stands in. */
  readonly thunk?: boolean;
  readonly terms: readonly SortTerm[];
  readonly stages?: readonly Stage[];
  readonly predicate?: readonly Stage[];
  readonly group?: Pairs;
  /** `@$name` and `#$name` of a step. */
  readonly focus?: string;
  readonly index?: string;
  /** The name under which a step's input is kept for a parent operator. */
  readonly ancestor?: { readonly label: string };
  readonly slot: { readonly label: string };
  readonly tuple?: boolean;
  readonly keepArray?: boolean;
  readonly keepSingletonArray?: boolean;
  readonly consarray?: boolean;
}

/** Parses an expression. Throws a SyntaxError in the parser's words, with its code, for a text that is not JSONata. */
export function parseJsonata(source: string): Node {
  try {
    return jsonata(source).ast() as unknown as Node;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    throw Object.assign(new SyntaxError(message), { code });
  }
}
