'use client';

import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { shortId } from '@/app/components/ui/short-id';
import { ApiError } from '@/lib/client/api';
import { type CompareChoice, useCompareChoice } from '@/lib/client/compare';
import type { Timeline } from '@/lib/client/merge-timeline';
import { timelineQuery } from '@/lib/client/timeline';
import type { BranchSummary, TimelineEntry } from '@/lib/contracts/debugger';
import { type History, headBranch, indexHistory } from '@/lib/inspect/history';
import { besideOf, type LinedUp, lineUp } from '@/lib/inspect/line-up';
import { branchPath, positionOnPath } from '@/lib/inspect/path';
import { useDebugger, useSelected } from '../debugger-model';

/** The line that the branch shown is compared with. */
export interface OtherLine {
  threadId: string;
  isSameThread: boolean;
  isSameGraph: boolean;
  branch: BranchSummary;
  branches: readonly BranchSummary[];
  history: History;
  path: readonly string[];
  /** Both lines' steps, in order, and how they stand side by side: `here` is the branch shown. */
  steps: { here: readonly TimelineEntry[]; there: readonly TimelineEntry[] };
  lined: LinedUp;
}

export type Compared =
  | { kind: 'none' }
  | { kind: 'loading' }
  | { kind: 'gone'; what: 'thread' | 'branch' | 'steps' }
  | { kind: 'failed'; error: Error; retry: () => void }
  | { kind: 'line'; line: OtherLine };

/** `better`, or `better of 01a221…185b` where it is another thread's. */
export function nameOf({ isSameThread, branch, threadId }: OtherLine): string {
  return isSameThread ? branch.name : `${branch.name} of ${shortId(threadId)}`;
}

/** What the address names, as far as it is there. */
export function useCompared(): Compared {
  const { chosen } = useCompareChoice();
  const { threadId, namespace, timeline, history, shownPath } = useDebugger();
  const otherId = chosen?.threadId ?? threadId;
  const isSameThread = otherId === threadId;
  const other = useQuery({ ...timelineQuery(otherId), enabled: chosen !== null && !isSameThread });
  return useMemo((): Compared => {
    if (chosen === null || namespace !== '') return { kind: 'none' };
    const read = isSameThread ? { timeline, history } : readOther(other);
    if ('kind' in read) return read;
    const branch = wantedBranch(read.timeline, chosen);
    if (branch === undefined) return { kind: 'gone', what: chosen.branchId === null ? 'steps' : 'branch' };
    const path = branchPath(read.history, branch.branchId);
    const steps = { here: entriesOf(history, shownPath), there: entriesOf(read.history, path) };
    const line: OtherLine = {
      threadId: otherId,
      isSameThread,
      isSameGraph: read.timeline.thread.graphId === timeline.thread.graphId,
      branch,
      branches: read.timeline.branches,
      history: read.history,
      path,
      steps,
      lined: linedUp(steps),
    };
    return { kind: 'line', line };
  }, [chosen, namespace, isSameThread, timeline, history, shownPath, other, otherId]);
}

export interface Beside {
  /** Where the step shown stands on its own line. */
  position: number;
  /** Where the step beside it stands on the other one; null beyond its end. */
  there: number | null;
  entry: TimelineEntry | null;
}

/** The step of the other line beside the one shown. */
export function useBeside(line: OtherLine): Beside {
  const { history, shownPath } = useDebugger();
  const { selection } = useSelected();
  const position = positionOnPath(history, shownPath, selection?.checkpointId ?? '');
  const there = besideOf(line.lined.here, line.lined.there, position);
  return { position, there, entry: there === null ? null : (line.steps.there[there] ?? null) };
}

function readOther(
  other: UseQueryResult<Timeline>,
): { timeline: Timeline; history: History } | Exclude<Compared, { kind: 'line' | 'none' }> {
  if (other.data) return { timeline: other.data, history: historyOf(other.data) };
  const { error } = other;
  if (error === null) return { kind: 'loading' };
  if (error instanceof ApiError && error.status === 404) return { kind: 'gone', what: 'thread' };
  return { kind: 'failed', error, retry: () => void other.refetch() };
}

function wantedBranch({ branches }: Timeline, { branchId }: CompareChoice): BranchSummary | undefined {
  return branchId === null ? headBranch(branches) : branches.find((branch) => branch.branchId === branchId);
}

/** Several panes show the same lines: what they are made of is made once. */
const histories = new WeakMap<Timeline, History>();
const entryLists = new WeakMap<readonly string[], { history: History; entries: readonly TimelineEntry[] }>();
const linedUps = new WeakMap<readonly TimelineEntry[], { there: readonly TimelineEntry[]; lined: LinedUp }>();

function historyOf(timeline: Timeline): History {
  const known = histories.get(timeline) ?? indexHistory(timeline.entries, timeline.branches);
  histories.set(timeline, known);
  return known;
}

function entriesOf(history: History, path: readonly string[]): readonly TimelineEntry[] {
  const known = entryLists.get(path);
  if (known?.history === history) return known.entries;
  const entries = path.flatMap((id) => history.byId.get(id) ?? []);
  entryLists.set(path, { history, entries });
  return entries;
}

function linedUp({ here, there }: OtherLine['steps']): LinedUp {
  const known = linedUps.get(here);
  if (known?.there === there) return known.lined;
  const lined = lineUp(here, there);
  linedUps.set(here, { there, lined });
  return lined;
}
