import { jsonText, parseJsonText } from '@/lib/storage/json-text';
import { packRow, unpackWrites } from '@/lib/storage/packed-writes';
import type { ColumnValues } from '@/lib/storage/query';
import type { sqliteDialect } from '@/lib/storage/sqlite-dialect';
import { idText, idTextOrNull, storedId, storedIdOrNull } from '@/lib/storage/stored-id';
import { DELTA, packed, REFERENCE, WHOLE } from '@/lib/storage/stored-value';
import type { ThreadTable } from '@/lib/storage/transfer-tables';
import { packReference, unpackReference } from '@/lib/storage/value-reference';
import { checkpointPart, checkpointRow } from './checkpoint-part';
import { bytesOf, contentOf } from './content';
import type { Part, PartKind, PartOf } from './format';

/** A row of a SQLite file as it is read. */
export type RowOf<Table extends ThreadTable> = {
  [Key in keyof ColumnValues<Tables[Table]>]: ReadColumn<Tables[Table], Key>;
};
type Tables = typeof sqliteDialect.tables;
type ReadColumn<Of extends Tables[ThreadTable], Key> = Key extends keyof Of['$inferSelect']
  ? Stored<Of['$inferSelect'][Key]>
  : never;
type Stored<Value> = Value extends Buffer ? Uint8Array : Value extends boolean ? number : Value;

export const TABLE_OF_KIND = {
  thread: 'threads',
  branch: 'branches',
  checkpoint: 'checkpoints',
  value: 'channelValues',
  writes: 'checkpointWrites',
  run: 'runs',
  event: 'runEvents',
  note: 'notes',
} as const satisfies Record<PartKind, ThreadTable>;

type Readers = { [Kind in PartKind]: (row: RowOf<(typeof TABLE_OF_KIND)[Kind]>) => PartOf<Kind> };
type Writers = { [Kind in PartKind]: (threadId: string, part: PartOf<Kind>) => RowOf<(typeof TABLE_OF_KIND)[Kind]> };

const WRITER = 'capsule';
/** A run that was live is of the server that ran it: elsewhere it counts as one whose server is gone. */
const LIVE = ['pending', 'running'];

/** The part of the thread that a row tells. */
export const partOf: Readers = {
  thread: ({ graphId, metadata, config, createdAt, updatedAt }) => ({
    kind: 'thread',
    graph: graphId,
    metadata: parseJsonText(metadata) as Record<string, unknown>,
    config: JSON.parse(config) as Record<string, unknown>,
    createdAt,
    updatedAt,
  }),
  branch: ({ namespace, branchId, position, name, forkCheckpointId, tipId, isHead, origin, hidden, ...times }) => ({
    kind: 'branch',
    namespace,
    id: branchId,
    position,
    name,
    fork: idTextOrNull(forkCheckpointId),
    tip: idText(tipId),
    isHead: Number(isHead) === 1,
    origin: origin as PartOf<'branch'>['origin'],
    hidden: Number(hidden) === 1,
    createdAt: times.createdAt,
    updatedAt: times.updatedAt,
  }),
  checkpoint: checkpointPart,
  value: ({ namespace, channel, chainId, sequence, version, createdAt, kind, value }) => ({
    kind: 'value',
    namespace,
    channel,
    chain: chainId,
    sequence,
    version,
    createdAt,
    is: valueContent(kind, value),
  }),
  writes: ({ namespace, checkpointId, taskId, position, createdAt, writes }) => ({
    kind: 'writes',
    namespace,
    checkpoint: idText(checkpointId),
    task: idText(taskId),
    position,
    createdAt,
    writes: unpackWrites(writes).map(({ index, channel, bytes }) => ({ index, channel, value: contentOf(bytes) })),
  }),
  run: ({ runId, graphId, branchId, status, reason, error, metadata, kwargs, ...rest }) => ({
    kind: 'run',
    id: idText(runId),
    graph: graphId,
    branch: branchId,
    status: status as PartOf<'run'>['status'],
    reason,
    error: error === null ? null : (JSON.parse(error) as Record<string, unknown>),
    metadata: parseJsonText(metadata) as Record<string, unknown>,
    kwargs: JSON.parse(kwargs) as Record<string, unknown>,
    multitaskStrategy: rest.multitaskStrategy,
    createdAt: rest.createdAt,
    updatedAt: rest.updatedAt,
  }),
  event: ({ runId, sequence, step, mode, payload, createdAt }) => ({
    kind: 'event',
    run: idText(runId),
    sequence,
    step,
    mode,
    payload: JSON.parse(payload) as unknown,
    createdAt,
  }),
  note: ({ namespace, checkpointId, text, updatedAt }) => ({
    kind: 'note',
    namespace,
    checkpoint: idText(checkpointId),
    text,
    updatedAt,
  }),
};

