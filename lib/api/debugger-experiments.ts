import { z } from 'zod';
import {
  type Experiment,
  type ExperimentEvent,
  experiment as experimentAnswer,
  experimentEvent,
  experimentList,
  experimentRequest,
} from '@/lib/contracts/experiment';
import { threadId } from '@/lib/contracts/protocol';
import { fromWire } from '@/lib/contracts/wire-value';
import type { RunningExperiment } from '@/lib/runs/experiments/experiment';
import { cancelExperiment } from '@/lib/runs/experiments/experiments';
import { startExperiment } from '@/lib/runs/experiments/run-experiment';
import { editMetadata } from '@/lib/runs/run-origin';
import { requireGraphOfThread, requireThread } from '@/lib/runs/served-thread';
import type { Runtime } from '@/lib/runtime/runtime';
import { describeError } from './errors';
import { readEnds } from './experiment-ends';
import { ndjsonResponse } from './ndjson';
import { type Route, route } from './route';
import { toStartRequest } from './run-request';

const params = z.object({ thread_id: threadId });
const oneParams = params.extend({ experiment_id: z.string() });
const query = z.object({
  leaveOut: z
    .string()
    .max(2000)
    .optional()
    .describe('Keys that do not count when ends are compared, separated by commas: "id, messages.tool_calls.id"'),
});

export const debuggerExperimentRoutes: Route[] = [
  route({
    method: 'post',
    path: '/debugger/threads/:thread_id/experiments',
    tag: 'debugger',
    summary:
      'What if, and again: a checkpoint gone on from several times, each time on a branch of its own. It runs on when the client goes away',
    params,
    body: experimentRequest,
    answer: { status: 201, description: 'Experiment, with all rows queued or running', schema: experimentAnswer },
    async handle({ runtime, params, body }) {
      const started = await begin(runtime, params.thread_id, body);
      return present(runtime, started, []);
    },
  }),
  route({
    method: 'get',
    path: '/debugger/threads/:thread_id/experiments',
    tag: 'debugger',
    summary: 'The experiments of a thread that the server which answers was asked for, newest first',
    params,
    answer: { status: 200, description: 'ExperimentList', schema: experimentList },
    async handle({ runtime, params }) {
      await requireThread(runtime, params.thread_id);
      const { experiments } = runtime;
      const { server } = experiments;
      return { server, experiments: experiments.ofThread(params.thread_id).map((each) => each.summary()) };
    },
  }),
  route({
    method: 'get',
    path: '/debugger/threads/:thread_id/experiments/:experiment_id',
    tag: 'debugger',
    summary: 'Its rows as they stand, and how the ends differ of those that are over',
    params: oneParams,
    query,
    answer: { status: 200, description: 'Experiment', schema: experimentAnswer },
    handle: ({ runtime, params, query }) =>
      present(runtime, runtime.experiments.require(params.thread_id, params.experiment_id), patternsOf(query)),
  }),
  route({
    method: 'get',
    path: '/debugger/threads/:thread_id/experiments/:experiment_id/follow',
    tag: 'debugger',
    summary: 'Its rows as they change, and the whole at its end. Closing the request ends nothing',
    params: oneParams,
    query,
    answer: {
      status: 200,
      description: 'ExperimentEvent, a JSON text a line',
      contentType: 'application/x-ndjson',
      schema: experimentEvent,
    },
    handle({ runtime, params, query, signal }) {
      const followed = runtime.experiments.require(params.thread_id, params.experiment_id);
      const gone = new AbortController();
      const lines = follow(runtime, followed, patternsOf(query), AbortSignal.any([signal, gone.signal]));
      return ndjsonResponse(lines, {
        onGone: () => gone.abort(),
        onError: (error): ExperimentEvent => ({ type: 'error', ...describeError(error, runtime.log).body }),
      });
    },
  }),
  route({
    method: 'post',
    path: '/debugger/threads/:thread_id/experiments/:experiment_id/cancel',
    tag: 'debugger',
    summary: 'Stop the rows that run and begin no other; what has finished stays. Answers when all have stopped',
    params: oneParams,
    answer: { status: 200, description: 'Experiment', schema: experimentAnswer },
    async handle({ runtime, params }) {
      const found = runtime.experiments.require(params.thread_id, params.experiment_id);
      await cancelExperiment(runtime, found);
      return present(runtime, found, []);
    },
  }),
];

async function begin(
  runtime: Runtime,
  id: string,
  body: z.output<typeof experimentRequest>,
): Promise<RunningExperiment> {
  const thread = await requireThread(runtime, id);
  requireGraphOfThread(runtime, thread);
  const edits = body.edits ?? Array.from({ length: body.times ?? 0 }, () => null);
  const values = edits.map((edit, index) => fromWire(edit, `edits[${index}]`) as Record<string, unknown> | null);
  const runRequest = {
    ...body.run,
    assistant_id: thread.graphId ?? '',
    input: null,
    multitask_strategy: 'enqueue' as const,
    metadata: { ...body.run?.metadata, ...editMetadata(body.clientId) },
  };
  return startExperiment(runtime, runtime.experiments, {
    threadId: id,
    checkpointId: body.checkpointId,
    kind: body.edits === undefined ? 'again' : 'what-if',
    edits,
    values,
    asNode: body.asNode,
    concurrency: body.concurrency,
    metadata: editMetadata(body.clientId),
    run: toStartRequest(runtime, runRequest, { threadId: id, isTemporary: false }),
  });
}

async function present(runtime: Runtime, shown: RunningExperiment, leftOut: string[]): Promise<Experiment> {
  if (shown.isOver) await markDeleted(runtime, shown);
  const ends = await readEnds(runtime, shown, leftOut);
  const summary = shown.summary();
  return { ...summary, edits: summary.kind === 'again' ? null : shown.plan.edits, ends };
}

/** Nobody tells an experiment when its branches go. */
async function markDeleted({ store }: Runtime, shown: RunningExperiment): Promise<void> {
  const branches = await store.saver.readBranches(shown.plan.threadId);
  const there = new Set<string | null>([null, ...branches.map(({ branchId }) => branchId)]);
  for (const { row, branchId, isDeleted } of shown.rows) {
    if (!isDeleted && !there.has(branchId)) shown.change(row, { isDeleted: true });
  }
}

async function* follow(
  runtime: Runtime,
  followed: RunningExperiment,
  leftOut: string[],
  signal: AbortSignal,
): AsyncGenerator<ExperimentEvent> {
  for (let seen = -1; !signal.aborted; ) {
    const { rows, changes } = followed.since(seen);
    seen = changes;
    for (const row of rows) yield { type: 'row', row };
    if (rows.length > 0) continue;
    if (followed.isOver) return yield { type: 'end', experiment: await present(runtime, followed, leftOut) };
    await followed.changed(signal);
  }
}

function patternsOf({ leaveOut = '' }: z.output<typeof query>): string[] {
  return leaveOut
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}
