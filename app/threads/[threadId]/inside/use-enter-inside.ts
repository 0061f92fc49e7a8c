'use client';

import { useQueryClient } from '@tanstack/react-query';
import { readCalls } from '@/lib/client/inside';
import { useInsideSelection } from '@/lib/client/inside-selection';
import { useOpenSubgraphs } from '@/lib/client/open-subgraphs';
import { stateQuery } from '@/lib/client/states';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import type { InsideCall } from '@/lib/contracts/inside';
import { callsAt, callsWithin } from '@/lib/inspect/inside-calls';
import { INSIDE } from '@/lib/inspect/node-runs';
import { useDebugger, useDebuggerActions } from '../debugger-model';

/**
 * Looks into the graph inside a node, by its path, at the step shown: into the call of a task, else the last one. Answers
 * false where nothing is stored of any.
 */
export function useEnterInside(): (nodePath: string, taskId?: string) => Promise<boolean> {
  const { threadId, shownPath, timeline } = useDebugger();
  const { latest } = useDebuggerActions();
  const client = useQueryClient();
  const { enter } = useInsideSelection();
  const { setOpen } = useOpenSubgraphs();

  const findCall = async (names: readonly string[], shown: TimelineEntry, taskId: string | undefined) => {
    const isTip = shown.checkpointId === shownPath.at(-1);
    const isOpen = isTip && shown.next.length > 0;
    const pending = isOpen ? (await client.fetchQuery(stateQuery(threadId, shown.checkpointId))).tasks : null;
    const signal = new AbortController().signal;
    let level = callsAt(shown, names[0] ?? '', { isTip, pending, live: timeline.live });
    let call: InsideCall | undefined;
    for (const name of [...names.slice(1), null]) {
      if (level.calls.length === 0) return undefined;
      const calls = await readCalls(threadId, level.calls, signal);
      call = calls.findLast((each) => each.taskId === taskId) ?? calls.at(-1);
      if (call && name !== null) level = callsWithin([call], name, level.isNow);
    }
    return call;
  };

  return async (nodePath, taskId) => {
    const { entry } = latest();
    const names = nodePath.split(INSIDE);
    const call = entry ? await findCall(names, entry, taskId) : undefined;
    const checkpointId = call?.entries.at(-1)?.checkpointId;
    if (!entry || !call || checkpointId === undefined) return false;
    for (const [index] of names.entries()) setOpen(names.slice(0, index + 1).join(INSIDE), true);
    enter({ namespace: call.namespace, checkpointId }, entry.checkpointId);
    return true;
  };
}
