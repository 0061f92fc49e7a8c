import { expect, it } from 'vitest';
import type { RunSummary } from '@/lib/contracts/debugger';
import { takenOverLimit } from './recursion-limit';
import { FORKED } from './thread-sample';

const run = (branchId: string, recursionLimit: number | undefined, createdAt = 0) =>
  ({ branchId, createdAt, ...(recursionLimit !== undefined && { recursionLimit }) }) as RunSummary;
const limitAt = (runs: RunSummary[], from: Parameters<typeof takenOverLimit>[1]) =>
  takenOverLimit({ ...FORKED, runs }, from);

it('takes the limit of the branch’s last run', () => {
  expect(limitAt([run('main', 50), run('main', 300, 1)], { branchId: 'main' })).toBe(300);
  expect(limitAt([run('main', 50), run('fix', 300)], { checkpointId: 'c7' })).toBe(300);
  expect(limitAt([run('main', 50), run('fix', 300)], { checkpointId: 'c3' })).toBe(50);
});

it('takes that of the branch which a fork left, where nothing ran on the fork', () => {
  expect(limitAt([run('main', 50)], { branchId: 'fix' })).toBe(50);
  expect(limitAt([run('main', 50), run('fix', undefined)], { branchId: 'fix' })).toBeUndefined();
});

it('takes the head’s for a checkpoint inside, and none where no run is known', () => {
  const head = FORKED.branches.find(({ isHead }) => isHead)?.branchId ?? '';
  expect(limitAt([run(head, 70)], { checkpointId: 'inside' })).toBe(70);
  expect(limitAt([], { branchId: 'fix' })).toBeUndefined();
  expect(limitAt([], { branchId: 'made just now' })).toBeUndefined();
});
