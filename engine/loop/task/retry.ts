import { isGraphBubbleUp } from '../../control/bubble-up';
import type { TaskContext } from '../../control/task-context';
import type { AttemptPolicy } from '../../graph/node-policy';
import type { RetryPlan } from '../../graph/retry-policy';
import type { Clock } from '../clock';
import { sleep } from '../clock';
import type { Invocation } from '../invocation';
import { withMutationHint } from './mutation-hint';
import type { Task } from './task';
import { attemptAround, frameOf } from './task-frame';
import type { TaskRuntime } from './task-runtime';
import { runtimeOf } from './task-runtime';
import { TimedAttempt } from './timed-attempt';

export type Attempt = (task: Task, context: TaskContext, runtime: TaskRuntime) => void | Promise<void>;

/**
 * Runs `once` until it succeeds or its policy gives up, and throws the last failure. Each attempt works on a copy of the
 * task, so that a failed one leaves no writes and one that comes too late is heard by nobody. A body that is done stays
 * done: when its routers failed, the next attempt only routes. (SEMANTICS 7.)
 */
export async function withRetries(run: Invocation, task: Task, policy: AttemptPolicy, once: Attempt): Promise<void> {
  const firstStartMs = run.clock.now();
  for (let number = 1; ; number++) {
    const draft: Task = { ...task, attempts: number, firstStartMs, outcome: 'running', writes: [], routes: null };
    try {
      await attemptOnce(run, draft, policy, once);
      draft.outcome = 'done';
      task.attempts = number;
      task.writes = draft.writes;
      task.bodyWrites = draft.bodyWrites;
      task.routes = draft.routes;
      return;
    } catch (thrown) {
      draft.outcome = 'cancelled';
      task.attempts = number;
      task.bodyWrites = draft.bodyWrites;
      const error = withMutationHint(task.node.name, thrown);
      const plan = run.abort.isAborted || isGraphBubbleUp(error) ? undefined : planFor(task, policy.retry, error);
      if (!plan || number >= plan.maxAttempts) throw error;
      const delayMs = delayAfter(number, plan, run.clock);
      if (plan.logWarning) warn(task, number, delayMs, error);
      await sleep(run.clock, delayMs, run.abort.signal);
    }
  }
}

function attemptOnce(run: Invocation, draft: Task, { timeout }: AttemptPolicy, once: Attempt): void | Promise<void> {
  const timed = timeout && new TimedAttempt(run, draft, timeout);
  const limits = timed ?? attemptAround(draft);
  const runtime = runtimeOf(run, draft, limits);
  const context = frameOf(run, draft, runtime, limits);
  return timed ? timed.limit(() => once(draft, context, runtime)) : once(draft, context, runtime);
}

function planFor(task: Task, plans: readonly RetryPlan[], error: unknown): RetryPlan | undefined {
  try {
    return plans.find((plan) => plan.retryOn(error));
  } catch (thrown) {
    throw new AggregateError(
      [error, thrown],
      `Node "${task.node.name}" failed, and so did the retryOn of its retryPolicy: ${String(thrown)}`,
    );
  }
}

/** As LangGraph.js counts: the jitter comes on top of the longest interval. */
function delayAfter(attempt: number, plan: RetryPlan, clock: Clock): number {
  const intervalMs = Math.min(plan.maxInterval, plan.initialInterval * plan.backoffFactor ** (attempt - 1));
  return plan.jitter ? intervalMs + clock.random() * 1000 : intervalMs;
}

function warn(task: Task, attempt: number, delayMs: number, error: unknown): void {
  console.warn(
    `Node "${task.node.name}": attempt ${attempt} failed, the next begins in ${Math.round(delayMs)} ms. ${String(error)}`,
  );
}
