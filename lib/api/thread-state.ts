import { z } from 'zod';
import {
  type HistoryBody,
  historyBody,
  querySwitch,
  stateAtBody,
  stateUpdateBody,
  threadId,
} from '@/lib/contracts/protocol';
import { stateAnswer, stateUpdateAnswer } from '@/lib/contracts/protocol-answers';
import { fromWire } from '@/lib/contracts/wire-value';
import { readHistory, readLatestState, readStateAt } from '@/lib/runs/read-state';
import { requireThread } from '@/lib/runs/served-thread';
import { updateState } from '@/lib/runs/update-state';
import type { Runtime } from '@/lib/runtime/runtime';
import { type CheckpointPlace, placeOf, ROOT } from './checkpoint-place';
import { presentState } from './present';
import { type Route, route } from './route';

const params = z.object({ thread_id: threadId });
const query = z.object({ subgraphs: querySwitch });
const answer = { status: 200, description: 'The state', schema: stateAnswer };

export const threadStateRoutes: Route[] = [
  route({
    method: 'get',
    path: '/threads/:thread_id/state',
    tag: 'threads',
    summary: 'The state at the head; with subgraphs=true, tasks show the states of their subgraphs',
    params,
    query,
    answer,
    handle: ({ runtime, params, query }) => show(runtime, params.thread_id, ROOT, query.subgraphs),
  }),
  route({
    method: 'post',
    path: '/threads/:thread_id/state',
    tag: 'threads',
    summary:
      'Edit the state of the graph, or of a subgraph: a new checkpoint, on a branch of its own when an older one is edited',
    params,
    body: stateUpdateBody,
    answer: { status: 200, description: 'Where the edit went, and what would run next', schema: stateUpdateAnswer },
    async handle({ runtime, params, body }) {
      const { namespace, checkpointId } = placeOf(body.checkpoint);
      const updated = await updateState(runtime, {
        threadId: params.thread_id,
        checkpointId: checkpointId ?? body.checkpoint_id ?? null,
        namespace,
        values: fromWire(body.values ?? null, 'values'),
        ...(body.as_node != null && { asNode: body.as_node }),
      });
      const checkpoint = {
        thread_id: params.thread_id,
        checkpoint_ns: namespace,
        checkpoint_id: updated.checkpointId,
      };
      return {
        checkpoint,
        configurable: { ...checkpoint, checkpoint_map: updated.checkpointMap },
        next: updated.next,
      };
    },
  }),
  route({
    method: 'get',
    path: '/threads/:thread_id/state/:checkpoint_id',
    tag: 'threads',
    summary: 'The state at a checkpoint',
    params: params.extend({ checkpoint_id: z.string() }),
    query,
    answer,
    handle: ({ runtime, params, query }) =>
      show(runtime, params.thread_id, { namespace: '', checkpointId: params.checkpoint_id }, query.subgraphs),
  }),
  route({
    method: 'post',
    path: '/threads/:thread_id/state/checkpoint',
    tag: 'threads',
    summary: 'The state at a checkpoint, or at the tip when none is named; checkpoint_ns names a subgraph’s',
    isRead: true,
    params,
    body: stateAtBody,
    answer,
    handle: ({ runtime, params, body }) =>
      show(runtime, params.thread_id, placeOf(body.checkpoint), body.subgraphs ?? false),
  }),
  route({
    method: 'post',
    path: '/threads/:thread_id/history',
    tag: 'threads',
    summary: 'States, newest first, over all branches; checkpoint.checkpoint_ns names a subgraph’s',
    isRead: true,
    params,
    body: historyBody,
    answer: { status: 200, description: 'A page of states', schema: z.array(stateAnswer) },
    async handle({ runtime, params, body }) {
      const { namespace } = placeOf(body.checkpoint);
      const thread = await requireThread(runtime, params.thread_id);
      const page = { namespace, limit: body.limit, before: beforeOf(body), metadata: body.metadata ?? null };
      const states = await readHistory(runtime, thread, page);
      return states.map((state) => presentState(state, thread.threadId));
    },
  }),
];

/** At the checkpoint, else at the tip of its graph. */
async function show(runtime: Runtime, id: string, { namespace, checkpointId }: CheckpointPlace, subgraphs: boolean) {
  const thread = await requireThread(runtime, id);
  const view = { namespace, subgraphs };
  const state =
    checkpointId === null
      ? await readLatestState(runtime, thread, view)
      : await readStateAt(runtime, thread, checkpointId, view);
  return presentState(state, id);
}

function beforeOf({ before }: HistoryBody): string | null {
  if (before == null) return null;
  if (typeof before === 'string') return before;
  return before.configurable?.checkpoint_id ?? before.checkpoint_id ?? null;
}
