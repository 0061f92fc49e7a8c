import { Annotation, START, StateGraph } from '@langchain/langgraph';
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

describe('a node of LangGraph.js that changes what it is handed', () => {
  it.each([
    ['MemorySaver', new MemorySaver()],
    ['SqliteSaver', sqlite],
  ])('may do so, and reaches nothing that %s has stored', async (_name, checkpointer) => {
    const State = Annotation.Root({ list: Annotation<{ deep: string[] }[]>(), turn: Annotation<number>() });
    const graph = new StateGraph(State)
      .addNode('push', ({ list, turn }) => {
        list[0]?.deep.push(`turn ${turn}`);
        return { turn };
      })
      .addEdge(START, 'push')
      .compile({ checkpointer });
    const thread = { configurable: { thread_id: 'careless' } };
    await graph.invoke({ list: [{ deep: [] }], turn: 1 }, thread);
    const { config, values } = await graph.getState(thread);
    values.list[0]?.deep.push('from outside');
    await graph.invoke({ turn: 2 }, thread);
    const before = await graph.getState(config);
    expect(before.values.list[0]?.deep).not.toContain('from outside');
    expect(before.values.list[0]?.deep).not.toContain('turn 2');
  });
});
