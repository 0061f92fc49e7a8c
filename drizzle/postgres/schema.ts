import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';

// The same tables as in ../sqlite/schema.ts. Every key leads with thread_id. Times are milliseconds since the epoch.
// `writer` names the store that wrote a row last, so that a store that watches can tell its own writes from others'.

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });
const id = bytes;
const flag = (name: string) => boolean(name).notNull();
const time = (name: string) => bigint(name, { mode: 'number' });

export const threads = pgTable('threads', {
  threadId: text('thread_id').primaryKey(),
  graphId: text('graph_id'),
  metadata: jsonb('metadata').notNull(),
  config: text('config').notNull(),
  createdAt: time('created_at').notNull(),
  updatedAt: time('updated_at').notNull(),
  writer: text('writer').notNull(),
});

export const branches = pgTable(
  'branches',
  {
    threadId: text('thread_id').notNull(),
    namespace: text('namespace').notNull(),
    branchId: text('branch_id').notNull(),
    /** 1 for the namespace's first branch, then counting. */
    position: integer('position').notNull(),
    name: text('name').notNull(),
    forkCheckpointId: id('fork_checkpoint_id'),
    tipId: id('tip_id').notNull(),
    isHead: flag('is_head'),
    origin: text('origin').notNull(),
    hidden: flag('hidden'),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
    writer: text('writer').notNull(),
  },
  (table) => [
    primaryKey({ name: 'branches_key', columns: [table.threadId, table.namespace, table.branchId] }),
    uniqueIndex('branches_head').on(table.threadId, table.namespace).where(sql`is_head`),
  ],
);

/** Characters of `nodes` that its index holds. */
export const NODES_KEY_LENGTH = 200;

export const checkpoints = pgTable(
  'checkpoints',
  {
    threadId: text('thread_id').notNull(),
    namespace: text('namespace').notNull(),
    checkpointId: id('checkpoint_id').notNull(),
    parentId: id('parent_id'),
    branchId: text('branch_id').notNull(),
    /** The nearest checkpoint of the branch, this one included, whose record tells all versions. */
    baseId: id('base_id').notNull(),
    source: text('source').notNull(),
    step: integer('step').notNull(),
    runId: id('run_id'),
    createdAt: time('created_at').notNull(),
    /** What ran: `=name` of the only node, `*` and a JSON list of several, empty for none. Compared by its bytes. */
    nodes: text('nodes').notNull(),
    next: text('next').notNull(),
    /** Null when source, step and run tell it all. */
    metadata: jsonb('metadata'),
    /** See lib/storage/step-record.ts. */
    record: bytes('record').notNull(),
  },
  (table) => [
    primaryKey({ name: 'checkpoints_key', columns: [table.threadId, table.namespace, table.checkpointId] }),
    // Behind the thread stands what each of these is for: led by the namespace too, they look as good for every other key,
    // and PostgreSQL takes one of them as long as it has no statistics.
    index('checkpoints_branch').on(table.threadId, table.branchId, table.namespace, table.checkpointId),
    // A row of an index takes a third of a page at most, and the names of a wide step have no limit.
    index('checkpoints_nodes').on(
      table.threadId,
      sql`left(${table.nodes}, ${sql.raw(String(NODES_KEY_LENGTH))})`,
      table.namespace,
      table.checkpointId,
    ),
    index('checkpoints_step').on(table.threadId, table.step),
    index('checkpoints_source')
      .on(table.threadId, table.source, table.namespace, table.checkpointId)
      .where(sql`source <> 'loop'`),
    index('checkpoints_metadata').using('gin', sql`metadata jsonb_path_ops`).where(sql`metadata IS NOT NULL`),
  ],
);

/** A version belongs to a chain: a whole value (sequence 0) and deltas upon it. `version` is the first that had the value. */
export const channelValues = pgTable(
  'channel_values',
  {
    threadId: text('thread_id').notNull(),
    namespace: text('namespace').notNull(),
    channel: text('channel').notNull(),
    chainId: text('chain_id').notNull(),
    sequence: integer('sequence').notNull(),
    version: text('version').notNull(),
    /** 0: the whole value, 1: a delta. */
    kind: smallint('kind').notNull(),
    value: bytes('value').notNull(),
    createdAt: time('created_at').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'channel_values_key',
      columns: [table.threadId, table.namespace, table.channel, table.chainId, table.sequence],
    }),
  ],
);

export const checkpointWrites = pgTable(
  'checkpoint_writes',
  {
    threadId: text('thread_id').notNull(),
    namespace: text('namespace').notNull(),
    checkpointId: id('checkpoint_id').notNull(),
    taskId: id('task_id').notNull(),
    /** Below 0: one reserved write (WRITE_INDEX). Else: the first index of the regular writes packed in `writes`. */
    position: integer('position').notNull(),
    /** See lib/storage/packed-writes.ts. */
    writes: bytes('writes').notNull(),
    createdAt: time('created_at').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'checkpoint_writes_key',
      columns: [table.threadId, table.namespace, table.checkpointId, table.taskId, table.position],
    }),
  ],
);

export const runs = pgTable(
  'runs',
  {
    threadId: text('thread_id').notNull(),
    runId: id('run_id').notNull(),
    graphId: text('graph_id').notNull(),
    branchId: text('branch_id'),
    /** What a live run holds: a branch id, or '' for the thread's head while it has no branch of its own. Null once it ended. */
    claim: text('claim'),
    status: text('status').notNull(),
    reason: text('reason'),
    error: text('error'),
    metadata: jsonb('metadata').notNull(),
    kwargs: text('kwargs').notNull(),
    multitaskStrategy: text('multitask_strategy').notNull(),
    owner: text('owner'),
    heartbeatAt: time('heartbeat_at'),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
    writer: text('writer').notNull(),
  },
  (table) => [
    primaryKey({ name: 'runs_key', columns: [table.threadId, table.runId] }),
    uniqueIndex('runs_claim').on(table.threadId, table.claim).where(sql`claim IS NOT NULL`),
    index('runs_live').on(table.threadId, table.owner).where(sql`status IN ('pending', 'running')`),
  ],
);

export const runEvents = pgTable(
  'run_events',
  {
    threadId: text('thread_id').notNull(),
    runId: id('run_id').notNull(),
    sequence: integer('sequence').notNull(),
    step: integer('step').notNull(),
    mode: text('mode').notNull(),
    payload: text('payload').notNull(),
    createdAt: time('created_at').notNull(),
  },
  (table) => [primaryKey({ name: 'run_events_key', columns: [table.threadId, table.runId, table.sequence] })],
);

export const notes = pgTable(
  'notes',
  {
    threadId: text('thread_id').notNull(),
    namespace: text('namespace').notNull(),
    checkpointId: id('checkpoint_id').notNull(),
    text: text('text').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [primaryKey({ name: 'notes_key', columns: [table.threadId, table.namespace, table.checkpointId] })],
);
