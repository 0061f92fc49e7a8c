import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  Annotation,
  AnyValue,
  EphemeralValue,
  MemorySaver,
  Overwrite,
  START,
  StateGraph,
  Topic,
  UntrackedValueChannel,
} from '..';
import { logGraph, looseGraph, push, thread } from './loose-graph';

// SEMANTICS 1. Channels: one object per state key, updated once per super-step with all that step's writes.

/** Runs nodes side by side in one step, each with its answer; the order of names is the order of tasks. */
function together(schema: unknown, answers: Record<string, unknown>) {
  const graph = looseGraph(schema);
  for (const [name, answer] of Object.entries(answers)) graph.addNode(name, () => answer).addEdge(START, name);
  return graph.compile().invoke({});
}

const append = (left: string[], right: string[]) => [...left, ...right];

describe('a LastValue', () => {
  const State = Annotation.Root({ value: Annotation<unknown>(), other: Annotation<unknown>() });

  it('takes at most one write a step', async () => {
    await expect(together(State, { a: { value: 1 }, b: { value: 2 } })).rejects.toMatchObject({
      name: 'InvalidUpdateError',
      code: 'INVALID_CONCURRENT_GRAPH_UPDATE',
    });
  });

  it('stays as it is when nobody writes, and its key is absent while it is empty', async () => {
    const graph = new StateGraph(State)
      .addNode('a', () => ({ value: 1 }))
      .addNode('b', () => ({}))
      .addEdge(START, 'a')
      .addEdge('a', 'b')
      .compile();
    const result = await graph.invoke({});
    expect(result).toEqual({ value: 1 });
    expect('other' in result).toBe(false);
  });

  it('holds null and undefined as values', async () => {
    const result = await together(State, { a: { value: null }, b: { other: undefined } });
    expect(result).toStrictEqual({ value: null, other: undefined });
  });

  it('may have a default, made by a factory', async () => {
    const WithDefault = z.object({
      list: z.array(z.string()).default(() => ['first']),
      touched: z.boolean().optional(),
    });
    expect(await together(WithDefault, { a: { touched: true } })).toEqual({ list: ['first'], touched: true });
  });
});

describe('a reducer', () => {
  it('folds writes from left to right in task order', async () => {
    const State = Annotation.Root({ log: Annotation<string[]>({ reducer: append, default: () => ['0'] }) });
    expect(await together(State, { b: { log: ['b'] }, a: { log: ['a'] } })).toEqual({ log: ['0', 'a', 'b'] });
  });

  it('without a default takes the first write un-reduced', async () => {
    const State = Annotation.Root({ log: Annotation<string[]>({ reducer: append }) });
    expect(await together(State, { a: { log: ['a'] }, b: { log: ['b'] } })).toEqual({ log: ['a', 'b'] });
  });

  it('Overwrite replaces, in both its forms, and wins over the other writes of its step; two are an error', async () => {
    const State = Annotation.Root({ log: Annotation<string[]>({ reducer: append, default: () => ['0'] }) });
    for (const overwrite of [new Overwrite(['only']), { __overwrite__: ['only'] }]) {
      expect(await together(State, { a: { log: ['a'] }, b: { log: overwrite }, c: { log: ['c'] } })).toEqual({
        log: ['only'],
      });
    }
    await expect(together(State, { a: { log: new Overwrite([]) }, b: { log: new Overwrite([]) } })).rejects.toThrow(
      /more than one Overwrite/,
    );
  });
});

