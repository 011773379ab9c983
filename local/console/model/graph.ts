/** What is used of dagre, which is loaded when the first graph is drawn. */
export interface Dagre {
  readonly graphlib: { readonly Graph: new (options: { readonly compound: boolean; readonly multigraph: boolean }) => LayoutGraph };
  layout(graph: LayoutGraph): unknown;
}

interface LayoutGraph {
  setGraph(label: object): unknown;
  setNode(id: string, label: object): unknown;
  setParent(id: string, parent: string): unknown;
  setEdge(from: string, to: string, label: object, name: string): unknown;
  nodes(): string[];
  node(id: string): unknown;
  edge(from: string, to: string, name: string): unknown;
  graph(): unknown;
}

/** What the graph reads of a state's definition. */
interface StateDefinition {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next?: string }[];
  readonly Catch?: readonly { readonly Next?: string; readonly ErrorEquals?: readonly string[] }[];
  readonly Branches?: readonly WorkflowDefinition[];
  readonly ItemProcessor?: WorkflowDefinition;
  readonly Iterator?: WorkflowDefinition;
}

export interface WorkflowDefinition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, StateDefinition>>;
}

export interface GraphNode {
  readonly id: string;
  /** The state's name; undefined for the start, the end and the exit of a box. */
  readonly state?: string;
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** The transition that it stands for, as `Visits.transitions` names it; undefined where it ends a workflow. */
  readonly transition?: string;
  readonly isCatch: boolean;
  readonly label?: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface Graph {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly GraphNode[];
  /** Map and Parallel states, with what is in them. */
  readonly boxes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

interface Draft {
  readonly from: string;
  readonly to: string;
  readonly transition?: string;
  readonly isCatch: boolean;
  readonly label?: string;
}

const HEIGHT = 40;
/** Room for a name's letter, and for the type with the number of tries. */
const LETTER = 7.6;
const LEAST_WIDTH = 132;
const START = '#start';
const END = '#end';

/** Lays out a state machine. Edges to and from a box go through its entry and its exit: dagre knows no edges of boxes. */
export function graph(definition: WorkflowDefinition, { graphlib, layout }: Dagre): Graph {
  const dagre = new graphlib.Graph({ compound: true, multigraph: true });
  dagre.setGraph({ rankdir: 'TB', nodesep: 28, ranksep: 34, edgesep: 16, marginx: 16, marginy: 16 });
  const builder = new Builder(dagre);
  dagre.setNode(START, { width: 16, height: 16, type: 'Start' });
  dagre.setNode(END, { width: 16, height: 16, type: 'End' });
  builder.workflow(definition, undefined, START, END);
  builder.drafts.forEach((draft, index) => dagre.setEdge(draft.from, draft.to, { minlen: 1, weight: draft.isCatch ? 1 : 3 }, String(index)));
  layout(dagre);
  return drawn(dagre, builder);
}

class Builder {
  public readonly drafts: Draft[] = [];
  public readonly boxes = new Set<string>();

  constructor(private readonly dagre: LayoutGraph) {}

  public workflow({ StartAt, States }: WorkflowDefinition, box: string | undefined, entry: string, exit: string): void {
    Object.entries(States).forEach(([name, state]) => this.state(name, state, box));
    this.drafts.push({ from: entry, to: this.entryOf(StartAt), transition: `>${StartAt}`, isCatch: false });
    Object.entries(States).forEach(([name, state]) => this.transitions(name, state, exit));
  }

  private state(name: string, state: StateDefinition, box: string | undefined): void {
    const inner = innerWorkflows(state);
    const node = { width: Math.max(LEAST_WIDTH, name.length * LETTER + 48), height: HEIGHT, type: state.Type, state: name };
    if (inner.length === 0) {
      this.dagre.setNode(name, node);
    } else {
      this.boxes.add(name);
      this.dagre.setNode(name, { type: state.Type, state: name });
      this.dagre.setNode(this.entryOf(name), node);
      this.dagre.setNode(this.exitOf(name), { width: 10, height: 10, type: 'Exit' });
      this.dagre.setParent(this.entryOf(name), name);
      this.dagre.setParent(this.exitOf(name), name);
      inner.forEach((workflow) => this.workflow(workflow, name, this.entryOf(name), this.exitOf(name)));
    }
    if (box !== undefined) {
      this.dagre.setParent(name, box);
    }
  }

  private transitions(name: string, state: StateDefinition, exit: string): void {
    const from = this.exitOf(name);
    const next = new Set([...state.Choices?.map(({ Next }) => Next) ?? [], state.Default, state.Next].filter((target) => target !== undefined));
    next.forEach((target) => this.drafts.push({
      from, to: this.entryOf(target), transition: `${name}>${target}`, isCatch: false, label: target === state.Default ? 'default' : undefined,
    }));
    state.Catch?.forEach(({ Next = '', ErrorEquals = [] }) => {
      if (!next.has(Next)) {
        this.drafts.push({ from, to: this.entryOf(Next), transition: `${name}>${Next}`, isCatch: true, label: `catch ${ErrorEquals.join(', ')}` });
      }
    });
    if (next.size === 0) {
      this.drafts.push({ from, to: exit, isCatch: false });
    }
  }

  private entryOf(name: string): string {
    return this.boxes.has(name) ? `${name}#in` : name;
  }

  private exitOf(name: string): string {
    return this.boxes.has(name) ? `${name}#out` : name;
  }
}

function innerWorkflows({ Branches, ItemProcessor, Iterator }: StateDefinition): readonly WorkflowDefinition[] {
  return Branches ?? [ItemProcessor ?? Iterator].filter((workflow) => workflow !== undefined);
}

function drawn(dagre: LayoutGraph, { drafts, boxes }: Builder): Graph {
  const node = (id: string): GraphNode => ({ id, ...dagre.node(id) as Omit<GraphNode, 'id'> });
  const { width = 0, height = 0 } = dagre.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    nodes: dagre.nodes().filter((id) => !boxes.has(id)).map(node),
    boxes: dagre.nodes().filter((id) => boxes.has(id)).map(node),
    edges: drafts.map((draft, index) => {
      const { points } = dagre.edge(draft.from, draft.to, String(index)) as Pick<GraphEdge, 'points'>;
      return { ...draft, points };
    }),
  };
}
