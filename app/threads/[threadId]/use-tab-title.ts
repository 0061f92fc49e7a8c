'use client';

import { useEffect } from 'react';
import { shortId } from '@/app/components/ui/short-id';
import type { ThreadDisplayStatus } from '@/lib/contracts/debugger';
import { useDebugger } from './debugger-model';
import { faviconOf } from './favicon';

/** A waiting thread says so in the tab's title and icon, as do a running and a failed one. */
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
  useEffect(() => {
    const href = faviconOf(status);
    if (href === null) return;
    // Browsers take the last icon that the page names; Next keeps its own one as it is.
    const link = Object.assign(document.createElement('link'), { rel: 'icon', type: 'image/svg+xml', href });
    document.head.append(link);
    return () => link.remove();
  }, [status]);
}

const PREFIX: Partial<Record<ThreadDisplayStatus, string>> = {
  waiting: '❚❚ Waiting · ',
  running: '▸ Running · ',
  failed: '✕ Failed · ',
};
