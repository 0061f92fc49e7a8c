import { beforeEach, describe, expect, it } from 'vitest';
import type { StepBoundary } from '..';
import { Annotation, interrupt, MemorySaver, START, StateGraph } from '..';

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
});
const note = (text: string) => () => ({ log: [text] });
const inner = (checkpointer?: boolean) =>
  new StateGraph(State)
    .addNode('one', note('one'))
    .addNode('two', note('two'))
    .addEdge(START, 'one')
    .addEdge('one', 'two')
    .compile(checkpointer === undefined ? {} : { checkpointer });
const outer = (child = inner()) =>
  new StateGraph(State)
    .addNode('a', note('a'))
    .addNode('child', child)
    .addNode('b', note('b'))
    .addEdge(START, 'a')
    .addEdge('a', 'child')
    .addEdge('child', 'b')
    .compile({ checkpointer: new MemorySaver() });

const thread = { configurable: { thread_id: 't' } };
let asked: string[];
beforeEach(() => {
  asked = [];
});

const nameOf = ({ when, path, nodes }: StepBoundary) => `${when} ${[...path, nodes.join('+')].join('|')}`;
/** Holds at the boundaries named, each time. */
const holding =
  (...names: string[]) =>
  (boundary: StepBoundary) => {
    asked.push(nameOf(boundary));
    return names.includes(nameOf(boundary));
  };

describe('holdWhen', () => {
  it('is asked before and after every step, also inside of subgraphs, with the state there', async () => {
    const seen: [string, number, unknown][] = [];
    const graph = outer();
    await graph.invoke(
      { log: [] },
      {
        ...thread,
        holdWhen: (boundary) => {
          seen.push([nameOf(boundary), boundary.step, boundary.values()]);
          return false;
        },
      },
    );
    expect(seen.map(([name]) => name)).toEqual([
      'after ',
      'before a',
      'after a',
      'before child',
      'after child|',
      'before child|one',
      'after child|one',
      'before child|two',
      'after child|two',
      'after child',
      'before b',
    ]);
    expect(seen[2]).toEqual(['after a', 1, { log: ['a'] }]);
    expect(seen[6]).toEqual(['after child|one', 1, { log: ['a', 'one'] }]);
  });

  it('stops the run where it answers true, as a breakpoint does, and invoke(null) goes on from there', async () => {
    const graph = outer();
    const events: unknown[] = [];
    const config = { ...thread, streamMode: 'updates' as const, holdWhen: holding('before b') };
    for await (const event of graph.stream({ log: [] }, config)) events.push(event);
    expect(events.at(-1)).toEqual({ __interrupt__: [] });
    expect((await graph.getState(thread)).next).toEqual(['b']);
    asked = [];
    const result = await graph.invoke(null, { ...thread, holdWhen: holding('before b') });
    expect(result.log.at(-1)).toBe('b');
    expect(asked).toEqual(['entry b']);
  });

  it('may answer later', async () => {
    const graph = outer();
    const holdWhen = async (boundary: StepBoundary) => {
      await new Promise((resolve) => setImmediate(resolve));
      return nameOf(boundary) === 'after a';
    };
    await graph.invoke({ log: [] }, { ...thread, holdWhen });
    expect((await graph.getState(thread)).values).toEqual({ log: ['a'] });
  });

  it.each([
    ['before child|two', ['a', 'one']],
    ['after child|one', ['a', 'one']],
    ['after child|two', ['a', 'one', 'two']],
  ])('stops inside of a subgraph, %s, and nothing of it runs twice', async (name, before) => {
    const graph = outer();
    await graph.invoke({ log: [] }, { ...thread, holdWhen: holding(name) });
    const { next, tasks } = await graph.getState(thread, { subgraphs: true });
    expect(next).toEqual(['child']);
    expect((tasks[0]?.state as { values: unknown } | undefined)?.values).toEqual({ log: before });
    const result = await graph.invoke(null, { ...thread, holdWhen: holding(name) });
    expect(result.log).toEqual(['a', 'a', 'one', 'two', 'b']);
  });

  it('leaves no question where it stopped inside of a subgraph, and a later failure shows as one', async () => {
    const failing = new StateGraph(State)
      .addNode('one', note('one'))
      .addNode('two', () => {
        throw new RangeError('two fails');
      })
      .addEdge(START, 'one')
      .addEdge('one', 'two')
      .compile();
    const graph = outer(failing);
    await graph.invoke({ log: [] }, { ...thread, holdWhen: holding('before child|two') });
    const [row] = (await (graph.checkpointer as MemorySaver).readTimeline('t', { limit: 10 })).slice(-1);
    expect(row?.interruptedTasks).toEqual([]);
    expect((await graph.getState(thread)).tasks).toMatchObject([{ status: 'interrupted', interrupts: [] }]);
    await expect(graph.invoke(null, thread)).rejects.toThrow('two fails');
    expect((await graph.getState(thread)).tasks).toMatchObject([{ status: 'failed' }]);
  });

  it('leaves questions and their answers alone', async () => {
    const asks = new StateGraph(State)
      .addNode('ask', () => ({ log: [String(interrupt('what?'))] }))
      .addEdge(START, 'ask')
      .compile({ checkpointer: new MemorySaver() });
    const held = await asks.invoke({ log: [] }, { ...thread, holdWhen: holding('before ask') });
    expect(held.__interrupt__).toEqual([]);
    expect((await asks.invoke(null, thread)).__interrupt__).toMatchObject([{ value: 'what?' }]);
  });

  it('is not asked where nothing is kept: what stopped there could not go on', async () => {
    const unsaved = inner();
    expect((await unsaved.invoke({ log: [] }, { holdWhen: () => true })).log).toEqual(['one', 'two']);
    const graph = outer(inner(false));
    await graph.invoke({ log: [] }, { ...thread, holdWhen: holding('before child|two') });
    expect(asked).not.toContain('before child|two');
    expect((await graph.getState(thread)).next).toEqual([]);
  });

  it('fails the run with what it throws', async () => {
    const holdWhen = () => {
      throw new RangeError('no verdict');
    };
    await expect(outer().invoke({ log: [] }, { ...thread, holdWhen })).rejects.toThrow('no verdict');
  });
});
