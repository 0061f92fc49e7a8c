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
  /** `push` for a jump that Back should undo, `replace` (default) while scrubbing. */
  history?: 'push' | 'replace';
}

/** The selection on a thread's page, which lives in the URL as `?checkpoint=…&branch=…`. */
export function useSelection(): Selection & { select: (next: Partial<Selection>, options?: SelectOptions) => void } {
  const [{ checkpoint, branch }, setParams] = useQueryStates(selectionParams, { scroll: false, shallow: true });
  const select = useCallback(
    (next: Partial<Selection>, { history = 'replace' }: SelectOptions = {}) => {
      void setParams(
        {
          ...('checkpointId' in next ? { checkpoint: next.checkpointId ?? null } : {}),
          ...('branchId' in next ? { branch: next.branchId ?? null } : {}),
        },
        { history, limitUrlUpdates: history === 'push' ? defaultRateLimit : WHILE_SCRUBBING },
      );
    },
    [setParams],
  );
  return { checkpointId: checkpoint, branchId: branch, select };
}

/** Each change of the address makes the router look at the whole page: it waits until the selection rests. */
const WHILE_SCRUBBING = debounce(150);

const selectionParams = { checkpoint: parseAsString, branch: parseAsString };
