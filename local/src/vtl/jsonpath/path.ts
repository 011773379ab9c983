import { JavaList, JavaMap } from '../values';
import type { Value } from '../values';

/** One step of a JSONPath: what it takes of a node. */
export interface Step {
  /** Whether it can only lead to one node; of an indefinite path the result is always a list. */
  readonly definite: boolean;
  /** Whether it has a meaning for such a node: a definite path ends where it has none. */
  readonly applies: (node: Value) => boolean;
  /** The nodes that the step leads to. */
  readonly select: (node: Value, root: Value) => readonly Value[];
}

/** A function at the end of a path, such as `.length()`. */
export type PathFunction = (node: Value) => Value;

/** A compiled JSONPath, of the kind that `$input.json` and `$input.path` take (Jayway's). */
export class JsonPath {
  constructor(private readonly steps: readonly Step[], private readonly end?: PathFunction) {}

  /** @returns of a definite path its node, else the list of all nodes found; undefined when its definite beginning leads nowhere */
  public read(root: Value, from: Value = root): Value | undefined {
    let nodes: readonly Value[] = [from];
    let definite = true;
    for (const step of this.steps) {
      if (definite && !step.applies(nodes[0])) {
        return undefined;
      }
      nodes = nodes.flatMap((node) => step.select(node, root));
      definite &&= step.definite;
      if (definite && nodes.length === 0) {
        return undefined;
      }
    }
    const found = this.end ? nodes.map(this.end) : nodes;
    return definite ? found[0] : new JavaList([...found], 'JSONArray');
  }
}

const isMap = (node: Value): node is JavaMap => node instanceof JavaMap;
const isList = (node: Value): node is JavaList => node instanceof JavaList;
const isContainer = (node: Value): boolean => isMap(node) || isList(node);

/** `.name`, `['name']`; several names give a map of those that are there. */
export function properties(names: readonly string[], last: boolean): Step {
  if (names.length === 1) {
    return { definite: true, applies: isMap, select: (node) => isMap(node) && node.has(names[0]) ? [node.get(names[0])] : [] };
  }
  const present = (map: JavaMap): string[] => names.filter((name) => map.has(name));
  const merged = (map: JavaMap): JavaMap => new JavaMap(present(map).map((name) => [name, map.get(name)] as const));
  return last
    ? { definite: true, applies: isMap, select: (node) => isMap(node) ? [merged(node)] : [] }
    : { definite: false, applies: isMap, select: (node) => isMap(node) ? present(node).map((name) => node.get(name)) : [] };
}

/** `[1]`, `[-1]`, `[0,2]`. */
export function indexes(positions: readonly number[]): Step {
  const select = (node: Value): readonly Value[] => isList(node)
    ? positions.map((position) => position < 0 ? node.items.length + position : position)
      .filter((position) => position >= 0 && position < node.items.length)
      .map((position) => node.items[position])
    : [];
  return { definite: positions.length === 1, applies: isList, select };
}

/** `[1:3]`, `[:2]`, `[-2:]`. */
export function slice(from: number | undefined, to: number | undefined): Step {
  return { definite: false, applies: isList, select: (node) => isList(node) ? node.items.slice(from, to) : [] };
}

/** `*`. */
export const WILDCARD: Step = { definite: false, applies: () => true, select: children };

/** `[?(...)]`: the items of a list for which it holds, or the map itself. */
export function filtered(holds: (node: Value, root: Value) => boolean): Step {
  return {
    definite: false,
    applies: isContainer,
    select: (node, root) => isList(node) ? node.items.filter((item) => holds(item, root)) : [node].filter((map) => isMap(map) && holds(map, root)),
  };
}

/** `..`: the step at the node and at everything below it. */
export function deep(step: Step): Step {
  const select = (node: Value, root: Value): readonly Value[] =>
    [...step.select(node, root), ...children(node).flatMap((child) => select(child, root))];
  return { definite: false, applies: () => true, select };
}

function children(node: Value): readonly Value[] {
  return isList(node) ? node.items : isMap(node) ? node.values() : [];
}
