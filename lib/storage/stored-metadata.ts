import type { CheckpointMetadata } from '@/engine';
import { jsonText, parseJsonText } from './json-text';

/** The columns that tell most checkpoints' metadata. */
export interface MetadataColumns {
  source: string;
  step: number;
  /** As text. */
  runId: string | null;
  metadata: string | null;
}

/** JSON; null when source, step and run say it all, as they do of a root graph's steps. */
export function storedMetadata(metadata: CheckpointMetadata): string | null {
  return isToldByColumns(metadata) ? null : jsonText(metadata);
}

export function readMetadata({ source, step, runId, metadata }: MetadataColumns): CheckpointMetadata {
  if (metadata !== null) return parseJsonText(metadata) as CheckpointMetadata;
  return {
    source: source as CheckpointMetadata['source'],
    step,
    parents: {},
    ...(runId !== null && { run_id: runId }),
  };
}

function isToldByColumns(metadata: CheckpointMetadata): boolean {
  const { source, step, parents, run_id } = metadata;
  return (
    hasNoOtherKeys(metadata) &&
    typeof source === 'string' &&
    Number.isInteger(step) &&
    !Object.is(step, -0) &&
    typeof parents === 'object' &&
    parents !== null &&
    Object.keys(parents).length === 0 &&
    (run_id === undefined || typeof run_id === 'string')
  );
}

function hasNoOtherKeys(metadata: CheckpointMetadata): boolean {
  for (const key of Object.keys(metadata)) {
    if (key !== 'source' && key !== 'step' && key !== 'parents' && key !== 'run_id') return false;
  }
  return true;
}
