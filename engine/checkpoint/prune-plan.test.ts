import { describe, expect, it } from 'vitest';
import { keepsState } from './namespace';
import { planPrune } from './prune-plan';
import type { PruneBranch, PruneRow } from './prune-rows';

/** `a1 a2 a3` are steps of branch `a`, made at 1, 2, 3; a branch names the checkpoint that it forks from. */
function tree(drawn: string, namespace = '', hosts: Record<string, string> = {}) {
  const rows: PruneRow[] = [];
  const branches: PruneBranch[] = [];
  for (const line of drawn.trim().split('\n')) {
    const [fork = '', steps = ''] = line.split(':');
    const ids = steps.trim().split(' ');
    const branchId = ids[0]?.[0] as string;
    const forkCheckpointId = fork.trim() === '' ? null : toId(fork.trim());
    for (const [index, id] of ids.entries()) {
      const host = hosts[id];
      rows.push({
        namespace,
        checkpointId: toId(id),
        parentId: index === 0 ? forkCheckpointId : toId(ids[index - 1] as string),
        branchId,
        createdAt: timeOf(id),
        parents: host === undefined ? {} : { '': toId(host) },
        keepsState: keepsState(namespace, {}),
        hostBranch: undefined,
      });
    }
    branches.push({ namespace, branchId, forkCheckpointId, tipId: toId(ids.at(-1) as string), isHead: false });
  }
  (branches.at(-1) as PruneBranch).isHead = true;
  return { rows, branches };
}

function timeOf(name: string): number {
  return Number(name.slice(1));
}

function toId(name: string): string {
  return `${String(timeOf(name)).padStart(3, '0')}${name[0]}`;
}

function plan(
  trees: ReturnType<typeof tree>[],
  rule: { olderThanMs?: number; keepLast?: number; keepHeads?: boolean },
  isWaiting: (branch: PruneBranch) => boolean = () => false,
) {
  const planned = planPrune(
    trees.flatMap(({ rows }) => rows),
    trees.flatMap(({ branches }) => branches),
    isWaiting,
    { olderThanMs: Number.POSITIVE_INFINITY, keepLast: 0, keepHeads: true, ...rule },
  );
  const name = (id: string | null) => id && `${id[3]}${Number(id.slice(0, 3))}`;
  const parents = new Map([...planned.newParents].map(([row, parentId]) => [row, parentId]));
  return {
    kept: planned.kept.map((row) => {
      const newParent = parents.get(row);
      return `${name(newParent === undefined ? row.parentId : newParent) ?? ''}>${name(row.checkpointId)}`;
    }),
    branches: planned.changedBranches.map(
      ({ branchId, forkCheckpointId, tipId, isHead }) =>
        `${branchId} from ${name(forkCheckpointId) ?? 'nowhere'} to ${name(tipId)}${isHead ? ', head' : ''}`,
    ),
    removed: planned.removedBranches.map(({ branchId }) => branchId),
    hosts: [...planned.hostBranches].map(([row, branchId]) => `${name(row.checkpointId)} on ${branchId}`),
  };
}

