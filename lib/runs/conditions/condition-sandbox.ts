import type { ChildProcess } from 'node:child_process';
import type { ConditionVerdict } from '@/lib/contracts/breakpoint';
import { converse, hasEnded, LIMITS, type SandboxLimits, startSandbox } from './sandbox-process';

export interface ConditionSandbox {
  /** Never rejects. @param state JSON text; null only asks whether the expression is well formed */
  evaluate(expression: string, state: string | null): Promise<ConditionVerdict>;
  close(): void;
}

/** A process that nobody asks is ended. */
const IDLE_MS = 60_000;

/**
 * Evaluates expressions in a process of their own, one after another. One that takes too long or too much memory costs that
 * process, and the next expression gets a new one: neither runs nor the server notice.
 */
export function createConditionSandbox(limits: SandboxLimits = LIMITS): ConditionSandbox {
  let turn: Promise<unknown> = Promise.resolve();
  let child: Promise<ChildProcess> | null = null;
  let idle: NodeJS.Timeout | undefined;

  const end = () => {
    clearTimeout(idle);
    child?.then((running) => running.kill('SIGKILL')).catch(() => undefined);
    child = null;
  };

  const evaluateNow = async (expression: string, state: string | null): Promise<ConditionVerdict> => {
    clearTimeout(idle);
    // It may have ended since the last question: nothing would ever answer the next.
    if (child !== null && (await child.then(hasEnded, () => true))) child = null;
    child ??= startSandbox(limits);
    const running = await child.catch(() => null);
    if (running === null) {
      child = null;
      return { kind: 'failed', message: 'The process that evaluates conditions did not start' };
    }
    const verdict = await converse<ConditionVerdict>(running, { expression, state }, limits, () => true);
    if (hasEnded(running)) child = null;
    idle = setTimeout(end, IDLE_MS).unref();
    return verdict;
  };

  return {
    evaluate(expression, state) {
      const verdict = turn.then(() => evaluateNow(expression, state));
      turn = verdict;
      return verdict;
    },
    close: end,
  };
}
