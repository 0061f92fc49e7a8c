import { describe, expect, it } from 'vitest';
import { Annotation, Command, END, interrupt, isInterrupted, MemorySaver, Send, START, StateGraph } from '..';

// SEMANTICS 8. Interrupts.

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
});
const thread = { configurable: { thread_id: 't' } };

/** ask (two questions) beside work; then end. Counts how often each body ran. */
function asking() {
  const ran = { ask: 0, other: 0, work: 0 };
  const builder = new StateGraph(State)
    .addNode('ask', () => {
      ran.ask++;
      const name = interrupt<string, string>('name?');
      const age = interrupt<string, number>('age?');
      return { log: [`${name} ${age}`] };
    })
    .addNode('work', () => {
      ran.work++;
      return { log: ['worked'] };
    })
    .addEdge(START, 'ask')
    .addEdge(START, 'work');
  return { ran, builder };
}

/** Two nodes that ask at the same time. */
const pair = () =>
  new StateGraph(State)
    .addNode('a', () => ({ log: [`a ${interrupt('a?')}`] }))
    .addNode('b', () => ({ log: [`b ${interrupt('b?')}`] }))
    .addEdge(START, 'a')
    .addEdge(START, 'b')
    .compile({ checkpointer: new MemorySaver() });

describe('interrupt()', () => {
  it('stops with the question, runs the node again from its top, and answers in order', async () => {
    const { ran, builder } = asking();
    const graph = builder.compile({ checkpointer: new MemorySaver() });
    const first = await graph.invoke({}, thread);
    expect(first.__interrupt__).toEqual([{ id: expect.stringMatching(/^[0-9a-f]{32}$/), value: 'name?' }]);
    const second = await graph.invoke(new Command({ resume: 'Ada' }), thread);
    expect(second.__interrupt__).toEqual([{ id: expect.any(String), value: 'age?' }]);
    expect(second.__interrupt__?.[0]?.id).not.toBe(first.__interrupt__?.[0]?.id);
    const third = await graph.invoke(new Command({ resume: 36 }), thread);
    expect(third).toEqual({ log: ['Ada 36', 'worked'] });
    expect(ran).toEqual({ ask: 3, other: 0, work: 1 });
  });

  it('BETTER: ids are unique per call: of one body, of tasks side by side, and of the next time round', async () => {
    const graph = new StateGraph(State)
      .addNode('fan', () => new Command({ goto: ['x', 'y'].map((item) => new Send('ask', item)) }), { ends: ['ask'] })
      .addNode('ask', (item: unknown) => ({ log: [`${item} ${interrupt('1?')} ${interrupt('2?')}`] }), {
        ends: ['fan'],
      })
      .addEdge(START, 'fan')
      .addConditionalEdges('ask', (state) => (state.log.length < 3 ? 'fan' : END), ['fan', END])
      .compile({ checkpointer: new MemorySaver() });
    const ids: string[] = [];
    let answer = await graph.invoke({}, thread);
    while (answer.__interrupt__) {
      const asked = answer.__interrupt__.map(({ id }) => id as string);
      ids.push(...asked);
      answer = await graph.invoke(new Command({ resume: Object.fromEntries(asked.map((id) => [id, 'a'])) }), thread);
    }
    expect(answer.log).toEqual(['x a a', 'y a a', 'x a a', 'y a a']);
    expect(new Set(ids).size).toBe(8);
    expect(ids).toHaveLength(8);
  });

  it('shows in getState what waits, and what siblings have done', async () => {
    const { builder } = asking();
    const graph = builder.compile({ checkpointer: new MemorySaver() });
    await graph.invoke({}, thread);
    const { next, tasks, values } = await graph.getState(thread);
    expect(next).toEqual(['ask']);
    expect(values.log).toEqual(['worked']);
    expect(
      tasks.map(({ name, status, interrupts, result }) => ({ name, status, asks: interrupts.length, result })),
    ).toEqual([
      { name: 'ask', status: 'interrupted', asks: 1, result: undefined },
      { name: 'work', status: 'done', asks: 0, result: { log: ['worked'] } },
    ]);
  });

  it('takes undefined and null as answers in a map', async () => {
    const graph = pair();
    const { __interrupt__: asked = [] } = await graph.invoke({}, thread);
    const [a, b] = asked.map(({ id }) => id);
    expect((await graph.invoke(new Command({ resume: { [String(a)]: null, [String(b)]: 0 } }), thread)).log).toEqual([
      'a null',
      'b 0',
    ]);
  });

  it('leaves a question alone that a map does not answer', async () => {
    const graph = pair();
    const { __interrupt__: asked = [] } = await graph.invoke({}, thread);
    const a = asked.find(({ value }) => value === 'a?');
    const left = await graph.invoke(new Command({ resume: { [String(a?.id)]: 'yes' } }), thread);
    expect(left.__interrupt__).toEqual([asked.find(({ value }) => value === 'b?')]);
    expect((await graph.invoke(new Command({ resume: 'no' }), thread)).log).toEqual(['a yes', 'b no']);
  });

  it('does not even run a node again that no answer of a map is for', async () => {
    const ran = { a: 0, b: 0 };
    const ask = (name: 'a' | 'b') => () => {
      ran[name]++;
      return { log: [interrupt<string, string>(name)] };
    };
    const graph = new StateGraph(State)
      .addNode('a', ask('a'))
      .addNode('b', ask('b'))
      .addEdge(START, 'a')
      .addEdge(START, 'b')
      .compile({ checkpointer: new MemorySaver() });
    const { __interrupt__: asked = [] } = await graph.invoke({}, thread);
    const a = asked.find(({ value }) => value === 'a');
    await graph.invoke(new Command({ resume: { [String(a?.id)]: 'yes' } }), thread);
    expect(ran).toEqual({ a: 2, b: 1 });
  });

  it('asks again with the same id when it is continued without an answer', async () => {
    const graph = pair();
    const first = await graph.invoke({}, thread);
    expect((await graph.invoke(null, thread)).__interrupt__).toEqual(first.__interrupt__);
  });

  it('BETTER: one value for two questions is AmbiguousResumeError, which lists them', async () => {
    const graph = pair();
    const { __interrupt__: asked = [] } = await graph.invoke({}, thread);
    await expect(graph.invoke(new Command({ resume: 'yes' }), thread)).rejects.toMatchObject({
      code: 'AMBIGUOUS_RESUME',
      interruptIds: asked.map(({ id }) => id),
    });
  });

  it('BETTER: a resume with nothing pending is NothingToResumeError', async () => {
    const graph = new StateGraph(State)
      .addNode('a', () => ({}))
      .addEdge(START, 'a')
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke({}, thread);
    await expect(graph.invoke(new Command({ resume: 1 }), thread)).rejects.toMatchObject({ code: 'NOTHING_TO_RESUME' });
    await expect(
      graph.invoke(new Command({ resume: 1 }), { configurable: { thread_id: 'empty' } }),
    ).rejects.toMatchObject({
      code: 'NOTHING_TO_RESUME',
    });
  });

  it('an answered task that is done is not answered again while a sibling failed', async () => {
    let asked = 0;
    const graph = new StateGraph(State)
      .addNode('ask', () => {
        asked++;
        return { log: [interrupt<string, string>('?')] };
      })
      .addNode('fail', (): { log: string[] } => {
        throw new Error('broken');
      })
      .addEdge(START, 'ask')
      .addEdge(START, 'fail')
      .compile({ checkpointer: new MemorySaver() });
    await expect(graph.invoke({}, thread)).rejects.toThrow('broken');
    await expect(graph.invoke(new Command({ resume: 'yes' }), thread)).rejects.toThrow('broken');
    await expect(graph.invoke(new Command({ resume: 'no' }), thread)).rejects.toMatchObject({
      code: 'NOTHING_TO_RESUME',
    });
    expect((await graph.getState(thread)).values.log).toEqual(['yes']);
    expect(asked).toBe(2);
  });

  it('needs a checkpointer, and a node around it', async () => {
    const graph = new StateGraph(State)
      .addNode('a', () => ({ log: [interrupt('?')] as string[] }))
      .addEdge(START, 'a')
      .compile();
    await expect(graph.invoke({})).rejects.toMatchObject({ code: 'MISSING_CHECKPOINTER' });
    expect(() => interrupt('?')).toThrow(/outside of a node/);
  });

  it('an answer together with an update and a goto does all three', async () => {
    const graph = new StateGraph(State)
      .addNode('ask', () => ({ log: [`told ${interrupt('?')}`] }))
      .addNode('extra', () => ({ log: ['extra'] }))
      .addEdge(START, 'ask')
      .addConditionalEdges('ask', () => END, ['extra'])
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke({}, thread);
    const command = new Command({ resume: 'yes', update: { log: ['noted'] }, goto: 'extra' });
    expect((await graph.invoke(command, thread)).log).toEqual(['noted', 'told yes', 'extra']);
  });
});

