import type { Library, Saver } from '../contestants';
import type { Runnable } from '../graphs';
import { wallMs } from '../rounds';
import { costLine, rateLine } from '../table';
import type { Bench, Part } from './part';
import { BOTH, MB } from './part';
import type { Database } from './places';
import { figuresOf, inFreshStores } from './stores';
import { drawnText } from './texts';

const STEPS = 100;
const ITEMS = 5 * 1024;
const ITEM_BYTES = 1024;
/** Steps before the clock starts, which it does when they and the input are saved. It stops when everything is. */
const FIRST_STEPS = 10;

/** Goals hold where LangGraph.js was measured, on SQLite; bytes on both. */
export const largeValues: Part = {
  title: `5 MB in one channel, ${STEPS} steps`,
  databases: BOTH,
  async run(bench, database) {
    await showUntouched(bench, database);
    await showGrowing(bench, database);
  },
};

async function showUntouched({ contestants, show }: Bench, database: Database): Promise<void> {
  const found = await inFreshStores(contestants, database, async (store) => {
    const graph = listLoop(store, () => []);
    await invoke(graph, { threadId: 'small', items: 1 });
    const before = await store.addedBytes();
    const took = await wallMs(() => invoke(graph, { threadId: 'large', items: ITEMS }));
    return { stepsPerSecond: (STEPS * 1_000) / took, megabytes: ((await store.addedBytes()) - before) / MB };
  });
  const goal = database.name === 'SQLite' ? 20 : undefined;
  show(rateLine('steps that leave it alone, its save included', figuresOf(found, 'stepsPerSecond'), '/s', goal));
  show(costLine('  bytes', figuresOf(found, 'megabytes'), 'MB', 7));
}

async function showGrowing({ contestants, show }: Bench, database: Database): Promise<void> {
  const found = await inFreshStores(contestants, database, async (store) => {
    let steps = 0;
    let startedMs = 0;
    let configurable = {};
    const own = { ms: 0 };
    const append = async () => {
      steps += 1;
      if (steps === FIRST_STEPS) {
        // Whoever reads a thread finds, or waits for, what was saved of it.
        await store.saver.getTuple({ configurable });
        startedMs = performance.now();
        own.ms = 0;
      }
      return [drawnText(ITEM_BYTES)];
    };
    const graph = listLoop(store, append, own);
    const stepMs = async (threadId: string, items: number) => {
      steps = 0;
      configurable = { thread_id: threadId, checkpoint_ns: '' };
      await invoke(graph, { threadId, items });
      return (performance.now() - startedMs) / (STEPS - FIRST_STEPS);
    };
    await stepMs('warm', 1);
    const smallMs = await stepMs('small', 1);
    const before = await store.addedBytes();
    const ms = await stepMs('large', ITEMS);
    const reducerMs = own.ms / (STEPS - FIRST_STEPS);
    return { ms, reducerMs, growth: ms / smallMs, megabytes: ((await store.addedBytes()) - before) / MB };
  });
  show(costLine('steps that append 1 KB: one takes', figuresOf(found, 'ms'), 'ms'));
  show(costLine("  of it in the graph's own reducer", figuresOf(found, 'reducerMs'), 'ms'));
  show(costLine('  to one that appends to a small list', figuresOf(found, 'growth'), '×', 1.5));
  show(costLine('  bytes', figuresOf(found, 'megabytes'), 'MB', 7));
}

/** A loop beside a list; `append` says what a step adds to it, `own` is given the time that the list's reducer takes. */
function listLoop(
  { library, saver }: { library: Library; saver: Saver },
  append: () => string[] | Promise<string[]>,
  own = { ms: 0 },
): Runnable {
  const { Annotation, START, END, StateGraph } = library;
  const longer = (list: string[], more: string[]) => {
    const startedMs = performance.now();
    const all = [...list, ...more];
    own.ms += performance.now() - startedMs;
    return all;
  };
  const State = Annotation.Root({
    count: Annotation<number>({ reducer: (total, more) => total + more, default: () => 0 }),
    list: Annotation<string[], string[]>({ reducer: longer, default: () => [] }),
  });
  return new StateGraph(State)
    .addNode('again', async () => {
      const list = await append();
      return list.length === 0 ? { count: 1 } : { count: 1, list };
    })
    .addEdge(START, 'again')
    .addConditionalEdges('again', ({ count }) => (count < STEPS ? 'again' : END), ['again', END])
    .compile({ checkpointer: saver });
}

function invoke(graph: Runnable, { threadId, items }: { threadId: string; items: number }): Promise<unknown> {
  const list = Array.from({ length: items }, () => drawnText(ITEM_BYTES));
  return graph.invoke(
    { list },
    { recursionLimit: 2 * STEPS, durability: 'async', configurable: { thread_id: threadId } },
  );
}
