import type { RunSummary, ThreadDisplayStatus } from '@/lib/contracts/debugger';
import { breakpointText } from '@/lib/inspect/breakpoint-list';

/** Why a run ended early or is about to, in words; null where the status says it all. */
export function reasonText(status: ThreadDisplayStatus, reason: string | null): string | null {
  if (status === 'running' && reason === 'pausing') return 'pauses when its step is done';
  if (status !== 'stopped' && status !== 'failed') return null;
  if (reason === null) return null;
  return REASONS[reason] ?? reason.replaceAll('_', ' ');
}

const REASONS: Readonly<Record<string, string>> = {
  server_stopped: 'the server stopped while it ran',
  cancelled: 'stopped by hand',
  breakpoint: 'held at a breakpoint',
  paused: 'paused',
};

/** What a run stopped at: the breakpoint, or the node for which nothing recorded was left; of a condition that could not be evaluated, why. Null for a run that hit none. */
export function hitText(run: RunSummary | null): { text: string; isProblem: boolean } | null {
  if (run?.replayHold) return { text: run.replayHold.message, isProblem: false };
  if (!run?.hit) return null;
  const { breakpoint, problem } = run.hit;
  const at = breakpointText(breakpoint);
  if (problem === null) return { text: `held ${at}`, isProblem: false };
  return { text: `held ${at}, which could not be evaluated: ${problem}`, isProblem: true };
}
