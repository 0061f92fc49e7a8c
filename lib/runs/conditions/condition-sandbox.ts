import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { ConditionVerdict } from '@/lib/contracts/breakpoint';

export interface ConditionSandbox {
  /** Never rejects. @param state JSON text; null only asks whether the expression is well formed */
  evaluate(expression: string, state: string | null): Promise<ConditionVerdict>;
  close(): void;
}

interface Limits {
  /** For one expression on one state. */
  deadlineMs: number;
  memoryMb: number;
}

const LIMITS: Limits = { deadlineMs: 1000, memoryMb: 128 };
/** One that does not listen by then is ended, too. */
const START_MS = 20_000;
/** A process that nobody asks is ended. */
const IDLE_MS = 60_000;

/**
 * Evaluates expressions in a process of their own, one after another. One that takes too long or too much memory costs that
 * process, and the next expression gets a new one: neither runs nor the server notice.
 */
export function createConditionSandbox(limits: Limits = LIMITS): ConditionSandbox {
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
    child ??= start(limits);
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

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.killed || !child.connected;
}

/** Resolves when it listens. The server's own folder is where the package lies. */
function start({ memoryMb }: Limits): Promise<ChildProcess> {
  // Not `fork`: the bundler would look for the program among the modules.
  const program = path.join(/* turbopackIgnore: true */ process.cwd(), 'lib/runs/conditions/condition-process.mjs');
  const flags = [`--max-old-space-size=${memoryMb}`, '--disallow-code-generation-from-strings'];
  const child = spawn(process.execPath, [...flags, program], {
    env: { NODE_ENV: 'production' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.unref();
  child.channel?.unref();
  const timer = setTimeout(() => child.kill('SIGKILL'), START_MS).unref();
  return new Promise((resolve, reject) => {
    child.once('message', () => {
      clearTimeout(timer);
      resolve(child);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The process for conditions did not start (code ${code}).`)));
  });
}

function ask(child: ChildProcess, question: object, { deadlineMs, memoryMb }: Limits): Promise<ConditionVerdict> {
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

function late(deadlineMs: number): string {
  return `It took longer than ${deadlineMs} ms and was ended.`;
}

function greedy(memoryMb: number): string {
  return `It needed more than ${memoryMb} MB of memory and was ended.`;
}
