import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

export interface SandboxLimits {
  /** For one expression on one state. */
  deadlineMs: number;
  memoryMb: number;
}

export const LIMITS: SandboxLimits = { deadlineMs: 1000, memoryMb: 128 };
/** One that does not listen by then is ended, too. */
const START_MS = 20_000;

/** Resolves when it listens. The server's own folder is where the package lies. */
export function startSandbox({ memoryMb }: SandboxLimits): Promise<ChildProcess> {
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

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.killed || !child.connected;
}

/** Why a process gave no answer; `costly`: it took too long or too much memory. */
export type SandboxEnd = { kind: 'failed'; message: string } | { kind: 'costly'; message: string };

/**
 * Asks a process one question and gives the last part of its answer, or why there is none. Never rejects.
 * @param hear is told each part; false when more must follow, for which the deadline begins anew
 */
export function converse<Part>(
  child: ChildProcess,
  question: object,
  { deadlineMs, memoryMb }: SandboxLimits,
  hear: (part: Part) => boolean,
): Promise<Part | SandboxEnd> {
  return new Promise((resolve) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, deadlineMs);
    const settle = (answer: Part | SandboxEnd) => {
      clearTimeout(timer);
      child.removeAllListeners('message').removeAllListeners('exit').removeAllListeners('error');
      child.on('error', () => undefined);
      child.channel?.unref();
      resolve(answer);
    };
    // Nothing else may keep the process alive until the answer is there.
    child.channel?.ref();
    child.on('message', (part: Part) => {
      if (hear(part)) settle(part);
      else timer.refresh();
    });
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
