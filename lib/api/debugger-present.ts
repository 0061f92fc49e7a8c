import type { BranchRow, PruneOptions, PruneReport, StateSnapshot, TimelineRow } from '@/engine';
import type { BreakpointHit } from '@/lib/contracts/breakpoint';
import type { OpenedCapsule } from '@/lib/contracts/capsule';
import type {
  BranchSummary,
  CheckpointState,
  GraphCard,
  RunSummary,
  ThreadDisplayStatus,
  ThreadSummary,
  TimelineEntry,
} from '@/lib/contracts/debugger';
import type { PruneAnswer, PruneRequest } from '@/lib/contracts/prune';
import type { ReplayHold, ReplayPolicy } from '@/lib/contracts/replay-policy';
import { toMicroseconds } from '@/lib/contracts/timeline-columns';
import { toWire, toWireRecord, toWireState } from '@/lib/contracts/wire-value';
import type { GraphEntry } from '@/lib/graphs/registry';
import { HIT_KEY } from '@/lib/runs/breakpoints';
import { HOLD_KEY } from '@/lib/runs/replay/replay-run';
import { clientOf } from '@/lib/runs/run-origin';
import type { RunRecord, ThreadRecord } from '@/lib/storage/store';

/** The debugger's JSON of what the server keeps. */

/** `capsule`: the one that it is in, if it was opened read-only. */
export function threadSummary(thread: ThreadRecord, capsule?: OpenedCapsule): ThreadSummary {
  return {
    threadId: thread.threadId,
    graphId: thread.graphId,
    status: displayStatus(thread),
    createdAt: thread.createdAt,
    updatedAt: thread.updatedAt,
    metadata: thread.metadata,
    checkpointCount: thread.checkpointCount,
    branchCount: thread.branchCount,
    next: thread.head?.next ?? [],
    reason: thread.lastRun?.reason ?? null,
    ...(capsule !== undefined && { capsule }),
  };
}

function displayStatus({ status, head, lastRun }: ThreadRecord): ThreadDisplayStatus {
  if (status === 'busy') return 'running';
  const hasFailed = lastRun?.status === 'error';
  if (head === null) return hasFailed ? 'failed' : 'empty';
  if (head.failedTasks.length > 0) return 'failed';
  // A task that got its answer and is held by a breakpoint inside still has its question, and asks nothing.
  const isHeld = lastRun?.reason === 'breakpoint' && lastRun.branchId === head.branchId;
  if (head.interruptedTasks.length > 0 && !isHeld) return 'waiting';
  if (head.next.length === 0) return 'done';
  return hasFailed ? 'failed' : 'stopped';
}

const MAX_PRUNED_THREADS = 100;

export function pruneOptions({ threadIds, olderThan, keepLast, keepHeads, dryRun }: PruneRequest): PruneOptions {
  return {
    dryRun,
    ...(threadIds !== undefined && { threadIds }),
    ...(olderThan !== undefined && { olderThan }),
    ...(keepLast !== undefined && { keepLast }),
    ...(keepHeads !== undefined && { keepHeads }),
  };
}

export function pruneAnswer({ threads, checkpoints, branches, bytes }: PruneReport): PruneAnswer {
  const most = threads.toSorted((a, b) => b.checkpoints - a.checkpoints).slice(0, MAX_PRUNED_THREADS);
  return {
    checkpoints,
    branches,
    bytes,
    threadCount: threads.length,
    goneCount: threads.filter(({ isGone }) => isGone).length,
    threads: most.map(({ threadId, checkpoints, bytes, isGone }) => ({ threadId, checkpoints, bytes, isGone })),
  };
}

export function timelineEntry(row: TimelineRow & { milestone?: true }): TimelineEntry {
  return {
    ...row,
    tasks: row.tasks.map(
      ({ id, node, path, startMs, durationMs, attempts, status, reused, cached, handled, answered }) => ({
        id,
        node,
        startMs: toMicroseconds(startMs),
        durationMs: toMicroseconds(durationMs),
        attempts,
        status,
        ...(reused !== undefined && { reused }),
        ...(cached !== undefined && { cached }),
        ...(handled !== undefined && { handled }),
        ...(answered !== undefined && { answered }),
        ...(typeof path[1] === 'number' && { sendIndex: path[1] }),
        ...(path.length === 3 && { called: true }),
      }),
    ),
  };
}

export function branchSummary({
  branchId,
  name,
  forkCheckpointId,
  tipId,
  isHead,
  origin,
  hidden,
  createdAt,
}: BranchRow): BranchSummary {
  return { branchId, name, forkCheckpointId, tipId, isHead, origin, hidden, createdAt };
}

export function runSummary({
  runId,
  threadId,
  branchId,
  status,
  reason,
  error,
  metadata,
  kwargs,
  createdAt,
  updatedAt,
}: RunRecord): RunSummary {
  const hit = reason === 'breakpoint' ? ((metadata[HIT_KEY] as BreakpointHit | undefined) ?? null) : null;
  const clientId = clientOf(metadata);
  const policy = kwargs.replay_policy as ReplayPolicy | undefined;
  const { recursion_limit: recursionLimit } = (kwargs.config ?? {}) as { recursion_limit?: number };
  const hold = reason === 'breakpoint' ? (metadata[HOLD_KEY] as ReplayHold | undefined) : undefined;
  return {
    runId,
    threadId,
    branchId,
    status,
    reason,
    hit,
    ...(policy && { replayPolicy: policy }),
    ...(hold && { replayHold: hold }),
    ...(recursionLimit !== undefined && { recursionLimit }),
    error,
    clientId,
    createdAt,
    updatedAt,
  };
}

export function checkpointState(snapshot: StateSnapshot): CheckpointState {
  return {
    checkpointId: snapshot.config.configurable?.checkpoint_id ?? '',
    parentId: snapshot.parentConfig?.configurable?.checkpoint_id ?? null,
    branchId: snapshot.position?.branchId ?? '',
    createdAt: Date.parse(snapshot.createdAt ?? ''),
    metadata: toWireRecord(snapshot.metadata ?? {}),
    values: toWireState(snapshot.values),
    next: snapshot.next,
    tasks: snapshot.tasks.map((task) => ({
      id: task.id,
      name: task.name,
      status: task.status,
      error: task.error ?? null,
      interrupts: task.interrupts.map(({ id, value }) => ({ id, value: toWire(value) })),
      result: task.result == null ? null : toWireState(task.result),
    })),
  };
}

export function graphCard({ graphId, assistantId, graph, error, code, examples }: GraphEntry): GraphCard {
  if (graph === null) return { graphId, assistantId, examples, ...(error !== null && { error }) };
  const schemas = graph.getSchemas();
  const description = schemas.state.description;
  return {
    graphId,
    assistantId,
    graph: graph.getGraph(),
    inputSchema: schemas.input,
    stateSchema: schemas.state,
    channels: graph.getChannels(),
    examples,
    ...(code !== null && { code }),
    ...(typeof description === 'string' && { description }),
  };
}
