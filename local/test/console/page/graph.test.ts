import { Dagre, graph as laidOut, Graph, WorkflowDefinition } from '../../../console/model/graph';

function graph(definition: WorkflowDefinition): Graph {
  return laidOut(definition, jest.requireActual<Dagre>('@dagrejs/dagre'));
}

const PASS = { Type: 'Pass', End: true } as const;

test('edges to and from a box go through its entry and its exit', () => {
  const { nodes, boxes, edges } = graph({
    StartAt: 'First',
    States: {
      First: { Type: 'Pass', Next: 'Each' },
      Each: { Type: 'Map', ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass' } } }, Next: 'Last' },
      Last: PASS,
    },
  });
  expect(boxes.map(({ state }) => state)).toEqual(['Each']);
  expect(edges.map(({ from, to, transition }) => [from, to, transition])).toEqual([
    ['Each#in', 'One', '>One'], ['One', 'Each#out', undefined],
    ['#start', 'First', '>First'], ['First', 'Each#in', 'First>Each'], ['Each#out', 'Last', 'Each>Last'], ['Last', '#end', undefined],
  ]);
  const [box] = boxes;
  for (const inner of nodes.filter(({ id }) => ['Each#in', 'One', 'Each#out'].includes(id))) {
    expect(Math.abs(inner.x - box.x)).toBeLessThanOrEqual((box.width - inner.width) / 2);
    expect(Math.abs(inner.y - box.y)).toBeLessThanOrEqual((box.height - inner.height) / 2);
  }
});

test('choices, defaults and catchers lead where they say, a target of several once', () => {
  const { edges } = graph({
    StartAt: 'Ask',
    States: {
      Ask: { Type: 'Choice', Choices: [{ Next: 'A' }, { Next: 'A' }], Default: 'B' },
      A: { Type: 'Task', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }], Next: 'B' },
      B: { Type: 'Task', Catch: [{ ErrorEquals: ['X', 'Y'], Next: 'C' }] },
      C: PASS,
    },
  });
  expect(edges.map(({ transition, isCatch, label }) => [transition, isCatch, label])).toEqual([
    ['>Ask', false, undefined], ['Ask>A', false, undefined], ['Ask>B', false, 'default'], ['A>B', false, undefined],
    ['B>C', true, 'catch X, Y'], [undefined, false, undefined], [undefined, false, undefined],
  ]);
  edges.forEach(({ points }) => expect(points.length).toBeGreaterThan(1));
});

test('boxes stand in boxes', () => {
  const inner = { StartAt: 'Inner', States: { Inner: { Type: 'Map', ItemProcessor: { StartAt: 'Leaf', States: { Leaf: PASS } } } } };
  const { boxes: [outer, box] } = graph({ StartAt: 'Outer', States: { Outer: { Type: 'Parallel', Branches: [inner, { StartAt: 'Side', States: { Side: PASS } }] } } });
  expect([outer.state, box.state]).toEqual(['Outer', 'Inner']);
  expect(box.width).toBeLessThan(outer.width);
  expect(Math.abs(box.x - outer.x)).toBeLessThanOrEqual((outer.width - box.width) / 2);
});
