'use client';

import { parseAsArrayOf, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useCallback } from 'react';
import { useKeys } from '@/lib/client/use-keys';

const PANES = ['graph', 'timeline', 'state'] as const;
export type Pane = (typeof PANES)[number];

const hiddenPanes = parseAsArrayOf(parseAsStringLiteral(PANES)).withDefault([]).withOptions({ history: 'push' });

/** The panes that are shown, at least one; which are hidden lives in the URL as `?hide=graph,state`. */
export function useShownPanes(): ReadonlySet<Pane> {
  const [hidden, setHidden] = useQueryState('hide', hiddenPanes);
  const shown = new Set(PANES.filter((pane) => !hidden.includes(pane)));
  const toggle = (pane: Pane) => () => {
    const next = shown.has(pane) ? [...hidden, pane] : hidden.filter((each) => each !== pane);
    if (next.length === PANES.length) return false;
    void setHidden(next.length === 0 ? null : next);
  };
  useKeys({ 'panes.graph': toggle('graph'), 'panes.timeline': toggle('timeline'), 'panes.state': toggle('state') });
  return shown.size === 0 ? new Set(PANES) : shown;
}

/** Shows a pane again that may be hidden. */
export function useRevealPane(pane: Pane): () => void {
  const [hidden, setHidden] = useQueryState('hide', hiddenPanes);
  return useCallback(() => {
    const next = hidden.filter((each) => each !== pane);
    if (next.length < hidden.length) void setHidden(next.length === 0 ? null : next);
  }, [pane, hidden, setHidden]);
}