describe('other channels', () => {
  it('a Topic lists what many wrote, for one step or for good, with repetitions or without', async () => {
    const State = Annotation.Root({
      all: () => new Topic<string>({ accumulate: true }),
      unlike: () => new Topic<string>({ accumulate: true, unique: true }),
      once: () => new Topic<string>(),
    });
    const seen: unknown[] = [];
    const graph = new StateGraph(State)
      .addNode('a', () => ({ all: 'a', unlike: 'a', once: 'a' }))
      .addNode('b', (state) => {
        seen.push(state);
        return { all: ['b', 'b'], unlike: ['a', 'b', 'b'] };
      })
      .addEdge(START, 'a')
      .addEdge('a', 'b')
      .compile();
    expect(await graph.invoke({})).toEqual({ all: ['a', 'b', 'b'], unlike: ['a', 'b'] });
    expect(seen).toEqual([{ all: ['a'], unlike: ['a'], once: ['a'] }]);
  });

  it('an EphemeralValue is visible for exactly the next step', async () => {
    const State = Annotation.Root({ once: () => new EphemeralValue<number>() });
    const seen: unknown[] = [];
    const graph = new StateGraph(State)
      .addNode('a', () => ({ once: 1 }))
      .addNode('b', (state) => void seen.push(state))
      .addNode('c', (state) => void seen.push(state))
      .addEdge(START, 'a')
      .addEdge('a', 'b')
      .addEdge('b', 'c')
      .compile();
    await graph.invoke({});
    expect(seen).toEqual([{ once: 1 }, {}]);
  });

  it('an AnyValue has many writers; the last one counts', async () => {
    const State = Annotation.Root({ any: () => new AnyValue<number>() });
    expect(await together(State, { a: { any: 1 }, b: { any: 2 } })).toEqual({ any: 2 });
  });

  it('an UntrackedValue is never persisted, nowhere', async () => {
    const State = Annotation.Root({
      client: () => new UntrackedValueChannel<string>(),
      log: Annotation<string[]>({ reducer: append, default: () => [] }),
    });
    const saver = new MemorySaver();
    const graph = new StateGraph(State)
      .addNode('a', () => ({ client: 'secret' }))
      .addNode('b', ({ client }) => ({ log: [String(client)] }))
      .addEdge(START, 'a')
      .addEdge('a', 'b')
      .compile({ checkpointer: saver });
    expect(await graph.invoke({ client: 'secret' }, thread)).toEqual({ client: 'secret', log: ['secret'] });
    const stored: unknown[] = [];
    for await (const { checkpoint, pendingWrites } of saver.list(thread))
      stored.push(
        checkpoint.channel_values.client,
        checkpoint.channel_versions.client,
        pendingWrites.filter(([, channel]) => channel === 'client').length,
      );
    expect(new Set(stored)).toEqual(new Set([undefined, 0]));
  });

  it('a barrier waits for all its names; a deferred node runs when nothing else is left', async () => {
    const graph = logGraph()
      .addNode('a', push('a'))
      .addNode('b', push('b'))
      .addNode('b2', push('b2'))
      .addNode('both', push('both'))
      .addNode('last', push('last'), { defer: true })
      .addEdge(START, 'a')
      .addEdge(START, 'b')
      .addEdge('b', 'b2')
      .addEdge(['a', 'b2'], 'both')
      .addEdge('a', 'last')
      .compile();
    expect(await graph.invoke({})).toEqual({ log: ['a', 'b', 'b2', 'both', 'last'] });
  });
});

describe('state schemas', () => {
  it('are Annotation.Root, or a zod object; nodes and the graph may have schemas of their own', async () => {
    const seen: unknown[] = [];
    const graph = looseGraph({
      state: z.object({ question: z.string().optional(), answer: z.string().optional(), draft: z.string().optional() }),
      input: z.object({ question: z.string() }),
      output: z.object({ answer: z.string() }),
    })
      .addNode('draft', () => ({ draft: 'd' }))
      .addNode(
        'answer',
        (state: unknown) => {
          seen.push(state);
          return { answer: 'a' };
        },
        { input: z.object({ draft: z.string() }) },
      )
      .addEdge(START, 'draft')
      .addEdge('draft', 'answer');
    expect(await graph.compile().invoke({ question: 'q' })).toEqual({ answer: 'a' });
    expect(seen).toEqual([{ draft: 'd' }]);
  });
});

describe('BETTER: an unknown key is an UnknownStateKeyError that names it and the known ones', () => {
  const State = Annotation.Root({ known: Annotation<number>(), also: Annotation<number>() });
  const expected = { name: 'UnknownStateKeyError', code: 'UNKNOWN_STATE_KEY', message: /"unknwon".*known, also/ };

  it('in what a node returns', async () => {
    await expect(together(State, { a: { unknwon: 1 } })).rejects.toMatchObject({
      ...expected,
      message: expect.stringMatching(expected.message),
    });
  });

  it('in updateState, and nothing is stored', async () => {
    const graph = new StateGraph(State)
      .addNode('a', () => ({ known: 1 }))
      .addEdge(START, 'a')
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke({}, thread);
    await expect(graph.updateState(thread, { unknwon: 1 } as never)).rejects.toMatchObject({
      ...expected,
      message: expect.stringMatching(expected.message),
    });
    expect((await graph.getState(thread)).metadata?.source).toBe('loop');
  });

  it('in an input', async () => {
    const graph = new StateGraph(State)
      .addNode('a', () => ({}))
      .addEdge(START, 'a')
      .compile();
    await expect(graph.invoke({ unknwon: 1 } as never)).rejects.toMatchObject({ code: 'UNKNOWN_STATE_KEY' });
  });
});
