import { describe, expect, it } from 'vitest';
import { EventQueue } from './event-queue';
import { silentSink } from './stream-mode';

async function read(queue: EventQueue): Promise<unknown[]> {
  const events: unknown[] = [];
  for await (const event of queue.read()) events.push(event);
  return events;
}

describe('EventQueue', () => {
  it('keeps the order of all graphs, each event with the path of its own', async () => {
    const queue = new EventQueue({ modes: ['values', 'updates'], subgraphs: true });
    const child = queue.nested('child:1');
    queue.emit('values', 1);
    child.emit('values', 2);
    child.nested('grandchild:2').emit('updates', 3);
    queue.emit('updates', 4);
    queue.close();
    expect(await read(queue)).toEqual([
      [[], 'values', 1],
      [['child:1'], 'values', 2],
      [['child:1', 'grandchild:2'], 'updates', 3],
      [[], 'updates', 4],
    ]);
  });

  it('without subgraphs, takes from them only what their writers send', async () => {
    const queue = new EventQueue({ modes: ['values', 'custom'], subgraphs: false });
    const child = queue.nested('child:1').nested('grandchild:2');
    expect([child.wants('values'), child.wants('custom'), child.wants('updates')]).toEqual([false, true, false]);
    child.emit('values', 1);
    child.emit('custom', 2);
    queue.close();
    expect(await read(queue)).toEqual([[['child:1', 'grandchild:2'], 'custom', 2]]);
  });

  it('refuses modes that were not asked for', async () => {
    const queue = new EventQueue({ modes: ['values'], subgraphs: true });
    queue.emit('updates', 1);
    queue.nested('child:1').emit('updates', 2);
    queue.close();
    expect(await read(queue)).toEqual([]);
  });

  it('holds back what follows a save until it is done', async () => {
    const queue = new EventQueue({ modes: ['values'], subgraphs: true });
    let finishSaving: () => void = () => {};
    const saved = new Promise<void>((resolve) => {
      finishSaving = resolve;
    });
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const [, , payload] of queue.read()) seen.push(payload);
    })();
    queue.emit('values', 'before');
    queue.after(saved);
    queue.nested('child:1').emit('values', 'after');
    queue.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual(['before']);
    finishSaving();
    await reading;
    expect(seen).toEqual(['before', 'after']);
  });

  it('drops what follows a save that failed, and throws what the run threw', async () => {
    const queue = new EventQueue({ modes: ['values'], subgraphs: false });
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const [, , payload] of queue.read()) seen.push(payload);
    })();
    queue.emit('values', 'before');
    queue.nested('child:1').after(Promise.reject(new Error('disk full')));
    queue.emit('values', 'after');
    await new Promise((resolve) => setImmediate(resolve));
    queue.emit('values', 'later');
    queue.fail(new Error('disk full'));
    await expect(reading).rejects.toThrow('disk full');
    expect(seen).toEqual(['before']);
  });

  it('a silent sink stays silent below', () => {
    expect(silentSink.nested('child:1')).toBe(silentSink);
    expect(silentSink.nested('child:1').wants('custom')).toBe(false);
  });
});
