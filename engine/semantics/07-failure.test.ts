import { describe, expect, it } from 'vitest';
import { Annotation, END, interrupt, MemorySaver, START, StateGraph, UntrackedValueChannel } from '..';

// SEMANTICS 7. Failure and recovery.

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
});
const thread = { configurable: { thread_id: 't' } };

/** A node that throws as long as it is told to, and counts its runs. */
function flaky(name: string, failures: number) {
  let ran = 0;
  return {
    body: () => {
      ran++;
      if (ran <= failures) throw new Error(`${name} failed`);
      return { log: [name] };
    },
    get ran() {
      return ran;
    },
  };
}

function parallel(...nodes: [string, ReturnType<typeof flaky>][]) {
  const builder = new StateGraph<typeof State, typeof State.State, typeof State.Update, string>(State);
  for (const [name, { body }] of nodes) {
    builder.addNode(name, body);
    builder.addEdge(START, name);
  }
  return builder.compile({ checkpointer: new MemorySaver() });
}

describe('a failed step', () => {
  it('keeps what siblings did and runs the failed task alone again', async () => {
    const [good, bad] = [flaky('good', 0), flaky('bad', 1)];
    const graph = parallel(['good', good], ['bad', bad]);
    await expect(graph.invoke({}, thread)).rejects.toThrow('bad failed');
    const state = await graph.getState(thread);
    expect(state.next).toEqual(['bad']);
    expect(state.values.log).toEqual(['good']);
    expect((await graph.invoke(null, thread)).log).toEqual(['bad', 'good']);
    expect([good.ran, bad.ran]).toEqual([1, 2]);
  });

  it('keeps siblings that had nothing to write, too', async () => {
    let ran = 0;
    const bad = flaky('bad', 1);
    const graph = new StateGraph(State)
      .addNode('silent', () => void ran++)
      .addNode('bad', bad.body)
      .addEdge(START, 'silent')
      .addEdge(START, 'bad')
      .compile({ checkpointer: new MemorySaver() });
    await expect(graph.invoke({}, thread)).rejects.toThrow('bad failed');
    await graph.invoke(null, thread);
    expect(ran).toBe(1);
  });

  it('BETTER: statuses are true: the sibling that succeeded is never shown as failed', async () => {
    const graph = parallel(['good', flaky('good', 0)], ['bad', flaky('bad', 1)]);
    await expect(graph.invoke({}, thread)).rejects.toThrow();
    const { tasks } = await graph.getState(thread);
    expect(tasks.map(({ name, status, error }) => [name, status, error?.message])).toEqual([
      ['bad', 'failed', 'bad failed'],
      ['good', 'done', undefined],
    ]);
  });

  it('rejects with an AggregateError when several fail', async () => {
    const graph = parallel(['a', flaky('a', 1)], ['b', flaky('b', 1)]);
    const error = await graph.invoke({}, thread).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(AggregateError);
    expect(error.errors.map(String)).toEqual(['Error: a failed', 'Error: b failed']);
  });

  it('can be continued when the only task failed', async () => {
    const only = flaky('only', 1);
    const graph = parallel(['only', only]);
    await expect(graph.invoke({}, thread)).rejects.toThrow('only failed');
    expect((await graph.getState(thread)).tasks[0]?.status).toBe('failed');
    expect((await graph.invoke(null, thread)).log).toEqual(['only']);
    expect((await graph.getState(thread)).tasks).toEqual([]);
  });

  it('stores any thrown thing as what a person reads', async () => {
    const graph = new StateGraph(State)
      .addNode('a', () => {
        throw Object.assign(new TypeError('odd'), { socket: new WeakMap() });
      })
      .addEdge(START, 'a')
      .compile({ checkpointer: new MemorySaver() });
    await expect(graph.invoke({}, thread)).rejects.toThrow('odd');
    const [task] = (await graph.getState(thread)).tasks;
    expect(task?.error).toMatchObject({
      name: 'TypeError',
      message: 'odd',
      stack: expect.stringContaining('failure.test'),
    });
  });
});

describe('BETTER: a task counts as done only when its routers ran too', () => {
  it('routes again after a failed router, without running the body', async () => {
    let bodies = 0;
    let routes = 0;
    const graph = new StateGraph(State)
      .addNode('a', () => {
        bodies++;
        return { log: ['a'] };
      })
      .addNode('b', () => ({ log: ['b'] }))
      .addEdge(START, 'a')
      .addConditionalEdges('a', (state) => {
        if (++routes === 1) throw new Error('no way');
        return state.log.includes('a') ? 'b' : END;
      })
      .compile({ checkpointer: new MemorySaver() });
    await expect(graph.invoke({}, thread)).rejects.toThrow('no way');
    expect((await graph.getState(thread)).tasks[0]?.status).toBe('failed');
    expect((await graph.invoke(null, thread)).log).toEqual(['a', 'b']);
    expect([bodies, routes]).toEqual([1, 2]);
    for await (const { pendingWrites } of (graph.checkpointer as MemorySaver).list(thread))
      expect(pendingWrites.map(([, channel]) => channel)).not.toContain('__body__');
  });
});

