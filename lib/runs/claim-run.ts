import type { RunRecord } from '@/lib/storage/store';
import { AppError, isAppError } from './app-error';
import { cancelRun } from './cancel-run';
import type { RunsContext } from './context';
import { describeError } from './executor';
import type { LiveRun, RunPlan } from './live-run';
import { findPlacement, type Placement, type WantedPlace } from './placement';
import { requireRollback, rollBackRun } from './roll-back-run';
import { beginAtTip, beginWithInput, type RunBegin } from './run-begin';
import type { StartRunRequest } from './start-run';

/**
 * A branch has at most one run. The claim in the database decides; the lines of waiting runs are this process's own.
 *
 * I1 A waiting run has a row without a branch, so that it can be seen, stopped, and ended as an orphan.
 * I2 A waiting run stands in nobody's way: what other servers' lines hold is not known here, and two that waited for each
 *    other would wait for ever.
 * I3 Where a run goes is looked up at its turn: the run before it may have moved the tip or made the thread's first branch.
 */

interface Candidate {
  record: RunRecord;
  plan: RunPlan;
  request: StartRunRequest;
}

const FOREIGN_POLL_MS = 500;

export async function claimOrWait(context: RunsContext, candidate: Candidate): Promise<LiveRun> {
  const { record, request } = candidate;
  if (request.strategy === 'interrupt' || request.strategy === 'rollback') return claimOver(context, candidate);
  const waiting = lineOf(context, record.threadId).at(-1);
  const holder = waiting?.record.runId ?? (await tryClaim(context, candidate));
  if (typeof holder !== 'string') return startClaimed(context, candidate, holder);
  switch (request.strategy) {
    case 'reject':
      throw new AppError(
        'RUN_REJECTED',
        'This branch of the thread has a run already. Wait for its end, stop it, or choose another multitask_strategy.',
        {
          detail: { run_id: holder },
        },
      );
    case 'enqueue':
      return waitInLine(context, candidate);
  }
}

/** Whoever waits or has the branch goes first: stopped, or rolled back. What can't be rolled back stays as it is, and all that waits. */
async function claimOver(context: RunsContext, candidate: Candidate): Promise<LiveRun> {
  const { threadId } = candidate.record;
  const isRollback = candidate.request.strategy === 'rollback';
  const holder = await tryClaim(context, candidate);
  if (isRollback && typeof holder === 'string')
    await unlessEnded(requireRollback(context, { threadId, runId: holder }));
  try {
    for (const { record } of lineOf(context, threadId)) await end(record.runId);
  } catch (error) {
    const { record, plan } = candidate;
    const isClaimed = typeof holder !== 'string';
    if (isClaimed) await context.executor.drop(context.executor.hold(record, plan), failed(describeError(error)));
    throw error;
  }
  if (typeof holder !== 'string') return startClaimed(context, candidate, holder);
  await end(holder);
  return waitInLine(context, candidate);

  async function end(runId: string): Promise<void> {
    if (isRollback) await unlessEnded(rollBackRun(context, { threadId, runId }));
    else await cancelRun(context, { threadId, runId, waits: true });
  }
}

/** A run that ended at this moment stands in nobody's way: what it wrote stays, as if it had ended before. */
async function unlessEnded(deed: Promise<unknown>): Promise<void> {
  try {
    await deed;
  } catch (error) {
    if (!isAppError(error) || (error.code !== 'RUN_ENDED' && error.code !== 'RUN_NOT_FOUND')) throw error;
  }
}

/** The placement when the claim holds, else the id of the run that has the branch. */
async function tryClaim(context: RunsContext, candidate: Candidate): Promise<Placement | string> {
  const { record, request } = candidate;
  const placement = await findPlacement(context, wantedPlace(request));
  const answer = await context.store.runs.claim(
    { ...record, branchId: placement.branchId },
    { claimsThread: placement.claimsThread },
  );
  if (answer.claimed) return placement;
  // Its own id: who was in the way ended at this moment.
  return answer.holder === record.runId ? tryClaim(context, candidate) : answer.holder;
}

function wantedPlace({ threadId, checkpointId, namespace, branchId, input }: StartRunRequest): WantedPlace {
  return {
    threadId,
    checkpointId,
    namespace,
    branchId,
    onlyContinues: input.kind === 'values' && input.values === null,
  };
}

