import { describe, expect, it } from 'vitest';
import type { StreamMode } from '..';
import { Annotation, Command, interrupt, MemorySaver, START, StateGraph } from '..';
import type { CallbackManager } from '../callbacks/callback-manager';
import { FakeChatModel } from '../testing/fake-chat-model';

// SEMANTICS 13. Streaming.

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
});
interface CheckpointEvent {
  metadata: { step: number };
  next: string[];
  config: unknown;
  parentConfig: unknown;
}

const thread = { configurable: { thread_id: 't' } };

const graph = () =>
  new StateGraph(State)
    .addNode('a', (_state, { writer }) => {
      writer({ progress: 1 });
      return { log: ['a'] };
    })
    .addNode('b', () => ({}))
    .addEdge(START, 'a')
    .addEdge('a', 'b')
    .compile({ checkpointer: new MemorySaver() });

async function collect(modes: StreamMode[]): Promise<[string, unknown][]> {
  const events: [string, unknown][] = [];
  for await (const event of graph().stream({ log: ['in'] }, { ...thread, streamMode: modes })) events.push(event);
  return events;
}

describe('stream', () => {
  it('values: after the input and after each step that changed them', async () => {
    expect(await collect(['values'])).toEqual([
      ['values', { log: ['in'] }],
      ['values', { log: ['in', 'a'] }],
    ]);
  });

  it('values: a finished thread that is continued gives its state', async () => {
    const graph = new StateGraph(Annotation.Root({ n: Annotation<number> }))
      .addNode('a', () => ({ n: 1 }))
      .addEdge(START, 'a')
      .compile({ checkpointer: new MemorySaver() });
    const config = { configurable: { thread_id: 'finished' } };
    await graph.invoke({}, config);
    const events: unknown[] = [];
    for await (const event of graph.stream(null, { ...config, streamMode: 'values' })) events.push(event);
    expect(events).toEqual([{ n: 1 }]);
  });

  it('updates: a node that writes a key twice gives a list of updates', async () => {
    const graph = new StateGraph(Annotation.Root({ log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b] }) }))
      .addNode('a', () => [new Command({ update: { log: ['x'] } }), { log: ['y'] }])
      .addEdge(START, 'a')
      .compile();
    const events: unknown[] = [];
    for await (const event of graph.stream({})) events.push(event);
    expect(events).toEqual([{ a: [{ log: ['x'] }, { log: ['y'] }] }]);
  });

  it('updates: what each node wrote', async () => {
    expect(await collect(['updates'])).toEqual([
      ['updates', { a: { log: ['a'] } }],
      ['updates', { b: {} }],
    ]);
  });

  it('keeps the order of a step: checkpoint, start, custom, update, end, values', async () => {
    const events = await collect(['values', 'updates', 'custom', 'tasks', 'checkpoints']);
    const names = events.map(([mode, payload]) =>
      mode === 'tasks' ? ('result' in (payload as object) ? 'end' : 'start') : mode,
    );
    expect(names).toEqual([
      'checkpoints',
      'checkpoints',
      'values',
      'start',
      'custom',
      'updates',
      'end',
      'checkpoints',
      'values',
      'start',
      'updates',
      'end',
      'checkpoints',
    ]);
  });

  it('keeps that order over all modes; debug repeats checkpoints and tasks beside them', async () => {
    const model = new FakeChatModel('part');
    const graph = new StateGraph(State)
      .addNode('talk', async (_state, config) => {
        config.writer('custom');
        await model.invoke([], config);
        const manager = (config.callbacks as unknown as CallbackManager).copy();
        await (await manager.handleToolStart({}, 'q')).handleToolEnd('a');
        return { log: ['said'] };
      })
      .addEdge(START, 'talk')
      .compile({ checkpointer: new MemorySaver() });
    const modes: StreamMode[] = ['debug', 'values', 'messages', 'updates', 'tools', 'custom', 'tasks', 'checkpoints'];
    const seen: string[] = [];
    for await (const [mode, payload] of graph.stream({ log: ['in'] }, { ...thread, streamMode: modes })) {
      const { type, event } = payload as { type?: string; event?: string };
      seen.push(mode === 'debug' || mode === 'tools' ? `${mode} ${type ?? event}` : mode);
    }
    expect(seen).toEqual([
      ...['checkpoints', 'debug checkpoint', 'checkpoints', 'debug checkpoint', 'values'],
      ...['tasks', 'debug task', 'custom', 'messages', 'tools on_tool_start', 'tools on_tool_end'],
      ...['updates', 'tasks', 'debug task_result', 'checkpoints', 'debug checkpoint', 'values'],
    ]);
  });

  it('tasks: the metadata and tags of the run, where it has any', async () => {
    const config = { ...thread, streamMode: 'tasks', metadata: { user: 'u' }, tags: ['mine'] } as const;
    for await (const event of graph().stream({}, config)) {
      expect(event).toMatchObject({ metadata: { user: 'u', tags: ['mine'] } });
      break;
    }
    expect((await collect(['tasks']))[0]?.[1]).not.toHaveProperty('metadata');
  });

  it('debug: checkpoints and tasks with their step, kind and time', async () => {
    const events = (await collect(['debug'])).map(([, event]) => event as Record<string, unknown>);
    expect(events.map(({ step, type }) => [step, type])).toEqual([
      [-1, 'checkpoint'],
      [0, 'checkpoint'],
      [1, 'task'],
      [1, 'task_result'],
      [1, 'checkpoint'],
      [2, 'task'],
      [2, 'task_result'],
      [2, 'checkpoint'],
    ]);
    for (const { timestamp } of events) expect(new Date(String(timestamp)).toISOString()).toBe(timestamp);
    expect(events[2]?.payload).toMatchObject({ name: 'a', input: { log: ['in'] } });
    expect(events[3]?.payload).toMatchObject({ name: 'a', result: { log: ['a'] } });
    expect(events[4]?.payload).toMatchObject({ next: ['b'], values: { log: ['in', 'a'] } });
  });

  it('checkpoints: none without a checkpointer', async () => {
    const unsaved = new StateGraph(State)
      .addNode('a', () => ({}))
      .addEdge(START, 'a')
      .compile();
    for await (const event of unsaved.stream({}, { streamMode: 'checkpoints' })) expect(event).toBeUndefined();
    expect.assertions(0);
  });

  it('tasks: input and triggers first, result and times at the end', async () => {
    const [start, end] = (await collect(['tasks'])).map(([, payload]) => payload);
    expect(start).toMatchObject({ name: 'a', input: { log: ['in'] }, triggers: ['branch:to:a'], interrupts: [] });
    expect(end).toMatchObject({
      name: 'a',
      result: { log: ['a'] },
      error: null,
      status: 'done',
      durationMs: expect.any(Number),
    });
  });

  it('checkpoints: with their ids, parents and what runs next', async () => {
    const list = (await collect(['checkpoints'])).map(([, payload]) => payload as CheckpointEvent);
    expect(list.map(({ metadata, next }) => [metadata.step, next])).toEqual([
      [-1, ['__start__']],
      [0, ['a']],
      [1, ['b']],
      [2, []],
    ]);
    expect(list[1]?.parentConfig).toEqual(list[0]?.config);
  });

  it('one mode gives payloads', async () => {
    const payloads: unknown[] = [];
    for await (const payload of graph().stream({}, { ...thread, streamMode: 'custom' })) payloads.push(payload);
    expect(payloads).toEqual([{ progress: 1 }]);
  });

  it('subgraphs: true puts the path of the graph before each event', async () => {
    const options = { ...thread, subgraphs: true } as const;
    for await (const item of graph().stream({}, { ...options, streamMode: 'custom' })) {
      expect(item).toEqual([[], { progress: 1 }]);
    }
    for await (const item of graph().stream({}, { ...options, streamMode: ['custom'] })) {
      expect(item).toEqual([[], 'custom', { progress: 1 }]);
    }
    expect.assertions(2);
  });

  it('shows a question in updates and values', async () => {
    const asking = new StateGraph(State)
      .addNode('ask', () => ({ log: [String(interrupt('?'))] }))
      .addEdge(START, 'ask')
      .compile({ checkpointer: new MemorySaver() });
    const events: unknown[] = [];
    for await (const event of asking.stream({}, { ...thread, streamMode: ['updates', 'values'] })) events.push(event);
    const asked = [{ id: expect.any(String), value: '?' }];
    expect(events).toEqual([
      ['updates', { __interrupt__: asked }],
      ['values', { log: [], __interrupt__: asked }],
    ]);
  });

  it('refuses a mode that is none', async () => {
    const attempt = collect(['valeus' as StreamMode]);
    await expect(attempt).rejects.toThrow(/Stream mode "valeus" is unknown/);
  });

  it('throws what the run threw, after its events', async () => {
    const failing = new StateGraph(State)
      .addNode('a', () => ({ log: ['a'] }))
      .addNode('b', () => {
        throw new Error('boom');
      })
      .addEdge(START, 'a')
      .addEdge('a', 'b')
      .compile();
    const seen: unknown[] = [];
    const attempt = (async () => {
      for await (const update of failing.stream({})) seen.push(update);
    })();
    await expect(attempt).rejects.toThrow('boom');
    expect(seen).toEqual([{ a: { log: ['a'] } }]);
  });

  it('leaving it early stops the run cleanly', async () => {
    let aborted = false;
    let start = () => {};
    const started = new Promise<void>((resolve) => {
      start = resolve;
    });
    const endless = new StateGraph(State)
      .addNode('a', () => ({ log: ['a'] }))
      .addNode(
        'wait',
        (_state, { signal }) =>
          new Promise<never>((_, reject) => {
            start();
            signal.addEventListener('abort', () => {
              aborted = true;
              reject(signal.reason);
            });
          }),
      )
      .addEdge(START, 'a')
      .addEdge('a', 'wait')
      .compile({ checkpointer: new MemorySaver() });
    for await (const _ of endless.stream({}, { ...thread, streamMode: 'updates' })) {
      await started;
      break;
    }
    expect(aborted).toBe(true);
    expect((await endless.getState(thread)).tasks).toMatchObject([{ name: 'wait', status: 'cancelled' }]);
  });
});
