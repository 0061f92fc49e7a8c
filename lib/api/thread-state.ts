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
import { AppError } from '@/lib/runs/app-error';
import { readHistory, readLatestState, readStateAt } from '@/lib/runs/read-state';
import { requireThread } from '@/lib/runs/served-thread';
import { updateState } from '@/lib/runs/update-state';
import type { Runtime } from '@/lib/runtime/runtime';
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
    summary: 'The state at the head',
    params,
    query,
    answer,
    handle: ({ runtime, params }) => latest(runtime, params.thread_id),
  }),
  route({
    method: 'post',
    path: '/threads/:thread_id/state',
    tag: 'threads',
    summary: 'Edit the state: a new checkpoint, on a branch of its own when an older one is edited',
    params,
    body: stateUpdateBody,
    answer: { status: 200, description: 'Where the edit went, and what would run next', schema: stateUpdateAnswer },
    async handle({ runtime, params, body }) {
      const updated = await updateState(runtime, {
        threadId: params.thread_id,
        checkpointId: rootCheckpoint(body.checkpoint) ?? body.checkpoint_id ?? null,
        values: fromWire(body.values ?? null, 'values'),
        ...(body.as_node != null && { asNode: body.as_node }),
      });
      const checkpoint = { thread_id: params.thread_id, checkpoint_ns: '', checkpoint_id: updated.checkpointId };
      return { checkpoint, configurable: { ...checkpoint, checkpoint_map: null }, next: updated.next };
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
    handle: ({ runtime, params }) => at(runtime, params.thread_id, params.checkpoint_id),
  }),
  route({
    method: 'post',
    path: '/threads/:thread_id/state/checkpoint',
    tag: 'threads',
    summary: 'The state at a checkpoint, or at the head when none is named',
    params,
    body: stateAtBody,
    answer,
    handle({ runtime, params, body }) {
      const checkpointId = rootCheckpoint(body.checkpoint);
      return checkpointId === null ? latest(runtime, params.thread_id) : at(runtime, params.thread_id, checkpointId);
    },
  }),
  route({
    method: 'post',
    path: '/threads/:thread_id/history',
    tag: 'threads',
    summary: 'States, newest first, over all branches',
    params,
    body: historyBody,
    answer: { status: 200, description: 'A page of states', schema: z.array(stateAnswer) },
    async handle({ runtime, params, body }) {
      rootCheckpoint(body.checkpoint);
      const thread = await requireThread(runtime, params.thread_id);
      const page = { limit: body.limit, before: beforeOf(body), metadata: body.metadata ?? null };
      const states = await readHistory(runtime, thread, page);
      return states.map((state) => presentState(state, thread.threadId));
    },
  }),
];

async function latest(runtime: Runtime, id: string) {
  return presentState(await readLatestState(runtime, await requireThread(runtime, id)), id);
}

async function at(runtime: Runtime, id: string, checkpointId: string) {
  return presentState(await readStateAt(runtime, await requireThread(runtime, id), checkpointId), id);
}

function rootCheckpoint(
  checkpoint: { checkpoint_id?: string | null; checkpoint_ns?: string | null } | null | undefined,
) {
  if (checkpoint?.checkpoint_ns) {
    throw new AppError('UNSUPPORTED', 'There are no subgraphs here: checkpoint_ns must be empty.');
  }
  return checkpoint?.checkpoint_id ?? null;
}

function beforeOf({ before }: HistoryBody): string | null {
  if (before == null) return null;
  if (typeof before === 'string') return before;
  return before.configurable?.checkpoint_id ?? before.checkpoint_id ?? null;
}
