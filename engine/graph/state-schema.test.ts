import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import type { StandardSchema } from '..';
import {
  Command,
  DeltaValue,
  END,
  MemorySaver,
  Overwrite,
  ReducedValue,
  START,
  StateGraph,
  StateSchema,
  UntrackedValue,
} from '..';

/** A schema of no library: words of a given length, upper-cased. */
function wordSchema(length: number): StandardSchema<string, string> {
  return {
    '~standard': {
      vendor: 'test',
      validate: (value) =>
        typeof value === 'string' && value.length === length
          ? { value: value.toUpperCase() }
          : { issues: [{ message: `needs ${length} letters` }] },
    },
  };
}

const State = new StateSchema({
  question: z.string(),
  depth: z.number().int().default(3),
  word: wordSchema(3),
  log: new ReducedValue(
    z.array(z.string()).default(() => []),
    { inputSchema: z.string(), reducer: (list, line) => [...list, line] },
  ),
  total: new ReducedValue(z.number().default(0), { reducer: (sum, add) => sum + add }),
  client: new UntrackedValue<{ send: () => void }>(),
});

const thread = { configurable: { thread_id: 't' } };

function graphOf(node: typeof State.Node) {
  return new StateGraph(State).addNode('a', node).addEdge(START, 'a').addEdge('a', END);
}

