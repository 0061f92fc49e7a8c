import { describe, expect, it } from 'vitest';
import { ghostPath, type LineAt } from './ghost-path';
import { indexHistory } from './history';
import { branchPath } from './path';
import { edgeKey, indexOnce } from './path-activity';
import { FORKED } from './thread-sample';

const history = indexHistory(FORKED.entries, FORKED.branches);
const names = ['__start__', 'collect', 'draft', 'review', '__end__'];
const graph = {
  nodes: names.map((id) => ({ id, type: 'runnable' as const })),
  edges: names.slice(1).map((target, at) => ({ source: names[at] as string, target, conditional: false })),
};
const lineAt = (branchId: string, position: number | null): LineAt => ({
  path: indexOnce(history, graph, branchPath(history, branchId)),
  position,
});
const told = (here: LineAt, there: LineAt) => {
  const { nodes, edges } = ghostPath(here, there);
  return { nodes: [...nodes], edges: [...edges] };
};

describe('what only the other line went over', () => {
  it('is nothing while both go the same way', () => {
    expect(told(lineAt('fix', 2), lineAt('main', 2))).toEqual({ nodes: [], edges: [] });
  });

  it('is what it ran up to the step beside, and this line did not', () => {
    const edges = [edgeKey('draft', 'review'), edgeKey('review', '__end__')];
    expect(told(lineAt('fix', 4), lineAt('main', 4))).toEqual({ nodes: ['review'], edges });
    expect(told(lineAt('main', 4), lineAt('fix', 4))).toEqual({
      nodes: ['draft'],
      edges: [edgeKey('collect', 'draft')],
    });
  });

  it('beyond the end of the other line is all that this one has not done', () => {
    expect(told(lineAt('fix', 4), lineAt('main', null)).nodes).toEqual(['review']);
    expect(told(lineAt('main', 4), lineAt('fix', null)).nodes).toEqual([]);
  });
});
