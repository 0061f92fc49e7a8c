'use client';

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useDebugger } from '../../debugger-model';

/** Which write is looked at as if it were not there. */
export interface Strike {
  checkpointId: string;
  /** Null for the edit that made the step. */
  taskId: string | null;
  /** Null for all that was written there. */
  channel: string | null;
  /** How far later writes are applied. */
  untilId: string;
}

interface Striking {
  strike: Strike | null;
  look: (strike: Strike | null) => void;
}

const StrikeContext = createContext<Striking | null>(null);

/** Null in graphs inside, whose writes can't be struck. */
export function useStriking(): Striking | null {
  return useContext(StrikeContext);
}

export function StrikeProvider({ children }: { children: ReactNode }) {
  const { namespace } = useDebugger();
  const [strike, look] = useState<Strike | null>(null);
  const striking = useMemo(() => ({ strike, look }), [strike]);
  return namespace === '' ? <StrikeContext value={striking}>{children}</StrikeContext> : children;
}
