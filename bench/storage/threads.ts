import { loop, onFreshThreads } from '../graphs';
import { callsPerSecond, median, wallMs } from '../rounds';
import { costLine, rateLine } from '../table';
import { makeCheckpoints } from './history';
import type { Part } from './part';
import { BOTH } from './part';
import type { Store } from './stores';
import { figuresOf, inFreshStores, openStores, removeAll } from './stores';

const AT_ONCE = 100;
const STEPS = 20;

export const parallel: Part = {
  title: `${AT_ONCE} threads × ${STEPS} steps at once, async`,
  databases: ['PostgreSQL'],
  async run({ contestants, show }, database) {
    const stores = await openStores(contestants, database);
    const calls = stores.map((store) => store && allAtOnce(store));
    const rates = await callsPerSecond(calls, { rounds: 3, roundMs: 1_000, clock: 'wall' });
    await removeAll(stores);
    const figures = rates.map((rate) => rate && rate * AT_ONCE * STEPS);
    show(rateLine('all of them', figures, '/s', 20));
  },
};

const THREADS = 1_000;
const QUICK_THREADS = 100;
const CHECKPOINTS = 100;
const WRITERS = 25;
const PROBES = 40;
const DELETED = 10;

/** Ours alone: making so many takes the peer half an hour. */
export const manyThreads: Part = {
  title: `${THREADS.toLocaleString('en')} threads of ${CHECKPOINTS} checkpoints`,
  databases: BOTH,
  async run({ contestants, isQuick, show }, database) {
    const threads = isQuick ? QUICK_THREADS : THREADS;
    const found = await inFreshStores(contestants.slice(0, 1), database, async (store) => {
      await fill(store, threads);
      await probe(store);
      const beforeMs = await probe(store);
      const took: number[] = [];
      for (let thread = 0; thread < DELETED; thread++) {
        took.push(await wallMs(() => store.saver.deleteThread(threadName(threads - 1 - thread))));
      }
      const afterMs = await probe(store);
      return { deleteMs: median(took) as number, beforeMs, growth: afterMs / beforeMs };
    });
    const note = isQuick ? ` of ${QUICK_THREADS}` : '';
    show(costLine(`deleting one thread${note}`, figuresOf(found, 'deleteMs'), 'ms', 20));
    show(costLine('a run of one step on another, before', figuresOf(found, 'beforeMs'), 'ms'));
    show(costLine('  afterwards to before', figuresOf(found, 'growth'), '×', 1.2));
  },
};

function allAtOnce({ library, saver }: Store): () => Promise<unknown> {
  const run = onFreshThreads(loop(library, STEPS, saver), { durability: 'async' });
  return () => Promise.all(Array.from({ length: AT_ONCE }, run));
}

async function fill(store: Store, threads: number): Promise<void> {
  let next = 0;
  const write = async () => {
    while (next < threads) await makeCheckpoints(store, threadName(next++), CHECKPOINTS);
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
}

/** Milliseconds that one more step takes on each of the first threads, the median. */
async function probe({ library, saver }: Store): Promise<number> {
  const graph = loop(library, 1, saver);
  const took: number[] = [];
  for (let thread = 0; thread < PROBES; thread++) {
    const config = { durability: 'sync', configurable: { thread_id: threadName(thread) } };
    took.push(await wallMs(() => graph.invoke({}, config)));
  }
  return median(took) as number;
}

function threadName(thread: number): string {
  return `thread ${thread}`;
}
