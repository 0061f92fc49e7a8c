import { describe, expect, it } from 'vitest';
import type { TimelineEntry, TimelineTask } from '@/lib/contracts/debugger';
import { packTimeline } from '@/lib/contracts/timeline-columns';
import { unpackTimeline } from './unpack-timeline';

const task = (node: string, more: Partial<TimelineEntry['tasks'][number]> = {}): TimelineEntry['tasks'][number] => ({
  id: `${node}-task`,
  node,
  startMs: 1000.123,
  durationMs: 2.5,
  attempts: 1,
  status: 'done',
  ...more,
});

const entry = (checkpointId: string, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
  checkpointId,
  parentId: null,
  branchId: 'main',
  step: 0,
  source: 'loop',
  runId: 'run',
  createdAt: 1000,
  next: ['a'],
  tasks: [],
  changed: [],
  interruptedTasks: [],
  failedTasks: [],
  ...more,
});

/** Everything that a task may tell. */
const FULL = {
  id: 'sent',
  node: 'work',
  startMs: 1000,
  durationMs: 1,
  attempts: 2,
  status: 'done',
  reused: true,
  cached: true,
  handled: true,
  sendIndex: 3,
  called: true,
  answered: 'mocked',
} satisfies Required<TimelineTask>;

const ENTRIES: TimelineEntry[] = [
  entry('c1', { step: -1, source: 'input', runId: null, next: ['__start__'] }),
  entry('c2', { parentId: 'c1', createdAt: 1007, tasks: [task('a'), task('b', { attempts: 3, status: 'failed' })] }),
  entry('c3', { parentId: 'c2', branchId: 'fix', source: 'update', next: [], changed: [{ channel: 'x', bytes: 12 }] }),
  entry('c4', {
    parentId: 'c2',
    step: 2,
    source: 'fork',
    createdAt: 900,
    next: ['a', 'a'],
    tasks: [
      task('a', { reused: true, cached: true, answered: 'mocked' }),
      task('b', { handled: true, status: 'cancelled', answered: 'reused' }),
    ],
    changed: [
      { channel: 'x', bytes: 0 },
      { channel: 'y', bytes: 7 },
    ],
    interruptedTasks: ['t1', 't2'],
  }),
  entry('c6', { parentId: 'c4', tasks: [FULL, task('first', { sendIndex: 0 }), task('callee', { called: true })] }),
  entry('c5', { parentId: 'elsewhere', failedTasks: ['t3'], milestone: true }),
];

describe('timeline columns', () => {
  it('bring every entry back as it was', () => {
    const sent = JSON.parse(JSON.stringify(packTimeline(ENTRIES)));
    expect(unpackTimeline(sent)).toEqual(ENTRIES);
    expect(unpackTimeline(packTimeline([]))).toEqual([]);
  });

  it('tell times to the microsecond', () => {
    const [packed] = unpackTimeline(
      packTimeline([entry('c1', { tasks: [task('a', { startMs: 5.00049, durationMs: 0.1239 })] })]),
    );
    expect(packed?.tasks[0]).toMatchObject({ startMs: 5, durationMs: 0.124 });
  });

  it('take a small part of the bytes', () => {
    const many = Array.from({ length: 1000 }, (_, at) =>
      entry(`checkpoint-${at}`, { parentId: at === 0 ? null : `checkpoint-${at - 1}`, tasks: [task('a')] }),
    );
    expect(JSON.stringify(packTimeline(many)).length).toBeLessThan(JSON.stringify(many).length / 3);
  });
});
