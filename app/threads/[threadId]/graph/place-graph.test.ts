import { describe, expect, it } from 'vitest';
import type { DrawableGraph } from '@/lib/contracts/debugger';
import { findBackEdges } from './back-edges';
import { toFlow } from './flow-elements';
import { layoutKey } from './layout-request';
import { placeGraph } from './place-graph';
import type { GraphLayout, PlacedNode } from './placed';

const graphOf = (edges: [string, string, string?][]): DrawableGraph => ({
  nodes: [...new Set(edges.flatMap((edge) => edge.slice(0, 2) as string[]))].map((id) => ({ id, type: 'runnable' })),
  edges: edges.map(([source, target, data]) => ({
    source,
    target,
    conditional: data !== undefined,
    ...(data && { data }),
  })),
});

const reviewLoop: [string, string, string?][] = [
  ['__start__', 'draft'],
  ['draft', 'review'],
  ['review', 'draft', 'revise'],
  ['review', 'publish', 'approve'],
  ['publish', '__end__'],
];

const requestOf = (graph: DrawableGraph, open: [string, DrawableGraph][] = [], ghosts: string[] = []) => ({
  graph,
  open: new Map(open),
  ghosts,
});
const place = (...request: Parameters<typeof requestOf>) => placeGraph(requestOf(...request));
const nodeOf = ({ nodes }: GraphLayout, id: string) => nodes.find((node) => node.id === id) as PlacedNode;

function expectApart(nodes: PlacedNode[]): void {
  for (const a of nodes) {
    for (const b of nodes.filter((other) => other.id > a.id)) {
      const isApart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      expect(isApart, `${a.id} and ${b.id}`).toBe(true);
    }
  }
}

function expectInside(inner: PlacedNode, outer: PlacedNode): void {
  expect(inner.x).toBeGreaterThan(outer.x);
  expect(inner.y).toBeGreaterThan(outer.y);
  expect(inner.x + inner.width).toBeLessThan(outer.x + outer.width);
  expect(inner.y + inner.height).toBeLessThan(outer.y + outer.height);
}

describe('placeGraph', () => {
  it('leads downwards along the declared edges, also through a loop', () => {
    const { nodes } = place(graphOf(reviewLoop));
    const top = (id: string) => nodes.find((node) => node.id === id)!.y;
    const order = ['__start__', 'draft', 'review', 'publish', '__end__'];
    expect(order.map(top)).toEqual(order.map(top).sort((a, b) => a - b));
  });

  it('draws no node over another', () => {
    expectApart(place(graphOf([...reviewLoop, ['draft', 'side'], ['side', 'publish']])).nodes);
  });

  it('keeps every declared edge, a self-loop and two edges between the same nodes among them', () => {
    const { edges } = place(
      graphOf([
        ['__start__', 'a'],
        ['a', 'a', 'again'],
        ['a', '__end__'],
        ['a', '__end__', 'done'],
      ]),
    );
    expect(edges.map((edge) => edge.label)).toEqual([null, 'again', null, 'done']);
    expect(new Set(edges.map((edge) => edge.id)).size).toBe(4);
    for (const edge of edges) expect(edge.path).not.toContain('NaN');
  });

  it('leaves out an edge to a node that is not there', () => {
    const graph = graphOf([['a', 'b']]);
    graph.edges.push({ source: 'a', target: 'gone', conditional: true });
    expect(place(graph).edges).toHaveLength(1);
  });
});

describe('a graph opened inside its node', () => {
  const outer = graphOf([...reviewLoop, ['draft', 'side'], ['side', 'publish']]);
  const inner = graphOf([
    ['__start__', 'gather'],
    ['gather', 'gather', 'more'],
    ['gather', 'ask'],
    ['ask', '__end__'],
  ]);
  const deep = graphOf([
    ['__start__', 'one'],
    ['one', '__end__'],
  ]);

  it('is drawn within the room that its node then takes, at every depth, and beside nothing else', () => {
    const layout = place(outer, [
      ['review', inner],
      ['review|ask', deep],
    ]);
    for (const name of ['__start__', 'gather', 'ask', '__end__']) {
      expectInside(nodeOf(layout, `review|${name}`), nodeOf(layout, 'review'));
    }
    expectInside(nodeOf(layout, 'review|ask|one'), nodeOf(layout, 'review|ask'));
    for (const depth of [0, 1, 2]) expectApart(layout.nodes.filter((node) => node.depth === depth));
    expect(layout.nodes.filter((node) => node.kind === 'frame').map((node) => node.id)).toEqual([
      'review',
      'review|ask',
    ]);
  });

  it('has its own edges, and those of its node lead to the frame', () => {
    const { edges, ...layout } = place(outer, [['review', inner]]);
    const ends = edges.map((edge) => `${edge.source} ${edge.target}`);
    expect(ends).toContain('draft review');
    expect(ends).toContain('review|gather review|ask');
    const edge = edges.find(({ target }) => target === 'review|ask')!;
    const ask = nodeOf({ ...layout, edges }, 'review|ask');
    expect(edge.tip.y).toBeCloseTo(ask.y, 0);
    const frame = nodeOf({ ...layout, edges }, 'review');
    const loop = edges.find(({ label }) => label === 'more')!;
    expect(loop.labelAt.x).toBeLessThan(frame.x + frame.width);
  });

  it('looks the same whatever is around it', () => {
    const within = (layout: GraphLayout) => {
      const frame = nodeOf(layout, 'review');
      const inside = layout.nodes.filter((node) => node.id.startsWith('review|'));
      return inside.map(({ id, x, y }) => [id, Math.round(x - frame.x), Math.round(y - frame.y)]);
    };
    expect(within(place(outer, [['review', inner]]))).toEqual(
      within(place(graphOf(reviewLoop), [['review', inner]], ['gone'])),
    );
  });

  it('is left out where the node is not there', () => {
    expect(place(outer, [['gone', inner]]).nodes).toEqual(place(outer).nodes);
  });
});

