'use client';

import { notifyManager, type QueryClient, queryOptions, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { DebuggerEvent, ThreadPage } from '@/lib/contracts/debugger';
import type { StreamSignal } from './event-source';
import { graphKeys } from './graphs';
import { applyEvent, isLiveRun, type Timeline, threadOf } from './merge-timeline';
import { joinSharedStream } from './shared-stream';
import { stateKeys } from './states';
import { addConsole } from './tasks';
import { threadKeys } from './threads';
import { timelineKeys } from './timeline';

/** Events are applied together at this rhythm: a fast run sends hundreds a second. */
const FLUSH_MS = 40;

/** Whether live events arrive; a page may say so while they do not. */
export const streamStatusQuery = queryOptions<'connecting' | 'open' | 'lost'>({
  queryKey: ['stream-status'],
  queryFn: () => 'connecting',
  initialData: 'connecting',
  enabled: false,
});

/** Keeps the query cache in step with the server. Mounted once, in providers.tsx; nothing else patches the cache from events. */
export function useRunStream(): void {
  const client = useQueryClient();
  useEffect(() => {
    let queue: DebuggerEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leave = joinSharedStream((signal: StreamSignal) => {
      if (signal.kind !== 'event') {
        setStatus(client, signal.kind);
        return;
      }
      queue.push(signal.event);
      timer ??= setTimeout(() => {
        const events = queue;
        queue = [];
        timer = undefined;
        notifyManager.batch(() => applyEvents(client, events));
      }, FLUSH_MS);
    });
    return () => {
      clearTimeout(timer);
      leave();
    };
  }, [client]);
}

/** There is no replay of missed events: after the stream opens (again), everything live is read again. */
function setStatus(client: QueryClient, kind: 'opened' | 'lost'): void {
  client.setQueryData(streamStatusQuery.queryKey, kind === 'opened' ? 'open' : 'lost');
  if (kind === 'lost') return;
  for (const queryKey of [graphKeys.all, threadKeys.lists, timelineKeys.all])
    void client.invalidateQueries({ queryKey });
}

function applyEvents(client: QueryClient, events: DebuggerEvent[]): void {
  for (const threadId of new Set(events.map(threadOf))) {
    if (threadId === null) void client.invalidateQueries({ queryKey: graphKeys.all });
    else
      applyToThread(
        client,
        threadId,
        events.filter((event) => threadOf(event) === threadId),
      );
  }
}

function applyToThread(client: QueryClient, threadId: string, events: DebuggerEvent[]): void {
  const key = timelineKeys.thread(threadId);
  if (events.some((event) => event.type === 'thread-deleted')) {
    client.removeQueries({ queryKey: stateKeys.thread(threadId) });
    void client.resetQueries({ queryKey: key });
    void client.invalidateQueries({ queryKey: threadKeys.lists });
    return;
  }
  client.setQueryData<Timeline>(key, (timeline) =>
    timeline === undefined ? undefined : events.reduce(applyEvent, timeline),
  );
  for (const event of events) followUp(client, threadId, event);
}

/** What an event leaves outdated beyond the timeline it patched. */
function followUp(client: QueryClient, threadId: string, event: DebuggerEvent): void {
  const outdate = (checkpointId: string) =>
    client.invalidateQueries({ queryKey: stateKeys.detail(threadId, checkpointId) });
  switch (event.type) {
    case 'thread':
      patchLists(client, event);
      return;
    case 'checkpoints':
      // A saved step turns its parent's pending tasks into done ones.
      for (const entry of event.entries) if (entry.parentId !== null) void outdate(entry.parentId);
      return;
    case 'tasks':
      for (const task of event.ended) {
        if (task.status === 'interrupted' || task.status === 'failed') void outdate(task.checkpointId);
      }
      return;
    case 'console':
      addConsole(client, threadId, event.parts);
      return;
    case 'run':
      if (isLiveRun(event.run)) return;
      void client.invalidateQueries({ queryKey: timelineKeys.thread(threadId) });
      outdateTips(client, threadId);
      return;
    case 'stale':
      void client.invalidateQueries({ queryKey: timelineKeys.thread(threadId) });
      outdateTips(client, threadId);
      return;
    case 'pruned':
      void client.invalidateQueries({ queryKey: timelineKeys.thread(threadId) });
      // A step that is a tip again has tasks that are to run.
      void client.invalidateQueries({ queryKey: stateKeys.thread(threadId) });
      return;
    default:
      return;
  }
}

function outdateTips(client: QueryClient, threadId: string): void {
  const timeline = client.getQueryData<Timeline>(timelineKeys.thread(threadId));
  for (const { tipId } of timeline?.branches ?? []) {
    void client.invalidateQueries({ queryKey: stateKeys.detail(threadId, tipId) });
  }
}

/** A row in sight is patched in place; a thread that no list knows yet makes the lists read again. */
function patchLists(client: QueryClient, { thread }: Extract<DebuggerEvent, { type: 'thread' }>): void {
  for (const [key, page] of client.getQueriesData<ThreadPage>({ queryKey: threadKeys.lists })) {
    if (page?.threads.some(({ threadId }) => threadId === thread.threadId)) {
      client.setQueryData<ThreadPage>(key, {
        ...page,
        threads: page.threads.map((known) => (known.threadId === thread.threadId ? thread : known)),
      });
    } else {
      void client.invalidateQueries({ queryKey: key, exact: true });
    }
  }
}
