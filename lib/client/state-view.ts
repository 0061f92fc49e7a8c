'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useCallback } from 'react';

const STATE_TABS = ['state', 'diff', 'history', 'tasks', 'raw', 'edit'] as const;
export type StateTabKey = (typeof STATE_TABS)[number];

const params = { tab: parseAsStringLiteral(STATE_TABS).withDefault('state'), compare: parseAsString };

/** Which tab of the state is shown, and what it is compared with: null for the step before, `start`, or a checkpoint's id. */
export function useStateView() {
  const [{ tab, compare }, setParams] = useQueryStates(params, { scroll: false, shallow: true });
  return {
    tab,
    compare,
    /** Back undoes it. */
    showTab: useCallback((next: StateTabKey) => void setParams({ tab: next }, { history: 'push' }), [setParams]),
    compareWith: useCallback(
      (next: string | null) => void setParams({ compare: next }, { history: 'push' }),
      [setParams],
    ),
  };
}
