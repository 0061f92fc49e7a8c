import { z } from 'zod';
import type { RunTask } from '@/lib/contracts/debugger';
import type { PreviewRequest } from '@/lib/contracts/fork';
import { forkRequest, previewRequest } from '@/lib/contracts/fork';
import { branchName, queryInt, threadId } from '@/lib/contracts/protocol';
import { packTimeline } from '@/lib/contracts/timeline-columns';
import { fromWire, toWireRecord } from '@/lib/contracts/wire-value';
import { pathTo, readWholeTimeline } from '@/lib/runs/path';
import { previewUpdate } from '@/lib/runs/preview-update';
import { readStates } from '@/lib/runs/read-state';
import { editMetadata } from '@/lib/runs/run-origin';
import { requireThread } from '@/lib/runs/served-thread';
import { forkThread } from '@/lib/runs/update-state';
import type { Runtime } from '@/lib/runtime/runtime';
import type { RunRecord } from '@/lib/storage/store';
import { branchSummary, checkpointState, runSummary, threadSummary, timelineEntry } from './debugger-present';
import { type Route, route } from './route';
import { readTimeline } from './timeline-reading';

const params = z.object({ thread_id: threadId });
const MAX_STATES = 200;
const MAX_ENTRIES = 10_000;
const page = z.object({
  after: z.string().optional(),
  limit: queryInt(1000, 1, MAX_ENTRIES),
  layout: z.enum(['objects', 'columns']).default('objects'),
});

export const debuggerThreadRoutes: Route[] = [
  route({
    method: 'get',
    path: '/debugger/threads/:thread_id/timeline',
    tag: 'debugger',
    summary: 'Checkpoints without their values, ascending, with branches and runs',
    params,
    query: page,
    answer: { status: 200, description: 'TimelinePage, or TimelineColumnsPage' },
    handle: ({ runtime, params, query }) => readTimelinePage(runtime, params.thread_id, query),
  }),
  route({
    method: 'post',
    path: '/debugger/threads/:thread_id/states',
    tag: 'debugger',
    summary: 'Many states in one read, in the order asked for; unknown ids are left out',
    isRead: true,
    params,
    body: z.object({ checkpointIds: z.array(z.string()).min(1).max(MAX_STATES) }),
    answer: { status: 200, description: '{ states: CheckpointState[] }' },
    async handle({ runtime, params, body }) {
      const thread = await requireThread(runtime, params.thread_id);
      const states = await readStates(runtime, thread, body.checkpointIds);
      return { states: states.map(checkpointState) };
    },
  }),
  route({
    method: 'get',
    path: '/debugger/threads/:thread_id/lineage/:checkpoint_id',
    tag: 'debugger',
    summary: 'The path from the root to a checkpoint',
    params: params.extend({ checkpoint_id: z.string() }),
    answer: { status: 200, description: 'Lineage' },
    async handle({ runtime, params }) {
      await requireThread(runtime, params.thread_id);
      const rows = await readWholeTimeline(runtime, params.thread_id);
      const path = pathTo(rows, params.checkpoint_id, params.thread_id);
      return { checkpointIds: path.map((row) => row.checkpointId) };
    },
  }),
  route({
    method: 'post',
    path: '/debugger/threads/:thread_id/preview',
    tag: 'debugger',
    summary: 'What an edit would do; nothing is written',
    params,
    body: previewRequest,
    answer: { status: 200, description: 'Preview' },
    async handle({ runtime, params, body }) {
      const preview = await previewUpdate(runtime, { threadId: params.thread_id, ...editOf(body) });
      return { ...preview, values: toWireRecord(preview.values) };
    },
  }),
  route({
    method: 'post',
    path: '/debugger/threads/:thread_id/fork',
    tag: 'debugger',
    summary: 'Save an edit as a branch of its own, which becomes the head',
    params,
    body: forkRequest.extend({ name: branchName.optional() }),
    answer: { status: 200, description: 'ForkResult' },
    handle: ({ runtime, params, body }) =>
      forkThread(runtime, {
        threadId: params.thread_id,
        ...editOf(body),
        metadata: editMetadata(body.clientId),
        ...(body.name !== undefined && { name: body.name }),
      }),
  }),
];

async function readTimelinePage(runtime: Runtime, id: string, { after, limit, layout }: z.output<typeof page>) {
  const [rows, branches, runs, notes] = await Promise.all([
    readTimeline(runtime, id, { limit, ...(after !== undefined && { after }) }),
    runtime.store.saver.readBranches(id),
    readRuns(runtime, id),
    runtime.store.notes.list(id),
  ]);
  // Last, so that it counts at least the checkpoints of this page: a smaller count tells a browser that some were removed.
  const thread = await requireThread(runtime, id);
  const entries = rows.map(timelineEntry);
  return {
    thread: threadSummary(thread, runtime.capsule),
    branches: branches.map(branchSummary),
    runs: runs.map(runSummary),
    notes,
    live: runs.flatMap(({ runId }) => liveTasksOf(runtime, runId)),
    ...(layout === 'columns' ? { columns: packTimeline(entries) } : { entries }),
    nextAfter: rows.length === limit ? (rows.at(-1)?.checkpointId ?? null) : null,
  };
}

function liveTasksOf(runtime: Runtime, runId: string): RunTask[] {
  const run = runtime.executor.get(runId);
  return run === undefined || run.isOver ? [] : run.tasks.list().map((task) => ({ ...task, runId }));
}

/** Live runs, and the last one that ended on each branch. */
async function readRuns(runtime: Runtime, id: string): Promise<RunRecord[]> {
  const [live, recent] = await Promise.all([
    runtime.store.runs.live(id),
    runtime.store.runs.list(id, { limit: 200, offset: 0 }),
  ]);
  const lastEnded = new Map<string | null, RunRecord>();
  const ended = recent.runs.filter((run) => !live.some((other) => other.runId === run.runId));
  for (const run of ended) {
    const known = lastEnded.get(run.branchId);
    if (known === undefined || known.createdAt < run.createdAt) lastEnded.set(run.branchId, run);
  }
  return [...live, ...lastEnded.values()];
}

function editOf({ checkpointId, namespace = '', values, asNode }: PreviewRequest) {
  return { checkpointId, namespace, values: fromWire(values), ...(asNode !== undefined && { asNode }) };
}
