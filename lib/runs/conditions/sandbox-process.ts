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

export function late(deadlineMs: number): string {
  return `It took longer than ${deadlineMs} ms and was ended.`;
}

export function greedy(memoryMb: number): string {
  return `It needed more than ${memoryMb} MB of memory and was ended.`;
}
