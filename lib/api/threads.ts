import { v7 } from 'uuid';
import { z } from 'zod';
import {
  type ThreadCreateBody,
  type ThreadSearchBody,
  threadCreate,
  threadId,
  threadPatch,
  threadPrune,
  threadSearch,
} from '@/lib/contracts/protocol';
import { pruneAnswer, threadAnswer } from '@/lib/contracts/protocol-answers';
import { fromWire } from '@/lib/contracts/wire-value';
import { AppError } from '@/lib/runs/app-error';
import { copyThread } from '@/lib/runs/copy-thread';
import { deleteThread } from '@/lib/runs/delete-thread';
import { pruneThreads } from '@/lib/runs/prune-threads';
import { readLatestState } from '@/lib/runs/read-state';
import { requireAssistant, requireThread } from '@/lib/runs/served-thread';
import { updateState } from '@/lib/runs/update-state';
import type { Runtime } from '@/lib/runtime/runtime';
import type { ThreadRecord, ThreadSearch } from '@/lib/storage/store';
import { listResponse, selectKeys } from './lists';
import { presentThread } from './present';
import { type Route, route } from './route';

const params = z.object({ thread_id: threadId });

export const threadRoutes: Route[] = [
  route({
    method: 'post',
    path: '/threads',
    tag: 'threads',
    summary: 'Create a thread',
    body: threadCreate,
    answer: { status: 200, description: 'The thread', schema: threadAnswer },
    handle: ({ runtime, body }) => createThread(runtime, body),
  }),
  route({
    method: 'post',
    path: '/threads/search',
    tag: 'threads',
    summary: 'Find threads',
    body: threadSearch,
    answer: { status: 200, description: 'A page of threads', schema: z.array(threadAnswer) },
    async handle({ runtime, body }) {
      const { threads, total } = await runtime.store.threads.search(toSearch(runtime, body));
      const needsState = body.select == null || body.select.includes('values') || body.select.includes('interrupts');
      const shown = await Promise.all(
        threads.map((thread) => (needsState ? present(runtime, thread) : presentThread(thread, null))),
      );
      return listResponse(
        shown.map((each) => selectKeys(each, body.select)),
        { total, offset: body.offset },
      );
    },
  }),
  route({
    method: 'get',
    path: '/threads/:thread_id',
    tag: 'threads',
    summary: 'One thread with its head’s values and open questions',
    params,
    answer: { status: 200, description: 'The thread', schema: threadAnswer },
    handle: async ({ runtime, params }) => present(runtime, await requireThread(runtime, params.thread_id)),
  }),
  route({
    method: 'patch',
    path: '/threads/:thread_id',
    tag: 'threads',
    summary: 'Merge metadata into a thread',
    params,
    body: threadPatch,
    answer: { status: 200, description: 'The thread', schema: threadAnswer },
    async handle({ runtime, params, body }) {
      await runtime.store.threads.update(params.thread_id, { metadata: body.metadata });
      const thread = await requireThread(runtime, params.thread_id);
      runtime.bus.publish({ type: 'thread', threadId: thread.threadId });
      return present(runtime, thread);
    },
  }),
  route({
    method: 'delete',
    path: '/threads/:thread_id',
    tag: 'threads',
    summary: 'Delete a thread with everything of it',
    params,
    answer: { status: 204, description: 'It is gone' },
    handle: ({ runtime, params }) => deleteThread(runtime, params.thread_id),
  }),
  route({
    method: 'post',
    path: '/threads/:thread_id/copy',
    tag: 'threads',
    summary: 'Copy a thread with its history; its runs stay with the original',
    params,
    answer: { status: 200, description: 'The new thread', schema: threadAnswer },
    handle: async ({ runtime, params }) => presentThread(await copyThread(runtime, params.thread_id), null),
  }),
  route({
    method: 'post',
    path: '/threads/prune',
    tag: 'threads',
    summary: 'Delete threads, or all but their latest checkpoints',
    body: threadPrune,
    answer: { status: 200, description: 'How many threads lost something', schema: pruneAnswer },
    async handle({ runtime, body: { thread_ids, strategy } }) {
      if (strategy === 'keep_latest') {
        const { threads } = await pruneThreads(runtime, {
          threadIds: thread_ids,
          olderThan: Number.POSITIVE_INFINITY,
        });
        return { pruned_count: threads.length };
      }
      const found = await runtime.store.threads.search({ threadIds: thread_ids, limit: thread_ids.length, offset: 0 });
      for (const { threadId } of found.threads) await deleteThread(runtime, threadId);
      return { pruned_count: found.threads.length };
    },
  }),
];

async function present(runtime: Runtime, thread: ThreadRecord) {
  return presentThread(thread, thread.head === null ? null : await readLatestState(runtime, thread));
}

async function createThread(runtime: Runtime, body: ThreadCreateBody) {
  const id = body.thread_id ?? v7();
  const metadata = { ...body.metadata };
  const graphId = body.graph_id ?? (typeof metadata.graph_id === 'string' ? metadata.graph_id : null);
  const graph = graphId === null ? {} : { graphId: requireAssistant(runtime, graphId).graphId };
  const created = await runtime.store.threads.create({ threadId: id, metadata, ...graph });
  if (created === null) {
    if (body.if_exists === 'do_nothing') return present(runtime, await requireThread(runtime, id));
    throw new AppError(
      'THREAD_EXISTS',
      `There is a thread "${id}" already. Choose another id, or send if_exists: "do_nothing".`,
    );
  }
  await applySupersteps(runtime, id, body.supersteps ?? []);
  runtime.bus.publish({ type: 'thread', threadId: id });
  return present(runtime, await requireThread(runtime, id));
}

/** A thread made of given steps. It is there in full or not at all. */
async function applySupersteps(runtime: Runtime, id: string, supersteps: NonNullable<ThreadCreateBody['supersteps']>) {
  try {
    for (const { updates } of supersteps) {
      const [update] = updates;
      if (update === undefined || updates.length > 1) {
        throw new AppError(
          'UNSUPPORTED',
          'A superstep takes one update here; give each update a superstep of its own.',
        );
      }
      if (update.command != null)
        throw new AppError('UNSUPPORTED', 'A superstep takes "values" and "as_node" here, no command.');
      await updateState(runtime, {
        threadId: id,
        checkpointId: null,
        values: fromWire(update.values ?? null, 'values'),
        ...(update.as_node != null && { asNode: update.as_node }),
      });
    }
  } catch (error) {
    await runtime.store.threads.delete(id);
    throw error;
  }
}

/** A thread's graph and assistant are its own columns, though clients see and search them as metadata. */
function toSearch(runtime: Runtime, body: ThreadSearchBody): ThreadSearch {
  if (body.values != null)
    throw new AppError('UNSUPPORTED', 'Threads cannot be searched by "values"; search by "metadata".');
  const { graph_id, assistant_id, ...metadata } = body.metadata ?? {};
  const wanted = graph_id ?? assistant_id;
  const graphId = wanted === undefined ? undefined : (runtime.graphs.get(String(wanted))?.graphId ?? String(wanted));
  return {
    limit: body.limit,
    offset: body.offset,
    ...(body.ids != null && { threadIds: body.ids }),
    ...(graphId !== undefined && { graphId }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...(body.status != null && { status: body.status }),
    ...(body.sort_by != null && { sortBy: body.sort_by }),
    ...(body.sort_order != null && { sortOrder: body.sort_order }),
  };
}
