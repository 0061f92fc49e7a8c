import { version as uuidVersion, validate } from 'uuid';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { bytesOfUuid, interruptId, nextCheckpointId, runId, taskId, uuidOfBytes } from './ids';

describe('checkpoint ids', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('are UUIDv6 that carry the time', () => {
    vi.useFakeTimers({ now: Date.UTC(2090, 0, 1) });
    const id = nextCheckpointId();
    expect(validate(id) && uuidVersion(id)).toBe(6);
    const ticks = BigInt(`0x${id.slice(0, 8)}${id.slice(9, 13)}${id.slice(15, 18)}`);
    expect(Number(ticks / 10_000n) - 12_219_292_800_000).toBe(Date.UTC(2090, 0, 1));
  });

  it('only grow, within a millisecond and when the clock steps back', () => {
    vi.useFakeTimers({ now: Date.UTC(2091, 0, 1) });
    let previous = nextCheckpointId();
    for (let step = 0; step < 25_000; step++) {
      if (step === 10_000) vi.setSystemTime(Date.UTC(2091, 0, 1) - 3_600_000);
      const id = nextCheckpointId(previous);
      expect(id > previous).toBe(true);
      previous = id;
    }
  });

  it('are greater than a parent from a machine whose clock is ahead', () => {
    const parent = '2fffffff-ffff-6fff-bfff-ffffffffffff';
    expect(nextCheckpointId(parent) > parent).toBe(true);
  });

  it('do without a time in the parent when it is no UUIDv6', () => {
    for (const parent of ['step-1', 'ffffffff-ffff-4fff-bfff-ffffffffffff', '', null]) {
      expect(uuidVersion(nextCheckpointId(parent))).toBe(6);
    }
  });
});

describe('task, interrupt and run ids', () => {
  const checkpoint = nextCheckpointId();

  it('are the same for the same task of the same checkpoint', () => {
    const id = taskId(checkpoint, '', 3, 'work', ['__pregel_pull', 'work']);
    expect(taskId(checkpoint, '', 3, 'work', ['__pregel_pull', 'work'])).toBe(id);
    expect(uuidVersion(id)).toBe(5);
  });

  it('differ by checkpoint, namespace, step, node and path', () => {
    const ids = [
      taskId(checkpoint, '', 3, 'work', ['__pregel_pull', 'work']),
      taskId(nextCheckpointId(), '', 3, 'work', ['__pregel_pull', 'work']),
      taskId(checkpoint, 'outer:1', 3, 'work', ['__pregel_pull', 'work']),
      taskId(checkpoint, '', 4, 'work', ['__pregel_pull', 'work']),
      taskId(checkpoint, '', 3, 'work2', ['__pregel_pull', 'work']),
      taskId(checkpoint, '', 3, 'work', ['__pregel_push', 0]),
      taskId(checkpoint, '', 3, 'work', ['__pregel_push', 1]),
      taskId('a checkpoint id of another engine', '', 3, 'work', ['__pregel_pull', 'work']),
      taskId(checkpoint, '', 3, '\ud800', ['__pregel_pull', '\ud800']),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('give each interrupt call of a task an id of 32 hex characters', () => {
    const task = taskId(checkpoint, '', 3, 'work', ['__pregel_pull', 'work']);
    expect(interruptId(task, 0)).toMatch(/^[0-9a-f]{32}$/);
    expect(interruptId(task, 1)).not.toBe(interruptId(task, 0));
    expect(interruptId(task, 1)).toBe(interruptId(task, 1));
  });

  it('make run ids UUIDv7', () => {
    expect(uuidVersion(runId())).toBe(7);
  });
});

describe('ids as bytes', () => {
  it('come back as the text they were', () => {
    for (const id of [nextCheckpointId(), runId(), '00000000-0000-0000-0000-000000000000']) {
      expect(uuidOfBytes(bytesOfUuid(id) as Uint8Array)).toBe(id);
    }
  });

  it('are null for text that the bytes could not give back', () => {
    for (const text of [
      '',
      'step-1',
      runId().toUpperCase().replace(/[0-9]/g, 'A'),
      `${runId()} `,
      runId().replaceAll('-', ''),
    ]) {
      expect(bytesOfUuid(text)).toBeNull();
    }
  });

  it('refuse bytes that are no id', () => {
    expect(() => uuidOfBytes(new Uint8Array(15))).toThrow(/15 bytes/);
  });
});
