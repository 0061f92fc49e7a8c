import type { BranchRow, TimelineRow } from '@/engine';
import type { ComparedLine, ComparedPair, ComparedStep, Comparison } from '@/lib/contracts/compare';
import { firstOtherPath, lineUp, nodesOf, pairsApart, type StepPair } from '@/lib/inspect/line-up';
import { AppError } from '@/lib/runs/app-error';
import { stateSource } from '@/lib/runs/find/state-source';
import { pathTo, readWholeTimeline } from '@/lib/runs/path';
import { branchNotFound } from '@/lib/runs/placement';
import { requireThread } from '@/lib/runs/served-thread';
import type { Runtime } from '@/lib/runtime/runtime';
import type { ThreadRecord } from '@/lib/storage/store';
import { type ComparableLine, firstOtherState, keysApart, type WholePair } from './first-other-state';

/** The way from a thread's root to a checkpoint, or to a branch's tip; to the head's for neither. */
export interface WantedLine {
  threadId: string;
  branchId?: string | undefined;
  checkpointId?: string | undefined;
}

/**
 * Two lines side by side: where they part, and how their ends differ. States are looked at from where the
 * lines part on, until two differ.
 * @throws AppError THREAD_NOT_FOUND, BRANCH_NOT_FOUND, CHECKPOINT_NOT_FOUND, INVALID_REQUEST
 */
export async function compareLines(
  runtime: Runtime,
  wanted: { here: WantedLine; there: WantedLine },
  signal: AbortSignal,
): Promise<Comparison> {
  const threads = new Map<string, Promise<ReadThread>>();
  const read = (threadId: string) => {
    const known = threads.get(threadId) ?? readThread(runtime, threadId);
    threads.set(threadId, known);
    return known;
  };
  const [hereThread, thereThread] = await Promise.all([read(wanted.here.threadId), read(wanted.there.threadId)]);
  const here = lineOf(runtime, hereThread, wanted.here);
  const there = lineOf(runtime, thereThread, wanted.there);
  const lined = lineUp(here.rows, there.rows);
  const steps = { here: here.rows, there: there.rows };
  const isSameGraph = here.told.graphId === there.told.graphId;
  const pairAt = (pair: StepPair): ComparedPair => ({
    here: stepAt(here.rows, pair.here),
    there: stepAt(there.rows, pair.there),
  });

  const pairs = [...pairsApart(lined)].filter(isWhole);
  const common = lined.common === 0 ? null : { here: lined.common - 1, there: lined.common - 1 };
  const state = await firstOtherState(runtime, { here, there }, { pairs, common, signal });
  const ends = { here: here.rows.length - 1, there: there.rows.length - 1 };
  const endKeys = await keysApart({ here, there }, ends);
  const path = isSameGraph ? firstOtherPath(lined, steps) : null;
  return {
    here: here.told,
    there: there.told,
    isSameGraph,
    common: stepAt(here.rows, common?.here ?? null),
    path: path && pairAt(path),
    state: state && { ...pairAt(state.pair), keys: state.keys },
    ends: { ...pairAt(ends), keys: endKeys },
    counts: {
      common: lined.common,
      here: here.rows.length - lined.common,
      there: there.rows.length - lined.common,
    },
  };
}

interface ReadThread {
  thread: ThreadRecord;
  rows: TimelineRow[];
  branches: BranchRow[];
}

interface Line extends ComparableLine {
  told: ComparedLine;
}

async function readThread(runtime: Runtime, threadId: string): Promise<ReadThread> {
  const thread = await requireThread(runtime, threadId);
  const [rows, branches] = await Promise.all([
    readWholeTimeline(runtime, threadId),
    runtime.store.saver.readBranches(threadId),
  ]);
  return { thread, rows, branches };
}

function lineOf(runtime: Runtime, { thread, rows, branches }: ReadThread, wanted: WantedLine): Line {
  const { threadId, branchId, checkpointId } = wanted;
  const named = branches.find((branch) => branch.branchId === branchId);
  if (branchId !== undefined && named === undefined) throw branchNotFound(threadId, branchId);
  const tipId = checkpointId ?? (named ?? branches.find(({ isHead }) => isHead))?.tipId;
  if (tipId === undefined) {
    const message = `The thread "${threadId}" has no checkpoint yet: there is nothing to compare. Run it first.`;
    throw new AppError('INVALID_REQUEST', message);
  }
  const path = pathTo(rows, tipId, threadId);
  const tipBranch = path.at(-1)?.branchId ?? '';
  const { name = tipBranch } = branches.find((branch) => branch.branchId === tipBranch) ?? {};
  const told = { threadId, graphId: thread.graphId, branchId: tipBranch, branchName: name, tipId };
  return { threadId, told, rows: path, states: stateSource(runtime, thread, null) };
}

function isWhole(pair: StepPair): pair is StepPair & WholePair {
  return pair.here !== null && pair.there !== null;
}

function stepAt(rows: readonly TimelineRow[], position: number | null): ComparedStep | null {
  const row = position === null ? undefined : rows[position];
  if (row === undefined) return null;
  return { checkpointId: row.checkpointId, step: row.step, source: row.source, nodes: nodesOf(row) };
}
