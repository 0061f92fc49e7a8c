import { describe, expect, it } from 'vitest';
import type { Runtime } from '..';
import { Annotation, END, MemorySaver, Send, START, StateGraph } from '..';
import type { Log } from './loose-graph';
import { logGraph, push, thread } from './loose-graph';

// SEMANTICS 3. The super-step: plan → execute → apply → save.

async function historyOf(compiled: ReturnType<ReturnType<typeof logGraph>['compile']>) {
  const steps = [];
  for await (const { metadata, next, values } of compiled.getStateHistory(thread))
    steps.unshift({ step: metadata?.step, source: metadata?.source, next, log: values.log });
  return steps;
}

describe('plan', () => {
  it('one task per pending Send, in order, then one per triggered node, by name', async () => {
    const compiled = logGraph()
      .addNode('z', push('z'))
      .addNode('a', push('a'))
      .addNode('sent', ({ item }: { item: string }) => ({ log: [item] }))
      .addNode('from', push('from'))
      .addEdge(START, 'from')
      .addEdge('from', 'z')
      .addEdge('from', 'a')
      .addConditionalEdges('from', () => [new Send('sent', { item: '1' }), new Send('sent', { item: '0' })], ['sent'])
      .compile({ checkpointer: new MemorySaver(), interruptBefore: ['a'] });
    await compiled.invoke({}, thread);
    const { tasks } = await compiled.getState(thread);
    expect(tasks.map(({ name, path }) => [name, path])).toEqual([
      ['sent', ['__pregel_push', 0]],
      ['sent', ['__pregel_push', 1]],
      ['a', ['__pregel_pull', 'a']],
      ['z', ['__pregel_pull', 'z']],
    ]);
    expect((await compiled.invoke(null, thread)).log).toEqual(['from', '1', '0', 'a', 'z']);
  });

  it('a node runs for a trigger that it has not seen yet, and only then', async () => {
    let runs = 0;
    const compiled = logGraph()
      .addNode('once', () => ({ log: [`run ${++runs}`] }))
      .addNode('a', push('a'))
      .addNode('b', push('b'))
      .addEdge(START, 'once')
      .addEdge(START, 'a')
      .addEdge('a', 'b')
      .compile({ checkpointer: new MemorySaver() });
    await compiled.invoke({}, { ...thread, interruptAfter: '*' });
    await compiled.invoke(null, thread);
    expect(runs).toBe(1);
  });
});

describe('execute', () => {
  it('all tasks see the same state; routers run before the step ends; writes are kept until then', async () => {
    const seen: Record<string, string[]> = {};
    const look = (name: string) => (state: Log) => {
      seen[name] = state.log;
      return { log: [name] };
    };
    await logGraph()
      .addNode('a', look('a'))
      .addNode('b', look('b'))
      .addNode('c', look('c'))
      .addEdge(START, 'a')
      .addEdge(START, 'b')
      .addConditionalEdges('a', ({ log }: Log) => (log.includes('b') ? END : 'c'), ['c'])
      .compile()
      .invoke({ log: ['in'] });
    expect(seen).toEqual({ a: ['in'], b: ['in'], c: ['in', 'a', 'b'] });
  });

  it('at most maxConcurrency tasks run at a time', async () => {
    let running = 0;
    let most = 0;
    const compiled = logGraph()
      .addNode('fan', () => ({}))
      .addNode('work', async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        return {};
      })
      .addEdge(START, 'fan')
      .addConditionalEdges('fan', () => [1, 2, 3, 4, 5].map(() => new Send('work', {})), ['work'])
      .compile();
    await compiled.invoke({}, { maxConcurrency: 2 });
    expect(most).toBe(2);
    await compiled.invoke({});
    expect(most).toBe(5);
  });
});

