import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { Annotation, END, START, StateGraph } from '@/engine';
import type { SqlSaver } from '../sql-saver';

const STEPS = 6;
const FAULTY_STEP = 3;
const thread = { configurable: { thread_id: 'thread' } };

export interface Fault {
  strike(): void | Promise<void>;
  heal(): void | Promise<void>;
  /** What the run's error says. */
  says: RegExp;
}

/** A run meets the fault in its third step: it says so, and once the fault is gone the thread goes on to its end. */
export async function failAndGoOn(
  saver: SqlSaver,
  durability: 'sync' | 'async',
  { strike, heal, says }: Fault,
): Promise<void> {
  let isStruck = false;
  const State = Annotation.Root({
    log: Annotation<number[]>({ reducer: (log, added) => [...log, ...added], default: () => [] }),
    payload: Annotation<string>(),
  });
  const graph = new StateGraph(State)
    .addNode('count', async ({ log }) => {
      if (log.length === FAULTY_STEP && !isStruck) {
        isStruck = true;
        // What is read is saved: without any step there would be nothing to go on from.
        expect(await saver.getTuple(thread)).toBeDefined();
        await strike();
      }
      return { log: [log.length], payload: randomBytes(50_000).toString('hex') };
    })
    .addEdge(START, 'count')
    .addConditionalEdges('count', ({ log }) => (log.length < STEPS ? 'count' : END), ['count'])
    .compile({ checkpointer: saver });

  const failure = await graph.invoke({ payload: '' }, { ...thread, durability }).then(
    () => null,
    (error: unknown) => error as Error,
  );
  expect(failure?.message).toMatch(says);
  await heal();
  const before = (await graph.getState(thread)).values.log;
  expect(before).toEqual([0, 1, 2, 3].slice(0, before.length));
  expect(await graph.invoke(null, { ...thread, durability })).toMatchObject({ log: [0, 1, 2, 3, 4, 5] });
}

export const durabilities = ['sync', 'async'] as const;
