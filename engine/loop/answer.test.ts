import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AnswerRule, PendingWrite, TaskToAnswer } from '..';
import { Annotation, Command, END, interrupt, MemorySaver, Send, START, StateGraph } from '..';

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
  route: Annotation<string>(),
});
const thread = { configurable: { thread_id: 't' } };
let ran: string[];
let routed: number;
beforeEach(() => {
  ran = [];
  routed = 0;
});

const note = (text: string) => () => {
  ran.push(text);
  return { log: [text] };
};
/** draft → review, which a router sends back to draft once → publish. */
const reviewed = (saver = new MemorySaver()) =>
  new StateGraph(State)
    .addNode('draft', note('draft'))
    .addNode('review', note('review'))
    .addNode('publish', note('publish'))
    .addEdge(START, 'draft')
    .addEdge('draft', 'review')
    .addConditionalEdges(
      'review',
      ({ log }) => {
        routed++;
        return log.filter((text) => text === 'draft').length < 2 ? 'draft' : 'publish';
      },
      ['draft', 'publish'],
    )
    .addEdge('publish', END)
    .compile({ checkpointer: saver });

/** What each task of the thread wrote, by node and occurrence, as a saver keeps it. */
async function recordedWrites(saver: MemorySaver): Promise<Map<string, PendingWrite[][]>> {
  const byNode = new Map<string, PendingWrite[][]>();
  for (const row of await saver.readTimeline('t', { limit: 100 })) {
    for (const { id, node } of row.tasks) {
      const [tuple] = await saver.readTuples('t', [row.parentId ?? '']);
      const writes = (tuple?.pendingWrites ?? []).filter(([task]) => task === id);
      byNode.set(node, [
        ...(byNode.get(node) ?? []),
        writes.map(([, channel, value]): PendingWrite => [channel, value]),
      ]);
    }
  }
  return byNode;
}

function reusing(recorded: Map<string, PendingWrite[][]>, ...nodes: string[]): AnswerRule {
  const counts = new Map<string, number>();
  return ({ node }) => {
    const occurrence = counts.get(node) ?? 0;
    counts.set(node, occurrence + 1);
    const writes = nodes.includes(node) ? recorded.get(node)?.[occurrence] : undefined;
    return writes && { kind: 'reused', writes };
  };
}

