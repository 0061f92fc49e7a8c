import { describe, expect, it } from 'vitest';
import { entrypoint, MemorySaver, task } from '..';
import { listOf } from '../testing/list-of';
import { goOn, noted, question, thread } from './workflow-fixtures';

describe('a call that fails', () => {
  it('can be caught, and the run goes on', async () => {
    const bad = task('bad', () => {
      throw new TypeError('boom');
    });
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, async () => {
      try {
        return await bad();
      } catch (error) {
        return `caught ${error}`;
      }
    });
    expect(await workflow.invoke(1, thread)).toBe('caught TypeError: boom');
  });

  it('and was caught before a question throws the same again, for the function to take the same way', async () => {
    const flaky = noted('flaky', () => {
      if (flaky.ran.length === 1) throw Object.assign(new RangeError('boom'), { name: 'Odd' });
      return 'fine';
    });
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, async () => {
      try {
        return await flaky.call();
      } catch (error) {
        return [String(error), question()];
      }
    });
    await workflow.invoke(1, thread);
    expect(await workflow.invoke(goOn, thread)).toEqual(['Odd: boom', 'yes']);
    expect(flaky.ran).toHaveLength(1);
  });

  it('and fails its caller runs again when the run is continued; what had finished does not', async () => {
    const good = noted('good', (n) => n);
    const flaky = noted('flaky', () => {
      if (flaky.ran.length === 1) throw new Error('boom');
      return 'fine';
    });
    const nested = task('nested', async () => [await good.call('in call'), await flaky.call()]);
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, async () => [
      await good.call('first'),
      await nested(),
    ]);
    await expect(workflow.invoke(1, thread)).rejects.toThrow('boom');
    expect((await workflow.getState(thread)).tasks).toMatchObject([{ status: 'failed', error: { message: 'boom' } }]);
    expect(await workflow.invoke(null, thread)).toEqual(['first', ['in call', 'fine']]);
    expect([good.ran, flaky.ran.length]).toEqual([[['first'], ['in call']], 2]);
  });

  it('lets calls beside it finish and keeps them', async () => {
    const flaky = noted('flaky', async () => {
      if (flaky.ran.length === 1) throw new Error('boom');
      return 'fine';
    });
    const slow = noted('slow', async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return 'slow';
    });
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, () =>
      Promise.all([flaky.call(), slow.call()]),
    );
    await expect(workflow.invoke(1, thread)).rejects.toThrow('boom');
    expect(await workflow.invoke(null, thread)).toEqual(['fine', 'slow']);
    expect(slow.ran).toHaveLength(1);
  });

  it('does not end the process before its caller comes to await it', async () => {
    const bad = task('bad', async () => {
      throw new Error('boom');
    });
    const slow = task('slow', () => new Promise((resolve) => setTimeout(resolve, 5)));
    const workflow = entrypoint('workflow', async () => {
      const answer = bad();
      await slow();
      return answer.catch((error: Error) => error.message);
    });
    expect(await workflow.invoke(1)).toBe('boom');
  });

  it('and that nobody awaits fails its caller', async () => {
    const bad = task('bad', async () => {
      throw new Error('boom');
    });
    const workflow = entrypoint('workflow', () => {
      void bad();
      return 'fine';
    });
    await expect(workflow.invoke(1)).rejects.toThrow('boom');
  });

  it('unawaited, runs again with its caller when the run is continued', async () => {
    const flaky = noted('flaky', async () => {
      if (flaky.ran.length === 1) throw new Error('boom');
    });
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, () => {
      void flaky.call();
      return 'fine';
    });
    await expect(workflow.invoke(1, thread)).rejects.toThrow('boom');
    expect(await workflow.invoke(null, thread)).toBe('fine');
    expect(flaky.ran).toHaveLength(2);
  });

  it('for want of a stored form fails the run and says why', async () => {
    const odd = task('odd', () => ({ socket: () => 1 }));
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, () => odd());
    await expect(workflow.invoke(1, thread)).rejects.toMatchObject({ code: 'UNSERIALIZABLE_VALUE' });
  });
});

describe('a call that nobody awaits', () => {
  it('is waited for, and kept', async () => {
    const log = noted('log', async () => {
      await new Promise((resolve) => setTimeout(resolve, 2));
    });
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, () => {
      void log.call('x');
      return 'done';
    });
    const events = await listOf(workflow.stream(1, { ...thread, streamMode: 'updates' }));
    expect(events).toEqual([{ log: undefined }, { workflow: 'done' }]);
  });

  it('and asks makes its caller wait', async () => {
    const ask = task('ask', () => question());
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, () => {
      void ask();
      return 'done';
    });
    expect(await workflow.invoke(1, thread)).toMatchObject({ __interrupt__: [{ value: 'go on?' }] });
    expect(await workflow.invoke(goOn, thread)).toBe('done');
  });
});
