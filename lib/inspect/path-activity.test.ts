import { describe, expect, it } from 'vitest';
import type { DrawableGraph, TimelineEntry } from '@/lib/contracts/debugger';
import { type History, indexHistory } from './history';
import { edgeKey, indexActivity, indexOnce } from './path-activity';
import { entryOf, taskOf } from './thread-sample';

const graphOf = (): DrawableGraph => ({
  nodes: ['__start__', 'work', '__end__'].map((id) => ({ id, type: 'runnable' })),
  edges: [
    { source: '__start__', target: 'work', conditional: false },
    { source: 'work', target: 'work', conditional: true },
    { source: 'work', target: '__end__', conditional: true },
  ],
});

function chain(length: number, changes: Record<number, Partial<TimelineEntry>> = {}): TimelineEntry[] {
  return Array.from({ length }, (_, at) =>
    entryOf({
      checkpointId: `c${at}`,
      parentId: at === 0 ? null : `c${at - 1}`,
      step: at - 1,
      source: at === 0 ? 'input' : 'loop',
      tasks: at === 0 ? [] : [taskOf('work')],
      next: ['work'],
      ...changes[at],
    }),
  );
}

const historyOf = (entries: TimelineEntry[]) => indexHistory(entries, []);
const idsOf = (entries: TimelineEntry[]) => entries.map((entry) => entry.checkpointId);

/** Counts the checkpoints that are looked at. */
function watched(history: History): { history: History; looked: () => number } {
  let count = 0;
  const byId = new Map(history.byId);
  const get = byId.get.bind(byId);
  byId.get = (id) => {
    count++;
    return get(id);
  };
  return { history: { ...history, byId }, looked: () => count };
}

describe('indexActivity', () => {
  it('adds only what is new when the path grows, and comes to the same', () => {
    const graph = graphOf();
    const entries = chain(50, { 49: { next: [] } });
    const half = entries.slice(0, 40);
    indexActivity(historyOf(half), graph, idsOf(half));
    const { history, looked } = watched(historyOf(entries));
    const grown = indexActivity(history, graph, idsOf(entries));
    expect(looked()).toBe(10);
    const whole = indexOnce(historyOf(entries), graph, idsOf(entries));
    expect(grown.nodes).toEqual(whole.nodes);
    expect(grown.edges).toEqual(whole.edges);
    expect(grown.edges.get(edgeKey('work', '__end__'))).toEqual({ positions: [49], totals: [1] });
  });

  it('looks at nothing again when the path is the same', () => {
    const graph = graphOf();
    const entries = chain(20);
    indexActivity(historyOf(entries), graph, idsOf(entries));
    const { history, looked } = watched(historyOf(entries));
    indexActivity(history, graph, idsOf(entries));
    expect(looked()).toBe(0);
  });

  it('begins anew on another branch, after pruning, and for a graph that was loaded again', () => {
    const entries = chain(20);
    const shared = entries.slice(0, 10);
    const fork = [...shared, entryOf({ checkpointId: 'f1', parentId: 'c9', step: 10, tasks: [taskOf('other')] })];
    for (const [graph, other] of [
      [graphOf(), fork],
      [graphOf(), entries.slice(4)],
      [graphOf(), shared],
    ] as const) {
      indexActivity(historyOf(entries), graph, idsOf(entries));
      const made = indexActivity(historyOf([...other]), graph, idsOf([...other]));
      expect(made.nodes).toEqual(indexOnce(historyOf([...other]), graph, idsOf([...other])).nodes);
    }
  });

  it('names nodes that ran, or would have, and that the graph does not have', () => {
    const entries = chain(4, {
      1: { tasks: [taskOf('before_the_rename')] },
      2: { tasks: [taskOf('work'), taskOf('double', { called: true })] },
      3: { next: ['gone', 'work'] },
    });
    expect(indexOnce(historyOf(entries), graphOf(), idsOf(entries)).ghosts).toEqual([
      { node: 'before_the_rename', kind: 'lost' },
      { node: 'double', kind: 'function' },
      { node: 'gone', kind: 'lost' },
    ]);
  });

  it('takes several routes between two nodes for one way', () => {
    const graph = graphOf();
    graph.edges.push({ source: 'work', target: 'work', conditional: true, data: 'again' });
    const entries = chain(4);
    expect(indexOnce(historyOf(entries), graph, idsOf(entries)).edges.get(edgeKey('work', 'work'))?.totals).toEqual([
      1, 2,
    ]);
  });
});
