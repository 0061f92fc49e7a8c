import type { BranchingSaver } from '@/engine';
import type { ChangeReader } from './change-reader';
import type { SqliteDatabase } from './sqlite-database';

/**
 * Everything the server keeps: the engine's checkpoints through `saver`, and the rows around them.
 * `openStore(url)` in `open-store.ts` picks the dialect. All times are milliseconds since the epoch.
 */
export interface Store {
  readonly dialect: 'sqlite' | 'postgres';
  readonly saver: BranchingSaver;
  readonly threads: ThreadStore;
  readonly runs: RunStore;
  readonly runEvents: RunEventStore;
  readonly notes: NoteStore;
  /** Moves whole threads between this database and SQLite files of their own. */
  readonly transfer: ThreadTransfer;
  /** For one question about what became of values: of the root graph, or of a subgraph's namespace. */
  openChanges(threadId: string, namespace?: string): Promise<ChangeReader>;
  /** Does the work unless another server on this database is doing its own; tells whether it did. */
  alone(work: () => Promise<void>): Promise<boolean>;
  /** Calls back with ids of threads that another process changed. Returns the unsubscriber. */
  watchForeignChanges(onChange: (threadIds: string[]) => void): () => void;
  /** Settles what is queued and closes connections. */
  close(): Promise<void>;
}

export interface ThreadRecord {
  threadId: string;
  graphId: string | null;
  metadata: Record<string, unknown>;
  /** LangGraph's `config` of the thread: what the last run was started with. */
  config: Record<string, unknown>;
  createdAt: number;
  updatedAt: number;
  /** Derived from live runs and the head branch's tip at the time of the read. */
  status: 'idle' | 'busy' | 'interrupted' | 'error';
  head: null | {
    branchId: string;
    tipId: string;
    next: string[];
    interruptedTasks: string[];
    failedTasks: string[];
  };
  checkpointCount: number;
  branchCount: number;
  /** The last run that ended on the thread, if any. */
  lastRun: null | { runId: string; branchId: string | null; status: RunRecord['status']; reason: string | null };
}

export interface ThreadSearch {
  threadIds?: string[];
  /** Part of a thread id, or of a metadata value. */
  text?: string;
  graphId?: string;
  status?: ThreadRecord['status'];
  /** Metadata keys that must be equal. */
  metadata?: Record<string, unknown>;
  /** Metadata keys whose value must read so, be it a text or other JSON: `7` finds 7 and "7". */
  metadataText?: Record<string, string>;
  sortBy?: 'thread_id' | 'created_at' | 'updated_at' | 'status';
  sortOrder?: 'asc' | 'desc';
  limit: number;
  offset: number;
}

export interface ThreadStore {
  /** Null when a thread of that id is there already. */
  create(thread: {
    threadId: string;
    graphId?: string;
    metadata: Record<string, unknown>;
  }): Promise<ThreadRecord | null>;
  get(threadId: string): Promise<ThreadRecord | null>;
  search(query: ThreadSearch): Promise<{ threads: ThreadRecord[]; total: number }>;
  /** Merges metadata, replaces config; touches updated_at. Null when there is no such thread. */
  update(
    threadId: string,
    change: { metadata?: Record<string, unknown>; config?: Record<string, unknown>; graphId?: string },
  ): Promise<ThreadRecord | null>;
  /** Everything of the thread, in one transaction. False when there is no such thread. */
  delete(threadId: string): Promise<boolean>;
}

export interface RunRecord {
  runId: string;
  threadId: string;
  graphId: string;
  branchId: string | null;
  status: 'pending' | 'running' | 'error' | 'success' | 'timeout' | 'interrupted';
  reason: string | null;
  error: { name: string; message: string; stack?: string } | null;
  metadata: Record<string, unknown>;
  /** The request that started it, as the protocol shows it under `kwargs`. */
  kwargs: Record<string, unknown>;
  multitaskStrategy: string;
  /** Which server owns it: `host:pid:start`. */
  owner: string | null;
  heartbeatAt: number | null;
  createdAt: number;
  updatedAt: number;
}

