import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  Annotation,
  entrypoint,
  getConfig,
  getCurrentTaskInput,
  MemorySaver,
  pushMessage,
  START,
  StateGraph,
  task,
} from '..';
import { listOf } from '../testing/list-of';
import { goOn, question, thread } from './workflow-fixtures';

describe('a call of a task', () => {
  it('answers what its function returned, sync or async, with any arguments', async () => {
    const add = task('add', (a: number, b: number) => a + b);
    const later = task('later', async (text: string) => `${text}!`);
    const workflow = entrypoint('workflow', async (n: number) => [await add(n, 2), await later('done')]);
    expect(await workflow.invoke(1)).toEqual([3, 'done!']);
  });

  it('runs beside others', async () => {
    let open = 0;
    let most = 0;
    const slow = task('slow', async (n: number) => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 1));
      open--;
      return n * 2;
    });
    const workflow = entrypoint('workflow', (list: number[]) => Promise.all(list.map((n) => slow(n))));
    expect(await workflow.invoke([1, 2, 3])).toEqual([2, 4, 6]);
    expect(most).toBe(3);
  });

  it('knows where it runs and what it was given', async () => {
    const where = task('where', (_: string) => [getConfig().executionInfo.node, getCurrentTaskInput()]);
    const workflow = entrypoint('workflow', (text: string) => where(text));
    expect(await workflow.invoke('a')).toEqual(['where', ['a']]);
  });

  it('may be made by a task, and by a node of a graph', async () => {
    const inner = task('inner', (n: number) => n + 1);
    const outer = task('outer', async (n: number) => (await inner(n)) * (await inner(n)));
    const State = Annotation.Root({ n: Annotation<number>() });
    const graph = new StateGraph(State)
      .addNode('node', async ({ n }) => ({ n: await outer(n) }))
      .addEdge(START, 'node')
      .compile();
    expect(await graph.invoke({ n: 2 })).toEqual({ n: 9 });
  });

  it('inside of a node may push messages into the state of its graph', async () => {
    const push = task('push', (text: string) => {
      pushMessage({ id: text, role: 'user', content: text });
      return text.length;
    });
    const State = Annotation.Root({
      messages: Annotation<unknown[]>({ reducer: (a, b) => a.concat(b), default: () => [] }),
      n: Annotation<number>(),
    });
    const graph = new StateGraph(State)
      .addNode('node', async () => ({ n: await push('hello') }))
      .addEdge(START, 'node')
      .compile();
    expect(await graph.invoke({})).toMatchObject({ n: 5, messages: [{ id: 'hello' }] });
  });

  it('outside of a run is refused', async () => {
    const lost = task('lost', () => 1);
    await expect(lost()).rejects.toMatchObject({ code: 'OUTSIDE_NODE', message: expect.stringContaining('"lost"') });
  });

  it('after its caller has ended is refused', async () => {
    const late = task('late', () => 1);
    let callLate: () => Promise<number> = () => Promise.resolve(0);
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const workflow = entrypoint('workflow', () => {
      const answer = gate.then(() => late());
      answer.catch(() => {});
      callLate = () => answer;
      return 'ended';
    });
    await workflow.invoke(1);
    release();
    await expect(callLate()).rejects.toThrow(/"late" was called after "workflow".*had ended/);
  });

  it('gives its caller a copy of its own', async () => {
    const kept = { list: [1] };
    const read = task('read', () => kept);
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, async () => {
      const first = await read();
      first.list.push(2);
      question();
      return first;
    });
    await workflow.invoke(1, thread);
    expect(await workflow.invoke(goOn, thread)).toEqual({ list: [1, 2] });
    expect(kept).toEqual({ list: [1] });
  });

  it('needs a name, a function that is no generator, and known options', () => {
    expect(() => task('', () => 1)).toThrow(/Task name ""/);
    expect(() => task('a', async function* () {} as unknown as () => number)).toThrow(/is a generator/);
    expect(() => task({ name: 'a', retries: 3 } as { name: string }, () => 1)).toThrow(
      /Task "a" has no option "retries"/,
    );
  });
});

describe('streams of a workflow', () => {
  it('show each call by its name, as it ends', async () => {
    const inner = task('inner', (n: number) => n + 1);
    const outer = task('outer', async (n: number) => (await inner(n)) * 10);
    const workflow = entrypoint('workflow', (n: number) => outer(n));
    expect(await listOf(workflow.stream(1))).toEqual([{ inner: 2 }, { outer: 20 }, { workflow: 20 }]);
    const events = await listOf(workflow.stream(1, { streamMode: 'tasks' }));
    expect(events).toMatchObject([
      { name: 'workflow', input: 1 },
      { name: 'outer', input: [1] },
      { name: 'inner', input: [1] },
      { name: 'inner', result: { __return__: 2 }, error: null, interrupts: [] },
      { name: 'outer', result: { __return__: 20 } },
      { name: 'workflow', result: { __end__: 20 } },
    ]);
    const ids = events.map((event) => (event as { id: string }).id);
    expect(new Set(ids).size).toBe(3);
  });

  it('do not tell of calls again that an earlier run finished', async () => {
    const slow = task('slow', () => 1);
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, async () => [
      await slow(),
      question(),
    ]);
    expect(await listOf(workflow.stream(1, thread))).toMatchObject([{ slow: 1 }, { __interrupt__: [{}] }]);
    expect(await listOf(workflow.stream(goOn, thread))).toEqual([{ workflow: [1, 'yes'] }]);
  });
});

describe('the record of a step', () => {
  it('lists its calls, those that were taken over and those that failed among them', async () => {
    const saver = new MemorySaver();
    const slow = task('slow', () => 1);
    const bad = task('bad', () => {
      throw new Error('boom');
    });
    const workflow = entrypoint({ name: 'workflow', checkpointer: saver }, async () => {
      const first = await slow();
      question();
      return [first, await bad().catch(() => 'caught')];
    });
    await workflow.invoke(1, thread);
    await workflow.invoke(goOn, thread);
    const rows = await saver.readTimeline('t', { limit: 9 });
    expect(rows.at(-1)?.tasks).toMatchObject([
      { node: 'workflow', status: 'done', path: ['__pregel_pull', 'workflow'] },
      { node: 'slow', status: 'done', reused: true, path: ['__pregel_push', ['__pregel_pull', 'workflow'], 0] },
      { node: 'bad', status: 'failed', path: ['__pregel_push', ['__pregel_pull', 'workflow'], 1] },
    ]);
  });
});

describe('types of a task', () => {
  it('follow from its function', () => {
    const later = task('later', async (text: string, n?: number) => ({ text, n }));
    expectTypeOf(later).parameters.toEqualTypeOf<[text: string, n?: number]>();
    expectTypeOf(later).returns.resolves.toEqualTypeOf<{ text: string; n: number | undefined }>();
    const now = task('now', (flag: boolean): string | number => (flag ? 1 : 'a'));
    expectTypeOf(now).returns.resolves.toEqualTypeOf<string | number>();
    expectTypeOf(task({ name: 'none' }, () => {})).returns.resolves.toEqualTypeOf<void>();
  });
});