describe('a StateSchema', () => {
  it('knows what nodes read and what they write', () => {
    expectTypeOf<typeof State.State>().toEqualTypeOf<{
      question: string;
      depth: number;
      word: string;
      log: string[];
      total: number;
      client: { send: () => void };
    }>();
    expectTypeOf<NonNullable<(typeof State.Update)['log']>>().toExtend<string | { __overwrite__: string[] }>();
    expectTypeOf<(typeof State.Update)['depth']>().toEqualTypeOf<number | undefined>();
    // @ts-expect-error one line is a string
    const wrong: typeof State.Update = { log: 5 };
    expect(wrong).toBeDefined();
    new StateGraph(State).addNode('a', (state) => {
      expectTypeOf(state).toEqualTypeOf<typeof State.State>();
      return { log: state.question };
    });
  });

  it('starts with the defaults of its schemas and folds writes by its reducers', async () => {
    const graph = graphOf((state) => ({ log: `${state.question} ${state.depth}`, total: 5 })).compile();
    const result = await graph.invoke({ question: 'why', log: 'asked', total: 1 });
    expect(result).toEqual({ question: 'why', depth: 3, log: ['asked', 'why 3'], total: 6 });
  });

  it('takes what its schemas make of an input', async () => {
    expect(
      (
        await graphOf(() => ({}))
          .compile()
          .invoke({ word: 'abc' })
      ).word,
    ).toBe('ABC');
  });

  it('refuses an input, a write or an edit that does not fit, by its key and who gave it', async () => {
    const graph = graphOf(() => ({ log: 7 as never })).compile({ checkpointer: new MemorySaver() });
    await expect(graph.invoke({ depth: 1.5 }, thread)).rejects.toThrow(/^The input gives state key "depth"/);
    await expect(graph.invoke({}, thread)).rejects.toThrow(/^Node "a" gives state key "log" .* log: /);
    await expect(graph.updateState(thread, { word: 'long' }, 'a')).rejects.toThrow(
      /^The update gives state key "word" .* word: needs 3 letters/,
    );
  });

  it('checks the update of a Command', async () => {
    const graph = graphOf(() => new Command({ update: { total: 'x' } })).compile();
    await expect(graph.invoke({})).rejects.toThrow(/The Command of "a" gives state key "total"/);
  });

  it('BETTER: checks an input once, so that a schema may change its type', async () => {
    const Length = new StateSchema({
      size: z.string().transform((text) => text.length),
    });
    const graph = new StateGraph(Length)
      .addNode('a', (state) => {
        expectTypeOf(state.size).toEqualTypeOf<number>();
        return {};
      })
      .addEdge(START, 'a')
      .compile();
    expect(await graph.invoke({ size: 'four' })).toEqual({ size: 4 });
  });

  it('lets Overwrite replace a reduced value, checked against the value', async () => {
    const graph = graphOf(() => ({ log: new Overwrite(['new']) })).compile();
    expect((await graph.invoke({ log: 'old' })).log).toEqual(['new']);
    const wrong = graphOf(() => ({ log: { __overwrite__: 'no list' } as never })).compile();
    await expect(wrong.invoke({})).rejects.toThrow(/"log"/);
  });

  it('keeps an untracked value for the run and nowhere else', async () => {
    const client = { send: () => {} };
    let seen: unknown;
    const graph = graphOf((state) => {
      seen = state.client;
      return {};
    }).compile({ checkpointer: new MemorySaver() });
    await graph.invoke({ client }, thread);
    expect(seen).toBe(client);
    expect((await graph.getState(thread)).values).not.toHaveProperty('client');
  });

  it('a DeltaValue folds all of a step at once', async () => {
    const Lines = new StateSchema({
      lines: new DeltaValue(
        z.array(z.string()).default(() => []),
        { inputSchema: z.string(), reducer: (lines, added) => [...lines, added.join('+')], snapshotFrequency: 10 },
      ),
    });
    const graph = new StateGraph(Lines)
      .addNode({ a: () => ({ lines: 'a' }), b: () => ({ lines: 'b' }) })
      .addEdge(START, 'a')
      .addEdge(START, 'b')
      .compile();
    expect(await graph.invoke({})).toEqual({ lines: ['a+b'] });
  });

  it('says itself as JSON Schema, key by key, where the library can', () => {
    const graph = new StateGraph(
      new StateSchema({
        mood: z.enum(['good', 'bad']),
        word: wordSchema(3),
        log: new ReducedValue(
          z.array(z.string()).default(() => []),
          { inputSchema: z.string(), reducer: (list, line) => [...list, line], jsonSchemaExtra: { title: 'Log' } },
        ),
      }),
    )
      .addNode('a', () => ({}))
      .addEdge(START, 'a')
      .compile();
    const { state, input } = graph.getSchemas();
    expect(state).toMatchObject({
      type: 'object',
      required: ['mood'],
      properties: { mood: { enum: ['good', 'bad'] }, word: {}, log: { type: 'array', title: 'Log' } },
    });
    expect(input).toMatchObject({ properties: { mood: { enum: ['good', 'bad'] }, log: { type: 'string' } } });
    expect(input).not.toHaveProperty('required');
  });

  it('is accepted as state, input, output, context and input of a node', async () => {
    const Input = new StateSchema({ question: z.string() });
    const Output = new StateSchema({ log: State.fields.log });
    const Draft = new StateSchema({ draft: z.string() });
    const graph = new StateGraph({
      state: State,
      input: Input,
      output: Output,
      context: z.object({ user: z.string() }),
    })
      .addNode('write', (state, runtime) => {
        expectTypeOf(runtime.context).toEqualTypeOf<{ user: string }>();
        return { draft: `${runtime.context.user}: ${state.question}` };
      })
      .addNode('send', (state) => ({ log: state.draft }), { input: Draft })
      .addEdge(START, 'write')
      .addEdge('write', 'send')
      .compile();
    expect(await graph.invoke({ question: 'why' }, { context: { user: 'Ada' } })).toEqual({ log: ['Ada: why'] });
    await expect(graph.invoke({ question: 'why' }, { context: { user: 1 } })).rejects.toThrow(/context\.user/);
  });

  it('refuses a field that is no schema, and a whole-state schema without keys, with the way out', () => {
    expect(() => new StateSchema({ a: 5 as never })).toThrow(/Key "a" of a StateSchema must be a schema/);
    // @ts-expect-error a schema of the whole state has to show its keys
    expect(() => new StateGraph(wordSchema(3))).toThrow(/new StateSchema\(\{ key: schema/);
  });

  it('checks data apart from a graph', async () => {
    await expect(State.validateInput({ word: 'abc', other: 1 })).resolves.toEqual({ word: 'ABC', other: 1 });
    expect(StateSchema.isInstance(State)).toBe(true);
    expect(State.getChannelKeys()).toEqual(['question', 'depth', 'word', 'log', 'total', 'client']);
  });

  it('keeps the identity of what checking left as it was, so that an append stays an append', async () => {
    const List = new StateSchema({ items: z.array(z.object({ id: z.number() })).default(() => []) });
    const seen: unknown[] = [];
    const graph = new StateGraph(List)
      .addNode('a', (state) => {
        seen.push(state.items[0]);
        return { items: [...state.items, { id: state.items.length }] };
      })
      .addEdge(START, 'a')
      .addConditionalEdges('a', (state) => (state.items.length < 3 ? 'a' : END))
      .compile();
    await graph.invoke({});
    expect(seen[1]).toEqual({ id: 0 });
    expect(seen[2]).toBe(seen[1]);
  });
});
