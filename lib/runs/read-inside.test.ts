import { beforeEach, describe, expect, it } from 'vitest';
import type { TimelineQuery, TimelineRow } from '@/engine';
import type { RunsContext } from './context';
import { readInside } from './read-inside';

let rows: TimelineRow[] = [];
let reading = 0;
let mostAtOnce = 0;

/** The same rows in every namespace of a task's own first call. */
async function readTimeline(_threadId: string, { namespace = '', after = '', limit }: TimelineQuery) {
  reading += 1;
  mostAtOnce = Math.max(mostAtOnce, reading);
  await new Promise(setImmediate);
  reading -= 1;
  if (!/:[^|]*$/.test(namespace)) return [];
  return rows.filter((row) => row.checkpointId > after).slice(0, limit);
}

const context = { store: { saver: { readTimeline } } } as unknown as RunsContext;
const tasks = (count: number) =>
  Array.from({ length: count }, (_, task) => ({ namespace: '', node: 'n', taskId: `${task}` }));
const idOf = (at: number) => String(at).padStart(6, '0');
const chain = (length: number) =>
  Array.from(
    { length },
    (_, at) => ({ checkpointId: idOf(at), parentId: at === 0 ? null : idOf(at - 1) }) as TimelineRow,
  );

beforeEach(() => {
  mostAtOnce = 0;
});

describe('readInside', () => {
  it('gives the newest of a call of several pages, and counts all before', async () => {
    rows = chain(20_500);
    const [call] = await readInside(context, 't', tasks(1));
    expect(call?.rows.map((row) => row.checkpointId)).toEqual(rows.slice(-2000).map((row) => row.checkpointId));
    expect(call?.omitted).toBe(18_500);
  });

  it('leaves out what is not on the path to the newest', async () => {
    rows = [...chain(3), { checkpointId: idOf(3), parentId: idOf(0) } as TimelineRow];
    const [call] = await readInside(context, 't', tasks(1));
    expect(call).toMatchObject({ omitted: 0, rows: [{ checkpointId: idOf(0) }, { checkpointId: idOf(3) }] });
  });

  it('reads a few tasks at once', async () => {
    rows = chain(1);
    expect(await readInside(context, 't', tasks(30))).toHaveLength(30);
    expect(mostAtOnce).toBe(4);
  });

  it('answers so many rows of all calls together, and of each at least the newest', async () => {
    rows = chain(2100);
    const calls = await readInside(context, 't', tasks(30));
    expect(calls.map((call) => call.rows.length)).toEqual([...Array(25).fill(2000), ...Array(5).fill(1)]);
    expect(new Set(calls.map((call) => call.rows.length + call.omitted))).toEqual(new Set([2100]));
    expect(calls.at(-1)?.rows[0]?.checkpointId).toBe(idOf(2099));
  });
});
