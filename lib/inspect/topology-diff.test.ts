import { describe, expect, it } from 'vitest';
import { describeTopologyDiff, diffTopology } from './topology-diff';

const then = {
  nodes: ['__start__', 'write', 'review', '__end__'],
  edges: [
    { from: '__start__', to: 'write' },
    { from: 'write', to: 'review' },
    { from: 'review', to: '__end__', conditional: true as const },
  ],
};

describe('diffTopology', () => {
  it('tells nodes and edges that came and went', () => {
    const now = {
      nodes: ['__start__', 'write', 'check', '__end__'],
      edges: [
        { from: '__start__', to: 'write' },
        { from: 'write', to: 'check' },
        { from: 'check', to: '__end__', label: 'ok', conditional: true as const },
      ],
    };
    const diff = diffTopology(then, now);
    expect(diff).toMatchObject({ addedNodes: ['check'], removedNodes: ['review'] });
    expect(describeTopologyDiff(diff)).toEqual([
      'node added: check',
      'node removed: review',
      'edges added: write → check, check → end (ok), conditional',
      'edges removed: write → review, review → end, conditional',
    ]);
  });

  it('takes an edge that became conditional for another one', () => {
    const now = { ...then, edges: then.edges.map((edge) => ({ ...edge, conditional: true as const })) };
    const diff = diffTopology(then, now);
    expect(diff.addedEdges).toHaveLength(2);
    expect(diff.removedEdges).toEqual(then.edges.slice(0, 2));
  });

  it('does not ask for the order', () => {
    const now = { nodes: then.nodes.toReversed(), edges: then.edges.toReversed() };
    expect(describeTopologyDiff(diffTopology(then, now))).toEqual([]);
  });

  it('names no more than a few', () => {
    const nodes = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const diff = diffTopology({ nodes: [], edges: [] }, { nodes, edges: [] });
    expect(describeTopologyDiff(diff)).toEqual(['nodes added: a, b, c, d, e and 2 more']);
  });
});