describe('ghosts', () => {
  it('stand apart at the right without edges, and move nothing', () => {
    const without = place(graphOf(reviewLoop));
    const ghosts = Array.from({ length: 12 }, (_, index) => `old_${index}`);
    const layout = place(graphOf(reviewLoop), [], ghosts);
    expect(layout.nodes.filter((node) => node.kind !== 'ghost')).toEqual(without.nodes);
    expect(layout.edges).toEqual(without.edges);
    expectApart(layout.nodes);
    for (const name of ghosts) expect(nodeOf(layout, name).x).toBeGreaterThan(without.width);
  });
});

describe('many ways to the end', () => {
  const rows = 20;
  const ladder = graphOf([
    ['__start__', 'n0'],
    ...Array.from({ length: rows }, (_, row): [string, string, string?] => [`n${row}`, `n${row + 1}`]),
    ...Array.from({ length: rows + 1 }, (_, row): [string, string, string?] => [`n${row}`, '__end__', 'stop']),
  ]);

  it('are stubs, but for those of nodes that lead nowhere else, and keep the graph narrow', () => {
    const { edges, width } = place(ladder);
    const toEnd = edges.filter((edge) => edge.target === '__end__');
    expect(toEnd.map((edge) => edge.label)).toEqual([...Array(rows).fill('stop → end'), 'stop']);
    expect(width).toBeLessThan(400);
  });

  it('are drawn as they are while they are few', () => {
    const few = graphOf(ladder.edges.slice(0, rows + 5).map(({ source, target, data }) => [source, target, data]));
    few.nodes = ladder.nodes;
    expect(place(few).edges.map((edge) => edge.label)).not.toContain('stop → end');
  });
});

describe('layoutKey', () => {
  it('is the same for the same structure, whatever the nodes hold', () => {
    const loaded = graphOf(reviewLoop);
    loaded.nodes[0]!.data = { schema: 'large' };
    expect(layoutKey(requestOf(loaded))).toBe(layoutKey(requestOf(graphOf(reviewLoop))));
  });

  it('differs with nodes, edges, labels, what is open and ghosts', () => {
    const graph = graphOf(reviewLoop);
    const keys = [
      layoutKey(requestOf(graph)),
      layoutKey(requestOf(graphOf(reviewLoop.slice(1)))),
      layoutKey(requestOf(graphOf([...reviewLoop.slice(0, 4), ['publish', '__end__', 'done']]))),
      layoutKey(requestOf(graph, [['draft', graph]])),
      layoutKey(requestOf(graph, [], ['old'])),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('knows no order of what is open', () => {
    const graph = graphOf(reviewLoop);
    const open: [string, DrawableGraph][] = [
      ['draft', graph],
      ['review', graph],
    ];
    expect(layoutKey(requestOf(graph, open))).toBe(layoutKey(requestOf(graph, open.toReversed())));
  });
});

describe('findBackEdges', () => {
  it('finds the edge that closes a loop and none that leads on', () => {
    const graph = graphOf(reviewLoop);
    expect([...findBackEdges(graph)].map((edge) => edge.data)).toEqual(['revise']);
  });
});

describe('routeBack', () => {
  it('goes around on the side where no other edge runs', () => {
    const free = place(graphOf(reviewLoop)).edges.find((edge) => edge.label === 'revise')!;
    expect(free.tip.angle).toBe(0);
    const shortcut = graphOf([
      ['__start__', 'collect'],
      ['collect', '__end__', 'none'],
      ['collect', 'draft'],
      ...reviewLoop.slice(1),
    ]);
    const { nodes, edges } = place(shortcut);
    const loop = edges.find((edge) => edge.label === 'revise')!;
    const draft = nodes.find((node) => node.id === 'draft')!;
    const other = edges.find((edge) => edge.label === 'none')!;
    const isLeft = other.labelAt.x < draft.x;
    expect(loop.tip.x).toBeCloseTo(isLeft ? draft.x + draft.width : draft.x);
  });
});

describe('toFlow', () => {
  it('gives React Flow sizes, so that it need not measure, and puts frames behind what is inside them', () => {
    const nodes = toFlow(
      place(graphOf(reviewLoop), [['draft', graphOf(reviewLoop)]], ['old']),
      new Set(['draft', 'draft|review']),
    );
    expect(nodes.map((node) => node.type).slice(0, 3)).toEqual(['terminal', 'frame', 'terminal']);
    expect(nodes.at(-1)?.type).toBe('ghost');
    expect(nodes.every((node) => (node.width ?? 0) > 0 && (node.height ?? 0) > 0)).toBe(true);
    expect(nodes.filter((node) => (node.zIndex ?? 0) < 0).map((node) => node.id)).toEqual(['draft']);
    expect(nodes.filter((node) => 'hasInside' in node.data && node.data.hasInside)).toHaveLength(2);
  });
});
