import { describe, expect, it } from 'vitest';
import type { DrawableGraph } from '@/lib/contracts/debugger';
import { describeReplay, planReplay } from './replay-plan';

const edges: [string, string][] = [
  ['collect', 'draft'],
  ['draft', 'review'],
  ['review', 'draft'],
  ['review', 'publish'],
  ['publish', '__end__'],
];
const graph: DrawableGraph = {
  nodes: [],
  edges: edges.map(([source, target]) => ({ source, target, conditional: true })),
};

describe('planReplay', () => {
  it('names what runs at once and what the edges can lead to', () => {
    expect(planReplay(graph, ['draft', 'draft'])).toEqual({ next: ['draft'], after: ['review', 'publish'] });
  });

  it('does not name the end', () => {
    expect(planReplay(graph, ['publish'])).toEqual({ next: ['publish'], after: [] });
  });

  it('knows only the next nodes without a graph', () => {
    expect(planReplay(undefined, ['draft'])).toEqual({ next: ['draft'], after: [] });
  });
});

describe('describeReplay', () => {
  it('says what really runs', () => {
    expect(describeReplay(planReplay(graph, ['review']))).toBe(
      'review really runs again, then, as the graph decides, draft, publish.',
    );
    expect(describeReplay({ next: [], after: [] })).toBe('Nothing runs from here.');
  });
});
