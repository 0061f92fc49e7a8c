import type { CodeHash } from '@/lib/contracts/origin';
import type { Origin } from '@/lib/inspect/origin';

/** Who made a step, in words; null for what this browser did. */
export function originText(what: 'run' | 'edit', origin: Origin, isLive: boolean): string | null {
  if (origin === 'own') return null;
  const verb = what === 'edit' ? 'Edited' : isLive ? 'Being run' : 'Run';
  return origin === 'tab' ? `${verb} in another tab` : `${verb} by another client`;
}

/** The step of a program that ran the graph by itself, on this database. */
export const PROGRAM_TEXT = 'Run by a program of its own';

/** What is other about the code that a run was made with; null when it is the same as now. */
export function otherCode(then: CodeHash, now: CodeHash): 'shape' | 'source' | null {
  if (then.topology !== now.topology) return 'shape';
  return then.files === now.files ? null : 'source';
}
