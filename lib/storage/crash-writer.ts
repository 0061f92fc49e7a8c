import { writeSync } from 'node:fs';
import { Annotation, START, StateGraph } from '@/engine';
import { SqliteSaver } from './sqlite';

// Started by crash.test.ts with a database and a thread: goes on with the thread for ever, and prints each step once it is saved.

const [path, threadId] = process.argv.slice(2) as [string, string];
const PAYLOAD_BYTES = 2_000;

const State = Annotation.Root({ count: Annotation<number>(), payload: Annotation<string>() });
const graph = new StateGraph(State)
  .addNode('count', ({ count }) => ({ count: count + 1, payload: `${count + 1}:`.padEnd(PAYLOAD_BYTES, 'x') }))
  .addEdge(START, 'count')
  .addConditionalEdges('count', () => 'count', ['count'])
  .compile({ checkpointer: SqliteSaver.fromConnString(path) });

const config = { configurable: { thread_id: threadId }, recursionLimit: 1_000_000 };
const isNew = !(await graph.getState(config)).exists;
const input = isNew ? { count: 0, payload: '0:'.padEnd(PAYLOAD_BYTES, 'x') } : null;
for await (const step of await graph.stream(input, { ...config, streamMode: 'checkpoints' })) {
  const { config: saved, values } = step as {
    config: typeof config & { configurable: { checkpoint_id: string } };
    values: { count: number };
  };
  writeSync(1, `${saved.configurable.checkpoint_id} ${values.count}\n`);
}
