import { describe, expect, it } from 'vitest';
import type { CheckpointTask, DrawableGraph, TimelineEntry } from '@/lib/contracts/debugger';
import { indexHistory } from './history';
import { activityAt, activityInside, keepEqual } from './node-activity';
import { pathTo } from './path';
import { edgeKey, indexOnce } from './path-activity';
import { branchOf, entryOf, FORKED, taskOf } from './thread-sample';

const graph: DrawableGraph = {
  nodes: ['__start__', 'collect', 'classify', 'draft', 'review', '__end__'].map((id) => ({ id, type: 'runnable' })),
  edges: [
    { source: '__start__', target: 'collect', conditional: false },
    { source: 'collect', target: 'draft', conditional: false },
    { source: 'collect', target: 'classify', conditional: true },
    { source: 'draft', target: 'review', conditional: false },
    { source: 'review', target: 'draft', conditional: true },
    { source: 'review', target: '__end__', conditional: true },
  ],
};

function at(entries: TimelineEntry[], checkpointId: string, now: Partial<Parameters<typeof activityAt>[3]> = {}) {
  const tip = entries.at(-1)!;
  const history = indexHistory(entries, [branchOf({ branchId: tip.branchId, tipId: tip.checkpointId })]);
  const path = pathTo(history, tip.checkpointId);
  const activity = indexOnce(history, graph, path);
  return activityAt(history, activity, path.indexOf(checkpointId), { pending: null, live: [], ...now });
}

const main = FORKED.entries.slice(0, 5);

describe('activityAt', () => {
  it('tells what ran in the step, what runs next and what ran before', () => {
    const { nodes } = at(main, 'c4');
    expect(nodes.get('draft')).toMatchObject({ ranHere: 1, timesRun: 1, lastDurationMs: 10 });
    expect(nodes.get('review')).toMatchObject({ ranHere: 0, runsNext: 1, timesRun: 0 });
    expect(nodes.get('collect')).toMatchObject({ ranHere: 0, timesRun: 1 });
  });

  it('knows nothing of what comes after the position', () => {
    const { nodes, edges } = at(main, 'c3');
    expect(nodes.get('review')).toBeUndefined();
    expect(edges.get(edgeKey('draft', 'review'))).toBeUndefined();
  });

  it('marks the edge that led into the step, and those taken before', () => {
    const { edges } = at(main, 'c4');
    expect(edges.get(edgeKey('collect', 'draft'))).toEqual({ takenHere: 1, timesTaken: 1 });
    expect(edges.get(edgeKey('__start__', 'collect'))).toEqual({ takenHere: 0, timesTaken: 1 });
    expect(edges.get(edgeKey('review', 'draft'))).toBeUndefined();
  });

  it('takes the edge to the end when nothing runs next', () => {
    expect(at(main, 'c5').edges.get(edgeKey('review', '__end__'))).toEqual({ takenHere: 1, timesTaken: 1 });
  });

  it('counts a fan-out on its node and on its edge', () => {
    const fanned = entryOf({
      checkpointId: 'c4',
      parentId: 'c3',
      step: 2,
      tasks: [12, 40, 30].map((durationMs, n) => taskOf('classify', { id: `t${n}`, durationMs })),
    });
    const { nodes, edges } = at([...main.slice(0, 3), fanned], 'c4');
    expect(nodes.get('classify')).toMatchObject({ ranHere: 3, timesRun: 3, lastDurationMs: 40 });
    expect(edges.get(edgeKey('collect', 'classify'))?.takenHere).toBe(3);
  });

  it('sees a step after an edit as the successor of what the edit stands on', () => {
    const { edges } = at([...main.slice(0, 3), ...FORKED.entries.slice(5)], 'c7');
    expect(edges.get(edgeKey('collect', 'draft'))?.takenHere).toBe(1);
  });

  it('names failed and asking nodes by the loaded tasks, else by what is next', () => {
    const stuck = [...main.slice(0, 3), entryOf({ ...main[3]!, next: ['review', 'draft'], failedTasks: ['f'] })];
    const pending = [{ id: 'f', name: 'review', status: 'failed', error: null, interrupts: [], result: null }];
    expect(at(stuck, 'c4', { pending: pending as CheckpointTask[] }).nodes.get('review')?.failed).toBe(1);
    expect(at(stuck, 'c4').nodes.get('review')?.failed).toBe(0);
    const asking = [...main.slice(0, 3), entryOf({ ...main[3]!, interruptedTasks: ['i'] })];
    expect(at(asking, 'c4').nodes.get('review')?.interrupted).toBe(1);
  });

  it('shows progress of the tasks that run at the tip, until none runs', () => {
    const tip = [...main.slice(0, 2), entryOf({ ...main[2]!, next: ['classify', 'classify', 'classify'] })];
    const task = { node: 'classify', checkpointId: 'c3', startMs: 0 };
    const live = [
      { ...task, id: 'a', status: 'done' as const },
      { ...task, id: 'b', status: 'running' as const },
    ];
    expect(at(tip, 'c3', { live }).nodes.get('classify')?.live).toEqual({ running: 1, done: 1, total: 3 });
    expect(at(tip, 'c2', { live }).nodes.get('classify')).toBeUndefined();
    expect(at(tip, 'c3', { live: live.slice(0, 1) }).nodes.get('classify')?.live).toBeNull();
  });

  it('tells results of the cache and of a run that was cut off from those that were worked out', () => {
    const tasks = [
      taskOf('classify', { id: 'a', cached: true }),
      taskOf('classify', { id: 'b', reused: true }),
      taskOf('classify', { id: 'c' }),
      taskOf('classify', { id: 'd', answered: 'reused' }),
      taskOf('classify', { id: 'e', answered: 'mocked' }),
    ];
    const { nodes } = at([...main.slice(0, 3), entryOf({ ...main[3]!, tasks })], 'c4');
    const counts = { ranHere: 5, cachedHere: 1, reusedHere: 1, answeredHere: 1, mockedHere: 1 };
    expect(nodes.get('classify')).toMatchObject(counts);
  });

  it('tells what was cancelled by the loaded tasks', () => {
    const pending = [{ id: 'x', name: 'review', status: 'cancelled', error: null, interrupts: [], result: null }];
    expect(at(main, 'c4', { pending: pending as CheckpointTask[] }).nodes.get('review')?.cancelled).toBe(1);
    expect(at(main, 'c4').nodes.get('review')?.cancelled).toBe(0);
  });
});

