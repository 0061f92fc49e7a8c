'use client';

import { useState } from 'react';
import type { RunSummary } from '@/lib/contracts/debugger';
import { failureText } from './failure-text';
import { RunNotice } from './run-notice';

/** Why a run ended that no task of the page tells of, until it is closed. */
export function RunFailure({ run }: { run: RunSummary }) {
  const [isClosed, setIsClosed] = useState(false);
  const text = failureText(run);
  if (isClosed || text === null) return null;
  return (
    <RunNotice tone="fail" onClose={() => setIsClosed(true)}>
      <p role="alert" className="max-h-40 min-w-0 flex-1 overflow-auto whitespace-pre-wrap break-words">
        <strong className="font-medium">{text.what}</strong> <span className="text-fg-2">{text.why}</span>
      </p>
    </RunNotice>
  );
}
