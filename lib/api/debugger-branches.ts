import { z } from 'zod';
import { type BranchingSaver, isEngineError } from '@/engine';
import {
  type BranchDeletion,
  type BranchesDeletion,
  type BranchRefusal,
  branchesDeletionRequest,
} from '@/lib/contracts/branches';
import { branchPatch } from '@/lib/contracts/debugger';
import { branchName, threadId } from '@/lib/contracts/protocol';
import { branchNotFound } from '@/lib/runs/placement';
import { requireThread } from '@/lib/runs/served-thread';
import type { Runtime } from '@/lib/runtime/runtime';
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
      const deletion = await remove(runtime, thread_id, branch_id);
      runtime.bus.publish({ type: 'thread-pruned', threadId: thread_id });
      return deletion;
    },
  }),
  route({
    method: 'post',
    path: '/debugger/threads/:thread_id/branches/delete',
    tag: 'debugger',
    summary:
      'Remove several branches, each with its own checkpoints and in a transaction of its own; those that cannot go stay, and say why. With dryRun tell what would go',
    params: z.object({ thread_id: threadId }),
    body: branchesDeletionRequest,
    answer: { status: 200, description: 'BranchesDeletion' },
    async handle({ runtime, params: { thread_id }, body: { branchIds, dryRun } }): Promise<BranchesDeletion> {
      await requireThread(runtime, thread_id);
      const { saver } = runtime.store;
      const made = await saver.readBranches(thread_id);
      const outcomes = new Map<string, Outcome>();
      // The youngest first: what began on another of them goes before it.
      for (const branchId of dryRun ? branchIds : youngestFirst(branchIds, made)) {
        const act = () => (dryRun ? foretell(saver, thread_id, branchId) : remove(runtime, thread_id, branchId));
        outcomes.set(branchId, await outcomeOf(act));
      }
      const isAnyGone = !dryRun && [...outcomes.values()].some(({ refusal }) => refusal === null);
      if (isAnyGone) runtime.bus.publish({ type: 'thread-pruned', threadId: thread_id });
      return { branches: branchIds.map((branchId) => ({ branchId, ...(outcomes.get(branchId) as Outcome) })) };
    },
  }),
];

type Outcome = BranchDeletion | (BranchRefusal & { isGone: boolean });

async function remove({ store, log }: Runtime, threadId: string, branchId: string): Promise<BranchDeletion> {
  const { checkpoints, bytes, headBranchId } = await store.saver.deleteBranch(threadId, branchId, { dryRun: false });
  log.write('branch-deleted', { thread: threadId, branch: branchId, checkpoints, bytes });
  return { refusal: null, checkpoints, bytes, headBranchId };
}

async function outcomeOf(act: () => Promise<BranchDeletion | BranchRefusal>): Promise<Outcome> {
  try {
    const outcome = await act();
    return outcome.refusal === null ? outcome : { ...outcome, isGone: false };
  } catch (error) {
    if (!isEngineError(error)) throw error;
    if (error.code === 'BRANCH_NOT_FOUND') return { refusal: error.message, isGone: true };
    if (REFUSALS.has(error.code)) return { refusal: error.message, isGone: false };
    throw error;
  }
}

function youngestFirst(branchIds: readonly string[], made: readonly { branchId: string }[]): string[] {
  const placeOf = new Map(made.map(({ branchId }, place) => [branchId, place]));
  return [...branchIds].sort((a, b) => (placeOf.get(b) ?? -1) - (placeOf.get(a) ?? -1));
}

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
