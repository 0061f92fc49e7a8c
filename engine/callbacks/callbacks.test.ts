import { describe, expect, it, vi } from 'vitest';
import { Annotation, START, StateGraph } from '..';
import { FakeChatModel } from '../testing/fake-chat-model';
import { CallbackManager } from './callback-manager';

const State = Annotation.Root({ n: Annotation<number>, secret: Annotation<string> });
const model = new FakeChatModel('yes');
const graph = new StateGraph(State)
  .addNode('ask', async (_state, config) => {
    await model.invoke(['?'], config);
    return { n: 1 };
  })
  .addEdge(START, 'ask')
  .compile({ name: 'asker' });

/** Notes who started, who ended, and inside of what. */
function recorder() {
  const names = new Map<string, string>();
  const notes: string[] = [];
  return {
    notes,
    handler: {
      name: 'recorder',
      awaitHandlers: true,
      handleChainStart: (...[, , id, parent, , , , name]: string[]) => {
        names.set(id as string, name as string);
        notes.push(`${name} in ${names.get(parent as string)}`);
      },
      handleChainEnd: (_output: unknown, id: string) => notes.push(`${names.get(id)} ends`),
      handleChainError: (error: Error, id: string) => notes.push(`${names.get(id)}: ${error.message}`),
      handleChatModelStart: (...[, , , parent]: string[]) => notes.push(`model in ${names.get(parent as string)}`),
      handleLLMEnd: () => notes.push('model ends'),
    },
  };
}

describe('callbacks', () => {
  it('hear of the graph, its nodes and what these call, each inside of its caller', async () => {
    const { notes, handler } = recorder();
    await graph.invoke({}, { callbacks: [handler] });
    expect(notes).toEqual([
      'asker in undefined',
      'ask in asker',
      'model in ask',
      'model ends',
      'ask ends',
      'asker ends',
    ]);
  });

  it('may be a manager, which stays as it was, and is told whose run this is part of', async () => {
    const { notes, handler } = recorder();
    const manager = new CallbackManager('outer');
    manager.addHandler(handler);
    const parents: unknown[] = [];
    manager.addHandler({ handleChainStart: (...args: unknown[]) => parents.push(args[3]) } as object);
    await graph.invoke({}, { callbacks: manager, tags: ['t'], metadata: { m: 1 } });
    expect(notes).toHaveLength(6);
    expect(parents[0]).toBe('outer');
    expect([manager.tags, manager.metadata]).toEqual([[], {}]);
  });

  it('bound to a graph hear of it beside those of the call', async () => {
    const [bound, called] = [recorder(), recorder()];
    await graph.withConfig({ callbacks: [bound.handler] }).invoke({}, { callbacks: [called.handler] });
    expect(bound.notes).toHaveLength(6);
    expect(called.notes).toEqual(bound.notes);
  });

  it('hear what failed, and the run still fails with it', async () => {
    const { notes, handler } = recorder();
    const failing = new StateGraph(State)
      .addNode('bad', () => {
        throw new Error('boom');
      })
      .addEdge(START, 'bad')
      .compile({ name: 'failing' });
    await expect(failing.invoke({}, { callbacks: [handler] })).rejects.toThrow('boom');
    expect(notes.slice(2)).toEqual(['bad: boom', 'failing: boom']);
  });

  it('can not take the run with them, unless they say so', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const handleChainStart = () => {
      throw new Error('listener broke');
    };
    expect(await graph.invoke({}, { callbacks: [{ name: 'weak', handleChainStart }] })).toEqual({ n: 1 });
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('weak, handleChainStart'), expect.any(Error));
    const strict = { handleChainStart, raiseError: true };
    await expect(graph.invoke({}, { callbacks: [strict] })).rejects.toThrow('listener broke');
    warn.mockRestore();
  });

  it('that are neither a list nor a manager are refused', async () => {
    await expect(graph.invoke({}, { callbacks: {} })).rejects.toThrow(/callbacks must be a list/);
  });

  it('a node that hands its config on as it is, or spread, hands on callbacks, metadata, signal and configurable', async () => {
    const seen: object[] = [];
    const spreading = new StateGraph(State)
      .addNode('spread', (_state, config) => {
        seen.push({ ...config });
        return {};
      })
      .addEdge(START, 'spread')
      .compile();
    await spreading.invoke({}, { configurable: { user: 'u' }, tags: ['t'], metadata: { m: 1 }, callbacks: [] });
    expect(seen).toEqual([
      expect.objectContaining({
        callbacks: expect.any(CallbackManager),
        configurable: { user: 'u' },
        metadata: expect.objectContaining({ m: 1, langgraph_node: 'spread' }),
        signal: expect.any(AbortSignal),
        tags: ['t'],
        recursionLimit: 25,
      }),
    ]);
    expect(Object.keys(seen[0] ?? {})).not.toContain('run');
  });
});
