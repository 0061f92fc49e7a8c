import { z } from 'zod';
import type { BreakpointHit } from './breakpoint';
import type { OpenedCapsule } from './capsule';
import type { ConsolePart } from './console';
import type { CheckpointNote } from './notes';
import type { GraphCode } from './origin';
import type { ReplayHold, ReplayPolicy } from './replay-policy';
import type { TimelineColumns } from './timeline-columns';

/**
 * What the debugger's own endpoints (`/api/debugger/…`) and its event stream carry. The LangGraph protocol's shapes are in `protocol.ts`.
 * Names are camelCase here, since only our own browser code reads them.
 */

export type ThreadDisplayStatus =
  /** No checkpoint yet and no run. */
  | 'empty'
  | 'running'
  /** An interrupt waits for an answer. */
  | 'waiting'
  | 'failed'
  /** Something would run next, and nothing runs it: the server or the script ended, it was stopped, or a breakpoint holds it. */
  | 'stopped'
  | 'done';

export interface ThreadSummary {
  threadId: string;
  graphId: string | null;
  status: ThreadDisplayStatus;
  /** Milliseconds since the epoch, as every time below. */
  createdAt: number;
  updatedAt: number;
  metadata: Record<string, unknown>;
  checkpointCount: number;
  branchCount: number;
  /** Nodes that the head branch's tip would run next. */
  next: string[];
  /** Why the last run on the head ended early, e.g. `server_stopped`; null otherwise. */
  reason: string | null;
  /** Present when it is a capsule that was opened read-only: nothing in it can be run or changed. */
  capsule?: OpenedCapsule;
}

/**
 * `GET /api/debugger/threads?text=&graph=&status=&metadata=&sort=&order=&limit=&offset=` — `status` is the protocol's (idle, busy, interrupted, error),
 * `sort` is `updated_at` (default), `created_at`, `thread_id` or `status`, `order` is `desc` (default) or `asc`.
 * `GET /api/debugger/threads/:id` answers one `ThreadSummary`.
 */
export interface ThreadPage {
  threads: ThreadSummary[];
  total: number;
}

export interface TimelineTask {
  id: string;
  node: string;
  startMs: number;
  durationMs: number;
  attempts: number;
  status: 'pending' | 'running' | 'done' | 'failed' | 'interrupted' | 'cancelled';
  reused?: boolean;
  cached?: boolean;
  handled?: boolean;
  /** The node did not run: what it wrote on the original branch, or a value typed in, stands in its place. */
  answered?: 'reused' | 'mocked';
  /** Started by a Send, with an input of its own: which of the Sends that its checkpoint holds. */
  sendIndex?: number;
  /** The call of a task function, by a node or an entrypoint: no node of the graph. */
  called?: boolean;
}

export interface TimelineEntry {
  checkpointId: string;
  parentId: string | null;
  branchId: string;
  step: number;
  source: 'input' | 'loop' | 'update' | 'fork';
  runId: string | null;
  createdAt: number;
  next: string[];
  tasks: TimelineTask[];
  changed: { channel: string; bytes: number }[];
  /** Ids of tasks pending here that asked a question, or failed. */
  interruptedTasks: string[];
  failedTasks: string[];
  /** Marked by `addNode(…, { checkpoint })`. */
  milestone?: true;
}

export interface BranchSummary {
  branchId: string;
  name: string;
  forkCheckpointId: string | null;
  tipId: string;
  isHead: boolean;
  origin: 'input' | 'edit' | 'replay' | 'resume' | 'put';
  /** A person put it out of sight; it is whole and can be shown again. */
  hidden: boolean;
  createdAt: number;
}

export interface RunSummary {
  runId: string;
  threadId: string;
  /** Null until the run has made its first checkpoint. */
  branchId: string | null;
  status: 'pending' | 'running' | 'error' | 'success' | 'timeout' | 'interrupted';
  /** `server_stopped`, `cancelled`, `breakpoint`, `paused`, or null; `pausing` while it runs and will pause. */
  reason: string | null;
  /** Which breakpoint it stopped at; null also where the graph's own, or a single step, stopped it. */
  hit: BreakpointHit | null;
  /** Which nodes it did not run; left out when it was to run all. */
  replayPolicy?: ReplayPolicy;
  /** Before which node it stopped, since nothing recorded was left. */
  replayHold?: ReplayHold;
  /** How many super-steps it may take at most; left out when it was not told. */
  recursionLimit?: number;
  error: { name: string; message: string; stack?: string } | null;
  /** Who asked for it; null when they said nothing of themselves. */
  clientId: string | null;
  createdAt: number;
  updatedAt: number;
}

