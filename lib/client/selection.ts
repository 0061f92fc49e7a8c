'use client';

import { debounce, defaultRateLimit, parseAsString, useQueryStates } from 'nuqs';
import { useCallback } from 'react';

export interface Selection {
  /** Null follows the tip of the branch, live. */
  checkpointId: string | null;
  /** Null is the thread's head. */
  branchId: string | null;
}

interface SelectOptions {
  /** `push` for a jump, which Back undoes by itself; `scrub` (default) where Back undoes all moves that follow each other. */
  history?: 'push' | 'scrub';
}

/** The selection on a thread's page, which lives in the URL as `?checkpoint=…&branch=…`. */
export function useSelection(): Selection & { select: (next: Partial<Selection>, options?: SelectOptions) => void } {
  const [{ checkpoint, branch, ns, inside }, setParams] = useQueryStates(selectionParams, {
    scroll: false,
    shallow: true,
  });
  const isInside = ns !== null || inside !== null;
  const select = useCallback(
    (next: Partial<Selection>, { history = 'scrub' }: SelectOptions = {}) => {
      const nowMs = performance.now();
      // Leaving a graph inside is a jump: Back leads in again.
      const goesOn = history === 'scrub' && !isInside && nowMs - lastScrubMs < SCRUB_PAUSE_MS;
      lastScrubMs = history === 'scrub' ? nowMs : Number.NEGATIVE_INFINITY;
      void setParams(
        {
          ...('checkpointId' in next ? { checkpoint: next.checkpointId ?? null } : {}),
          ...('branchId' in next ? { branch: next.branchId ?? null } : {}),
          // What is looked into belongs to one step: a move leaves it.
          ...(isInside ? { ns: null, inside: null } : {}),
        },
        goesOn
          ? { history: 'replace', limitUrlUpdates: WHILE_SCRUBBING }
          : { history: 'push', limitUrlUpdates: defaultRateLimit },
      );
    },
    [setParams, isInside],
  );
  return { checkpointId: checkpoint, branchId: branch, select };
}

/** The same out of an address, for whoever asks once. */
export function selectionIn(search: string): Selection {
  const params = new URLSearchParams(search);
  return { checkpointId: params.get('checkpoint'), branchId: params.get('branch') };
}

/** Moves that are no further apart are one. */
const SCRUB_PAUSE_MS = 1_000;
let lastScrubMs = Number.NEGATIVE_INFINITY;
/** Each change of the address makes the router look at the whole page: it waits until the selection rests. */
const WHILE_SCRUBBING = debounce(300);

const selectionParams = { checkpoint: parseAsString, branch: parseAsString, ns: parseAsString, inside: parseAsString };
