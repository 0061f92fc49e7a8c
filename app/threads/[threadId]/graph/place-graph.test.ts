import { describe, expect, it } from 'vitest';
import type { DrawableGraph } from '@/lib/contracts/debugger';
import { findBackEdges } from './back-edges';
import { toFlow } from './flow-elements';
import { placeGraph } from './place-graph';

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

describe('placeGraph', () => {
  it('leads downwards along the declared edges, also through a loop', () => {
    const { nodes } = placeGraph(graphOf(reviewLoop));
    const top = (id: string) => nodes.find((node) => node.id === id)!.y;
    const order = ['__start__', 'draft', 'review', 'publish', '__end__'];
    expect(order.map(top)).toEqual(order.map(top).sort((a, b) => a - b));
  });

  it('draws no node over another', () => {
    const { nodes } = placeGraph(graphOf([...reviewLoop, ['draft', 'side'], ['side', 'publish']]));
    for (const a of nodes) {
      for (const b of nodes.filter((other) => other.id > a.id)) {
        const isApart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(isApart, `${a.id} and ${b.id}`).toBe(true);
      }
    }
  });

  it('is the same object for the same structure, so that nothing moves while scrubbing', () => {
    expect(placeGraph(graphOf(reviewLoop))).toBe(placeGraph(graphOf(reviewLoop)));
    expect(placeGraph(graphOf(reviewLoop.slice(1)))).not.toBe(placeGraph(graphOf(reviewLoop)));
  });

  it('keeps every declared edge, a self-loop and two edges between the same nodes among them', () => {
    const { edges } = placeGraph(
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
    expect(placeGraph(graph).edges).toHaveLength(1);
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
    const free = placeGraph(graphOf(reviewLoop)).edges.find((edge) => edge.label === 'revise')!;
    expect(free.tip.angle).toBe(0);
    const shortcut = graphOf([
      ['__start__', 'collect'],
      ['collect', '__end__', 'none'],
      ['collect', 'draft'],
      ...reviewLoop.slice(1),
    ]);
    const { nodes, edges } = placeGraph(shortcut);
    const loop = edges.find((edge) => edge.label === 'revise')!;
    const draft = nodes.find((node) => node.id === 'draft')!;
    const shortcutX = edges.find((edge) => edge.label === 'none')!.labelAt.x;
    expect(loop.tip.x).toBe(shortcutX < draft.x ? draft.x + draft.width : draft.x);
  });
});

describe('toFlow', () => {
  it('gives React Flow sizes, so that it need not measure', () => {
    const { nodes, edges } = toFlow(graphOf(reviewLoop));
    expect(nodes.map((node) => node.type)).toEqual(['terminal', 'task', 'task', 'task', 'terminal']);
    expect(nodes.every((node) => (node.width ?? 0) > 0 && (node.height ?? 0) > 0)).toBe(true);
    expect(edges).toHaveLength(5);
  });
});
