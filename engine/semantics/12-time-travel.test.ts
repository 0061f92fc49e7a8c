import { describe, expect, it } from 'vitest';
import type { StateSnapshot } from '..';
import { Annotation, Command, END, interrupt, MemorySaver, Overwrite, START, StateGraph } from '..';

// SEMANTICS 12. Time travel.

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
  n: Annotation<number>,
});
const thread = { configurable: { thread_id: 't' } };

function chain(ran: string[] = []) {
  const node = (name: string) => (state: { n: number }) => {
    ran.push(name);
    return { log: [`${name}${state.n}`], n: state.n + 1 };
  };
  return new StateGraph(State)
    .addNode('a', node('a'))
    .addNode('b', node('b'))
    .addNode('c', node('c'))
    .addEdge(START, 'a')
    .addEdge('a', 'b')
    .addEdge('b', 'c')
    .compile({ checkpointer: new MemorySaver() });
}

type Chain = ReturnType<typeof chain>;
type Snapshot = StateSnapshot<{ log: string[]; n: number }>;

async function history(graph: Chain): Promise<Snapshot[]> {
  const list: Snapshot[] = [];
  for await (const snapshot of graph.getStateHistory(thread)) list.push(snapshot);
  return list;
}

const atStep = (list: Snapshot[], step: number) => list.find(({ metadata }) => metadata?.step === step) as Snapshot;

describe('replay', () => {
  it('really runs everything after the checkpoint again, as a branch that becomes the head', async () => {
    const ran: string[] = [];
    const graph = chain(ran);
    await graph.invoke({ n: 0 }, thread);
    const before = await history(graph);
    const afterA = atStep(before, 1);
    ran.length = 0;
    expect((await graph.invoke(null, afterA.config)).log).toEqual(['a0', 'b1', 'c2']);
    expect(ran).toEqual(['b', 'c']);

    const after = await history(graph);
    expect(after.slice(-before.length)).toEqual(
      before.map((old) => ({ ...old, position: { ...old.position, isHead: false } })),
    );
    const copy = after[after.length - before.length - 1];
    expect(copy?.metadata).toMatchObject({ source: 'fork', step: 2 });
    expect(copy?.parentConfig).toEqual(afterA.config);
    const branch = copy?.position?.branchId;
    expect((await graph.getState(thread)).position).toEqual({ branchId: branch, isTip: true, isHead: true });
  });

  it('of a finished state runs nothing and writes nothing', async () => {
    const graph = chain();
    await graph.invoke({ n: 0 }, thread);
    const before = await history(graph);
    const old = atStep(before, 3);
    await graph.invoke({ n: 5 }, thread);
    const count = (await history(graph)).length;
    expect((await graph.invoke(null, old.config)).log).toEqual(['a0', 'b1', 'c2']);
    expect(await history(graph)).toHaveLength(count);
  });

  it('drops stored answers: interrupts fire again, with new ids', async () => {
    const graph = new StateGraph(State)
      .addNode('ask', () => ({ log: [String(interrupt('?'))] }))
      .addEdge(START, 'ask')
      .compile({ checkpointer: new MemorySaver() });
    const first = await graph.invoke({}, thread);
    const asked = (await graph.getState(thread)).config;
    await graph.invoke(new Command({ resume: 'one' }), thread);
    const again = await graph.invoke(null, asked);
    expect(again.__interrupt__).toHaveLength(1);
    expect(again.__interrupt__?.[0]?.id).not.toBe(first.__interrupt__?.[0]?.id);
    // A later resume without id goes on with this branch.
    expect((await graph.invoke(new Command({ resume: 'two' }), thread)).log).toEqual(['two']);
  });

  it('at the head is a plain resume without a copy', async () => {
    const graph = chain();
    await graph.invoke({ n: 0 }, { ...thread, interruptBefore: ['b'] });
    const head = await graph.getState(thread);
    await graph.invoke(null, head.config);
    expect((await history(graph)).map(({ metadata }) => metadata?.source)).not.toContain('fork');
  });

  it('BETTER: an unknown checkpoint is an error, not "no input"', async () => {
    const graph = chain();
    await graph.invoke({ n: 0 }, thread);
    const config = { configurable: { thread_id: 't', checkpoint_id: '1f000000-0000-6000-8000-000000000000' } };
    for (const attempt of [
      () => graph.invoke(null, config),
      () => graph.getState(config),
      () => graph.updateState(config, { n: 1 }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'CHECKPOINT_NOT_FOUND' });
    }
    await expect(graph.invoke(null, { configurable: { thread_id: 't', branch: 'none' } })).rejects.toMatchObject({
      code: 'BRANCH_NOT_FOUND',
    });
  });
});

