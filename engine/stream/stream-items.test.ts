import { describe, expect, expectTypeOf, it } from 'vitest';
import type { BaseMessage, CompiledStateGraph, OverwriteValue, StateSnapshot } from '..';
import { Annotation, END, entrypoint, MemorySaver, START, StateGraph, writer } from '..';

const State = Annotation.Root({
  topic: Annotation<string>,
  log: Annotation<string[], string>({ reducer: (list, line) => [...list, line], default: () => [] }),
});
type Update = { topic?: string; log?: string | OverwriteValue<string[]> };

const graph = new StateGraph(State, { writer: writer<{ done: number }> })
  .addNode('first', (_, { writer }) => {
    writer({ done: 1 });
    return { log: 'one' };
  })
  .addNode('second', () => ({ log: 'two' }))
  .addEdge(START, 'first')
  .addEdge('first', 'second')
  .addEdge('second', END)
  .compile({ checkpointer: new MemorySaver() });

let threads = 0;
const onThread = () => ({ configurable: { thread_id: `t${++threads}` } });

describe('what a stream gives is typed', () => {
  it('by its one mode, updates unless told', async () => {
    const lines: unknown[] = [];
    for await (const update of graph.stream({ topic: 'x' }, onThread())) {
      expectTypeOf(update).toEqualTypeOf<Record<'first' | 'second', Update>>();
      lines.push((update.first ?? update.second).log);
    }
    expect(lines).toEqual(['one', 'two']);
    const logs: string[][] = [];
    for await (const { log } of await graph.stream({ topic: 'x' }, { ...onThread(), streamMode: 'values' }))
      logs.push(log);
    expect(logs).toEqual([[], ['one'], ['one', 'two']]);
  });

  it('by pairs of mode and payload, of which the mode tells the payload', async () => {
    const told: unknown[] = [];
    const streamMode = ['updates', 'custom', 'messages'] as const;
    for await (const item of graph.stream({ topic: 'x' }, { ...onThread(), streamMode: [...streamMode] })) {
      if (item[0] === 'custom') {
        expectTypeOf(item[1]).toEqualTypeOf<{ done: number }>();
        told.push(item[1].done);
      } else if (item[0] === 'messages') expectTypeOf(item[1][0]).toEqualTypeOf<BaseMessage>();
      else told.push(Object.keys(item[1]));
    }
    expect(told).toEqual([1, ['first'], ['second']]);
  });

  it('with the namespace first, of subgraphs', async () => {
    const namespaces: string[][] = [];
    const options = { ...onThread(), streamMode: ['values'], subgraphs: true } as const;
    for await (const [namespace, mode, values] of graph.stream(
      { topic: 'x' },
      { ...options, streamMode: ['values'] },
    )) {
      expectTypeOf(mode).toEqualTypeOf<'values'>();
      expectTypeOf(values.log).toEqualTypeOf<string[]>();
      namespaces.push(namespace);
    }
    expect(namespaces).toEqual([[], [], []]);
    for await (const [namespace, update] of graph.stream({ topic: 'x' }, { ...onThread(), subgraphs: true })) {
      expectTypeOf(update.second).toEqualTypeOf<Update>();
      expect(namespace).toEqual([]);
    }
  });

  it('and holds what its type says, of checkpoints, tasks and details', async () => {
    const at = onThread();
    for await (const checkpoint of graph.stream({ topic: 'x' }, { ...at, streamMode: 'checkpoints' })) {
      expectTypeOf(checkpoint.config).toEqualTypeOf<StateSnapshot['config']>();
      const { branchId, config, metadata, next, tasks, values } = checkpoint;
      expect({ branchId, config, metadata, next, tasks, values }).toEqual({
        branchId: expect.any(String),
        config: expect.any(Object),
        metadata: expect.objectContaining({ step: expect.any(Number) }),
        next: expect.any(Array),
        tasks: next.map((name) => ({ id: expect.any(String), name, path: expect.any(Array), interrupts: [] })),
        values: expect.any(Object),
      });
    }
    const tasks: unknown[] = [];
    for await (const task of graph.stream({ topic: 'x' }, { ...onThread(), streamMode: 'tasks' })) {
      if ('result' in task) tasks.push([task.name, task.result?.log, task.status, task.error, task.attempts]);
      else tasks.push([task.name, task.input.topic, task.triggers]);
      expect([task.checkpointId, task.startMs]).toEqual([expect.any(String), expect.any(Number)]);
    }
    expect(tasks).toEqual([
      ['first', 'x', ['branch:to:first']],
      ['first', 'one', 'done', null, 1],
      ['second', 'x', ['branch:to:second']],
      ['second', 'two', 'done', null, 1],
    ]);
    const details: unknown[] = [];
    for await (const { step, type, timestamp, payload } of graph.stream({}, { ...onThread(), streamMode: 'debug' }))
      if (type === 'task_result') details.push([step, payload.name, Number.isNaN(Date.parse(timestamp))]);
    expect(details).toEqual([
      [1, 'first', false],
      [2, 'second', false],
    ]);
  });

  it('of a graph whose nodes or state are not known, loosely', async () => {
    const untyped: CompiledStateGraph<typeof State.State, typeof State.Update> = graph;
    for await (const update of untyped.stream({ topic: 'x' }, onThread()))
      expectTypeOf(update).toEqualTypeOf<Record<string, Update>>();
    const double = entrypoint('double', async (input: number) => input * 2);
    for await (const values of double.stream(4, { streamMode: 'values' })) {
      expectTypeOf(values).toEqualTypeOf<number>();
      expect(values).toBe(8);
    }
  });
});
