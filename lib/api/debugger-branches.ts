import { z } from 'zod';
import { type BranchingSaver, isEngineError } from '@/engine';
import type { BranchDeletion, BranchRefusal } from '@/lib/contracts/branches';
import { branchPatch } from '@/lib/contracts/debugger';
import { branchName, threadId } from '@/lib/contracts/protocol';
import { branchNotFound } from '@/lib/runs/placement';
import { requireThread } from '@/lib/runs/served-thread';
import { branchSummary } from './debugger-present';
import { type Route, route } from './route';

const params = z.object({ thread_id: threadId, branch_id: z.string() });

export const debuggerBranchRoutes: Route[] = [
  route({
    method: 'patch',
    path: '/debugger/threads/:thread_id/branches/:branch_id',
    tag: 'debugger',
    summary: 'Rename a branch, hide or show it, or make it the head',
    params,
    body: branchPatch.extend({ name: branchName.optional() }),
    answer: { status: 200, description: 'BranchSummary' },
    async handle({ runtime, params, body }) {
      await requireThread(runtime, params.thread_id);
      const { saver } = runtime.store;
      const branches = await saver.readBranches(params.thread_id);
      const branch = branches.find((each) => each.branchId === params.branch_id);
      if (branch === undefined) throw branchNotFound(params.thread_id, params.branch_id);
      const change = {
        ...(body.name !== undefined && { name: body.name }),
        ...(body.isHead !== undefined && { isHead: body.isHead }),
        ...(body.hidden !== undefined && { hidden: body.hidden }),
      };
      await saver.updateBranch(params.thread_id, params.branch_id, change);
      runtime.bus.publish({ type: 'thread', threadId: params.thread_id });
      return branchSummary({ ...branch, ...change });
    },
  }),
  route({
    method: 'delete',
    path: '/debugger/threads/:thread_id/branches/:branch_id',
    tag: 'debugger',
    summary: 'Remove a branch with its own checkpoints, or with dryRun tell what would go, or why it cannot',
    params,
    query: z.object({ dryRun: z.enum(['true', 'false']).default('false') }),
    answer: { status: 200, description: 'BranchDeletion, or BranchRefusal of a dry run' },
    async handle({ runtime, params, query }): Promise<BranchDeletion | BranchRefusal> {
      const { thread_id, branch_id } = params;
      await requireThread(runtime, thread_id);
      const { saver } = runtime.store;
      if (query.dryRun === 'true') return foretell(saver, thread_id, branch_id);
      const { checkpoints, bytes, headBranchId } = await saver.deleteBranch(thread_id, branch_id, { dryRun: false });
      runtime.bus.publish({ type: 'thread-pruned', threadId: thread_id });
      runtime.log.write('branch-deleted', { thread: thread_id, branch: branch_id, checkpoints, bytes });
      return { refusal: null, checkpoints, bytes, headBranchId };
    },
  }),
];

const REFUSALS = new Set(['BRANCH_IN_USE', 'THREAD_CONFLICT']);

async function foretell(
  saver: BranchingSaver,
  threadId: string,
  branchId: string,
): Promise<BranchDeletion | BranchRefusal> {
  try {
    const { checkpoints, bytes, headBranchId } = await saver.deleteBranch(threadId, branchId, { dryRun: true });
    return { refusal: null, checkpoints, bytes, headBranchId };
  } catch (error) {
    if (isEngineError(error) && REFUSALS.has(error.code)) return { refusal: error.message };
    throw error;
  }
}