describe('apply', () => {
  it('in task order, never in the order of finishing', async () => {
    const finished: string[] = [];
    const release: Record<string, () => void> = {};
    const node = (name: string, frees: string | null) => async () => {
      if (frees === null) await new Promise<void>((resolve) => (release[name] = resolve));
      else release[frees]?.();
      finished.push(name);
      return { log: [name] };
    };
    const compiled = logGraph()
      .addNode('a', node('a', null))
      .addNode('b', node('b', 'a'))
      .addEdge(START, 'a')
      .addEdge(START, 'b')
      .compile();
    expect((await compiled.invoke({})).log).toEqual(['a', 'b']);
    expect(finished).toEqual(['b', 'a']);
  });

  it('every changed channel gets a new version, an unchanged one keeps its own', async () => {
    const Two = Annotation.Root({ one: Annotation<number>(), two: Annotation<number>() });
    const saver = new MemorySaver();
    const compiled = new StateGraph(Two)
      .addNode('a', () => ({ one: 1, two: 1 }))
      .addNode('b', () => ({ two: 1 }))
      .addEdge(START, 'a')
      .addEdge('a', 'b')
      .compile({ checkpointer: saver });
    await compiled.invoke({}, thread);
    const versions = [];
    for await (const { checkpoint } of saver.list(thread)) versions.unshift(checkpoint.channel_versions);
    const [, , afterA, afterB] = versions;
    expect(afterB?.one).toBe(afterA?.one);
    expect(afterB?.two).not.toBe(afterA?.two);
  });

  it('when no node would be triggered next, deferred nodes wake', async () => {
    const compiled = logGraph()
      .addNode('a', push('a'))
      .addNode('b', push('b'))
      .addNode('last', push('last'), { defer: true })
      .addEdge(START, 'a')
      .addEdge(START, 'last')
      .addEdge('a', 'b')
      .compile();
    expect((await compiled.invoke({})).log).toEqual(['a', 'b', 'last']);
  });
});

describe('steps are numbered', () => {
  it('START → a → b → END leaves four checkpoints, from the input at -1 to 2', async () => {
    const compiled = logGraph()
      .addNode('a', push('a'))
      .addNode('b', push('b'))
      .addEdge(START, 'a')
      .addEdge('a', 'b')
      .addEdge('b', END)
      .compile({ checkpointer: new MemorySaver() });
    await compiled.invoke({ log: ['in'] }, thread);
    expect(await historyOf(compiled)).toEqual([
      { step: -1, source: 'input', next: [START], log: [] },
      { step: 0, source: 'loop', next: ['a'], log: ['in'] },
      { step: 1, source: 'loop', next: ['b'], log: ['in', 'a'] },
      { step: 2, source: 'loop', next: [], log: ['in', 'a', 'b'] },
    ]);
  });
});

describe('input', () => {
  const counted = () => {
    const runs = { a: 0, b: 0 };
    const compiled = logGraph()
      .addNode('a', () => ({ log: [`a${++runs.a}`] }))
      .addNode('b', () => ({ log: [`b${++runs.b}`] }))
      .addEdge(START, 'a')
      .addEdge('a', 'b')
      .compile({ checkpointer: new MemorySaver() });
    return { compiled, runs };
  };

  it('an object is a new input, reduced into the existing state', async () => {
    const { compiled } = counted();
    await compiled.invoke({ log: ['one'] }, thread);
    expect((await compiled.invoke({ log: ['two'] }, thread)).log).toEqual(['one', 'a1', 'b1', 'two', 'a2', 'b2']);
  });

  it('null continues from the checkpoint; on an empty thread it is an EmptyInputError', async () => {
    const { compiled, runs } = counted();
    await expect(compiled.invoke(null, thread)).rejects.toMatchObject({ name: 'EmptyInputError', code: 'EMPTY_INPUT' });
    await compiled.invoke({}, { ...thread, interruptAfter: ['a'] });
    await compiled.invoke(null, thread);
    expect(runs).toEqual({ a: 1, b: 1 });
  });

  it('{} is an empty new input and restarts from START', async () => {
    const { compiled, runs } = counted();
    await compiled.invoke({}, thread);
    await compiled.invoke({}, thread);
    expect(runs).toEqual({ a: 2, b: 2 });
  });

  it('a finished thread with null answers its values, runs nothing and writes nothing', async () => {
    const { compiled, runs } = counted();
    const values = await compiled.invoke({}, thread);
    const before = await historyOf(compiled);
    expect(await compiled.invoke(null, thread)).toEqual(values);
    expect([runs, await historyOf(compiled)]).toEqual([{ a: 1, b: 1 }, before]);
  });

  it('a new input discards the tasks that were still to run', async () => {
    const { compiled, runs } = counted();
    await compiled.invoke({}, { ...thread, interruptAfter: ['a'] });
    await compiled.invoke({}, { ...thread, interruptAfter: ['a'] });
    expect(runs).toEqual({ a: 2, b: 0 });
    expect((await compiled.getState(thread)).next).toEqual(['b']);
    const inputs = (await historyOf(compiled)).filter(({ source }) => source === 'input');
    expect(inputs.map(({ next }) => next)).toEqual([[START], [START]]);
  });

  it('a new input discards a join that was complete: it waits for all again', async () => {
    const compiled = logGraph()
      .addNode('a', push('a'))
      .addNode('b', push('b'))
      .addNode('both', push('both'))
      .addEdge(START, 'a')
      .addEdge(START, 'b')
      .addEdge(['a', 'b'], 'both')
      .compile({ checkpointer: new MemorySaver() });
    await compiled.invoke({}, { ...thread, interruptBefore: ['both'] });
    expect((await compiled.invoke({}, thread)).log).toEqual(['a', 'b', 'a', 'b', 'both']);
  });

  it('without a thread_id a graph with a checkpointer fails before any node runs', async () => {
    const { compiled, runs } = counted();
    await expect(compiled.invoke({})).rejects.toMatchObject({ code: 'MISSING_THREAD_ID' });
    expect(runs.a).toBe(0);
  });
});

