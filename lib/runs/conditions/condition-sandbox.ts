import type { ChildProcess } from 'node:child_process';
import type { ConditionVerdict } from '@/lib/contracts/breakpoint';
import { greedy, hasEnded, LIMITS, late, type SandboxLimits, startSandbox } from './sandbox-process';

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
    const verdict = await ask(running, { expression, state }, limits);
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

function ask(
  child: ChildProcess,
  question: object,
  { deadlineMs, memoryMb }: SandboxLimits,
): Promise<ConditionVerdict> {
  return new Promise((resolve) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, deadlineMs);
    const settle = (verdict: ConditionVerdict) => {
      clearTimeout(timer);
      child.removeAllListeners('message').removeAllListeners('exit').removeAllListeners('error');
      child.on('error', () => undefined);
      child.channel?.unref();
      resolve(verdict);
    };
    // Nothing else may keep the process alive until the answer is there.
    child.channel?.ref();
    child.once('message', (verdict) => settle(verdict as ConditionVerdict));
    child.once('error', (error) => settle({ kind: 'failed', message: error.message }));
    child.once('exit', () => settle({ kind: 'costly', message: isLate ? late(deadlineMs) : greedy(memoryMb) }));
    child.send(question, (error) => {
      // A process that ended already tells of it no more.
      if (error && !child.kill('SIGKILL')) settle({ kind: 'failed', message: error.message });
    });
  });
}
