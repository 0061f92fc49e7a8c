import { describe, expect, it } from 'vitest';
import type { BranchSummary, RunSummary, ThreadSummary, TimelineEntry, TimelinePage } from '@/lib/contracts/debugger';
import { applyEvent, mergePage, refreshAfter, type Timeline, withPatchesSince } from './merge-timeline';

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

describe('refreshAfter', () => {
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
