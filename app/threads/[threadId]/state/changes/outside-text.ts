import type { ValueChange } from '@/lib/contracts/changes';
import { type OwnClient, originOf } from '@/lib/inspect/origin';
import { originText, PROGRAM_TEXT } from '../../bar/origin-text';

/** That a change came from outside of this page, in words; null for what this browser did. */
export function outsideText({ writer, runId, clientId, createdAt }: ValueChange, own: OwnClient): string | null {
  if (writer.kind === 'unknown' && writer.why === 'pruned') return null;
  const origin = originOf({ clientId, createdAt }, own);
  if (writer.kind === 'edit') return originText('edit', origin, false);
  return runId === null ? PROGRAM_TEXT : originText('run', origin, false);
}
