import { describe, expect, it } from 'vitest';
import type { DrawableGraph } from '@/lib/contracts/debugger';
import { layoutGraph, smoothPath } from './layout-graph';

const graphOf = (edges: [string, string, boolean?][]): DrawableGraph => ({
  nodes: [...new Set(edges.flatMap(([source, target]) => [source, target] as const))].map((id) => ({
    id,
    type: 'runnable',
  })),
  edges: edges.map(([source, target, conditional = false]) => ({ source, target, conditional })),
});

describe('layoutGraph', () => {
  it('places nodes from left to right in the order of the edges', () => {
    const { nodes } = layoutGraph(
      graphOf([
        ['__start__', 'collect'],
        ['collect', 'draft'],
        ['draft', '__end__'],
      ]),
    );
    const xs = ['__start__', 'collect', 'draft', '__end__'].map((id) => nodes.find((node) => node.id === id)!.x);
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
  });

  it('keeps nodes apart and inside the picture', () => {
    const shape = layoutGraph(
      graphOf([
        ['plan', 'a'],
        ['plan', 'b'],
        ['plan', 'c'],
        ['a', 'join'],
        ['b', 'join'],
        ['c', 'join'],
      ]),
    );
    const overlaps = shape.nodes.flatMap((one) =>
      shape.nodes.filter(
        (other) =>
          one.id < other.id &&
          Math.abs(one.x - other.x) < (one.width + other.width) / 2 &&
          Math.abs(one.y - other.y) < (one.height + other.height) / 2,
      ),
    );
    expect(overlaps).toEqual([]);
    for (const node of shape.nodes) {
      expect(node.x + node.width / 2).toBeLessThanOrEqual(shape.width);
      expect(node.y - node.height / 2).toBeGreaterThanOrEqual(shape.y);
    }
  });

  it('makes room for a loop, and marks conditional edges', () => {
    const shape = layoutGraph(
      graphOf([
        ['__start__', 'process'],
        ['process', 'process', true],
        ['process', '__end__', true],
      ]),
    );
    expect(shape.y).toBeLessThan(0);
    expect(shape.edges.map((edge) => edge.isConditional)).toEqual([false, true, true]);
    expect(shape.edges.every((edge) => /^M[\d.,-]+ [LQC]/.test(edge.path))).toBe(true);
  });

  it('leaves out edges to nodes that are not there', () => {
    const graph: DrawableGraph = {
      nodes: [{ id: 'a', type: 'runnable' }],
      edges: [{ source: 'a', target: 'ghost', conditional: false }],
    };
    expect(layoutGraph(graph).edges).toEqual([]);
  });

  it('gives the same graph the same picture', () => {
    const graph = graphOf([
      ['a', 'b'],
      ['b', 'c', true],
      ['c', 'a', true],
    ]);
    expect(layoutGraph(graph)).toEqual(layoutGraph(graph));
  });
});

describe('the picture', () => {
  it('has room for an edge that passes above the nodes', () => {
    const { y, height, edges } = layoutGraph(
      graphOf([
        ['__start__', 'ask', true],
        ['__start__', '__end__', true],
        ['ask', 'join'],
        ['join', '__end__'],
      ]),
    );
    const heights = edges.flatMap(({ path }) => [...path.matchAll(/,(-?[\d.]+)/g)].map((match) => Number(match[1])));
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(y);
    expect(Math.max(...heights)).toBeLessThanOrEqual(y + height);
  });
});

describe('smoothPath', () => {
  it('starts and ends at the outer points', () => {
    expect(
      smoothPath([
        { x: 0, y: 0 },
        { x: 5, y: 5 },
        { x: 10, y: 0 },
      ]),
    ).toBe('M0,0 Q5,5 10,0');
    expect(
      smoothPath([
        { x: 0, y: 0 },
        { x: 10, y: 0 },
      ]),
    ).toBe('M0,0 L10,0');
  });
});