describe('static breakpoints', () => {
  const chain = (options: object = {}) =>
    new StateGraph(State)
      .addNode('a', () => ({ log: ['a'] }))
      .addNode('b', () => ({ log: ['b'] }))
      .addNode('c', () => ({ log: ['c'] }))
      .addEdge(START, 'a')
      .addEdge('a', 'b')
      .addEdge('b', 'c')
      .compile({ checkpointer: new MemorySaver(), ...options });

  it('stop before and after named nodes, and go on with null', async () => {
    const graph = chain({ interruptBefore: ['b'], interruptAfter: ['b'] });
    expect((await graph.invoke({}, thread)).log).toEqual(['a']);
    expect((await graph.getState(thread)).next).toEqual(['b']);
    expect((await graph.invoke(null, thread)).log).toEqual(['a', 'b']);
    expect((await graph.invoke(null, thread)).log).toEqual(['a', 'b', 'c']);
  });

  it('count as interrupted, without a question', async () => {
    const graph = chain({ interruptBefore: ['b'] });
    const stopped = await graph.invoke({}, thread);
    expect([isInterrupted(stopped), stopped.__interrupt__]).toEqual([true, []]);
    expect(isInterrupted(await graph.invoke(null, thread))).toBe(false);
  });

  it('"*" given at the call makes single steps', async () => {
    const graph = chain();
    const step = { ...thread, interruptAfter: '*' } as const;
    expect((await graph.invoke({}, step)).log).toEqual(['a']);
    expect((await graph.invoke(null, step)).log).toEqual(['a', 'b']);
    expect((await graph.invoke(null, step)).log).toEqual(['a', 'b', 'c']);
    expect((await graph.getState(thread)).next).toEqual([]);
  });

  it('do not stop a run that has ended anyway', async () => {
    const graph = chain({ interruptAfter: ['c'] });
    const updates: string[][] = [];
    for await (const update of graph.stream({}, { ...thread, streamMode: 'updates' }))
      updates.push(Object.keys(update as object));
    expect(updates).toEqual([['a'], ['b'], ['c']]);
    const around = new StateGraph(State)
      .addNode('inside', chain({ checkpointer: undefined, interruptAfter: ['c'] }))
      .addNode('after', () => ({ log: ['after'] }))
      .addEdge(START, 'inside')
      .addEdge('inside', 'after')
      .compile({ checkpointer: new MemorySaver() });
    expect((await around.invoke({}, thread)).log).toEqual(['a', 'b', 'c', 'after']);
  });
});
