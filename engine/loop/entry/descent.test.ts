import { describe, expect, it } from 'vitest';
import { Command, entrypoint, interrupt, MemorySaver, StateGraph, task } from '../..';
import type { BaseCheckpointSaver } from '../../checkpoint/saver';
import { FaultInjector } from '../../testing/fault-injector';
import { listOf } from '../../testing/list-of';
import { State, thread } from './subgraph-fixtures';

/** Adds one, then takes it ten times; notes what ran. */
function inner(ran: string[]) {
  return new StateGraph(State)
    .addNode('one', ({ value }) => {
      ran.push('one');
      return { value: value + 1 };
    })
    .addNode('two', ({ value }) => {
      ran.push('two');
      return { value: value * 10 };
    })
    .addEdge('__start__', 'one')
    .addEdge('one', 'two')
    .compile();
}

/** `inner`, two levels down. */
function nested(ran: string[], checkpointer: BaseCheckpointSaver) {
  const middle = new StateGraph(State).addNode('inner', inner(ran)).addEdge('__start__', 'inner').compile();
  return new StateGraph(State)
    .addNode('middle', middle)
    .addNode('last', ({ value }) => ({ value: value + 0.5 }))
    .addEdge('__start__', 'middle')
    .addEdge('middle', 'last')
    .compile({ checkpointer });
}

/** The config of the newest checkpoint of any subgraph that goes on at `node`. */
async function placeBefore(node: string, saver: MemorySaver) {
  for (const { config, checkpoint } of await listOf(saver.list(thread()))) {
    if (config.configurable?.checkpoint_ns !== '' && `branch:to:${node}` in checkpoint.channel_values) return config;
  }
  throw new Error(`No checkpoint goes on at ${node}.`);
}

const kills = Array.from({ length: 20 }, (_, index) => index).flatMap((index) => [
  { index, when: 'before' as const },
  { index, when: 'after' as const },
]);

describe('a replay inside of a graph (SEMANTICS 12)', () => {
  it.each(kills)('goes on at the chosen checkpoint when the process dies $when its call $index', async (kill) => {
    const ran: string[] = [];
    const saver = new MemorySaver();
    await nested(ran, saver).invoke({ value: 1 }, thread());
    const chosen = await placeBefore('two', saver);
    const head = await nested(ran, saver).getState(thread());
    ran.length = 0;
    const dying = new FaultInjector({ kind: 'killed', ...kill });
    await nested(ran, dying.saver(saver))
      .invoke(null, chosen)
      .catch(() => {});
    await dying.quiet();
    const graph = nested(ran, saver);
    const hasBegun = (await graph.getState(thread())).position?.branchId !== head.position?.branchId;
    expect((await graph.invoke(null, hasBegun ? thread() : chosen)).value).toBe(20.5);
    expect(ran).not.toContain('one');
    expect(ran).toContain('two');
  });
});

describe('a replay inside of a graph that a task function calls (SEMANTICS 12)', () => {
  /** A workflow whose second and third task call `inner`. */
  function workflow(ran: string[], checkpointer: BaseCheckpointSaver) {
    const graph = inner(ran);
    const first = task('first', () => void ran.push('first'));
    const call = task('call', async (value: number) => (await graph.invoke({ value })).value);
    return entrypoint({ name: 'workflow', checkpointer, subgraphs: [graph] }, async (value: number) => {
      await first();
      return (await call(value)) + (await call(value * 2));
    });
  }

  it('forks the workflow, whose same call goes on there; the others run again', async () => {
    const ran: string[] = [];
    const saver = new MemorySaver();
    const flow = workflow(ran, saver);
    expect(await flow.invoke(1, thread())).toBe(50);
    const before = await listOf(saver.list(thread()));
    const chosen = await placeBefore('two', saver);
    ran.length = 0;
    expect(await flow.invoke(null, chosen)).toBe(50);
    expect(ran).toEqual(['first', 'one', 'two', 'two']);
    const after = await listOf(saver.list(thread()));
    expect(after.filter((tuple) => before.some((old) => old.checkpoint.id === tuple.checkpoint.id))).toHaveLength(
      before.length,
    );
  });

  it('goes on with an edit in there', async () => {
    const ran: string[] = [];
    const saver = new MemorySaver();
    const flow = workflow(ran, saver);
    await flow.invoke(1, thread());
    const edited = await flow.updateState(await placeBefore('two', saver), { value: 7 } as never, 'one');
    expect(edited.next).toEqual(['two']);
    ran.length = 0;
    expect(await flow.invoke(null, edited)).toBe(90);
    expect(ran).toEqual(['first', 'one', 'two', 'two']);
  });

  it('finds the call of a task in a node, and one below another', async () => {
    const ran: string[] = [];
    const saver = new MemorySaver();
    const graph = inner(ran);
    const call = task('call', async (value: number) => (await graph.invoke({ value })).value);
    const outer = task('outer', async (value: number) => call(await call(value)));
    const flow = new StateGraph(State)
      .addNode('node', async ({ value }) => ({ value: await outer(value) }))
      .addEdge('__start__', 'node')
      .compile({ checkpointer: saver });
    expect((await flow.invoke({ value: 1 }, thread())).value).toBe(210);
    const chosen = await placeBefore('two', saver);
    ran.length = 0;
    expect((await flow.invoke(null, chosen)).value).toBe(210);
    expect(ran).toEqual(['one', 'two', 'two']);
  });

  it('answers a question of the past differently', async () => {
    const saver = new MemorySaver();
    const ran: string[] = [];
    const asking = new StateGraph(State)
      .addNode('note', () => void ran.push('note'))
      .addNode('ask', () => ({ value: interrupt<string, number>('how much?') }))
      .addEdge('__start__', 'note')
      .addEdge('note', 'ask')
      .compile();
    const call = task('call', async () => (await asking.invoke({})).value);
    const flow = entrypoint({ name: 'flow', checkpointer: saver }, async (_: number) => call());
    await flow.invoke(1, thread());
    const asked = await flow.getState(thread());
    expect(await flow.invoke(new Command({ resume: 1 }), thread())).toBe(1);
    expect(await flow.invoke(new Command({ resume: 2 }), asked.config)).toBe(2);
    expect(ran).toEqual(['note']);
  });
});
