import type { ChildProcess } from 'node:child_process';
import { hasEnded, LIMITS, type SandboxLimits } from './sandbox-process';
import { openSearchSession, type SearchSession } from './search-session';

export interface SearchPool {
  /** Waits its turn where others search; rejects with the signal's reason when that aborts meanwhile. */
  open(signal: AbortSignal): Promise<SearchSession>;
  close(): void;
}

/** More would take the memory and the processors from the runs. */
const MAX_SESSIONS = 3;
/** The one process that is kept for the next search is ended when nobody comes. */
const IDLE_MS = 60_000;

export function createSearchPool(limits: SandboxLimits = LIMITS): SearchPool {
  const open = new Set<SearchSession>();
  const waiting: (() => void)[] = [];
  let kept: ChildProcess | null = null;
  let idle: NodeJS.Timeout | undefined;
  let isClosed = false;

  const dropKept = () => {
    clearTimeout(idle);
    kept?.kill('SIGKILL');
    kept = null;
  };

  const keep = (child: ChildProcess) => {
    if (isClosed || kept !== null) return void child.kill('SIGKILL');
    kept = child;
    idle = setTimeout(dropKept, IDLE_MS).unref();
  };

  const take = (): ChildProcess | null => {
    clearTimeout(idle);
    const child = kept;
    kept = null;
    return child !== null && hasEnded(child) ? null : child;
  };

  const turn = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const leave = () => {
        const at = waiting.indexOf(come);
        if (at >= 0) waiting.splice(at, 1);
        reject(signal.reason);
      };
      const come = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      waiting.push(come);
    });

  return {
    async open(signal) {
      signal.throwIfAborted();
      while (open.size >= MAX_SESSIONS) await turn(signal);
      const session = openSearchSession({ limits, kept: take(), onFree: keep });
      const own: SearchSession = {
        ...session,
        close() {
          session.close();
          if (open.delete(own)) waiting.shift()?.();
        },
      };
      open.add(own);
      return own;
    },
    close() {
      isClosed = true;
      for (const session of [...open]) session.close();
      dropKept();
    },
  };
}