describe('answerFor', () => {
  it('gives nodes what they wrote another time, with their routes: neither node nor router runs', async () => {
    const saver = new MemorySaver();
    const first = await reviewed(saver).invoke({ log: [] }, thread);
    const recorded = await recordedWrites(saver);
    ran = [];
    routed = 0;
    const again = await reviewed().invoke({ log: [] }, { ...thread, answerFor: reusing(recorded, 'draft', 'review') });
    expect(again).toEqual(first);
    expect([ran, routed]).toEqual([['publish'], 0]);
  });

  it('takes a mocked result like one that the node returned: its router is asked', async () => {
    const result = await reviewed().invoke(
      { log: [] },
      {
        ...thread,
        answerFor: ({ node }) =>
          node === 'draft' ? { kind: 'mocked', result: { log: ['draft', 'draft'] } } : undefined,
      },
    );
    expect(result.log).toEqual(['draft', 'draft', 'review', 'publish']);
    expect([ran, routed]).toEqual([['review', 'publish'], 1]);
  });

  it('follows a mocked Command', async () => {
    const graph = new StateGraph(State)
      .addNode('decide', () => new Command({ goto: 'left' }), { ends: ['left', 'right'] })
      .addNode('left', note('left'))
      .addNode('right', note('right'))
      .addEdge(START, 'decide')
      .compile();
    const result = new Command({ update: { log: ['mocked'] }, goto: 'right' });
    const answerFor: AnswerRule = ({ node }) => (node === 'decide' ? { kind: 'mocked', result } : undefined);
    expect((await graph.invoke({ log: [] }, { answerFor })).log).toEqual(['mocked', 'right']);
  });

  it('keeps with each step which of its nodes did not run', async () => {
    const saver = new MemorySaver();
    const writes: PendingWrite[] = [
      ['log', ['old']],
      ['branch:to:review', null],
    ];
    const answerFor: AnswerRule = ({ node, index }) => {
      if (node === 'draft') return { kind: 'reused', writes };
      return node === 'review' && index === 0 ? { kind: 'mocked', result: { log: ['draft'] } } : undefined;
    };
    await reviewed(saver).invoke({ log: ['draft'] }, { ...thread, answerFor });
    const tasks = (await saver.readTimeline('t', { limit: 100 })).flatMap((row) => row.tasks);
    expect(tasks.map(({ node, answered, status }) => [node, answered, status])).toEqual([
      ['__start__', undefined, 'done'],
      ['draft', 'reused', 'done'],
      ['review', 'mocked', 'done'],
      ['publish', undefined, 'done'],
    ]);
  });

  it('is asked once for each node that runs, with its place; not for the input, nor for what is done already', async () => {
    const asked: TaskToAnswer[] = [];
    let fails = true;
    const inner = new StateGraph(State).addNode('one', note('one')).addEdge(START, 'one').compile();
    const graph = new StateGraph(State)
      .addNode('each', (input) => {
        if (fails && (input as { log: string[] }).log[0] === 'b') throw new Error('no b');
        return { log: [] };
      })
      .addNode('child', inner)
      .addConditionalEdges(START, () => ['a', 'b'].map((text) => new Send('each', { log: [text] })), ['each'])
      .addEdge('each', 'child')
      .compile({ checkpointer: new MemorySaver() });
    const config = { ...thread, answerFor: (task: TaskToAnswer) => void asked.push(task) };
    await expect(graph.invoke({ log: [] }, config)).rejects.toThrow('no b');
    fails = false;
    await graph.invoke(null, config);
    expect(asked.map(({ node, path, step, index }) => [[...path, node].join('|'), step, index])).toEqual([
      ['each', 1, 0],
      ['each', 1, 1],
      ['each', 1, 1],
      ['child', 2, 0],
      ['child|one', 1, 0],
    ]);
  });

  it('answers a node that would ask, so that nobody is asked', async () => {
    const graph = new StateGraph(State)
      .addNode('ask', () => ({ log: [interrupt('sure?') as string] }))
      .addEdge(START, 'ask')
      .compile({ checkpointer: new MemorySaver() });
    const answerFor: AnswerRule = async () => ({ kind: 'mocked', result: { log: ['yes'] } });
    expect(await graph.invoke({ log: [] }, { ...thread, answerFor })).toEqual({ log: ['yes'] });
  });

  it.each<[string, PendingWrite, RegExp]>([
    ['a key', ['gone', 1], /recorded result of "draft" writes "gone", which the graph no longer has/],
    ['a node', ['branch:to:gone', null], /recorded result of "draft" leads to the node "gone"/],
    ['a Send', ['__pregel_tasks', new Send('gone', {})], /recorded result of "draft" leads to the node "gone"/],
  ])('refuses a recorded result with %s that the graph no longer has', async (_what, write, message) => {
    const answerFor: AnswerRule = () => ({ kind: 'reused', writes: [write] });
    await expect(reviewed().invoke({ log: [] }, { ...thread, answerFor })).rejects.toThrow(message);
    expect(ran).toEqual([]);
  });

  it('fails the node with what it throws, and with a mocked result that the node could not return', async () => {
    const Checked = z.object({ count: z.number() });
    const graph = new StateGraph(Checked)
      .addNode('n', () => ({ count: 1 }))
      .addEdge(START, 'n')
      .compile();
    const throws = () => {
      throw new Error('no answer');
    };
    await expect(graph.invoke({ count: 0 }, { answerFor: throws })).rejects.toThrow('no answer');
    const unknown: AnswerRule = () => ({ kind: 'mocked', result: { total: 1 } });
    await expect(graph.invoke({ count: 0 }, { answerFor: unknown })).rejects.toThrow(/state key "total"/);
    const wrong: AnswerRule = () => ({ kind: 'mocked', result: { count: 'many' } });
    await expect(graph.invoke({ count: 0 }, { answerFor: wrong })).rejects.toThrow(/count/);
  });
});

describe('checkResult', () => {
  it('says before any run what a node could not return', () => {
    const graph = reviewed();
    expect(() => graph.checkResult('draft', { log: ['x'] })).not.toThrow();
    expect(() => graph.checkResult('draft', { logs: [] })).toThrow(/state key "logs".*it has log, route/);
    expect(() => graph.checkResult('draft', 'text')).toThrow(/returned "text"/);
    expect(() => graph.checkResult('draft', new Command({ goto: 'nowhere' }))).toThrow(/"nowhere", which is no target/);
    expect(() => graph.checkResult('nobody', {})).toThrow(/no node "nobody"/);
  });
});
