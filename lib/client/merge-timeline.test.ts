import { describe, expect, it } from 'vitest';
import type { BranchSummary, RunSummary, ThreadSummary, TimelineEntry, TimelinePage } from '@/lib/contracts/debugger';
import { applyEvent, hasMovedOn, mergePage, refreshAfter, type Timeline, withPatchesSince } from './merge-timeline';

const thread = { threadId: 't', graphId: 'g', status: 'running' } as ThreadSummary;

const entry = (checkpointId: string, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
  checkpointId,
  parentId: null,
  branchId: 'b1',
  step: 0,
  source: 'loop',
  runId: null,
  createdAt: 0,
  next: [],
  tasks: [],
  changed: [],
  interruptedTasks: [],
  failedTasks: [],
  ...more,
});

const branch = (branchId: string, tipId: string, isHead: boolean): BranchSummary => ({
  branchId,
  tipId,
  isHead,
  name: branchId,
  forkCheckpointId: null,
  origin: 'input',
  hidden: false,
  createdAt: 0,
});

const run = (runId: string, status: RunSummary['status']): RunSummary => ({
  runId,
  threadId: 't',
  branchId: 'b1',
  status,
  reason: null,
  hit: null,
  error: null,
  clientId: null,
  createdAt: 0,
  updatedAt: 0,
});

const page = (entries: TimelineEntry[], branches: BranchSummary[] = [branch('b1', 'c', true)]): TimelinePage => ({
  thread,
  branches,
  runs: [],
  live: [],
  notes: [],
  entries,
  nextAfter: null,
});

const ids = (timeline: Timeline) => timeline.entries.map(({ checkpointId }) => checkpointId);
const start = () => mergePage(null, page([entry('a'), entry('b'), entry('c', { next: ['work'] })]));

describe('hasMovedOn', () => {
  const read = (ids: string[], runs: RunSummary[]) => mergePage(null, { ...page(ids.map((id) => entry(id))), runs });

  it('is so when checkpoints came, a run is live, began or ended; not while nothing happens', () => {
    const before = read(['a'], [run('r', 'success')]);
    expect(hasMovedOn(before, read(['a'], [run('r', 'success')]))).toBe(false);
    expect(hasMovedOn(before, read(['a', 'b'], [run('r', 'success')]))).toBe(true);
    expect(hasMovedOn(before, read(['a'], [run('r', 'running')]))).toBe(true);
    expect(hasMovedOn(before, read(['a'], [run('r', 'success'), run('s', 'success')]))).toBe(true);
    expect(hasMovedOn(before, read(['a'], [{ ...run('r', 'success'), updatedAt: 1 }]))).toBe(true);
  });
});

