'use client';

import { useEffect, useMemo } from 'react';
import { useKept } from './use-kept';

/** What is typed for a checkpoint: columns are paths, cells are JSON, and an empty cell leaves the value as it is. */
export interface ExperimentDraft {
  kind: 'what-if' | 'again';
  columns: string[];
  rows: Record<string, string>[];
  times: number;
  atOnce: number;
  leaveOut: string;
}

const NEW_DRAFT: ExperimentDraft = { kind: 'what-if', columns: [], rows: [{}, {}], times: 10, atOnce: 4, leaveOut: '' };

/** Kept in the browser's tab: closing the pane loses nothing, nor does loading the page anew. */
export function useExperimentDraft(threadId: string, checkpointId: string) {
  const name = `retrograph-experiment-${threadId}-${checkpointId}`;
  const key = useMemo(() => ['experiment-drafts', name] as const, [name]);
  const stored = useMemo(() => draftOf(sessionStorage.getItem(name)), [name]);
  const [draft, change] = useKept(key, stored);
  useEffect(() => {
    if (draft !== stored) store(name, draft);
  }, [name, draft, stored]);
  return [draft, change] as const;
}

/** Of a text that `store` wrote. */
export function draftOf(text: string | null): ExperimentDraft {
  if (text === null) return NEW_DRAFT;
  const { times, ...others } = JSON.parse(text) as Partial<ExperimentDraft>;
  // A field that is empty just now is no number, which JSON can't say.
  return { ...NEW_DRAFT, ...others, times: times ?? NEW_DRAFT.times };
}

/** One that is too large for the browser's room lasts as long as the page. */
function store(name: string, draft: ExperimentDraft): void {
  try {
    sessionStorage.setItem(name, JSON.stringify(draft));
  } catch {
    sessionStorage.removeItem(name);
  }
}
