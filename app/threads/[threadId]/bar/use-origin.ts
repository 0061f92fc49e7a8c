'use client';

import { useQuery } from '@tanstack/react-query';
import { CLIENT_KEY, ownClient } from '@/lib/client/client-id';
import { graphQuery } from '@/lib/client/graphs';
import { isLiveRun } from '@/lib/client/merge-timeline';
import { originQuery } from '@/lib/client/origins';
import { stateQuery } from '@/lib/client/states';
import { useSettledValue } from '@/lib/client/use-settled';
import type { GraphCode } from '@/lib/contracts/origin';
import { originOf } from '@/lib/inspect/origin';
import { useDebugger, useSelected } from '../debugger-model';
import { originText, PROGRAM_TEXT } from './origin-text';

/** A selection that stays this long is looked up; while a person scrubs nothing is asked for. */
const SETTLED_MS = 120;

export interface ShownOrigin {
  /** Who made the selected step, in words; null for this browser's own. */
  text: string | null;
  /** What its run was made with, and what the graph is made of now; null while either is unknown. */
  code: { then: GraphCode; now: GraphCode } | null;
}

/** By whom and with which code the selected step was made. */
export function useOrigin(): ShownOrigin {
  const { threadId, timeline } = useDebugger();
  const { entry } = useSelected();
  const settled = useSettledValue(entry?.checkpointId ?? null, SETTLED_MS);
  const isSettled = entry !== null && settled === entry.checkpointId;
  const runId = entry?.runId ?? null;
  // A fork without a run: a person's, of an edit inside, or a program's.
  const isEdit = (entry?.source === 'update' || entry?.source === 'fork') && runId === null;
  const origin = useQuery({ ...originQuery(threadId, runId ?? ''), enabled: isSettled && runId !== null });
  const editId = isSettled && isEdit ? entry.checkpointId : null;
  const state = useQuery({ ...stateQuery(threadId, editId ?? ''), enabled: editId !== null });
  const run = origin.data?.runId === runId ? origin.data : null;
  const { data: card } = useQuery(graphQuery(run?.graphId ?? timeline.thread.graphId));
  if (entry === null) return { text: null, code: null };

  const then = run?.code ?? null;
  const code = then === null || card?.code === undefined ? null : { then, now: card.code };
  return { text: textOf(), code };

  function textOf(): string | null {
    if (entry === null) return null;
    const own = ownClient();
    if (isEdit) {
      const clientId = state.data?.metadata[CLIENT_KEY];
      if (state.data === undefined) return null;
      if (entry.source === 'fork' && clientId === undefined) return PROGRAM_TEXT;
      const made = { clientId: typeof clientId === 'string' ? clientId : null, createdAt: entry.createdAt };
      return originText('edit', originOf(made, own), false);
    }
    if (runId === null) return PROGRAM_TEXT;
    const known = timeline.runs.find((each) => each.runId === runId);
    const made = known ?? run;
    return made === null ? null : originText('run', originOf(made, own), known !== undefined && isLiveRun(known));
  }
}
