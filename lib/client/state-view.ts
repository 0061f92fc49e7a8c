'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useCallback } from 'react';

const STATE_TABS = ['state', 'diff', 'history', 'tasks', 'raw', 'edit'] as const;
export type StateTabKey = (typeof STATE_TABS)[number];

const params = {
  tab: parseAsStringLiteral(STATE_TABS).withDefault('state'),
  compare: parseAsString,
  key: parseAsString,
};

/** Which tab of the state is shown, and what it is compared with: null for the step before, `start`, a checkpoint's id, or what compare.ts names. */
export function useStateView() {
  const [{ tab, compare, key }, setParams] = useQueryStates(params, { scroll: false, shallow: true });
  return {
    tab,
    compare,
    /** The state key that is shown as chosen; null for none. */
    key,
    /** Back undoes it. */
    showTab: useCallback((next: StateTabKey) => void setParams({ tab: next }, { history: 'push' }), [setParams]),
    /** Shows the state with this key chosen. Back undoes it. */
    revealKey: useCallback(
      (next: string) => void setParams({ tab: 'state', key: next }, { history: 'push' }),
      [setParams],
    ),
    /** Shows the differences, against this. Back undoes it. */
    compareDiff: useCallback(
      (next: string | null) => void setParams({ tab: 'diff', compare: next }, { history: 'push' }),
      [setParams],
    ),
    compareWith: useCallback(
      (next: string | null) => void setParams({ compare: next }, { history: 'push' }),
      [setParams],
    ),
  };
}
