'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useCompareChoice } from '@/lib/client/compare';
import { usePaletteSource } from '@/lib/client/palette-source';
import { useKeys } from '@/lib/client/use-keys';
import { useDebugger } from '../debugger-model';

/** Loads with the first comparison. */
const CompareBar = dynamic(() => import('./compare-bar').then((module) => module.CompareBar), {
  loading: () => <div aria-busy="true" className="h-9 shrink-0 border-b bg-sunken" />,
});

/** Under the bar, while two lines are compared or about to be. */
export function CompareStrip() {
  const { history, branchId: shownId } = useDebugger();
  const { chosen, compareWith } = useCompareChoice();
  const [isChoosing, setChoosing] = useState(false);
  useKeys({ 'compare.open': shownId === null ? undefined : () => setChoosing(true) });
  usePaletteSource((text) =>
    history.branches
      .filter(({ branchId, name }) => branchId !== shownId && isAsked(`compare with ${name}`, text))
      .map(({ branchId, name }) => ({
        id: `compare ${branchId}`,
        group: 'Compare',
        label: `Compare with ${name}`,
        run: () => compareWith({ threadId: null, branchId }),
      })),
  );
  if (chosen === null && !isChoosing) return null;
  return <CompareBar isChoosing={isChoosing} onChosen={() => setChoosing(false)} />;
}

function isAsked(label: string, text: string): boolean {
  const wanted = text.toLowerCase();
  return wanted.length > 2 && label.toLowerCase().includes(wanted);
}
