import { z } from 'zod';
import {
  type Blames,
  blameRequest,
  type ChangedSteps,
  type ChangesPage,
  type ValuePath,
  watchedRequest,
} from '@/lib/contracts/changes';
import { queryInt, threadId } from '@/lib/contracts/protocol';
import { readPath } from '@/lib/inspect/path-notation';
import { AppError } from '@/lib/runs/app-error';
import { branchNotFound } from '@/lib/runs/placement';
import { requireThread } from '@/lib/runs/served-thread';
import type { Runtime } from '@/lib/runtime/runtime';
import type { ThreadRecord } from '@/lib/storage/store';
import { describeChanges, withoutSides } from './change-details';
import { findBlames, findChangedSteps, findChanges, fitToState, openQuestion, refuseUnknown } from './read-changes';
import { type Route, route } from './route';

const params = z.object({ thread_id: threadId });
const query = z.object({
  path: z.string().min(1).max(20_000).transform(parsePath),
  /** The head's tip, or the branch's, when it is left out. */
  checkpoint: z.string().optional(),
  /** On whose way an onward question goes; the checkpoint's own when it is left out. */
  branch: z.string().optional(),
  direction: z.enum(['back', 'onward']).default('back'),
  limit: queryInt(50, 1, 200),
});

export const debuggerChangeRoutes: Route[] = [
  route({
    method: 'get',
    path: '/debugger/threads/:thread_id/changes',
    tag: 'debugger',
    summary:
      'The changes of one value of the state, with who wrote each, back from a checkpoint over fork points or onward to the tip of a branch. The path is written as in code (messages[3].content), as a JSON Pointer, or as a JSON list of keys and indexes; limit=1 is its blame',
    params,
    query,
    answer: { status: 200, description: 'ChangesPage' },
    async handle({ runtime, params, query, signal }): Promise<ChangesPage> {
      const thread = await requireThread(runtime, params.thread_id);
      return readChangesPage(runtime, thread, query, signal);
    },
  }),
  route({
    method: 'post',
    path: '/debugger/threads/:thread_id/blame',
    tag: 'debugger',
    summary: 'Who last wrote each of some values of the state at a checkpoint, and at which step',
    params,
    body: blameRequest,
    answer: { status: 200, description: 'Blames' },
    async handle({ runtime, params, body: { checkpointId, paths } }): Promise<Blames> {
      const thread = await requireThread(runtime, params.thread_id);
      const question = await openQuestion(runtime, thread.threadId, checkpointId);
      const found = await findBlames(question, paths);
      const shown = await describeChanges(
        runtime,
        question,
        found.filter((each) => each !== null),
      );
      return {
        blames: found.map((each) => {
          const change = each && shown.shift();
          return change ? withoutSides(change) : null;
        }),
      };
    },
  }),
  route({
    method: 'post',
    path: '/debugger/threads/:thread_id/changed-steps',
    tag: 'debugger',
    summary:
      'At which steps of the way to a checkpoint each of some values changed; only behind the checkpoint `after`, when it is named',
    params,
    body: watchedRequest,
    answer: { status: 200, description: 'ChangedSteps' },
    async handle({ runtime, params, body: { checkpointId, paths, after }, signal }): Promise<ChangedSteps> {
      const thread = await requireThread(runtime, params.thread_id);
      const question = await openQuestion(runtime, thread.threadId, checkpointId);
      return { steps: await findChangedSteps(question, paths, { after, signal }) };
    },
  }),
];

async function readChangesPage(
  runtime: Runtime,
  thread: ThreadRecord,
  { path, checkpoint, branch, direction, limit }: z.output<typeof query>,
  signal: AbortSignal,
): Promise<ChangesPage> {
  const { threadId } = thread;
  const branches = await runtime.store.saver.readBranches(threadId);
  const named = branches.find(({ branchId }) => branchId === branch);
  if (branch !== undefined && named === undefined) throw branchNotFound(threadId, branch);
  const tip = named ?? branches.find(({ isHead }) => isHead);
  const checkpointId = checkpoint ?? tip?.tipId;
  if (checkpointId === undefined) {
    throw new AppError(
      'INVALID_REQUEST',
      `The thread "${threadId}" has no checkpoint yet: nothing was written. Run it first.`,
    );
  }
  const question = await openQuestion(runtime, threadId, checkpointId);
  const fitted = await fitToState(question, path);
  const tipId = named?.tipId ?? (await tipThrough(runtime, threadId, checkpointId)) ?? checkpointId;
  const { found, next, end } = await findChanges(question, fitted, { direction, tipId, limit, signal });
  const isKnown = found.length > 0 || (await isThere(question, fitted));
  if (!isKnown && direction === 'back') refuseUnknown(question, fitted);
  return { path: fitted, changes: await describeChanges(runtime, question, found), next, end };
}

/** The tip of the branch that a checkpoint is on. */
async function tipThrough(runtime: Runtime, threadId: string, checkpointId: string): Promise<string | undefined> {
  const { saver } = runtime.store;
  const configurable = { thread_id: threadId, checkpoint_ns: '', checkpoint_id: checkpointId };
  const branchId = (await saver.readTuple({ configurable }))?.position?.branchId;
  return (await saver.readBranches(threadId)).find((each) => each.branchId === branchId)?.tipId;
}

async function isThere(
  { follower, places }: Awaited<ReturnType<typeof openQuestion>>,
  [channel, ...path]: ValuePath,
): Promise<boolean> {
  const place = places.get(String(channel));
  return place !== undefined && (await follower.valueAt(String(channel), place, path)) !== undefined;
}

function parsePath(text: string, context: z.RefinementCtx): ValuePath {
  const read = readPath(text);
  if ('path' in read && read.path.length <= 200) return read.path;
  const mistake = 'mistake' in read ? read.mistake : 'it has more than 200 keys';
  const message = `is no path: ${mistake}. Write it as messages[3].content, /messages/3/content or ["messages",3,"content"]`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}
