import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import type { BaseMessage, Messages, OverwriteValue } from '.';
import { START, StateGraph } from '.';
import { MessagesZodMeta, MessagesZodState, registry, schemaMetaRegistry, withLangGraph } from './zod';

const append = { fn: (list: string[], item: string) => [...list, item], schema: z.string() };

describe('zod fields', () => {
  it('take a reducer from the registry, and its default from the schema', async () => {
    const State = z.object({
      log: z
        .array(z.string())
        .default(() => ['first'])
        .register(registry, { reducer: { fn: (list: string[], more: string[]) => [...list, ...more] } }),
    });
    const graph = new StateGraph(State)
      .addNode('a', () => ({ log: ['node'] }))
      .addEdge(START, 'a')
      .compile();
    expect(await graph.invoke({ log: ['input'] })).toEqual({ log: ['first', 'input', 'node'] });
  });

  it('know what their reducer takes', () => {
    const State = z.object({
      log: withLangGraph(z.array(z.string()), { reducer: append, default: () => [] }),
      mood: withLangGraph(z.string(), { default: () => 'good' }),
    });
    const graph = new StateGraph(State).addNode('a', (state) => {
      expectTypeOf(state).toEqualTypeOf<{ log: string[]; mood: string }>();
      return { log: 'one' };
    });
    // @ts-expect-error one line is a string
    graph.addNode('b', () => ({ log: 5 }));
    const Registered = z.object({ log: z.array(z.string()).register(registry, { reducer: append }) });
    new StateGraph(Registered).addNode('a', (state) => {
      expectTypeOf(state).toEqualTypeOf<{ log: string[] }>();
      return { log: 'one' };
    });
    // @ts-expect-error one line is a string
    new StateGraph(Registered).addNode('a', () => ({ log: 5 }));
  });

  it('are checked when a node writes them', async () => {
    const State = z.object({
      log: withLangGraph(z.array(z.string()), { reducer: append, default: () => [] }),
      mood: z.enum(['good', 'bad']),
    });
    const graph = (update: object) =>
      new StateGraph(State)
        .addNode('a', () => update as { mood: 'good' })
        .addEdge(START, 'a')
        .compile();
    await expect(graph({ mood: 'odd' }).invoke({})).rejects.toThrow(/^Node "a" gives state key "mood"/);
    await expect(graph({ log: ['list'] }).invoke({})).rejects.toThrow(/^Node "a" gives state key "log"/);
  });

  it('say in JSON Schema what their meta adds', () => {
    const State = z.object({
      prompt: withLangGraph(z.string(), { jsonSchemaExtra: { langgraph_type: 'prompt', langgraph_nodes: ['a'] } }),
    });
    const { input } = new StateGraph(State)
      .addNode('a', () => ({}))
      .addEdge(START, 'a')
      .compile()
      .getSchemas();
    expect(input.properties).toEqual({ prompt: { type: 'string', langgraph_type: 'prompt', langgraph_nodes: ['a'] } });
  });

  it('can be looked up and changed', () => {
    const field = withLangGraph(z.string(), { default: () => 'a' });
    schemaMetaRegistry.extend(field, (meta) => ({ ...meta, jsonSchemaExtra: { title: 'A' } }));
    expect(schemaMetaRegistry.get(field)).toEqual({ default: expect.any(Function), jsonSchemaExtra: { title: 'A' } });
    expect(schemaMetaRegistry.remove(field).has(field)).toBe(false);
  });

  it('hold messages', async () => {
    const State = MessagesZodState.extend({ step: z.number().default(0) });
    const Registered = z.object({ messages: z.custom<BaseMessage[]>().register(registry, MessagesZodMeta) });
    const graph = new StateGraph(State)
      .addNode('a', (state) => {
        expectTypeOf(state.messages).toEqualTypeOf<BaseMessage[]>();
        return { messages: [['ai', `step ${state.step}`]] as Messages };
      })
      .addEdge(START, 'a')
      .compile();
    expectTypeOf(graph.invoke)
      .parameter(0)
      .toExtend<{ messages?: OverwriteValue<BaseMessage[]> | Messages } | object | null>();
    const { messages } = await graph.invoke({ messages: 'hi' });
    expect(messages).toMatchObject([{ type: 'human' }, { type: 'ai', content: 'step 0' }]);
    const other = new StateGraph(Registered)
      .addNode('a', () => ({ messages: [{ type: 'ai', content: 'x' }] }))
      .addEdge(START, 'a')
      .compile();
    expect((await other.invoke({})).messages).toHaveLength(1);
  });
});