describe('the recursion limit', () => {
  const endless = (steps: number) =>
    logGraph()
      .addNode('a', push('a'))
      .addEdge(START, 'a')
      .addConditionalEdges('a', ({ log }: Log) => (log.length < steps ? 'a' : END), ['a'])
      .compile({ checkpointer: new MemorySaver() });

  it('is 25 by default, START’s own step not counted; a run that needs exactly that many completes', async () => {
    expect((await endless(25).invoke({}, thread)).log).toHaveLength(25);
    await expect(endless(26).invoke({}, thread)).rejects.toMatchObject({ name: 'GraphRecursionError' });
  });

  it('BETTER: allows exactly that many also after a resume, and the state can be continued', async () => {
    const compiled = endless(9);
    const config = { ...thread, recursionLimit: 3 };
    for (const length of [3, 6]) {
      await expect(compiled.invoke(length === 3 ? {} : null, config)).rejects.toMatchObject({
        code: 'GRAPH_RECURSION_LIMIT',
      });
      expect((await compiled.getState(thread)).values.log).toHaveLength(length);
    }
    expect((await compiled.invoke(null, config)).log).toHaveLength(9);
  });
});

describe('stopping', () => {
  const stopped = async (config: object, onSlow = (): void => undefined) => {
    const compiled = logGraph()
      .addNode('a', push('a'))
      .addNode(
        'slow',
        (_: Log, { signal }: Runtime) =>
          new Promise((_resolve, reject) => {
            signal?.addEventListener('abort', () => reject(signal.reason));
            onSlow();
          }),
      )
      .addEdge(START, 'a')
      .addEdge('a', 'slow')
      .compile({ checkpointer: new MemorySaver() });
    const error = await compiled.invoke({}, { ...thread, ...config }).catch((thrown) => thrown);
    return { error, state: await compiled.getState(thread) };
  };

  it('signal aborts the run, between whole checkpoints', async () => {
    const controller = new AbortController();
    const { error, state } = await stopped({ signal: controller.signal }, () => controller.abort(new Error('enough')));
    expect(error).toMatchObject({ code: 'ABORTED' });
    expect([state.values.log, state.next]).toEqual([['a'], ['slow']]);
  });

  it('stepTimeout aborts a step', async () => {
    const { error, state } = await stopped({ stepTimeout: 200 });
    expect(error.name).toBe('StepTimeoutError');
    expect([state.values.log, state.next]).toEqual([['a'], ['slow']]);
  });
});
