import { Annotation, DeltaChannel, END, START, StateGraph } from '@langchain/langgraph';
import { afterAll, describe, expect, it } from 'vitest';
import { MemorySaver } from '@/engine';
import { SqliteSaver } from '@/lib/storage/sqlite';
import { newSqliteFile } from '@/lib/storage/test-databases';

const file = newSqliteFile();
const sqlite = SqliteSaver.fromConnString(file.url);
afterAll(async () => {
  sqlite.close();
  await file.remove();
});

const append = (current: string[], writes: string[][]) => [...current, ...writes.flat()];

/** Three nodes at once, in each of eight steps. */
const graphOn = (checkpointer: MemorySaver | SqliteSaver) => {
  const State = Annotation.Root({
    round: Annotation<number>(),
    log: () => new DeltaChannel<string[], string[]>(append, { snapshotFrequency: 5 }),
  });
  const say = (name: string) => (state: typeof State.State) => ({ log: [`${name}${state.round}`] });
  return new StateGraph(State)
    .addNode('next', ({ round = 0 }) => ({ round: round + 1 }))
    .addNode('c', say('c'))
    .addNode('a', say('a'))
    .addNode('b', say('b'))
    .addEdge(START, 'next')
    .addConditionalEdges('next', ({ round }) => (round > 8 ? END : ['a', 'b', 'c']))
    .addEdge(['a', 'b', 'c'], 'next')
    .compile({ checkpointer });
};

describe('a DeltaChannel of LangGraph.js, which is stored as writes', () => {
  it.each([
    ['MemorySaver', new MemorySaver()],
    ['SqliteSaver', sqlite],
  ])('is read from %s as it was in the run, writes of one step in the order of their tasks', async (_name, saver) => {
    const config = { configurable: { thread_id: 'delta' }, recursionLimit: 100 };
    const { log } = await graphOn(saver).invoke({ log: ['in'] }, config);
    expect(log).toEqual([
      'in',
      ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((round) => [`a${round}`, `b${round}`, `c${round}`]),
    ]);
    const history: string[][] = [];
    for await (const { values } of graphOn(saver).getStateHistory(config)) history.unshift(values.log ?? []);
    expect(history.at(-1)).toEqual(log);
    for (const state of history) expect(state).toEqual(log.slice(0, state.length));
  });
});
