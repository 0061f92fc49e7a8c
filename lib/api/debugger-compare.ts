import { z } from 'zod';
import type { Comparison } from '@/lib/contracts/compare';
import { threadId } from '@/lib/contracts/protocol';
import { AppError } from '@/lib/runs/app-error';
import { compareLines } from './compare-lines';
import { type Route, route } from './route';

const query = z.object({
  /** The line of this thread ends at this checkpoint, else at this branch's tip, else at the head's. */
  checkpoint: z.string().optional(),
  branch: z.string().optional(),
  /** The other line: of this thread, unless another one is named. */
  with_thread: threadId.optional(),
  with_checkpoint: z.string().optional(),
  with_branch: z.string().optional(),
});

export const debuggerCompareRoutes: Route[] = [
  route({
    method: 'get',
    path: '/debugger/threads/:thread_id/compare',
    tag: 'debugger',
    summary:
      'Two branches or threads side by side, aligned by step: the last common step, where paths and states first differ, and the keys in which the ends do. Each line ends at a checkpoint, at the tip of a branch, or at that of the head',
    params: z.object({ thread_id: threadId }),
    query,
    answer: { status: 200, description: 'Comparison' },
    handle({ runtime, params, query, signal }): Promise<Comparison> {
      const { checkpoint, branch, with_thread, with_checkpoint, with_branch } = query;
      if (with_thread === undefined && with_checkpoint === undefined && with_branch === undefined) {
        const message = `It is not said what to compare the thread "${params.thread_id}" with. Name a "with_branch" or "with_checkpoint" of it, or a "with_thread".`;
        throw new AppError('INVALID_REQUEST', message);
      }
      const here = { threadId: params.thread_id, branchId: branch, checkpointId: checkpoint };
      const there = {
        threadId: with_thread ?? params.thread_id,
        branchId: with_branch,
        checkpointId: with_checkpoint,
      };
      return compareLines(runtime, { here, there }, signal);
    },
  }),
];
