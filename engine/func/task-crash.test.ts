import { describe, expect, it } from 'vitest';
import { Command, entrypoint, interrupt, MemorySaver, task } from '..';
import { goOn } from './workflow-fixtures';

const thread = { configurable: { thread_id: 't' }, durability: 'sync' as const };
/** Loses everything that comes after so many writes, as a process does that dies. */
class DyingSaver extends MemorySaver {
  writesLeft = Number.POSITIVE_INFINITY;

  override async putWrites(...written: Parameters<MemorySaver['putWrites']>): Promise<void> {
    this.#count();
    return super.putWrites(...written);
  }

  override commitStep(commit: Parameters<MemorySaver['commitStep']>[0]): void {
    this.#count();
    super.commitStep(commit);
  }

  #count(): void {
    if (this.writesLeft-- <= 0) throw new Error('the process died');
  }
}

/** Three calls in a row, the second with one inside, and a question between them. */
function journey(saver: MemorySaver) {
  const ran: string[] = [];
  const step = task('step', async (name: string) => {
    ran.push(name);
    return `${name}.`;
  });
  const nested = task('nested', async (name: string) => {
    ran.push(name);
    return (await step(`${name} inner`)) + (await step(`${name} last`));
  });
  const workflow = entrypoint({ name: 'workflow', checkpointer: saver }, async (_: string) => {
    const first = await step('one');
    const second = await nested('two');
    const answer = interrupt<string, string>('go on?');
    return [first, second, answer, await step('three')].join(' ');
  });
  return { workflow, ran };
}

const WHOLE = 'one. two inner.two last. yes three.';

describe('a run that is cut off', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('after %i writes ends as if it had not been', async (writes) => {
    const saver = new DyingSaver();
    const { workflow, ran } = journey(saver);
    saver.writesLeft = writes;
    const died = await workflow
      .invoke('in', thread)
      .then(() => workflow.invoke(goOn, thread))
      .then(
        () => false,
        () => true,
      );
    saver.writesLeft = Number.POSITIVE_INFINITY;
    const { exists, tasks, values } = await workflow.getState(thread);
    expect(exists).toBe(true);
    const isAsked = tasks.some(({ status }) => status === 'interrupted');
    if (died && !isAsked) await workflow.invoke(null, thread).catch(() => {});
    const isDone = values === WHOLE;
    const asks = (await workflow.getState(thread)).tasks.some(({ status }) => status === 'interrupted');
    const result = asks ? await workflow.invoke(goOn, thread) : isDone ? values : await workflow.invoke(null, thread);
    expect(result).toBe(WHOLE);
    // At most the calls in flight ran again: one, with the one that it was in.
    const repeated = ran.length - new Set(ran).size;
    expect(repeated).toBeLessThanOrEqual(2);
  });

  it('by its signal keeps finished calls, and runs those again that were in flight', async () => {
    const controller = new AbortController();
    const ran: string[] = [];
    const quick = task('quick', () => {
      ran.push('quick');
      return 1;
    });
    const slow = task('slow', async () => {
      ran.push('slow');
      if (ran.length > 2) return 2;
      controller.abort();
      return new Promise<number>(() => {});
    });
    const after = task('after', () => ran.push('after'));
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, async () => {
      const results = [await quick(), await slow()];
      await after();
      return results;
    });
    const run = workflow.invoke(1, { ...thread, signal: controller.signal });
    await expect(run).rejects.toMatchObject({ code: 'ABORTED' });
    expect((await workflow.getState(thread)).tasks).toMatchObject([{ name: 'workflow', status: 'cancelled' }]);
    expect(await workflow.invoke(null, thread)).toEqual([1, 2]);
    expect(ran).toEqual(['quick', 'slow', 'slow', 'after']);
  });

  it.each(['sync', 'async', 'exit'] as const)(
    'with durability %s a question keeps what was called',
    async (durability) => {
      const { workflow, ran } = journey(new MemorySaver());
      await workflow.invoke('in', { ...thread, durability });
      expect(await workflow.invoke(goOn, { ...thread, durability })).toBe(WHOLE);
      expect(ran).toEqual(['one', 'two', 'two inner', 'two last', 'three']);
    },
  );

  it('a call that ended is durable before its caller goes on', async () => {
    const saver = new MemorySaver();
    const stored: unknown[] = [];
    const step = task('step', (n: number) => n);
    const workflow = entrypoint({ name: 'workflow', checkpointer: saver }, async () => {
      await step(7);
      const tuple = await saver.getTuple({ configurable: thread.configurable });
      stored.push(...(tuple?.pendingWrites.map(([, channel, value]) => [channel, value]) ?? []));
    });
    await workflow.invoke(1, thread);
    expect(stored).toEqual([['__return__', 7]]);
  });
});

describe('time travel in a workflow', () => {
  it('a replay runs every call again', async () => {
    const { workflow, ran } = journey(new MemorySaver());
    await workflow.invoke('in', thread);
    await workflow.invoke(goOn, thread);
    const states = [];
    for await (const state of workflow.getStateHistory(thread)) states.push(state);
    const start = states.find(({ metadata }) => metadata?.source === 'input');
    ran.length = 0;
    await workflow.invoke(null, start?.config);
    expect(ran).toEqual(['one', 'two', 'two inner', 'two last']);
    expect(await workflow.invoke(new Command({ resume: 'other' }), thread)).toBe(WHOLE.replace('yes', 'other'));
    expect(ran).toHaveLength(5);
  });

  it('answering a question of the past differently takes over the calls that were made before it', async () => {
    const saver = new MemorySaver();
    const ran: string[] = [];
    const before = task('before', () => ran.push('before'));
    const ask = task('ask', async () => {
      ran.push('ask');
      return interrupt<string, string>('which?');
    });
    const workflow = entrypoint({ name: 'workflow', checkpointer: saver }, async () => [await before(), await ask()]);
    await workflow.invoke(1, thread);
    const asked = await workflow.getState(thread);
    expect(await workflow.invoke(new Command({ resume: 'a' }), thread)).toEqual([1, 'a']);
    expect(await workflow.invoke(new Command({ resume: 'b' }), asked.config)).toEqual([1, 'b']);
    expect(ran).toEqual(['before', 'ask', 'ask', 'ask']);
    expect((await saver.readBranches('t')).length).toBe(2);
  });
});
