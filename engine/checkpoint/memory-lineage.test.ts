import { describe, expect, it } from 'vitest';
import { ChannelValue } from './channel-value';
import type { NewEntry } from './memory-lineage';
import { MemoryLineage } from './memory-lineage';

const idOf = (step: number) => `checkpoint ${String(step).padStart(5, '0')}`;

/** A step that writes one channel of so many, in turn. */
function entryAt(step: number, channels: number): NewEntry {
  const channel = `c${step % channels}`;
  return {
    id: idOf(step),
    parentId: step === 0 ? null : idOf(step - 1),
    v: 4,
    createdAt: step,
    ts: null,
    metadata: { source: 'loop', step, parents: {} },
    next: [],
    tasks: [],
    changed: [ChannelValue.whole(channel, `v${step}`, step)],
    newSeen: { [channel]: { start: `v${step}` } },
    whole: null,
  };
}

function lineageOf(steps: number, channels: number): MemoryLineage {
  const lineage = new MemoryLineage();
  lineage.start('b', 'input', entryAt(0, channels), []);
  for (let step = 1; step < steps; step++) lineage.extend('b', entryAt(step, channels), []);
  return lineage;
}

describe('a lineage', () => {
  it.each([3, 200])('has the whole state at every checkpoint, with %i channels', (channels) => {
    const lineage = lineageOf(1_000, channels);
    for (let step = 0; step < 1_000; step += 37) {
      const { channels: values, seen } = lineage.stateAt(idOf(step));
      const size = Math.min(step + 1, channels);
      expect([values.size, Object.keys(seen).length]).toEqual([size, size]);
      for (let back = 0; back < size; back++) {
        const channel = `c${(step - back) % channels}`;
        expect([values.get(channel)?.version, seen[channel]?.start]).toEqual([`v${step - back}`, `v${step - back}`]);
      }
    }
  });

  it('copies the whole state so seldom that a step of a wide graph costs what it changed', () => {
    const copies = (channels: number) => {
      const { order } = lineageOf(3_000, channels);
      const entries = order.reduce((sum, { whole }) => sum + (whole?.channels.size ?? 0), 0);
      return { perStep: entries / 3_000, farthest: Math.max(...order.map(({ distance }) => distance)) };
    };
    expect(copies(1_000).perStep).toBeLessThanOrEqual(1);
    expect(copies(1_000).farthest).toBeLessThanOrEqual(1_000);
    expect(copies(10).farthest).toBeLessThanOrEqual(64);
  });
});