describe('mergePage', () => {
  it('puts pages one after the other', () => {
    expect(ids(mergePage(mergePage(null, page([entry('a'), entry('b')])), page([entry('c')])))).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  it('replaces entries that are read again, and keeps the order', () => {
    const merged = mergePage(start(), page([entry('c', { next: [] }), entry('bb')]));
    expect(ids(merged)).toEqual(['a', 'b', 'bb', 'c']);
    expect(merged.entries.at(-1)?.next).toEqual([]);
  });
});

describe('withPatchesSince', () => {
  const known = mergePage(
    null,
    page([entry('a'), entry('d', { branchId: 'b2' })], [branch('b1', 'a', false), branch('b2', 'd', true)]),
  );
  const read = mergePage(null, page([entry('a')], [branch('b1', 'a', true)]));

  it('brings nothing back that was removed', () => {
    const timeline = withPatchesSince(read, known, known);
    expect([ids(timeline), timeline.branches]).toEqual([['a'], [branch('b1', 'a', true)]]);
  });

  it('keeps what arrived while it was read', () => {
    const arrived = { type: 'checkpoints' as const, threadId: 't', entries: [entry('e', { parentId: 'a' })] };
    const cached = applyEvent(known, { ...arrived, branches: [branch('b1', 'e', true)] });
    const timeline = withPatchesSince(read, known, cached);
    expect([ids(timeline), timeline.branches]).toEqual([['a', 'e'], [branch('b1', 'e', true)]]);
  });
});

it('keeps what the stream said of an entry that was not read again, and a step that was saved out of order', () => {
  const known = mergePage(null, page([entry('a'), entry('c', { next: ['work'] })]));
  const ended = { id: 'q', node: 'work', checkpointId: 'c', startMs: 1, status: 'interrupted' as const };
  const told = applyEvent(known, { type: 'tasks', threadId: 't', runId: 'r', started: [], ended: [ended] });
  const branches = [branch('b2', 'd', false)];
  const late = { type: 'checkpoints' as const, threadId: 't', entries: [entry('d', { branchId: 'b2' })], branches };
  const timeline = withPatchesSince(mergePage(known, page([entry('e')])), known, applyEvent(told, late));
  expect(timeline.entries.map((each) => [each.checkpointId, each.interruptedTasks])).toEqual([
    ['a', []],
    ['c', ['q']],
    ['d', []],
    ['e', []],
  ]);
  expect(timeline.branches).toContainEqual(branches[0]);
});

describe('an answered question', () => {
  const asking = (more: Partial<TimelineEntry> = {}) =>
    entry('c', { next: ['review'], interruptedTasks: ['q'], ...more });
  const task = { id: 'q', node: 'review', startMs: 1, durationMs: 1, attempts: 1, status: 'done' as const };
  const next = (more: Partial<TimelineEntry> = {}) => entry('d', { parentId: 'c', tasks: [task], ...more });
  const asked = () => mergePage(null, page([entry('a'), asking()]));
  const open = (timeline: Timeline) =>
    timeline.entries.find(({ checkpointId }) => checkpointId === 'c')?.interruptedTasks;
  const saved = (step: TimelineEntry) => ({
    type: 'checkpoints' as const,
    threadId: 't',
    entries: [step],
    branches: [],
  });

  it('is open no more once its task is done, whether the next step is streamed or read', () => {
    expect(open(applyEvent(asked(), saved(next())))).toEqual([]);
    expect(open(mergePage(asked(), page([next()])))).toEqual([]);
    const failed = mergePage(null, page([asking({ interruptedTasks: [], failedTasks: ['q'] }), next()]));
    expect(failed.entries[0]?.failedTasks).toEqual([]);
  });

  it('does not come back with a page that was read before the answer', () => {
    const answered = applyEvent(asked(), saved(next()));
    expect(open(mergePage(answered, page([asking()])))).toEqual([]);
    expect(open(withPatchesSince(mergePage(asked(), page([asking()])), asked(), answered))).toEqual([]);
  });

  it('does not come back with an event that the page was ahead of', () => {
    const answered = mergePage(asked(), page([next()]));
    const late = { id: 'q', node: 'review', checkpointId: 'c', startMs: 1, status: 'interrupted' as const };
    expect(
      open(applyEvent(answered, { type: 'tasks', threadId: 't', runId: 'r', started: [], ended: [late] })),
    ).toEqual([]);
  });

  it('stays where an edit goes on, another task was done, or the answer is on another branch', () => {
    expect(open(applyEvent(asked(), saved(next({ source: 'update', tasks: [] }))))).toEqual(['q']);
    expect(open(applyEvent(asked(), saved(next({ tasks: [{ ...task, id: 'other' }] }))))).toEqual(['q']);
    expect(open(applyEvent(asked(), saved(next({ branchId: 'b2' }))))).toEqual(['q']);
  });
});

describe('refreshAfter', () => {
  it('starts where pages ended, since the stream may have lost what came between', () => {
    const streamed = {
      type: 'checkpoints' as const,
      threadId: 't',
      entries: [entry('d'), entry('e', { next: ['x'] })],
    };
    const branches = [branch('b1', 'e', true)];
    expect(refreshAfter(applyEvent(mergePage(null, page([])), { ...streamed, branches }))).toBeNull();
    expect(refreshAfter(applyEvent(mergePage(null, page([entry('a')])), { ...streamed, branches }))).toBe('a');
  });

  it('starts before the oldest tip that something may still happen to', () => {
    expect(refreshAfter(start())).toBe('b');
  });

  it('starts at the end when nothing is open', () => {
    expect(refreshAfter(mergePage(null, page([entry('a'), entry('c')])))).toBe('c');
  });

  it('reads everything when the only checkpoint is open', () => {
    expect(refreshAfter(mergePage(null, page([entry('c', { next: ['x'] })])))).toBeNull();
  });
});

describe('applyEvent', () => {
  const tasks = (status: 'running' | 'done' | 'interrupted') => ({
    id: 'task',
    node: 'work',
    checkpointId: 'c',
    startMs: 1,
    status,
  });

  it('leaves other threads alone', () => {
    const timeline = start();
    expect(applyEvent(timeline, { type: 'stale', threadId: 'other' })).toBe(timeline);
    expect(applyEvent(timeline, { type: 'pruned', threadId: 'other' })).toBe(timeline);
  });

  it('shows a task while it runs, until its step is saved', () => {
    const working = applyEvent(start(), {
      type: 'tasks',
      threadId: 't',
      runId: 'r',
      started: [tasks('running')],
      ended: [],
    });
    expect(working.live).toMatchObject([{ node: 'work', runId: 'r' }]);
    const saved = applyEvent(working, {
      type: 'checkpoints',
      threadId: 't',
      entries: [entry('d', { parentId: 'c' })],
      branches: [branch('b1', 'd', true)],
    });
    expect(saved.live).toEqual([]);
    expect(saved.branches).toMatchObject([{ tipId: 'd' }]);
    expect(ids(saved)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('knows the tasks that already ran when the page was opened', () => {
    const running = { ...tasks('running'), runId: 'r' };
    const opened = mergePage(null, { ...page([entry('c', { next: ['work'] })]), live: [running] });
    expect(opened.live).toEqual([running]);
    const ended = applyEvent(opened, { type: 'tasks', threadId: 't', runId: 'r', started: [], ended: [tasks('done')] });
    const readAgain = mergePage(ended, { ...page([entry('c', { next: ['work'] })]), live: [running] });
    expect(readAgain.live).toMatchObject([{ status: 'done' }]);
    expect(mergePage(opened, { ...page([]), runs: [run('r', 'interrupted')] }).live).toEqual([]);
  });

  it('keeps a running task when somebody forks its checkpoint', () => {
    const running = { ...tasks('running'), runId: 'r' };
    const opened = mergePage(null, { ...page([entry('c', { next: ['work'] })]), live: [running] });
    const forked = applyEvent(opened, {
      type: 'checkpoints',
      threadId: 't',
      entries: [entry('d', { parentId: 'c', branchId: 'b2', source: 'update' })],
      branches: [branch('b2', 'd', true)],
    });
    expect(forked.live).toEqual([running]);
  });

  it('marks a question at its checkpoint at once', () => {
    const asked = applyEvent(start(), {
      type: 'tasks',
      threadId: 't',
      runId: 'r',
      started: [],
      ended: [tasks('interrupted')],
    });
    expect(asked.entries.at(-1)?.interruptedTasks).toEqual(['task']);
  });

  it('drops a run’s tasks when the run has ended', () => {
    const working = applyEvent(start(), {
      type: 'tasks',
      threadId: 't',
      runId: 'r',
      started: [tasks('running')],
      ended: [],
    });
    expect(applyEvent(working, { type: 'run', run: run('other', 'success') }).live).toHaveLength(1);
    expect(applyEvent(working, { type: 'run', run: run('r', 'interrupted') }).live).toEqual([]);
  });

  it('knows one head: a fork takes it from the branch before', () => {
    const forked = applyEvent(start(), {
      type: 'checkpoints',
      threadId: 't',
      entries: [entry('d', { parentId: 'b', branchId: 'b2' })],
      branches: [branch('b2', 'd', true)],
    });
    expect(forked.branches.filter(({ isHead }) => isHead).map(({ branchId }) => branchId)).toEqual(['b2']);
  });
});
