'use client';

import dynamic from 'next/dynamic';
import { useEffect, useRef, useState } from 'react';
import { useDebugger, useDebuggerActions, useSelected } from '../debugger-model';

/** Loads when a step went. */
const LostStepNotice = dynamic(() => import('./lost-step-notice').then((module) => module.LostStepNotice), {
  loading: () => null,
});

/** Where the selected step was removed while it was looked at, the newest one shows instead, and a strip under the bar says so. */
export function LostStep() {
  const { missingCheckpointId } = useDebugger();
  const { entry } = useSelected();
  const { follow } = useDebuggerActions();
  const seen = useRef(entry);
  const [lostStep, setLostStep] = useState<number | null>(null);
  useEffect(() => {
    if (entry !== null) seen.current = entry;
    else if (missingCheckpointId !== null && seen.current?.checkpointId === missingCheckpointId) {
      setLostStep(seen.current.step);
      seen.current = null;
      follow(null);
    }
  }, [entry, missingCheckpointId, follow]);
  if (lostStep === null) return null;
  return <LostStepNotice step={lostStep} onClose={() => setLostStep(null)} />;
}
