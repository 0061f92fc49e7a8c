'use client';

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useDebugger } from '../debugger-model';
import { type Axis, stepsAxis } from './axis';
import { clockAxis } from './clock';

type AxisKind = Axis['kind'];

interface AxisChoice {
  kind: AxisKind;
  choose: (kind: AxisKind) => void;
  /** Idle gaps that are shown at their full length, by when they begin. */
  opened: ReadonlySet<number>;
  toggleGap: (fromMs: number) => void;
}

const ChoiceContext = createContext<AxisChoice | null>(null);
const STORAGE_KEY = 'retrograph-timeline-axis';

export function useAxisChoice(): AxisChoice {
  const choice = useContext(ChoiceContext);
  if (!choice) throw new Error('useAxisChoice needs an AxisChoiceProvider above it.');
  return choice;
}

/** Steps or wall-clock time: remembered in this browser. */
export function AxisChoiceProvider({ children }: { children: ReactNode }) {
  const [kind, setKind] = useState<AxisKind>(() => (localStorage.getItem(STORAGE_KEY) === 'clock' ? 'clock' : 'steps'));
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const choice = useMemo<AxisChoice>(
    () => ({
      kind,
      choose(next) {
        localStorage.setItem(STORAGE_KEY, next);
        setKind(next);
      },
      opened,
      toggleGap(fromMs) {
        setOpened((known) =>
          known.has(fromMs) ? new Set([...known].filter((other) => other !== fromMs)) : new Set([...known, fromMs]),
        );
      },
    }),
    [kind, opened],
  );
  return <ChoiceContext value={choice}>{children}</ChoiceContext>;
}

export function useAxis(): Axis {
  const { history } = useDebugger();
  const { kind, opened } = useAxisChoice();
  return useMemo(
    () => (kind === 'clock' ? clockAxis(history.entries, opened) : stepsAxis(history)),
    [kind, history, opened],
  );
}
