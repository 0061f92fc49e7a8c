import { z } from 'zod';
import { queryInt, querySwitch, runBody, runStatus, streamMode, threadId } from '@/lib/contracts/protocol';
import { runAnswer } from '@/lib/contracts/protocol-answers';
import { AppError } from '@/lib/runs/app-error';
import { cancelRun, runNotFound } from '@/lib/runs/cancel-run';
import { joinRun } from '@/lib/runs/join-run';
import { rollBackRun } from '@/lib/runs/roll-back-run';
import { requireThread } from '@/lib/runs/served-thread';
import { startRun } from '@/lib/runs/start-run';
import type { ProtocolMode } from '@/lib/runs/stream-events';
import type { Runtime } from '@/lib/runtime/runtime';
import { listResponse } from './lists';
import { presentRun } from './present';
import { type Route, route } from './route';
import { contentLocation, joinResponse, streamResponse, waitResponse } from './run-answers';
import { toStartRequest } from './run-request';

const params = z.object({ thread_id: threadId });
const runParams = params.extend({ run_id: z.string() });
const SSE = { status: 200, description: 'Server-sent events', contentType: 'text/event-stream' };

export const runRoutes: Route[] = [
  route({
    method: 'post',
    path: '/threads/:thread_id/runs',
    tag: 'runs',
    summary: 'Start a run in the background',
    params,
    body: runBody,
    answer: { status: 200, description: 'The run', schema: runAnswer },
    async handle({ runtime, params, body }) {
      const run = await startRun(
        runtime,
        toStartRequest(runtime, body, { threadId: params.thread_id, isTemporary: false }),
      );
      return Response.json(presentRun(run.record), { headers: contentLocation({ ...run.record, isTemporary: false }) });
    },
  }),
  route({
    method: 'post',
    path: '/threads/:thread_id/runs/stream',
    tag: 'runs',
    summary: 'Start a run and stream its events',
    params,
    body: runBody,
    answer: SSE,
    async handle({ runtime, params, body }) {
      const run = await startRun(
        runtime,
        toStartRequest(runtime, body, { threadId: params.thread_id, isTemporary: false }),
      );
      return streamResponse(runtime, {
        threadId: params.thread_id,
        runId: run.record.runId,
        afterId: -1,
        modes: null,
        cancelsOnDisconnect: body.on_disconnect === 'cancel',
        headers: contentLocation({ ...run.record, isTemporary: false }),
      });
    },
  }),
  route({
    method: 'post',
    path: '/threads/:thread_id/runs/wait',
    tag: 'runs',
    summary: 'Start a run and answer its final values',
    params,
    body: runBody,
    answer: {
      status: 200,
      description: 'Values; with __interrupt__ at an interrupt, or __error__',
      schema: z.record(z.string(), z.unknown()),
    },
    async handle({ runtime, params, body }) {
      const run = await startRun(
        runtime,
        toStartRequest(runtime, body, { threadId: params.thread_id, isTemporary: false }),
      );
      return waitResponse(runtime, run, {
        cancelsOnDisconnect: body.on_disconnect === 'cancel',
        headers: contentLocation({ ...run.record, isTemporary: false }),
      });
    },
  }),
  route({
    method: 'get',
    path: '/threads/:thread_id/runs',
    tag: 'runs',
    summary: 'Runs of a thread, newest first',
    params,
    query: z.object({
      limit: queryInt(10, 1, 1000),
      offset: queryInt(0, 0, 1_000_000_000),
      status: runStatus.optional(),
    }),
    answer: { status: 200, description: 'A page of runs', schema: z.array(runAnswer) },
    async handle({ runtime, params, query }) {
      await requireThread(runtime, params.thread_id);
      const { limit, offset, status } = query;
      const { runs, total } = await runtime.store.runs.list(params.thread_id, {
        limit,
        offset,
        ...(status !== undefined && { status }),
      });
      return listResponse(runs.map(presentRun), { total, offset });
    },
  }),
  route({
    method: 'get',
    path: '/threads/:thread_id/runs/:run_id',
    tag: 'runs',
    summary: 'One run',
    params: runParams,
    answer: { status: 200, description: 'The run', schema: runAnswer },
    async handle({ runtime, params }) {
      return presentRun(await requireRun(runtime, params));
    },
  }),
  route({
    method: 'post',
    path: '/threads/:thread_id/runs/:run_id/cancel',
    tag: 'runs',
    summary:
      'Stop a run: what finished tasks wrote stays, or with action=rollback goes, and the run too; that waits in any case. 409 when others stand on it, or it has ended',
    params: runParams,
    query: z.object({ wait: querySwitch, action: z.enum(['interrupt', 'rollback']).default('interrupt') }),
    answer: { status: 204, description: 'It is stopped, or was over already' },
    async handle({ runtime, params, query }) {
      const run = { threadId: params.thread_id, runId: params.run_id };
      if (query.action === 'rollback') await rollBackRun(runtime, run);
      else await cancelRun(runtime, { ...run, waits: query.wait });
    },
  }),
  route({
    method: 'get',
    path: '/threads/:thread_id/runs/:run_id/join',
    tag: 'runs',
    summary: 'Wait for a run’s end and answer its final values',
    params: runParams,
    query: z.object({ cancel_on_disconnect: querySwitch }),
    answer: {
      status: 200,
      description: 'Values; with __interrupt__ at an interrupt, or __error__',
      schema: z.record(z.string(), z.unknown()),
    },
    async handle({ runtime, params, query }) {
      const run = await requireRun(runtime, params);
      return joinResponse(runtime, run, {
        outcome: (signal) => joinRun(runtime, run, signal),
        cancelsOnDisconnect: query.cancel_on_disconnect,
      });
    },
  }),
  route({
    method: 'get',
    path: '/threads/:thread_id/runs/:run_id/stream',
    tag: 'runs',
    summary: 'Follow a run; from memory while it is live, else from the store. Last-Event-ID continues.',
    params: runParams,
    query: z.object({ cancel_on_disconnect: querySwitch, stream_mode: z.string().optional() }),
    answer: SSE,
    async handle({ runtime, params, query, headers }) {
      const run = await requireRun(runtime, params);
      return streamResponse(runtime, {
        threadId: run.threadId,
        runId: run.runId,
        afterId: lastEventId(headers),
        modes: query.stream_mode === undefined ? null : parseModes(query.stream_mode),
        cancelsOnDisconnect: query.cancel_on_disconnect,
      });
    },
  }),
];

async function requireRun(runtime: Runtime, { thread_id, run_id }: { thread_id: string; run_id: string }) {
  const run = await runtime.store.runs.get(thread_id, run_id);
  if (run === null) throw runNotFound(thread_id, run_id);
  return run;
}

/** Absent, or -1 as the SDK writes it: from the start. */
function lastEventId(headers: Headers): number {
  const text = headers.get('last-event-id');
  if (text === null || text === '' || text === '-1') return -1;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new AppError('INVALID_REQUEST', `Last-Event-ID is "${text}"; it must be the number of an event.`);
}

/** `values,updates`, or a JSON list, as the SDKs write it. */
function parseModes(text: string): ProtocolMode[] {
  const names = text
    .replace(/[[\]"\s]/g, '')
    .split(',')
    .filter(Boolean);
  return names.map((name) => {
    const mode = streamMode.safeParse(name);
    if (!mode.success)
      throw new AppError(
        'INVALID_REQUEST',
        `stream_mode "${name}" does not exist. Modes: ${streamMode.options.join(', ')}.`,
      );
    return mode.data;
  });
}
