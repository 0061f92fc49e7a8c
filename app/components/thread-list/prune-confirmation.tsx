'use client';

import { useEffect, useRef, useState } from 'react';
import { Button } from '../ui/button';

interface PruneConfirmationProps {
  /** What the deed is called. */
  label: string;
  isBusy: boolean;
  error: Error | null;
  onConfirm: () => void;
}

/** A button that asks once more in its own place. The safe answer has the focus. */
export function PruneConfirmation({ label, isBusy, error, onConfirm }: PruneConfirmationProps) {
  const [asks, setAsks] = useState(false);
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asks) keep.current?.focus();
  }, [asks]);
  if (!asks) return <Button onClick={() => setAsks(true)}>{label}…</Button>;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset draws a box around the buttons
    <div role="group" aria-label="Confirm the removal" className="flex flex-wrap items-center gap-2">
      <p>It cannot be brought back.{error !== null && <span role="alert"> {error.message}</span>}</p>
      <Button ref={keep} onClick={() => setAsks(false)}>
        Keep
      </Button>
      <Button tone="danger" isBusy={isBusy} onClick={onConfirm}>
        {label}
      </Button>
    </div>
  );
}