describe('a plan to prune', () => {
  it('keeps what is young, the last of each branch, and the tip of the head', () => {
    const drawn = tree(`
        : a1 a2 a3 a4
      a2: b5 b6 b7`);
    expect(plan([drawn], { olderThanMs: 7 }).kept).toEqual(['>b7']);
    expect(plan([drawn], { olderThanMs: 6 }).kept).toEqual(['>b6', 'b6>b7']);
    expect(plan([drawn], { keepLast: 2 }).kept).toEqual(['>a2', 'a2>a3', 'a3>a4', 'a2>b6', 'b6>b7']);
    expect(plan([drawn], {}).kept).toEqual(['>b7']);
    expect(plan([drawn], { keepHeads: false }).kept).toEqual([]);
  });

  it('hangs a branch on the nearest checkpoint left before it, and forgets the others', () => {
    const drawn = tree(`
        : a1 a2 a3 a4 a5
      a2: b6
      a4: c7 c8`);
    expect(plan([drawn], { olderThanMs: 7 })).toEqual({
      kept: ['>c7', 'c7>c8'],
      branches: ['c from nowhere to c8, head'],
      removed: ['a', 'b'],
      hosts: [],
    });
  });

  it('lets a branch end where it ended, as long as any of it is needed', () => {
    const drawn = tree(`
        : a1 a2 a3 a4 a5
      a2: b6 b7
      a3: c8 c9`);
    expect(plan([drawn], { olderThanMs: 7 }).kept).toEqual(['>a2', 'a2>a3', 'a3>a5', 'a2>b7', 'a3>c8', 'c8>c9']);
  });

  it('makes the branch with the latest tip the head, where the head goes', () => {
    const drawn = tree(`
        : a1 a2 a3
      a1: b8 b9
      a2: c4 c5`);
    expect(plan([drawn], { olderThanMs: 8, keepHeads: false })).toEqual({
      kept: ['>b8', 'b8>b9'],
      branches: ['b from nowhere to b9, head'],
      removed: ['a', 'c'],
      hosts: [],
    });
  });

  it('keeps a tip that waits for an answer', () => {
    const drawn = tree(`
        : a1 a2
      a1: b3 b4`);
    expect(plan([drawn], {}, ({ branchId }) => branchId === 'a').kept).toEqual(['>a1', 'a1>a2', 'a1>b4']);
  });

  it('keeps what a graph inside did with the checkpoint at which it did it', () => {
    const outer = tree(': a1 a5 a9');
    const inner = (host: string, steps: string) =>
      tree(`: ${steps}`, `node:${host}`, Object.fromEntries(steps.split(' ').map((step) => [step, host])));
    const trees = [outer, inner('a1', 'i2 i3'), inner('a5', 'j6 j7')];
    expect(plan(trees, { olderThanMs: 5 }).kept).toEqual(['>a5', '>j6', 'j6>j7', 'a5>a9']);
    expect(plan(trees, {}).kept).toEqual(['>a9']);
  });

  it('keeps what a graph that keeps its state goes on from, though its host goes', () => {
    const outer = tree(`
        : a1 a4 a10 a12
      a10: c30 c31`);
    const inner = tree(': k2 k5 k11', 'node', { k2: 'a1', k5: 'a4', k11: 'a10' });
    const { kept, hosts } = plan([outer, inner], { olderThanMs: 31 });
    expect(kept).toEqual(['>k5', '>a10', 'k5>k11', 'a10>a12', 'a10>c31']);
    expect(hosts).toEqual(['k5 on a']);
  });

  it('tells which way led on from a visit whose host goes', () => {
    const outer = tree(`
        : a1 a3 a9 a20
      a1: b5 b6`);
    const inner = tree(': k4', 'node', { k4: 'a3' });
    const { kept, hosts } = plan([outer, inner], { olderThanMs: 6 });
    expect(kept).toEqual(['>a1', '>k4', 'a1>b6', 'a1>a9', 'a9>a20']);
    expect(hosts).toEqual(['k4 on a']);
  });

  it('keeps a fork that would seem to begin where a visit was made', () => {
    const outer = tree(`
        : a1 a3 a7 a20
      a7: b8 b21`);
    const inner = tree(': k4', 'node', { k4: 'a3' });
    const kept = plan([outer, inner], { olderThanMs: 20 }, ({ branchId }) => branchId === 'a').kept;
    expect(kept).toEqual(['>k4', '>a7', 'a7>a20', 'a7>b21']);
  });

  it('lets a graph inside end earlier, when its last visits go', () => {
    const outer = tree(`
        : a1 a4 a10
      a4: b20 b21`);
    const inner = tree(': k2 k11', 'node', { k2: 'a1', k11: 'a10' });
    expect(plan([outer, inner], { olderThanMs: 21 })).toEqual({
      kept: ['>k2', '>b21'],
      branches: ['k from nowhere to k2, head', 'b from nowhere to b21, head'],
      removed: ['a'],
      hosts: ['k2 on b'],
    });
  });
});
