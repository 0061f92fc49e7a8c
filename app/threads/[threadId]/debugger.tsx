'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useEffect } from 'react';
import { ApiError } from '@/lib/client/api';
import { InsideSelectionProvider } from '@/lib/client/inside-selection';
import { readOpening } from '@/lib/client/opening';
import { selectionIn } from '@/lib/client/selection';
import { timelineQuery } from '@/lib/client/timeline';
import { DebuggerProvider } from './debugger-model';
import { DebuggerPanes } from './debugger-panes';
import { DebuggerSkeleton } from './debugger-skeleton';
import { FindProvider } from './find/find-context';

/** Load when they are needed, as few are. */
const UnknownThread = dynamic(() => import('./no-thread').then((module) => module.UnknownThread), {
  loading: DebuggerSkeleton,
});
const UnreadThread = dynamic(() => import('./no-thread').then((module) => module.UnreadThread), {
  loading: DebuggerSkeleton,
});

/** The debugger of one thread, from its light timeline on; each pane then loads what it shows. */
export function Debugger({ threadId }: { threadId: string }) {
  const client = useQueryClient();
  const { data: timeline, error, refetch } = useQuery(timelineQuery(threadId));
  useEffect(() => {
    void readOpening(client, threadId, selectionIn(window.location.search));
  }, [client, threadId]);
  if (timeline) {
    return (
      <DebuggerProvider threadId={threadId} timeline={timeline}>
        <InsideSelectionProvider>
          <FindProvider>
            <DebuggerPanes />
          </FindProvider>
        </InsideSelectionProvider>
      </DebuggerProvider>
    );
  }
  if (error instanceof ApiError && error.status === 404) return <UnknownThread threadId={threadId} />;
  if (error) return <UnreadThread threadId={threadId} error={error} onRetry={() => void refetch()} />;
  return <DebuggerSkeleton />;
}