describe('writes that cannot be combined', () => {
  const Clash = Annotation.Root({ winner: Annotation<string>() });
  const clash = () =>
    new StateGraph(Clash)
      .addNode('a', () => ({ winner: 'a' }))
      .addNode('b', () => ({ winner: 'b' }))
      .addNode('after', () => ({}))
      .addEdge(START, 'a')
      .addEdge(START, 'b')
      .addEdge('a', 'after')
      .compile({ checkpointer: new MemorySaver() });

  it('fail the run; the thread stays readable and can be edited', async () => {
    const graph = clash();
    await expect(graph.invoke({}, thread)).rejects.toMatchObject({ code: 'INVALID_CONCURRENT_GRAPH_UPDATE' });
    const state = await graph.getState(thread);
    expect([state.values, state.next]).toEqual([{}, ['a', 'b']]);
    await expect(graph.invoke(null, thread)).rejects.toMatchObject({ code: 'INVALID_CONCURRENT_GRAPH_UPDATE' });
    expect((await graph.updateState(thread, { winner: 'me' }, 'a')).next).toEqual(['after']);
    expect(await graph.invoke(null, thread)).toEqual({ winner: 'me' });
  });
});

describe('a value that must not or can not be stored', () => {
  const Untracked = Annotation.Root({
    log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
    client: () => new UntrackedValueChannel(),
  });
  const client = { call: () => 'called' };

  it('an untracked value reaches no saver: not from input, not from a lone task, not beside others', async () => {
    const call = (state: { client?: unknown }) => ({ log: [(state.client as typeof client).call()] });
    const graph = new StateGraph(Untracked)
      .addNode('first', call)
      .addNode('renew', () => ({ client }))
      .addNode('beside', () => ({ log: ['beside'] }))
      .addNode('again', () => ({ client }))
      .addNode('last', call)
      .addEdge(START, 'first')
      .addEdge('first', 'renew')
      .addEdge('first', 'beside')
      .addEdge(['renew', 'beside'], 'again')
      .addEdge('again', 'last')
      .compile({ checkpointer: new MemorySaver() });
    const { log } = await graph.invoke({ client }, thread);
    expect(log).toEqual(['called', 'beside', 'called']);
    expect((await graph.getState(thread)).values).toEqual({ log });
  });

  it('a question without a stored form fails its task, says so, and leaves siblings alone', async () => {
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    const ask = (question: unknown) =>
      new StateGraph(State)
        .addNode('ask', () => ({ log: [interrupt<unknown, string>(question)] }))
        .addNode('slow', async () => {
          await new Promise((resolve) => setTimeout(resolve, 10));
          return { log: ['slow'] };
        })
        .addEdge(START, 'ask')
        .addEdge(START, 'slow')
        .compile({ checkpointer: new MemorySaver() });
    for (const graph of [ask(cyclic), ask({ deep: () => 1 })]) {
      await expect(graph.invoke({}, thread)).rejects.toMatchObject({ code: 'UNSERIALIZABLE_VALUE' });
      expect((await graph.getState(thread)).tasks.map(({ status }) => status)).toContain('done');
    }
    await expect(ask({ deep: () => 1 }).invoke({}, thread)).rejects.toThrow(
      /question of an interrupt.*deep is a function/,
    );
  });
});

describe('a saver that fails', () => {
  class FailingSaver extends MemorySaver {
    fails: 'putWrites' | 'commitStep' | null = null;

    override putWrites(...written: Parameters<MemorySaver['putWrites']>) {
      if (this.fails === 'putWrites') throw new Error('disk full');
      return super.putWrites(...written);
    }

    override commitStep(commit: Parameters<MemorySaver['commitStep']>[0]) {
      if (this.fails === 'commitStep' && commit.metadata.step > 0) throw new Error('disk full');
      super.commitStep(commit);
    }
  }

  it.each(['putWrites', 'commitStep'] as const)(
    'in %s ends the run with its error; the thread goes on',
    async (verb) => {
      const saver = new FailingSaver();
      const graph = new StateGraph(State)
        .addNode('a', () => ({ log: ['a'] }))
        .addNode('b', async () => ({ log: ['b'] }))
        .addEdge(START, 'a')
        .addEdge(START, 'b')
        .compile({ checkpointer: saver });
      saver.fails = verb;
      await expect(graph.invoke({}, thread)).rejects.toThrow('disk full');
      saver.fails = null;
      expect((await graph.getState(thread)).tasks).not.toContainEqual(expect.objectContaining({ status: 'running' }));
      expect((await graph.invoke(null, thread)).log).toEqual(['a', 'b']);
    },
  );
});
