'use client';

import { useEffect } from 'react';
import { shortId } from '@/app/components/ui/short-id';
import { useDebugger } from './debugger-model';

/** A waiting thread says so in the tab's title, as do a running and a failed one. */
export function useTabTitle(): void {
  const { threadId, timeline } = useDebugger();
  const { status, graphId } = timeline.thread;
  useEffect(() => {
    const name = graphId ? `${graphId} ${shortId(threadId)}` : shortId(threadId);
    const before = document.title;
    document.title = `${PREFIX[status] ?? ''}${name} · Retrograph`;
    return () => {
      document.title = before;
    };
  }, [status, graphId, threadId]);
}

const PREFIX: Partial<Record<string, string>> = {
  waiting: '❚❚ Waiting · ',
  running: '▸ Running · ',
  failed: '✕ Failed · ',
};
