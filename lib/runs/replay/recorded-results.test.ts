import { beforeEach, expect, it } from 'vitest';
import type { TimelineRow } from '@/engine';
import { Annotation, END, MemorySaver, START, StateGraph } from '@/engine';
import type { RunsContext } from '../context';
import { readReplayStart } from './recorded-results';

const State = Annotation.Root({ count: Annotation<number>() });
const STEPS = 100;
let saver: MemorySaver;
let rows: TimelineRow[];
const graph = () =>
  new StateGraph(State)
    .addNode('add', ({ count }) => ({ count: count + 1 }))
    .addEdge(START, 'add')
    .addConditionalEdges('add', ({ count }) => (count < STEPS ? 'add' : END), ['add'])
    .compile({ checkpointer: saver });

beforeEach(async () => {
  saver = new MemorySaver();
  const config = { configurable: { thread_id: 't' }, recursionLimit: STEPS };
  await graph().invoke({ count: 0 }, config);
  rows = await saver.readTimeline('t', { limit: 1000 });
});

function read(checkpointId: string) {
  const context = { store: { saver } } as unknown as RunsContext;
  return readReplayStart(
    context,
    { threadId: 't', checkpointId, original: rows[0]?.branchId ?? null },
    new Set(['add']),
  );
}
const idAt = (step: number) => rows.find((row) => row.step === step)?.checkpointId as string;
const countIn = (writes: unknown) => (writes as [string, unknown][]).find(([channel]) => channel === 'count')?.[1];

it('finds each result from there on by its occurrence, and reads many at once', async () => {
  const { recorded, ranSince } = await read(idAt(10));
  expect([recorded.count('add'), ranSince.size]).toEqual([90, 0]);
  let reads = 0;
  const readWrites = saver.readWrites.bind(saver);
  saver.readWrites = (...asked) => {
    reads++;
    return readWrites(...asked);
  };
  for (let occurrence = 0; occurrence < 90; occurrence++) {
    expect(countIn(await recorded.writes('add', occurrence))).toBe(11 + occurrence);
  }
  expect(reads).toBe(3);
  expect(await recorded.writes('add', 90)).toBeNull();
  const together = await Promise.all(Array.from({ length: 90 }, (_, at) => recorded.writes('add', at)));
  expect(together.map(countIn)).toEqual(Array.from({ length: 90 }, (_, at) => 11 + at));
  expect(reads).toBe(6);
  expect(countIn(await recorded.writes('add', 0))).toBe(11);
});

it('counts what the branch of the run did since it parted', async () => {
  const config = { configurable: { thread_id: 't', checkpoint_id: idAt(10) } };
  await graph().invoke(null, { ...config, interruptAfter: ['add'] });
  await graph().invoke(null, { configurable: { thread_id: 't' }, interruptAfter: ['add'] });
  const tip = (await saver.readBranches('t')).at(-1)?.tipId as string;
  const { recorded, ranSince } = await read(tip);
  expect([recorded.count('add'), ranSince.get('add')]).toEqual([90, 2]);
});

it('takes nothing from behind a gap, where the occurrences are not known', async () => {
  const config = { configurable: { thread_id: 't', checkpoint_id: idAt(10) } };
  await graph().invoke(null, { ...config, interruptAfter: ['add'] });
  await saver.prune({ threadIds: ['t'], keepLast: 20 });
  const { recorded } = await read(idAt(10));
  expect(recorded.count('add')).toBe(0);
});