/** `GET /api/debugger/threads/:id/timeline?after=&limit=`: ascending by checkpoint id. */
export interface TimelinePage extends TimelineHead {
  entries: TimelineEntry[];
}

/** The same with `&layout=columns`, for whoever reads many. */
export interface TimelineColumnsPage extends TimelineHead {
  columns: TimelineColumns;
}

interface TimelineHead {
  thread: ThreadSummary;
  branches: BranchSummary[];
  /** Runs that are pending or running now, and the last one that ended on each branch. */
  runs: RunSummary[];
  /** Tasks of steps that are not saved yet, of this server's runs. */
  live: RunTask[];
  /** All of the thread. */
  notes: CheckpointNote[];
  /** Pass as `after` for the next page; null at the end. */
  nextAfter: string | null;
}

export interface CheckpointTask {
  id: string;
  name: string;
  status: TimelineTask['status'];
  error: { name: string; message: string; stack?: string } | null;
  interrupts: { id: string; value: unknown }[];
  result: Record<string, unknown> | null;
}

/** `POST /api/debugger/threads/:id/states` `{ checkpointIds }` → `{ states: CheckpointState[] }`, in the order asked for, at most 200. */
export interface CheckpointState {
  checkpointId: string;
  parentId: string | null;
  branchId: string;
  createdAt: number;
  metadata: Record<string, unknown>;
  /**
   * As stored: pending writes of finished siblings are not applied. JSON, except that what JSON cannot hold is written as
   * `{ "$type": "Map" | "Set" | "Date" | "bigint" | "bytes" | "undefined" | "number" | <class>, "value": … }` (see lib/contracts/wire-value.ts).
   */
  values: Record<string, unknown>;
  next: string[];
  tasks: CheckpointTask[];
}

/** `GET /api/debugger/threads/:id/lineage/:checkpointId` → the path from the root to that checkpoint, oldest first. */
export interface Lineage {
  checkpointIds: string[];
}

export const branchPatch = z.object({
  name: z.string().min(1).max(80).optional(),
  isHead: z.literal(true).optional(),
  hidden: z.boolean().optional(),
});
/** `PATCH /api/debugger/threads/:id/branches/:branchId` */
export type BranchPatch = z.infer<typeof branchPatch>;

/** `GET /api/debugger/graphs` → `{ graphs: GraphCard[], workingDirectory }` */
export interface GraphCard {
  graphId: string;
  assistantId: string;
  /** Absent when the graph failed to load. */
  graph?: DrawableGraph;
  inputSchema?: JsonSchema;
  stateSchema?: JsonSchema;
  /** Of each channel: whether a reducer combines writes. */
  channels?: { name: string; hasReducer: boolean }[];
  /** Example inputs, from the config file, else one made of the schema's defaults. */
  examples: Record<string, unknown>[];
  description?: string;
  /** What it is made of now. */
  code?: GraphCode;
  /** Why it did not load. */
  error?: { message: string; file: string; line: number | null };
}

export type JsonSchema = { [key: string]: unknown };

/** The protocol's graph shape: what `GET /assistants/:id/graph` answers. */
export interface DrawableGraph {
  nodes: { id: string; type: 'schema' | 'runnable'; data?: unknown; metadata?: Record<string, unknown> }[];
  edges: { source: string; target: string; data?: string; conditional: boolean }[];
}

/**
 * `GET /api/debugger/events` — one stream for the whole browser. SSE `event:` is the type, `data:` the JSON of the rest.
 * Task events are collected for up to 50 ms. After a reconnect the client reads pages again: there is no replay.
 */
export type DebuggerEvent =
  | { type: 'thread'; thread: ThreadSummary }
  | { type: 'thread-deleted'; threadId: string }
  | { type: 'checkpoints'; threadId: string; entries: TimelineEntry[]; branches: BranchSummary[] }
  | { type: 'tasks'; threadId: string; runId: string; started: LiveTask[]; ended: LiveTask[] }
  | { type: 'run'; run: RunSummary }
  | { type: 'console'; threadId: string; parts: ConsolePart[] }
  /** A thread changed outside this server, or lost checkpoints: read its timeline again. */
  | { type: 'stale'; threadId: string }
  /** Checkpoints or a run were removed: what was known before may be there no more. */
  | { type: 'pruned'; threadId: string }
  /** Graph files were loaded again. */
  | { type: 'graphs' };

export type RunTask = LiveTask & { runId: string };

export interface LiveTask {
  id: string;
  node: string;
  /** The checkpoint at which the task was pending. */
  checkpointId: string;
  startMs: number;
  /** Absent while it runs. */
  durationMs?: number;
  status: 'running' | 'done' | 'failed' | 'interrupted' | 'cancelled';
}
