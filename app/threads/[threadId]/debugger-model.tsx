'use client';

import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { graphQuery } from '@/lib/client/graphs';
import type { Timeline } from '@/lib/client/merge-timeline';
import { useSelection } from '@/lib/client/selection';
import type { DrawableGraph, TimelineEntry } from '@/lib/contracts/debugger';
import { GrowingHistory, type History } from '@/lib/inspect/history';
import { type Lane, layOutLanes } from '@/lib/inspect/lanes';
import { branchPath, resolveSelection, type Selection } from '@/lib/inspect/path';

/** What all panes share: the thread's history and what the URL selects in it. Derived; it holds nothing of its own. */
export interface DebuggerModel {
  threadId: string;
  /** Of the graph whose steps these are: empty for the root's, else one that is looked into. */
  namespace: string;
  timeline: Timeline;
  history: History;
  lanes: readonly Lane[];
  graph: DrawableGraph | undefined;
  /** The graphs are known and the thread's is not among them, or did not load. */
  isGraphMissing: boolean;
  /** Null while the thread has no checkpoint, or the URL names one that it does not have. */
  selection: Selection | null;
  entry: TimelineEntry | null;
  /** From the root to the tip of the branch shown. */
  shownPath: readonly string[];
  /** The tip of the branch is shown, whichever it becomes. */
  isFollowing: boolean;
  /** A checkpoint id in the URL that the thread does not have. */
  missingCheckpointId: string | null;
}

export interface DebuggerActions {
  select: (selection: Selection, options?: { isJump: boolean }) => void;
  /** Shows the newest checkpoint of a branch, and the ones that come; without a branch: of the head. */
  follow: (branchId: string | null) => void;
}

const ModelContext = createContext<DebuggerModel | null>(null);
const ActionsContext = createContext<DebuggerActions | null>(null);

export function useDebugger(): DebuggerModel {
  const model = useContext(ModelContext);
  if (!model) throw new Error('useDebugger needs a DebuggerProvider above it.');
  return model;
}

export function useDebuggerActions(): DebuggerActions {
  const actions = useContext(ActionsContext);
  if (!actions) throw new Error('useDebuggerActions needs a DebuggerProvider above it.');
  return actions;
}

/** Shows what is below it another history than the thread's own. */
export function DebuggerOverride({
  model,
  actions,
  children,
}: {
  model: DebuggerModel;
  actions: DebuggerActions;
  children: ReactNode;
}) {
  return (
    <ActionsContext value={actions}>
      <ModelContext value={model}>{children}</ModelContext>
    </ActionsContext>
  );
}

interface DebuggerProviderProps {
  threadId: string;
  timeline: Timeline;
  children: ReactNode;
}

export function DebuggerProvider({ threadId, timeline, children }: DebuggerProviderProps) {
  const { checkpointId, branchId, select: selectInUrl } = useSelection();
  const { data: card, isSuccess: areGraphsKnown } = useQuery(graphQuery(timeline.thread.graphId));
  const { entries, branches } = timeline;
  const [growing] = useState(() => new GrowingHistory());
  const history = useMemo(() => growing.index(entries, branches), [growing, entries, branches]);
  const resolved = resolveSelection(history, { checkpointId, branchId });
  const selectedId = resolved?.checkpointId ?? null;
  const shownBranchId = resolved?.branchId ?? null;
  const shownPath = useMemo(() => branchPath(history, shownBranchId ?? ''), [history, shownBranchId]);
  const hiddenShownId = branches.find((branch) => branch.hidden && branch.branchId === shownBranchId)?.branchId ?? null;
  const lanes = useMemo(() => layOutLanes(history, hiddenShownId), [history, hiddenShownId]);
  const selection = useMemo(
    () =>
      selectedId === null || shownBranchId === null ? null : { checkpointId: selectedId, branchId: shownBranchId },
    [selectedId, shownBranchId],
  );
  const graph = card?.graph;
  const isGraphMissing = areGraphsKnown && graph === undefined;

  const model = useMemo<DebuggerModel>(
    () => ({
      threadId,
      namespace: '',
      timeline,
      history,
      lanes,
      graph,
      isGraphMissing,
      selection,
      entry: selection ? (history.byId.get(selection.checkpointId) ?? null) : null,
      shownPath,
      isFollowing: checkpointId === null,
      missingCheckpointId: selection === null && timeline.isWhole ? checkpointId : null,
    }),
    [threadId, timeline, history, lanes, graph, isGraphMissing, selection, shownPath, checkpointId],
  );

  const select = useCallback<DebuggerActions['select']>(
    (next, options) => selectInUrl(next, { history: options?.isJump ? 'push' : 'scrub' }),
    [selectInUrl],
  );
  const follow = useCallback<DebuggerActions['follow']>(
    (branch) => selectInUrl({ checkpointId: null, branchId: branch }, { history: 'push' }),
    [selectInUrl],
  );
  const actions = useMemo(() => ({ select, follow }), [select, follow]);

  return (
    <DebuggerOverride model={model} actions={actions}>
      {children}
    </DebuggerOverride>
  );
}
