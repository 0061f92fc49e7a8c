import type { Runnable } from '../graphs';
import { chain, freshThreadId } from '../graphs';
import { median, wallMs } from '../rounds';
import { costLine } from '../table';
import type { Part } from './part';
import type { Store } from './stores';
import { figuresOf, inFreshStores } from './stores';

const THREADS = 20;
const NODES = 5;
/** Steps that the fork makes. */
const LEFT = 3;
const EDIT = 100;

/** A compiled graph, as far as a past checkpoint is found, edited and run on from. */
interface TimeTravel extends Runnable {
  getStateHistory: (config: object) => AsyncIterable<{ next: readonly string[]; config: object }>;
  updateState: (config: object, values: object) => Promise<object>;
}

export const fork: Part = {
  title: `fork + ${LEFT} steps`,
  databases: ['PostgreSQL'],
  async run({ contestants, show }, database) {
    const found = await inFreshStores(contestants, database, forksOf);
    show(costLine('time', figuresOf(found, 'ms'), 'ms', 10));
    const wrong = costLine('  forks that end with wrong values', figuresOf(found, 'wrong'), `of ${THREADS}`, 0);
    show(wrong);
  },
};

/** Every thread is run to its end, edited at a checkpoint in its middle, and run on from there. */
async function forksOf({ library, saver }: Store): Promise<{ ms: number; wrong: number }> {
  const graph = chain(library, NODES, saver) as TimeTravel;
  const took: number[] = [];
  let wrong = 0;
  for (let thread = 0; thread < THREADS; thread++) {
    const config = { configurable: { thread_id: freshThreadId() } };
    await graph.invoke({}, config);
    const past = await checkpointBefore(graph, config, `n${NODES - LEFT}`);
    let ended: unknown;
    took.push(
      await wallMs(async () => {
        const edited = await graph.updateState(past, { count: EDIT });
        ended = await graph.invoke(null, edited);
      }),
    );
    if ((ended as { count: number }).count !== EDIT + NODES) wrong += 1;
  }
  return { ms: median(took) as number, wrong };
}

async function checkpointBefore(graph: TimeTravel, config: object, node: string): Promise<object> {
  for await (const snapshot of graph.getStateHistory(config)) if (snapshot.next.includes(node)) return snapshot.config;
  throw new Error(`No checkpoint of the thread stands before "${node}".`);
}