describe('keepEqual', () => {
  it('gives the former object for all that is equal, and only for that', () => {
    const before = at(main, 'c4');
    const same = keepEqual(before, at(main, 'c4'));
    const next = keepEqual(before, at(main, 'c5'));
    expect(same.nodes.get('draft')).toBe(before.nodes.get('draft'));
    expect(same.edges.get(edgeKey('collect', 'draft'))).toBe(before.edges.get(edgeKey('collect', 'draft')));
    expect(next.nodes.get('collect')).toBe(before.nodes.get('collect'));
    expect(next.nodes.get('draft')).toMatchObject({ ranHere: 0 });
    expect(next.nodes.get('review')).toMatchObject({ ranHere: 1, runsNext: 0 });
  });

  it('compares the progress of running tasks by what it counts', () => {
    const tip = [...main.slice(0, 2), entryOf({ ...main[2]!, next: ['classify', 'classify'] })];
    const running = { id: 'a', node: 'classify', checkpointId: 'c3', startMs: 0, status: 'running' as const };
    const before = at(tip, 'c3', { live: [running] });
    expect(keepEqual(before, at(tip, 'c3', { live: [running] })).nodes.get('classify')).toBe(
      before.nodes.get('classify'),
    );
    const done = { ...running, id: 'b', status: 'done' as const };
    const after = keepEqual(before, at(tip, 'c3', { live: [running, done] }));
    expect(after.nodes.get('classify')?.live).toEqual({ running: 1, done: 1, total: 2 });
  });
});

describe('activityInside', () => {
  it('counts what all calls of the step did, and what is asked in them now', () => {
    const asking = [...main.slice(0, 3), entryOf({ ...main[3]!, interruptedTasks: ['i'] })];
    const { nodes, edges } = activityInside(graph, [main.slice(0, 4), asking], true);
    expect(nodes.get('collect')).toMatchObject({ ranHere: 2, timesRun: 2 });
    expect(nodes.get('review')).toMatchObject({ runsNext: 2, interrupted: 1 });
    expect(edges.get(edgeKey('collect', 'draft'))).toEqual({ takenHere: 1, timesTaken: 2 });
  });

  it('of calls that ended with the step shows nothing that comes', () => {
    expect(activityInside(graph, [main.slice(0, 4)], false).nodes.get('review')).toBeUndefined();
  });
});
