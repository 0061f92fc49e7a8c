import { describe, expect, it } from 'vitest';
import type { CheckpointState, TimelineColumnsPage } from '@/lib/contracts/debugger';
import type { CallOfTask, InsideCall, SentInput, SubgraphShape } from '@/lib/contracts/inside';
import { unpackTimeline } from '@/lib/inspect/unpack-timeline';
import { testThread } from './test-thread';

const here = testThread();
const { at, run, timeline } = here;
const inside = async (...calls: CallOfTask[]) =>
  (await here.server.json<{ calls: InsideCall[] }>('POST', at('/inside'), { calls })).calls;
const nodesOf = ({ entries }: InsideCall) => entries.map((entry) => entry.tasks.map((task) => task.node).join());

describe('shapes of graphs inside', () => {
  it('are told by the path of the nodes that hold them', async () => {
    const path = '/debugger/graphs/nested/subgraphs';
    const { subgraphs } = await here.server.json<{ subgraphs: SubgraphShape[] }>('GET', path);
    expect(subgraphs.map((each) => each.path)).toEqual(['child']);
    expect(subgraphs[0]?.graph.nodes.map((node) => node.id)).toEqual(['__start__', 'c_one', 'c_ask', '__end__']);
  });

  it('are none in a graph without any, and an error for a graph that is not there', async () => {
    expect(await here.server.json('GET', '/debugger/graphs/approval/subgraphs')).toEqual({ subgraphs: [] });
    expect((await here.server.send('GET', '/debugger/graphs/nope/subgraphs')).status).toBe(404);
  });
});

describe('what happened inside', () => {
  it('is told while the task asks, and all of it when it is done', async () => {
    await run({ assistant_id: 'nested', input: { value: 1 } });
    const asking = (await timeline()).entries.at(-1);
    const taskId = asking?.interruptedTasks[0] ?? '';
    const [call] = await inside({ namespace: '', node: 'child', taskId });
    expect(call).toMatchObject({ taskId, namespace: `child:${taskId}`, omitted: 0 });
    expect(nodesOf(call!)).toEqual(['', '__start__', 'c_one']);
    expect(call?.entries.at(-1)).toMatchObject({ next: ['c_ask'], interruptedTasks: [expect.any(String)] });

    await run({ assistant_id: 'nested', command: { resume: 5 } });
    const done = (await timeline()).entries.flatMap((entry) => entry.tasks).find((task) => task.node === 'child');
    const [whole] = await inside({ namespace: '', node: 'child', taskId: done?.id ?? '' });
    expect(nodesOf(whole!)).toEqual(['', '__start__', 'c_one', 'c_ask']);
  });

  it('comes in the order asked for, without tasks that called no graph', async () => {
    await run({ assistant_id: 'pair', input: {} });
    const tip = (await timeline()).entries.at(-1);
    const { states } = await here.server.json<{ states: CheckpointState[] }>('POST', at('/states'), {
      checkpointIds: [tip?.checkpointId],
    });
    const tasks = states[0]?.tasks ?? [];
    const calls = tasks.toReversed().map(({ id, name }) => ({ namespace: '', node: name, taskId: id }));
    const found = await inside(calls[0]!, { namespace: '', node: 'join', taskId: 'none' }, calls[1]!);
    expect(found.map((call) => call.namespace.split(':')[0])).toEqual(['right', 'left']);
  });

  it('has its states, with what each task wrote', async () => {
    await run({ assistant_id: 'nested', input: { value: 1 } });
    const taskId = (await timeline()).entries.at(-1)?.interruptedTasks[0] ?? '';
    const [call] = await inside({ namespace: '', node: 'child', taskId });
    const ids = call!.entries.map((entry) => entry.checkpointId);
    const { states } = await here.server.json<{ states: CheckpointState[] }>('POST', at('/inside/states'), {
      namespace: call!.namespace,
      checkpointIds: [ids[2], 'nope', ids[1]],
    });
    expect(states.map((state) => state.checkpointId)).toEqual([ids[2], ids[1]]);
    expect(states[1]).toMatchObject({ values: { value: 1 }, tasks: [{ name: 'c_one', result: { value: 2 } }] });
    expect(states[0]?.tasks).toMatchObject([{ name: 'c_ask', status: 'interrupted' }]);
  });

  it('is refused for a thread that is not there, and for no calls', async () => {
    const calls = [{ namespace: '', node: 'a', taskId: 'b' }];
    expect((await here.server.send('POST', '/debugger/threads/nope/inside', { calls })).status).toBe(404);
    expect((await here.server.send('POST', at('/inside'), { calls: [] })).status).toBe(400);
  });
});

describe('what Sends hand over', () => {
  it('is found by the index that the timeline tells of a task', async () => {
    await run({ assistant_id: 'fanout', input: { items: ['a', 'b'] } });
    const step = (await timeline()).entries.find((entry) => entry.tasks.some((task) => task.node === 'work'));
    expect(step?.tasks.map((task) => task.sendIndex)).toEqual([0, 1]);
    const { columns } = await here.server.json<TimelineColumnsPage>('GET', at('/timeline?layout=columns'));
    expect(unpackTimeline(columns)).toEqual((await timeline()).entries);
    const { sends } = await here.server.json<{ sends: SentInput[] }>('GET', at(`/sends?checkpoint=${step?.parentId}`));
    expect(sends).toEqual([
      { node: 'work', input: { item: 'a' } },
      { node: 'work', input: { item: 'b' } },
    ]);
  });

  it('is nothing where no Send was made', async () => {
    await run({ assistant_id: 'approval', input: { topic: 'cats' } });
    const { entries } = await timeline();
    expect(entries.flatMap((entry) => entry.tasks).every((task) => task.sendIndex === undefined)).toBe(true);
    expect(await here.server.json('GET', at(`/sends?checkpoint=${entries[1]?.checkpointId}`))).toEqual({ sends: [] });
    expect(await here.server.json('GET', at('/sends?checkpoint=nope'))).toEqual({ sends: [] });
  });
});
