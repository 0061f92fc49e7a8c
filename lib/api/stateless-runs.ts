import { v7 } from 'uuid';
import { z } from 'zod';
import { type RunBody, runBody } from '@/lib/contracts/protocol';
import { isAppError } from '@/lib/runs/app-error';
import { deleteThread } from '@/lib/runs/delete-thread';
import type { LiveRun } from '@/lib/runs/live-run';
import { startRun } from '@/lib/runs/start-run';
import type { Runtime } from '@/lib/runtime/runtime';
import { type Route, route } from './route';
import { contentLocation, streamResponse, waitResponse } from './run-answers';
import { toStartRequest } from './run-request';

/** Runs without a thread of the caller's: a temporary one is made and deleted when the run is over. */
export const statelessRunRoutes: Route[] = [
  route({
    method: 'post',
    path: '/runs/stream',
    tag: 'runs',
    summary: 'Run without a thread and stream the events',
    body: runBody,
    answer: { status: 200, description: 'Server-sent events', contentType: 'text/event-stream' },
    async handle({ runtime, body }) {
      const run = await startTemporary(runtime, body);
      return streamResponse(runtime, {
        threadId: run.record.threadId,
        runId: run.record.runId,
        afterId: -1,
        modes: null,
        cancelsOnDisconnect: body.on_disconnect === 'cancel',
        headers: contentLocation({ ...run.record, isTemporary: isTemporary(body) }),
      });
    },
  }),
  route({
    method: 'post',
    path: '/runs/wait',
    tag: 'runs',
    summary: 'Run without a thread and answer the final values',
    body: runBody,
    answer: {
      status: 200,
      description: 'Values; with __interrupt__ at an interrupt, or __error__',
      schema: z.record(z.string(), z.unknown()),
    },
    async handle({ runtime, body }) {
      const run = await startTemporary(runtime, body);
      return waitResponse(runtime, run, {
        cancelsOnDisconnect: body.on_disconnect === 'cancel',
        headers: contentLocation({ ...run.record, isTemporary: isTemporary(body) }),
      });
    },
  }),
];

function isTemporary(body: RunBody): boolean {
  return body.on_completion !== 'keep';
}

async function startTemporary(runtime: Runtime, body: RunBody): Promise<LiveRun> {
  const request = toStartRequest(runtime, body, { threadId: v7(), isTemporary: isTemporary(body) });
  const run = await startRun(runtime, { ...request, createsThread: true });
  if (isTemporary(body)) void run.ended.then(() => forget(runtime, run.record.threadId));
  return run;
}

async function forget(runtime: Runtime, threadId: string): Promise<void> {
  try {
    await deleteThread(runtime, threadId);
  } catch (error) {
    // Somebody may have deleted it while it ran.
    if (!isAppError(error)) runtime.log.problem('a temporary thread could not be deleted', error);
  }
}