function startClaimed(context: RunsContext, { record, plan, request }: Candidate, placement: Placement): LiveRun {
  const claimed = { ...record, branchId: placement.branchId };
  const ready = placed(plan, placement, beginWithInput(placement));
  if (!goesOn(request)) return context.executor.start(claimed, ready, request.delayMs);
  // Registered first, so that it can be stopped meanwhile.
  const run = context.executor.hold(claimed, ready);
  void beginAtTip(context, record.threadId, placement)
    .then((begin) => {
      run.plan = { ...run.plan, begin };
      context.executor.release(run, request.delayMs);
    })
    .catch((error: unknown) => context.executor.drop(run, failed(describeError(error))));
  return run;
}

function placed(plan: RunPlan, placement: Placement, begin: RunBegin): RunPlan {
  const configurable = { ...plan.config.configurable, ...placement.configurable };
  return { ...plan, begin, config: { ...plan.config, configurable } };
}

function goesOn({ input }: StartRunRequest): boolean {
  return input.kind === 'command' || input.values === null;
}

/** Registers the run as pending (I1) and answers; its turn comes when the runs before it have ended. */
async function waitInLine(context: RunsContext, candidate: Candidate): Promise<LiveRun> {
  const { record, plan } = candidate;
  await context.store.runs.claim(record, { claimsThread: false });
  const run = context.executor.hold(record, plan);
  context.executor.lines.set(record.threadId, [...lineOf(context, record.threadId), run]);
  void takeTurn(context, run, candidate)
    .catch((error: unknown) => context.executor.drop(run, failed(describeError(error))))
    .finally(() => leaveLine(context, run));
  return run;
}

async function takeTurn(context: RunsContext, run: LiveRun, { request }: Candidate): Promise<void> {
  const { threadId, runId } = run.record;
  for (;;) {
    if (run.stopReason !== null) return context.executor.drop(run, stopped(run.stopReason));
    const line = lineOf(context, threadId);
    const before = line[line.indexOf(run) - 1];
    const placement = await findPlacement(context, wantedPlace(request)); // I3
    const holder = before?.record.runId ?? (await claimInTurn(context, run, placement));
    if (holder === runId) {
      if (await isLive(context, threadId, runId)) continue; // Who was in the way ended at this moment.
      return context.executor.drop(run, stopped('server_stopped'));
    }
    if (holder === null) {
      run.record = { ...run.record, branchId: placement.branchId };
      const begin = goesOn(request) ? await beginAtTip(context, threadId, placement) : beginWithInput(placement);
      run.plan = placed(run.plan, placement, begin);
      leaveLine(context, run);
      return context.executor.release(run);
    }
    await Promise.race([endOf(context, threadId, holder), aborted(run.abort.signal)]);
  }
}

/** Null when the claim holds, else the id of the run that has the branch; its own when another server ended it. */
async function claimInTurn(context: RunsContext, { record }: LiveRun, placement: Placement): Promise<string | null> {
  const { branchId, claimsThread } = placement;
  const answer = await context.store.runs.claimInTurn({ ...record, branchId }, { claimsThread });
  return answer.claimed ? null : answer.holder;
}

async function endOf(context: RunsContext, threadId: string, runId: string): Promise<void> {
  const own = context.executor.get(runId);
  if (own !== undefined) {
    await own.ended;
    return;
  }
  // Another server's run: only the database tells of its end.
  for (;;) {
    if (!(await isLive(context, threadId, runId))) return;
    await new Promise((resolve) => setTimeout(resolve, FOREIGN_POLL_MS).unref());
  }
}

async function isLive(context: RunsContext, threadId: string, runId: string): Promise<boolean> {
  const status = (await context.store.runs.get(threadId, runId))?.status;
  return status === 'pending' || status === 'running';
}

function lineOf({ executor }: RunsContext, threadId: string): readonly LiveRun[] {
  return executor.lines.get(threadId) ?? [];
}

function leaveLine({ executor }: RunsContext, run: LiveRun): void {
  const { threadId } = run.record;
  const rest = (executor.lines.get(threadId) ?? []).filter((other) => other !== run);
  if (rest.length === 0) executor.lines.delete(threadId);
  else executor.lines.set(threadId, rest);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function stopped(reason: string) {
  return { status: 'interrupted' as const, reason, error: null, values: null, interrupts: null };
}

function failed(error: { name: string; message: string }) {
  return { status: 'error' as const, reason: null, error, values: null, interrupts: null };
}
