'use client';

import { useQuery } from '@tanstack/react-query';
import { CLIENT_KEY, ownClient } from '@/lib/client/client-id';
import { graphQuery } from '@/lib/client/graphs';
import { isLiveRun } from '@/lib/client/merge-timeline';
import { originQuery } from '@/lib/client/origins';
import { stateQuery } from '@/lib/client/states';
import { useSettledValue } from '@/lib/client/use-settled';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import type { GraphCode } from '@/lib/contracts/origin';
import { originOf } from '@/lib/inspect/origin';
import { useDebugger } from '../debugger-model';
import { originText, PROGRAM_TEXT } from './origin-text';

/** A selection that stays this long is looked up; while a person scrubs nothing is asked for. */
const SETTLED_MS = 120;

export interface ShownOrigin {
  /** Who made the selected step, in words; null for this browser's own. */
  text: string | null;
  /** What its run was made with, and what the graph is made of now; null while either is unknown. */
  code: { then: GraphCode; now: GraphCode } | null;
}

/** What made a step: a run, an edit, or neither: a program. All steps of a run have the same. */
export interface Maker {
  runId: string | null;
  /** The step that an edit made. */
  edit: TimelineEntry | null;
}

export function makerOf(entry: TimelineEntry): Maker {
  const { runId, source } = entry;
  // A fork without a run: a person's, of an edit inside, or a program's.
  const isEdit = (source === 'update' || source === 'fork') && runId === null;
  return { runId, edit: isEdit ? entry : null };
}

/** By whom and with which code a step was made. */
export function useOrigin({ runId, edit }: Maker): ShownOrigin {
  const { threadId, timeline } = useDebugger();
  const made = edit?.checkpointId ?? runId;
  const isSettled = useSettledValue(made, SETTLED_MS) === made;
  const origin = useQuery({ ...originQuery(threadId, runId ?? ''), enabled: isSettled && runId !== null });
  const editId = isSettled && edit !== null ? edit.checkpointId : null;
  const state = useQuery({ ...stateQuery(threadId, editId ?? ''), enabled: editId !== null });
  const run = origin.data?.runId === runId ? origin.data : null;
  const { data: card } = useQuery(graphQuery(run?.graphId ?? timeline.thread.graphId));
  const then = run?.code ?? null;
  const code = then === null || card?.code === undefined ? null : { then, now: card.code };
  return { text: textOf(), code };

  function textOf(): string | null {
    const own = ownClient();
    if (edit !== null) {
      const clientId = state.data?.metadata[CLIENT_KEY];
      if (state.data === undefined) return null;
      if (edit.source === 'fork' && clientId === undefined) return PROGRAM_TEXT;
      const maker = { clientId: typeof clientId === 'string' ? clientId : null, createdAt: edit.createdAt };
      return originText('edit', originOf(maker, own), false);
    }
    if (runId === null) return PROGRAM_TEXT;
    const known = timeline.runs.find((each) => each.runId === runId);
    const maker = known ?? run;
    return maker === null ? null : originText('run', originOf(maker, own), known !== undefined && isLiveRun(known));
  }
}
