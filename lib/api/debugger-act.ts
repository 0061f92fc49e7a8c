import { z } from 'zod';
import { type ConditionCheck, type ConditionVerdict, conditionCheck } from '@/lib/contracts/breakpoint';
import { threadId } from '@/lib/contracts/protocol';
import { toWireState } from '@/lib/contracts/wire-value';
import { pauseRun } from '@/lib/runs/pause-run';
import { readStates } from '@/lib/runs/read-state';
import { requireThread } from '@/lib/runs/served-thread';
import type { Runtime } from '@/lib/runtime/runtime';
import { type Route, route } from './route';

export const debuggerActRoutes: Route[] = [
  route({
    method: 'post',
    path: '/debugger/conditions/check',
    tag: 'debugger',
    summary: 'Whether a text is JSONata, and what it says of the state at a checkpoint',
    body: conditionCheck.extend({ at: z.object({ threadId, checkpointId: z.string() }).optional() }),
    answer: { status: 200, description: 'ConditionVerdict' },
    handle: ({ runtime, body }) => checkCondition(runtime, body),
  }),
  route({
    method: 'post',
    path: '/debugger/threads/:thread_id/runs/:run_id/pause',
    tag: 'debugger',
    summary: 'Stop a run before its next step; it can be continued from there',
    params: z.object({ thread_id: threadId, run_id: z.string() }),
    answer: { status: 204, description: 'It will stop, or is over already' },
    async handle({ runtime, params }) {
      await pauseRun(runtime, { threadId: params.thread_id, runId: params.run_id });
    },
  }),
];

async function checkCondition(runtime: Runtime, { expression, at }: ConditionCheck): Promise<ConditionVerdict> {
  if (at === undefined) return runtime.conditions.evaluate(expression, null);
  const thread = await requireThread(runtime, at.threadId);
  const [snapshot] = await readStates(runtime, thread, [at.checkpointId]);
  const state = snapshot === undefined ? null : JSON.stringify(toWireState(snapshot.values));
  return runtime.conditions.evaluate(expression, state);
}
