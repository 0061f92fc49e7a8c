'use client';

import { useEffect, useState } from 'react';
import type { ValuePath } from '@/lib/contracts/changes';
import { changeText, writerName } from '@/lib/inspect/writer-text';
import { useDebugger, useSelected } from '../../debugger-model';
import { useValues } from './picked-value';
import { useBlame } from './use-blame';

/** A row that the pointer only passes over asks for nothing. */
const REST_MS = 150;
const SETTLE_MS = 120;

/** `step 12 · research`: who wrote the value of a row, which leads there. Nothing until that is known. */
export function RowWriter({ path, isAtOnce = false }: { path: ValuePath; isAtOnce?: boolean }) {
  const { threadId } = useDebugger();
  const { selection } = useSelected();
  const values = useValues();
  const isRested = useRested() || isAtOnce;
  if (values === null || selection === null || !isRested) return null;
  return <Writer threadId={threadId} checkpointId={selection.checkpointId} path={path} />;
}

function Writer({ threadId, checkpointId, path }: { threadId: string; checkpointId: string; path: ValuePath }) {
  const values = useValues();
  const { data: change } = useBlame(threadId, checkpointId, path, SETTLE_MS);
  if (!change || values === null) return null;
  const isHere = change.checkpointId === checkpointId;
  const text = `step ${change.step} · ${writerName(change.writer)}`;
  if (isHere) return <span className="truncate px-1 text-fg-3">{text}</span>;
  return (
    <button
      type="button"
      tabIndex={-1}
      title={changeText(change)}
      className="truncate rounded-sm px-1 text-fg-3 hover:text-now hover:underline"
      onClick={() => values.show(change)}
    >
      {text}
    </button>
  );
}

function useRested(): boolean {
  const [isRested, setRested] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setRested(true), REST_MS);
    return () => clearTimeout(timer);
  }, []);
  return isRested;
}