export interface RunStore {
  /**
   * Registers a run and claims (thread, branch) for it in one statement: at most one run that is pending or running holds a branch.
   * `branchId` is null for a thread without branches and for a run that will start a branch of its own: such runs need no claim
   * unless `claimsThread`, when no other run may be live on the thread's head.
   * Answers the holder's run id when somebody else has it.
   */
  claim(
    run: RunRecord,
    options: { claimsThread: boolean },
  ): Promise<{ claimed: true } | { claimed: false; holder: string }>;
  /** The same for a run that was registered without a claim and whose turn has come. Its own id as holder: it has ended, or whoever held has. */
  claimInTurn(
    run: RunRecord,
    options: { claimsThread: boolean },
  ): Promise<{ claimed: true } | { claimed: false; holder: string }>;
  get(threadId: string, runId: string): Promise<RunRecord | null>;
  list(
    threadId: string,
    page: { limit: number; offset: number; status?: RunRecord['status'] },
  ): Promise<{ runs: RunRecord[]; total: number }>;
  /** Pending and running runs of a thread. */
  live(threadId: string): Promise<RunRecord[]>;
  update(
    threadId: string,
    runId: string,
    change: Partial<Pick<RunRecord, 'status' | 'reason' | 'error' | 'metadata' | 'branchId' | 'heartbeatAt'>>,
  ): Promise<void>;
  /** With the events that were kept of it. */
  remove(threadId: string, runId: string): Promise<void>;
  /** One statement for all runs this owner holds. */
  heartbeat(owner: string): Promise<void>;
  /**
   * Ends runs whose owner is gone as `interrupted`, reason `server_stopped`: their heartbeat is older than `staleBefore`,
   * or `isDead(owner)` says so. Answers what it ended. Other owners' live runs are left alone.
   */
  endOrphans(rule: { staleBefore: number; isDead: (owner: string) => boolean }): Promise<RunRecord[]>;
}

/** What people write to checkpoints of the root graph: text, at most one each. Removed with its checkpoint, copied with its thread. */
export interface NoteStore {
  list(threadId: string): Promise<{ checkpointId: string; text: string; updatedAt: number }[]>;
  /** Takes the place of a note that is there. False when there is no such checkpoint. */
  put(note: NoteKey & { text: string }): Promise<boolean>;
  /** False when there is no such note. */
  remove(key: NoteKey): Promise<boolean>;
}

export interface NoteKey {
  threadId: string;
  checkpointId: string;
}

/** All rows of a thread, as they are: the same ids, lineage, times, values and runs. */
export interface ThreadTransfer {
  /** Copies a thread, as it is at one moment, into a file that has none of that id. False when there is no such thread. */
  takeOut(threadId: string, into: SqliteDatabase): Promise<boolean>;
  /** Adds the thread of a file, in one transaction. False, with nothing added, when there is one of that id. */
  putIn(threadId: string, from: SqliteDatabase): Promise<boolean>;
}

/** What checkpoints do not tell: `custom` and `messages` events, and what nodes wrote to the console; the rest is rebuilt. */
export interface RunEventStore {
  append(
    threadId: string,
    runId: string,
    events: { sequence: number; step: number; mode: string; payload: unknown }[],
  ): Promise<void>;
  read(threadId: string, runId: string): Promise<{ sequence: number; step: number; mode: string; payload: unknown }[]>;
  /** Of one mode, whose rows are numbered from `fromSequence` on, in these steps of all runs of the thread; run by run, in order. */
  readSteps(
    threadId: string,
    wanted: { mode: string; fromSequence: number; steps: readonly number[] },
  ): Promise<{ runId: string; step: number; payload: unknown }[]>;
}
