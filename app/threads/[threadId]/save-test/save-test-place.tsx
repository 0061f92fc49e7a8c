'use client';

import dynamic from 'next/dynamic';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useKeys } from '@/lib/client/use-keys';
import { useDebugger } from '../debugger-model';

/** Loads when it is opened. */
const SaveTestPane = dynamic(() => import('./save-test-pane').then((module) => module.SaveTestPane), { ssr: false });

interface SaveTest {
  isOpen: boolean;
  /** Opens the pane beside the debugger. */
  saveAsTest: (branchId: string) => void;
}

const SaveTestContext = createContext<SaveTest | null>(null);

export function useSaveTest(): SaveTest {
  const place = useContext(SaveTestContext);
  if (!place) throw new Error('useSaveTest needs a SaveTestPlace above it.');
  return place;
}

/** Where a branch becomes a test, once somebody asks for one. */
export function SaveTestPlace({ children }: { children: ReactNode }) {
  const { branchId: shownId } = useDebugger();
  const [branchId, setBranchId] = useState<string | null>(null);
  const place = useMemo(() => ({ isOpen: branchId !== null, saveAsTest: setBranchId }), [branchId]);
  useKeys({ 'thread.test': () => (shownId === null ? false : setBranchId(shownId)) });
  return (
    <SaveTestContext value={place}>
      {children}
      {branchId !== null && <SaveTestPane key={branchId} branchId={branchId} onClose={() => setBranchId(null)} />}
    </SaveTestContext>
  );
}
