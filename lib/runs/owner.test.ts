import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { isDeadOwner, ownerOfThisProcess } from './owner';

describe('the owner of a run', () => {
  it('is alive while its process is', () => {
    expect(isDeadOwner(ownerOfThisProcess())).toBe(false);
  });

  it('is dead when its process is gone', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    expect(isDeadOwner(`${hostname()}:${child.pid}:1`)).toBe(true);
  });

  it('is dead when another process has its number now', () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 10000)']);
    expect(isDeadOwner(`${hostname()}:${child.pid}:1`)).toBe(process.platform === 'linux');
    child.kill();
  });

  it('is never called dead on another host', () => {
    expect(isDeadOwner(`elsewhere:${process.pid}:1`)).toBe(false);
    expect(isDeadOwner('nonsense')).toBe(false);
  });
});
