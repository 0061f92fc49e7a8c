import { describe, expect, it } from 'vitest';
import {
  Annotation,
  Command,
  END,
  interrupt,
  MemorySaver,
  MessagesAnnotation,
  runId,
  START,
  StateGraph,
} from '../index';
import { withFakeIds } from '../testing';

const State = Annotation.Root({ ...MessagesAnnotation.spec, answer: Annotation<string> });
const thread = { configurable: { thread_id: 't' } };

/** A graph that draws every kind of id: it asks, is answered, and is forked. */
async function everyId() {
  const saver = new MemorySaver();
  const graph = new StateGraph(State)
    .addNode('greet', () => ({ messages: ['hello'] }))
    .addNode('ask', () => ({ answer: interrupt('how?') as string }))
    .addEdge(START, 'greet')
    .addEdge('greet', 'ask')
    .addEdge('ask', END)
    .compile({ checkpointer: saver });
  const asked = await graph.invoke({ messages: ['hi'] }, thread);
  await graph.invoke(new Command({ resume: 'so' }), thread);
  const states = [];
  for await (const state of graph.getStateHistory(thread)) states.push(state);
  await graph.updateState(states[2]?.config ?? thread, { answer: 'edited' }, 'ask');
  const tuples = [];
  for await (const tuple of saver.list(thread)) tuples.push(tuple);
  const branches = await saver.readBranches('t');
  return {
    run: runId(),
    interrupts: asked.__interrupt__?.map(({ id }) => id),
    tasks: states.flatMap(({ tasks }) => tasks.map(({ id }) => id)),
    messages: asked.messages.map(({ id }) => id),
    checkpoints: tuples.map(({ checkpoint }) => checkpoint.id),
    branches: branches.map(({ branchId }) => branchId),
    versions: tuples.map(({ checkpoint }) => checkpoint.channel_versions),
  };
}

describe('fake ids', () => {
  it('are the same for the same seed and the same work', async () => {
    const first = await withFakeIds({ seed: 7 }, everyId);
    expect(await withFakeIds({ seed: 7 }, everyId)).toEqual(first);
    expect(new Set(first.checkpoints).size).toBe(first.checkpoints.length);
    expect([...first.checkpoints].sort().reverse()).toEqual(first.checkpoints);
    expect(first.interrupts).toHaveLength(1);
  });

  it('differ with the seed, in every kind of id', async () => {
    const [one, other] = [await withFakeIds({ seed: 1 }, everyId), await withFakeIds({}, everyId)];
    for (const kind of Object.keys(one) as (keyof typeof one)[]) expect(other[kind]).not.toEqual(one[kind]);
  });

  it('look like real ones', async () => {
    const { checkpoints, run, messages } = await withFakeIds({ seed: 3 }, everyId);
    for (const id of checkpoints)
      expect(id).toMatch(/^1ea2c[0-9a-f]{3}-[0-9a-f]{4}-6[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(run).toMatch(/^016f5e66-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    for (const id of messages)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('are the body’s own: beside it and after it ids are drawn at random', async () => {
    const beside = Promise.all([everyId(), everyId()]);
    const [faked, again] = await Promise.all([withFakeIds({ seed: 5 }, everyId), withFakeIds({ seed: 5 }, everyId)]);
    expect(again).toEqual(faked);
    const [one, other] = [...(await beside), await everyId()];
    expect(one?.checkpoints).not.toEqual(other?.checkpoints);
    expect([one?.versions, one?.interrupts]).not.toEqual([faked.versions, faked.interrupts]);
    expect((await everyId()).run).not.toBe((await everyId()).run);
  });

  it('are given back when the body fails', async () => {
    const failing = withFakeIds({ seed: 5 }, () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(runId()).not.toMatch(/^016f5e66/);
  });

  it('go on behind a thread that is there already', async () => {
    const checkpointer = new MemorySaver();
    const graph = new StateGraph(State)
      .addNode('greet', () => ({}))
      .addEdge(START, 'greet')
      .compile({ checkpointer });
    await graph.invoke({ messages: ['hi'] }, thread);
    const before = (await graph.getState(thread)).config.configurable?.checkpoint_id as string;
    await withFakeIds({}, () => graph.invoke({ messages: ['again'] }, thread));
    const after = (await graph.getState(thread)).config.configurable?.checkpoint_id as string;
    expect(after > before).toBe(true);
  });
});
