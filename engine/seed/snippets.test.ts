import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BaseCheckpointSaver, RunnableConfig, StateSnapshot } from 'retrograph';
import { Annotation, END, MemorySaver, START, StateGraph } from 'retrograph';
import { PostgresSaver } from 'retrograph/postgres';
import { SqliteSaver } from 'retrograph/sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// SEMANTICS 15. The snippets of the page on checkpointing that this project set out from, each as it stands there, in TypeScript.

const State = Annotation.Root({ messages: Annotation<string[]>, count: Annotation<number> });

function step(state: typeof State.State) {
  return { messages: [...state.messages, `Step ${state.count + 1}`], count: state.count + 1 };
}

function compile(checkpointer: BaseCheckpointSaver) {
  return new StateGraph(State)
    .addNode('step', step)
    .addEdge(START, 'step')
    .addEdge('step', END)
    .compile({ checkpointer });
}

const config: RunnableConfig = { configurable: { thread_id: 'user-123' } };

describe('MemorySaver', () => {
  it('remembers a thread from one invoke to the next', async () => {
    const graph = compile(new MemorySaver());
    const result1 = await graph.invoke({ messages: [], count: 0 }, config);
    expect(result1).toEqual({ messages: ['Step 1'], count: 1 });
    const result2 = await graph.invoke({ messages: result1.messages, count: result1.count }, config);
    expect(result2).toEqual({ messages: ['Step 1', 'Step 2'], count: 2 });
  });
});

describe('savers that keep what they are given', () => {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'snippets-'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it('SqliteSaver.fromConnString opens, migrates and survives a restart', async () => {
    const path = join(directory, 'checkpoints.db');
    const checkpointer = SqliteSaver.fromConnString(path);
    const result = await compile(checkpointer).invoke({ messages: [], count: 0 }, config);
    await checkpointer.close();
    const reopened = SqliteSaver.fromConnString(path);
    expect((await compile(reopened).getState(config)).values).toEqual(result);
    await reopened.close();
  });

  it.runIf(process.env.TEST_DATABASE_URL)(
    'PostgresSaver.fromConnString opens, migrates and survives a restart',
    async () => {
      const url = process.env.TEST_DATABASE_URL ?? '';
      const thread = { configurable: { thread_id: `snippets-${process.pid}-${Date.now()}` } };
      const checkpointer = PostgresSaver.fromConnString(url);
      const result = await compile(checkpointer).invoke({ messages: [], count: 0 }, thread);
      await checkpointer.close();
      const reopened = PostgresSaver.fromConnString(url);
      expect((await compile(reopened).getState(thread)).values).toEqual(result);
      await reopened.deleteThread(thread.configurable.thread_id);
      await reopened.close();
    },
  );
});

describe('reading and changing state', () => {
  async function afterTwoRuns() {
    const graph = compile(new MemorySaver());
    await graph.invoke({ messages: [], count: 0 }, config);
    await graph.invoke({}, config);
    const history: StateSnapshot<typeof State.State>[] = [];
    for await (const state of graph.getStateHistory(config)) history.push(state);
    return { graph, history };
  }

  it('getState tells the values and what runs next', async () => {
    const { graph } = await afterTwoRuns();
    const state = await graph.getState(config);
    expect(state.values).toEqual({ messages: ['Step 1', 'Step 2'], count: 2 });
    expect(state.next).toEqual([]);
  });

  it('getStateHistory goes back to the first input, newest first', async () => {
    const { history } = await afterTwoRuns();
    expect(history.map((state) => state.metadata?.step)).toEqual([4, 3, 2, 1, 0, -1]);
    expect(history.map((state) => state.values.count)).toEqual([2, 1, 1, 1, 0, undefined]);
  });

  it('resumes from history[2]', async () => {
    const { graph, history } = await afterTwoRuns();
    const previous = history[2];
    const result = await graph.invoke(null, {
      configurable: { thread_id: 'user-123', checkpoint_id: previous?.config.configurable?.checkpoint_id },
    });
    expect(result).toEqual({ messages: ['Step 1', 'Step 2'], count: 2 });
  });

  it('updateState adds by hand, and invoke(null) goes on from there', async () => {
    const { graph } = await afterTwoRuns();
    const current = await graph.getState(config);
    await graph.updateState(config, { messages: [...current.values.messages, 'Manually added'] });
    const result = await graph.invoke(null, config);
    expect(result.messages).toEqual(['Step 1', 'Step 2', 'Manually added']);
  });

  it('safeInvoke continues a thread that is there and starts one that is not', async () => {
    const graph = compile(new MemorySaver());
    async function safeInvoke(initial: typeof State.State) {
      const existing = await graph.getState(config);
      return graph.invoke(existing.exists ? null : initial, config);
    }
    expect(await safeInvoke({ messages: [], count: 0 })).toEqual({ messages: ['Step 1'], count: 1 });
    expect(await safeInvoke({ messages: ['never'], count: 9 })).toEqual({ messages: ['Step 1'], count: 1 });
  });
});
