import { describe, expect, it } from 'vitest';
import type { StepCommit } from '../checkpoint/branching';
import { MemorySaver } from '../checkpoint/memory-saver';
import { Command } from '../control/command';
import { interrupt } from '../control/interrupt';
import { Annotation } from '../graph/annotation';
import { StateGraph } from '../graph/state-graph';
import type { Durability } from '../loop/invocation';

// SEMANTICS 6. Durability.

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => a.concat(b), default: () => [] }),
});
const thread = { configurable: { thread_id: 't' } };

/** A saver whose steps take until `release` is called, and that writes down when each was asked for and was durable. */
class GatedSaver extends MemorySaver {
  readonly events: string[];
  #waiting: (() => void)[] = [];
  isOpen = false;

  constructor(events: string[]) {
    super();
    this.events = events;
  }

  override commitStep(commit: StepCommit): Promise<void> {
    const step = commit.metadata.step;
    this.events.push(`save ${step}`);
    const opened = this.isOpen ? Promise.resolve() : new Promise<void>((resolve) => this.#waiting.push(resolve));
    return opened.then(() => {
      super.commitStep(commit);
      this.events.push(`saved ${step}`);
    });
  }

  release(): void {
    for (const open of this.#waiting.splice(0)) open();
  }
}

function chain(events: string[], checkpointer: MemorySaver) {
  const node = (name: string) => () => {
    events.push(name);
    return { log: [name] };
  };
  return new StateGraph(State)
    .addNode('a', node('a'))
    .addNode('b', node('b'))
    .addNode('c', node('c'))
    .addEdge('__start__', 'a')
    .addEdge('a', 'b')
    .addEdge('b', 'c')
    .compile({ checkpointer });
}

async function runGated(durability: Durability): Promise<string[]> {
  const events: string[] = [];
  const saver = new GatedSaver(events);
  await runThrough(saver, chain(events, saver).invoke({}, { ...thread, durability }));
  return [...events, 'returned'];
}

async function runThrough(saver: GatedSaver, work: Promise<unknown>): Promise<void> {
  let isDone = false;
  const run = work.finally(() => {
    isDone = true;
  });
  for (let quietTurns = 0, seen = 0; !isDone; seen = saver.events.length) {
    await new Promise((resolve) => setImmediate(resolve));
    quietTurns = saver.events.length === seen ? quietTurns + 1 : 0;
    // What the loop does without waiting for the saver, it has done by now.
    if (quietTurns > 10) saver.release();
  }
  await run;
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('durability (SEMANTICS 6)', () => {
  it('sync: a step is durable before the next one starts', async () => {
    const events = await runGated('sync');
    expect(events.indexOf('saved 0')).toBeLessThan(events.indexOf('a'));
    expect(events.indexOf('saved 1')).toBeLessThan(events.indexOf('b'));
    expect(events.indexOf('saved 2')).toBeLessThan(events.indexOf('c'));
  });

  it('async: saved while the next step runs, in order, at most one behind, all settled before the run returns', async () => {
    const events = await runGated('async');
    expect(events.indexOf('a')).toBeLessThan(events.indexOf('saved 0'));
    const saves = events.filter((event) => event.startsWith('save'));
    const inOrder = [-1, 0, 1, 2, 3].flatMap((step) => [`save ${step}`, `saved ${step}`]);
    expect(saves).toEqual(inOrder);
    expect(events.at(-1)).toBe('returned');
  });

  it('async: a step that could not be saved fails the run, and nothing after it is saved', async () => {
    class FullDisk extends MemorySaver {
      override commitStep(commit: StepCommit): Promise<void> {
        if (commit.metadata.step === 1) return Promise.reject(new Error('disk full'));
        return Promise.resolve(super.commitStep(commit));
      }
    }
    const graph = chain([], new FullDisk());
    await expect(graph.invoke({}, { ...thread, durability: 'async' })).rejects.toThrow('disk full');
    expect((await graph.getState(thread)).metadata?.step).toBe(0);
  });

  it('async: a value is streamed only when its checkpoint exists (SEMANTICS 13)', async () => {
    const saver = new GatedSaver([]);
    saver.isOpen = true;
    const graph = chain([], saver);
    for await (const [mode, payload] of graph.stream(
      {},
      { ...thread, streamMode: ['checkpoints'], durability: 'async' },
    )) {
      const id = (payload as { config: typeof thread & { configurable: { checkpoint_id: string } } }).config
        .configurable;
      expect([mode, (await saver.getTuple({ configurable: id }))?.checkpoint.id]).toEqual([
        'checkpoints',
        id.checkpoint_id,
      ]);
    }
  });

  it('async: a graph inside begins when the checkpoint that it belongs to is durable', async () => {
    const events: string[] = [];
    const saver = new GatedSaver(events);
    const inside = new StateGraph(State)
      .addNode('inner', () => void events.push('inner'))
      .addEdge('__start__', 'inner')
      .compile();
    const graph = new StateGraph(State).addNode('outer', inside).addEdge('__start__', 'outer');
    await runThrough(saver, graph.compile({ checkpointer: saver }).invoke({}, { ...thread, durability: 'async' }));
    // Of the root graph, then of the one inside.
    expect(events.slice(0, 6)).toEqual(['save -1', 'saved -1', 'save 0', 'saved 0', 'save -1', 'saved -1']);
    expect(events).toContain('inner');
  });

  it.each([
    ['sync', 'writes', 5, 1],
    ['sync', 'steps', 1, 5],
    ['async', 'writes', 5, 1],
    ['async', 'steps', 1, 5],
  ] as const)(
    '%s, slow %s: what parallel tasks wrote is stored after the state that they ran on, and before the step that includes it',
    async (durability, _, turnsOfWrites, turnsOfStep) => {
      const events: string[] = [];
      class SlowSaver extends MemorySaver {
        override async putWrites(...args: Parameters<MemorySaver['putWrites']>): Promise<void> {
          await turns(turnsOfWrites);
          await super.putWrites(...args);
          events.push('writes');
        }
        override async commitStep(commit: StepCommit): Promise<void> {
          await turns(turnsOfStep);
          super.commitStep(commit);
          events.push(`step ${commit.metadata.step}`);
        }
      }
      const graph = new StateGraph(State)
        .addNode('a', () => ({ log: ['a'] }))
        .addNode('b', () => ({ log: ['b'] }))
        .addEdge('__start__', 'a')
        .addEdge('__start__', 'b')
        .compile({ checkpointer: new SlowSaver() });
      await graph.invoke({}, { ...thread, durability });
      expect(events).toEqual(['step -1', 'step 0', 'writes', 'writes', 'step 1']);
    },
  );

  it('exit: the copy that a replay starts from is saved at once all the same', async () => {
    const saver = new MemorySaver();
    const graph = chain([], saver);
    await graph.invoke({}, { ...thread, durability: 'sync' });
    const before = await saver.readTimeline('t', { limit: 100 });
    const beforeB = before.find(({ next }) => next[0] === 'b');
    const config = { configurable: { thread_id: 't', checkpoint_id: beforeB?.checkpointId } };
    await graph.invoke(null, { ...config, durability: 'exit' } as object);
    const rows = (await saver.readTimeline('t', { limit: 100 })).slice(before.length);
    expect(rows.map(({ source, next }) => [source, next])).toEqual([
      ['fork', ['b']],
      ['loop', []],
    ]);
  });

  it('exit: an edit is saved at once all the same', async () => {
    const graph = new StateGraph(State)
      .addNode('a', () => ({ log: ['a'] }))
      .addEdge('__start__', 'a')
      .compile({ checkpointer: new MemorySaver(), durability: 'exit' });
    await graph.invoke({}, thread);
    await graph.updateState(thread, { log: ['by hand'] });
    expect((await graph.getState(thread)).values.log).toEqual(['a', 'by hand']);
    const step = (log: string) => ({ updates: [{ values: { log: [log] }, asNode: 'a' }] });
    await graph.bulkUpdateState(thread, [step('one'), step('two')]);
    const logs: unknown[] = [];
    for await (const { values } of graph.getStateHistory(thread, { limit: 3 })) logs.push(values.log.slice(2));
    expect(logs).toEqual([['one', 'two'], ['one'], []]);
  });

  it('exit: saved once, when the run ends', async () => {
    const saver = new MemorySaver();
    await chain([], saver).invoke({}, { ...thread, durability: 'exit' });
    const rows = await saver.readTimeline('t', { limit: 100 });
    expect(rows.map(({ step, tasks }) => [step, tasks.map(({ node }) => node)])).toEqual([
      [3, ['__start__', 'a', 'b', 'c']],
    ]);
  });

  it('exit: a failure saves where it happened and what finished, and only the rest runs again', async () => {
    const ran: string[] = [];
    let isBroken = true;
    const graph = new StateGraph(State)
      .addNode('first', () => ({ log: ['first'] }))
      .addNode('good', () => {
        ran.push('good');
        return { log: ['good'] };
      })
      .addNode('bad', () => {
        ran.push('bad');
        if (isBroken) throw new Error('broken');
        return { log: ['bad'] };
      })
      .addEdge('__start__', 'first')
      .addEdge('first', 'good')
      .addEdge('first', 'bad')
      .compile({ checkpointer: new MemorySaver() });
    await expect(graph.invoke({}, { ...thread, durability: 'exit' })).rejects.toThrow('broken');
    const failed = await graph.getState(thread);
    expect(failed.tasks.map(({ name, status }) => [name, status])).toEqual([
      ['bad', 'failed'],
      ['good', 'done'],
    ]);
    isBroken = false;
    ran.length = 0;
    expect((await graph.invoke(null, { ...thread, durability: 'exit' })).log).toEqual(['first', 'bad', 'good']);
    expect(ran).toEqual(['bad']);
  });

  it('exit: a question is saved and can be answered', async () => {
    const graph = new StateGraph(State)
      .addNode('ask', () => ({ log: [interrupt<string, string>('name?')] }))
      .addEdge('__start__', 'ask')
      .compile({ checkpointer: new MemorySaver() });
    const stopped = await graph.invoke({}, { ...thread, durability: 'exit' });
    expect(stopped.__interrupt__).toHaveLength(1);
    expect((await graph.invoke(new Command({ resume: 'Ada' }), thread)).log).toEqual(['Ada']);
  });

  it('exit: a step whose writes can not be combined leaves the state before it', async () => {
    const graph = new StateGraph(Annotation.Root({ a: Annotation<number>, b: Annotation<number> }))
      .addNode('one', () => ({ a: 1, b: 1 }))
      .addNode('left', () => ({ a: 2, b: 2 }))
      .addNode('right', () => ({ b: 3 }))
      .addEdge('__start__', 'one')
      .addEdge('one', 'left')
      .addEdge('one', 'right')
      .compile({ checkpointer: new MemorySaver() });
    await expect(graph.invoke({}, { ...thread, durability: 'exit' })).rejects.toThrow('2 writes in one step');
    const [snapshot] = (await graph.getState(thread)).exists ? [await graph.getState(thread)] : [];
    const stored = await graph.getState(snapshot?.config ?? {});
    expect(stored.values).toEqual({ a: 1, b: 1 });
  });

  it('refuses another word', async () => {
    const graph = chain([], new MemorySaver());
    await expect(graph.invoke({}, { ...thread, durability: 'soon' as never })).rejects.toThrow(
      '"sync", "async" or "exit"',
    );
  });
});
