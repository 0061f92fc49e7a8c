'use client';

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useDebugger } from '../debugger-model';

interface BreakpointsPlace {
  /** The graph that the thread's breakpoints belong to. */
  graphId: string | null;
  isOpen: boolean;
  /** The breakpoint that the list was opened for. */
  focusedId: string | null;
  open: (breakpointId?: string) => void;
  close: () => void;
}

const PlaceContext = createContext<BreakpointsPlace | null>(null);

/** Whether the list of breakpoints is open, apart from the model: gutters must not render while a person scrubs. */
export function BreakpointsProvider({ children }: { children: ReactNode }) {
  const { graphId } = useDebugger().timeline.thread;
  const [opened, setOpened] = useState<{ focusedId: string | null } | null>(null);
  const place = useMemo<BreakpointsPlace>(
    () => ({
      graphId,
      isOpen: opened !== null,
      focusedId: opened?.focusedId ?? null,
      open: (breakpointId) => setOpened({ focusedId: breakpointId ?? null }),
      close: () => setOpened(null),
    }),
    [graphId, opened],
  );
  return <PlaceContext value={place}>{children}</PlaceContext>;
}

export function useBreakpointsPlace(): BreakpointsPlace {
  const place = useContext(PlaceContext);
  if (!place) throw new Error('useBreakpointsPlace needs a BreakpointsProvider above it.');
  return place;
}