describe('fork', () => {
  it('loop to 10, fork at 5 with another value: both branches are right afterwards', async () => {
    const graph = new StateGraph(State)
      .addNode('x', (state) => ({ n: state.n + 1, log: [`${state.n}`] }))
      .addEdge(START, 'x')
      .addConditionalEdges('x', (state) => (state.n % 10 === 0 ? END : 'x'), ['x'])
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke({ n: 0 }, thread);
    const original = await graph.getState(thread);
    const five = atStep(await history(graph as unknown as Chain), 5);
    const fork = await graph.updateState(five.config, { n: 105, log: new Overwrite(['forked']) });
    expect(fork.next).toEqual(['x']);
    expect((await graph.invoke(null, fork)).log).toEqual(['forked', '105', '106', '107', '108', '109']);
    expect((await graph.getState(thread)).values.n).toBe(110);
    expect((await graph.getState(original.config)).values).toEqual(original.values);
    expect(
      (await graph.getState({ configurable: { thread_id: 't', branch: original.position?.branchId } })).values.n,
    ).toBe(10);
  });

  it('branches are continued by name without changing the head', async () => {
    const graph = chain();
    await graph.invoke({ n: 0 }, { ...thread, interruptBefore: ['c'] });
    const original = await graph.getState(thread);
    const fork = await graph.updateState(atStep(await history(graph), 1).config, { n: 50 });
    const onOriginal = { configurable: { thread_id: 't', branch: original.position?.branchId } };
    expect((await graph.invoke(null, onOriginal)).log).toEqual(['a0', 'b1', 'c2']);
    expect((await graph.getState(thread)).position?.branchId).toBe(fork.branchId);
    expect((await graph.invoke(null, thread)).log).toEqual(['a0', 'b50', 'c51']);
  });

  it('a fork of a fork, and two forks of one checkpoint', async () => {
    const graph = chain();
    await graph.invoke({ n: 0 }, thread);
    const afterA = atStep(await history(graph), 1);
    const one = await graph.updateState(afterA.config, { n: 10 });
    const two = await graph.updateState(one, { n: 20 });
    const three = await graph.updateState(afterA.config, { n: 30 });
    const four = await graph.updateState(one, { n: 40 });
    expect((await graph.invoke(null, four)).n).toBe(42);
    expect((await graph.invoke(null, two)).n).toBe(22);
    expect((await graph.invoke(null, three)).n).toBe(32);
    expect((await graph.getState(afterA.config)).values.n).toBe(1);
  });

  it('a tip is edited in place of a fork, unless a fork is asked for', async () => {
    const graph = chain();
    await graph.invoke({ n: 0 }, { ...thread, interruptBefore: ['b'] });
    const tip = await graph.getState(thread);
    const edit = await graph.updateState(thread, { n: 5 });
    expect(edit.branchId).toBe(tip.position?.branchId);
    const fork = await graph.updateState({ configurable: { ...thread.configurable, fork: true } }, { n: 6 });
    expect(fork.branchId).not.toBe(edit.branchId);
    expect((await graph.getState({ configurable: { thread_id: 't', branch: edit.branchId } })).values.n).toBe(5);
  });

  it('a fork that is asked for aside leaves the head where it is, at a tip, in the past and as a copy', async () => {
    const graph = chain();
    await graph.invoke({ n: 0 }, { ...thread, interruptBefore: ['b'] });
    const head = await graph.getState(thread);
    const [, old] = await history(graph);
    const forks = [head.config, old?.config].map((config) => ({
      configurable: { ...config?.configurable, fork: 'aside' as const },
    }));
    const [atTip = {}, inThePast = {}] = forks;
    const made = [
      await graph.updateState(atTip, { n: 6 }),
      await graph.updateState(inThePast, { n: 7 }),
      await graph.updateState(atTip, null, '__copy__'),
    ];
    expect(new Set([head.position?.branchId, ...made.map(({ branchId }) => branchId)]).size).toBe(4);
    expect((await graph.getState(thread)).config).toEqual(head.config);
    expect((await graph.invoke(null, { configurable: { thread_id: 't', branch: made[0]?.branchId } })).n).toBe(8);
    expect((await graph.getState(thread)).config).toEqual(head.config);
  });

  it('a new input at an old checkpoint makes a branch of its own', async () => {
    const graph = chain();
    await graph.invoke({ n: 0 }, thread);
    const afterA = atStep(await history(graph), 1);
    expect((await graph.invoke({ n: 7 }, afterA.config)).log).toEqual(['a0', 'a7', 'b8', 'c9']);
    const head = await graph.getState(thread);
    expect(head.values.n).toBe(10);
  });
});

describe('answering in the past', () => {
  it('makes a branch, keeps what siblings did, and leaves the first answer alone', async () => {
    let worked = 0;
    const graph = new StateGraph(State)
      .addNode('ask', () => ({ log: [`${interrupt('first?')} ${interrupt('second?')}`] }))
      .addNode('work', () => ({ log: [`work ${++worked}`] }))
      .addEdge(START, 'ask')
      .addEdge(START, 'work')
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke({}, thread);
    const asked = (await graph.getState(thread)).config;
    await graph.invoke(new Command({ resume: 'A' }), thread);
    const original = await graph.invoke(new Command({ resume: 'B' }), thread);
    expect(original.log).toEqual(['A B', 'work 1']);
    const other = await graph.invoke(new Command({ resume: 'C' }), asked);
    expect(other.log).toEqual(['A C', 'work 1']);
    expect(worked).toBe(1);
    expect((await graph.getState(asked)).tasks[0]?.result).toEqual({ log: ['A B'] });
  });
});
