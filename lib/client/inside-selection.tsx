'use client';

import { parseAsString, useQueryStates } from 'nuqs';
import { createContext, type ReactNode, useContext, useMemo } from 'react';

export interface InsidePlace {
  namespace: string;
  /** Null for the newest of it. */
  checkpointId: string | null;
}

type InsideSelection = ReturnType<typeof useInsideParams>;

const InsideContext = createContext<InsideSelection | null>(null);

/** The graph inside that is looked into, and the ways into another one and out; the same while a person scrubs. */
export function useInsideSelection(): InsideSelection {
  const selection = useContext(InsideContext);
  if (!selection) throw new Error('useInsideSelection needs an InsideSelectionProvider above it.');
  return selection;
}

/** Listens to the address once for all: its keys are the selection's too, and whoever listens renders at each step. */
export function InsideSelectionProvider({ children }: { children: ReactNode }) {
  return <InsideContext value={useInsideParams()}>{children}</InsideContext>;
}

/**
 * In the URL as `?ns=…&inside=…`: its namespace, and which of its checkpoints. Any move in the thread's own time leaves
 * it (see selection.ts).
 */
function useInsideParams() {
  const [{ ns, inside }, setParams] = useQueryStates(params, { scroll: false, shallow: true });
  return useMemo(
    () => ({
      place: ns === null || ns === '' ? null : { namespace: ns, checkpointId: inside },
      /** `rootId`: the root graph's checkpoint that stays selected meanwhile. Back leads out again. */
      enter: ({ namespace, checkpointId }: InsidePlace, rootId: string) =>
        void setParams({ ns: namespace, inside: checkpointId, checkpoint: rootId, compare: null }, { history: 'push' }),
      /** To another step of the same graph. */
      move: (checkpointId: string) => void setParams({ inside: checkpointId }, { history: 'push' }),
      /** To the fork that an edit inside made. */
      follow: ({ namespace, checkpointId }: InsidePlace, root: { branchId: string; checkpointId: string }) =>
        void setParams(
          { ns: namespace, inside: checkpointId, checkpoint: root.checkpointId, branch: root.branchId, compare: null },
          { history: 'push' },
        ),
      leave: () => void setParams({ ns: null, inside: null, compare: null }, { history: 'push' }),
    }),
    [ns, inside, setParams],
  );
}

const params = {
  ns: parseAsString,
  inside: parseAsString,
  checkpoint: parseAsString,
  branch: parseAsString,
  compare: parseAsString,
};