const rowOfKind: Writers = {
  thread: (threadId, { graph, metadata, config, createdAt, updatedAt }) => ({
    threadId,
    graphId: graph,
    metadata: jsonText(metadata),
    config: JSON.stringify(config),
    createdAt,
    updatedAt,
    writer: WRITER,
  }),
  branch: (threadId, { namespace, id, position, name, fork, tip, isHead, origin, hidden, createdAt, updatedAt }) => ({
    threadId,
    namespace,
    branchId: id,
    position,
    name,
    forkCheckpointId: storedIdOrNull(fork),
    tipId: storedId(tip),
    isHead: isHead ? 1 : 0,
    origin,
    hidden: hidden ? 1 : 0,
    createdAt,
    updatedAt,
    writer: WRITER,
  }),
  checkpoint: checkpointRow,
  value: (threadId, { namespace, channel, chain, sequence, version, createdAt, is }) => {
    const at = { threadId, namespace, channel, chainId: chain, sequence, version, createdAt };
    if ('whole' in is) return { ...at, kind: WHOLE, value: packed(bytesOf(is.whole)) };
    if ('delta' in is) return { ...at, kind: DELTA, value: packed(bytesOf(is.delta)) };
    if ('like' in is) throw new Error('A value that is like another must be made whole before it is stored.');
    const [ofChannel, chainId, ofSequence, key] = is.input;
    return { ...at, kind: REFERENCE, value: packReference({ channel: ofChannel, chainId, sequence: ofSequence, key }) };
  },
  writes: (threadId, { namespace, checkpoint, task, position, createdAt, writes }) => {
    const given = writes.map(({ index, channel, value }) => ({ index, channel, bytes: bytesOf(value) }));
    const packedWrites = given.length === 0 ? new Uint8Array() : packRow(given).packed;
    const at = { threadId, namespace, checkpointId: storedId(checkpoint), taskId: storedId(task), position };
    return { ...at, writes: packedWrites, createdAt };
  },
  run: (threadId, { id, graph, branch, status, reason, error, metadata, kwargs, ...rest }) => {
    const isLive = LIVE.includes(status);
    return {
      threadId,
      runId: storedId(id),
      graphId: graph,
      branchId: branch,
      claim: null,
      status: isLive ? 'interrupted' : status,
      reason: isLive ? 'server_stopped' : reason,
      error: error && JSON.stringify(error),
      metadata: jsonText(metadata),
      kwargs: JSON.stringify(kwargs),
      multitaskStrategy: rest.multitaskStrategy,
      owner: null,
      heartbeatAt: null,
      createdAt: rest.createdAt,
      updatedAt: rest.updatedAt,
      writer: WRITER,
    };
  },
  event: (threadId, { run, sequence, step, mode, payload, createdAt }) => ({
    threadId,
    runId: storedId(run),
    sequence,
    step,
    mode,
    payload: JSON.stringify(payload),
    createdAt,
  }),
  note: (threadId, { namespace, checkpoint, text, updatedAt }) => ({
    threadId,
    namespace,
    checkpointId: storedId(checkpoint),
    text,
    updatedAt,
  }),
};

/** The row that tells a part, for a SQLite file. */
export function rowOf<Kind extends PartKind>(
  threadId: string,
  part: Part & { kind: Kind },
): RowOf<(typeof TABLE_OF_KIND)[Kind]> {
  // Safe: a part's kind names its own writer, which TypeScript can't follow through the table.
  const write = rowOfKind[part.kind] as (threadId: string, part: Part) => RowOf<(typeof TABLE_OF_KIND)[Kind]>;
  return write(threadId, part);
}

function valueContent(kind: number, stored: Uint8Array): PartOf<'value'>['is'] {
  if (kind === DELTA) return { delta: contentOf(stored) };
  if (kind === WHOLE) return { whole: contentOf(stored) };
  const { channel, chainId, sequence, key } = unpackReference(stored);
  return { input: [channel, chainId, sequence, key] };
}
