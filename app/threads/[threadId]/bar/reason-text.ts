import type { ThreadDisplayStatus } from '@/lib/contracts/debugger';

/** Why a run ended early, in words; null where the status says it all. */
export function reasonText(status: ThreadDisplayStatus, reason: string | null): string | null {
  if (status !== 'stopped' && status !== 'failed') return null;
  if (reason === null) return null;
  return REASONS[reason] ?? reason.replaceAll('_', ' ');
}

const REASONS: Readonly<Record<string, string>> = {
  server_stopped: 'the server stopped while it ran',
  cancelled: 'stopped by hand',
  breakpoint: 'held after a step',
};
