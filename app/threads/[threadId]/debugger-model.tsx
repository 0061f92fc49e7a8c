'use client';

import { useQuery } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { graphQuery } from '@/lib/client/graphs';
import type { Timeline } from '@/lib/client/merge-timeline';
import { useSelection } from '@/lib/client/selection';
import type { DrawableGraph, TimelineEntry } from '@/lib/contracts/debugger';
import { GrowingHistory, type History } from '@/lib/inspect/history';
import { type Lane, layOutLanes } from '@/lib/inspect/lanes';
import { branchPath, resolveSelection, type Selection } from '@/lib/inspect/path';

/** What all panes share of the thread and of the branch shown. Derived; the same from step to step of a branch. */
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
  /** The branch shown; null without a selection. */
  branchId: string | null;
  /** From the root to the tip of the branch shown. */
  shownPath: readonly string[];
  /** The tip of the branch is shown, whichever it becomes. */
  isFollowing: boolean;
  /** A checkpoint id in the URL that the thread does not have. */
  missingCheckpointId: string | null;
}

/** The step that is shown, apart from the rest: what only the thread matters to does not render while a person scrubs. */
export interface Selected {
  /** Null while the thread has no checkpoint, or the URL names one that it does not have. */
  selection: Selection | null;
  entry: TimelineEntry | null;
}

export interface DebuggerActions {
  select: (selection: Selection, options?: { isJump: boolean }) => void;
  /** Shows the newest checkpoint of a branch, and the ones that come; without a branch: of the head. */
  follow: (branchId: string | null) => void;
  /** The step that is shown now, for handlers: reading it here renders nothing when it changes. */
  latest: () => Selected;
  /** How often a step was selected or a branch followed. Who selects by itself knows by it when somebody else does. */
  moves: () => number;
}

/** Of one history, without a count of its moves. */
export type Actions = Omit<DebuggerActions, 'moves'>;

const ModelContext = createContext<DebuggerModel | null>(null);
const SelectedContext = createContext<Selected | null>(null);
const ActionsContext = createContext<DebuggerActions | null>(null);

export function useDebugger(): DebuggerModel {
  const model = useContext(ModelContext);
  if (!model) throw new Error('useDebugger needs a DebuggerProvider above it.');
  return model;
}

export function useSelected(): Selected {
  const selected = useContext(SelectedContext);
  if (!selected) throw new Error('useSelected needs a DebuggerProvider above it.');
  return selected;
}

export function useDebuggerActions(): DebuggerActions {
  const actions = useContext(ActionsContext);
  if (!actions) throw new Error('useDebuggerActions needs a DebuggerProvider above it.');
  return actions;
}

function useCounted({ select, follow, latest }: Actions): DebuggerActions {
  const count = useRef(0);
  return useMemo(
    () => ({
      select(...given) {
        count.current += 1;
        select(...given);
      },
      follow(branchId) {
        count.current += 1;
        follow(branchId);
      },
      latest,
      moves: () => count.current,
    }),
    [select, follow, latest],
  );
}

/** Shows what is below it another history than the thread's own. */
export function DebuggerOverride({
  model,
  selected,
  actions,
  children,
}: {
  model: DebuggerModel;
  selected: Selected;
  actions: Actions;
  children: ReactNode;
}) {
  return (
    <ActionsContext value={useCounted(actions)}>
      <ModelContext value={model}>
        <SelectedContext value={selected}>{children}</SelectedContext>
      </ModelContext>
    </ActionsContext>
  );
}

interface DebuggerProviderProps {
  threadId: string;
  timeline: Timeline;
  children: ReactNode;
}

export function DebuggerProvider({ threadId, timeline, children }: DebuggerProviderProps) {
  const { checkpointId, branchId: wantedBranchId, select: selectInUrl } = useSelection();
  const { data: card, isSuccess: areGraphsKnown } = useQuery(graphQuery(timeline.thread.graphId));
  const { entries, branches } = timeline;
  const [growing] = useState(() => new GrowingHistory());
  const history = useMemo(() => growing.index(entries, branches), [growing, entries, branches]);
  const resolved = resolveSelection(history, { checkpointId, branchId: wantedBranchId });
  const selectedId = resolved?.checkpointId ?? null;
  const branchId = resolved?.branchId ?? null;
  const shownPath = useMemo(() => branchPath(history, branchId ?? ''), [history, branchId]);
  const hiddenShownId = branches.find((branch) => branch.hidden && branch.branchId === branchId)?.branchId ?? null;
  const lanes = useMemo(() => layOutLanes(history, hiddenShownId), [history, hiddenShownId]);
  const selection = useMemo(
    () => (selectedId === null || branchId === null ? null : { checkpointId: selectedId, branchId }),
    [selectedId, branchId],
  );
  const graph = card?.graph;
  const isGraphMissing = areGraphsKnown && graph === undefined;
  const isFollowing = checkpointId === null;
  const missingCheckpointId = selection === null && timeline.isWhole ? checkpointId : null;

  const model = useMemo<DebuggerModel>(
    () => ({
      threadId,
      namespace: '',
      timeline,
      history,
      lanes,
      graph,
      isGraphMissing,
      branchId,
      shownPath,
      isFollowing,
      missingCheckpointId,
    }),
    [threadId, timeline, history, lanes, graph, isGraphMissing, branchId, shownPath, isFollowing, missingCheckpointId],
  );
  const entry = selection ? (history.byId.get(selection.checkpointId) ?? null) : null;
  const selected = useMemo<Selected>(() => ({ selection, entry }), [selection, entry]);

  const shown = useRef(selected);
  useLayoutEffect(() => {
    shown.current = selected;
  }, [selected]);
  const latest = useCallback(() => shown.current, []);
  const select = useCallback<Actions['select']>(
    (next, options) => selectInUrl(next, { history: options?.isJump ? 'push' : 'scrub' }),
    [selectInUrl],
  );
  const follow = useCallback<Actions['follow']>(
    (branch) => selectInUrl({ checkpointId: null, branchId: branch }, { history: 'push' }),
    [selectInUrl],
  );
  const actions = useMemo(() => ({ select, follow, latest }), [select, follow, latest]);

  return (
    <DebuggerOverride model={model} selected={selected} actions={actions}>
      {children}
    </DebuggerOverride>
  );
}
