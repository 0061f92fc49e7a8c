import type { TaskRecord } from '@/engine';
import { setKey, taskFlagsOf } from '@/engine';
import { jsonText, parseJsonText } from '@/lib/storage/json-text';
import { nodesText } from '@/lib/storage/nodes-column';
import type { RecordedWrite } from '@/lib/storage/recorded-writes';
import type { StepRecord } from '@/lib/storage/step-record';
import { packStepRecord, unpackStepRecord } from '@/lib/storage/step-record';
import { idText, idTextOrNull, storedId, storedIdOrNull } from '@/lib/storage/stored-id';
import type { ValuePlace } from '@/lib/storage/version-state';
import { bytesOf, contentOf } from './content';
import type { PartOf } from './format';
import type { RowOf } from './part-rows';

type CheckpointPart = PartOf<'checkpoint'>;
type RecordPart = CheckpointPart['record'];
type PlacePart = RecordPart['channels'][number]['at'];
type WritePart = NonNullable<RecordPart['writes']>[number];

/** A checkpoint with what its packed record says, in words. */
export function checkpointPart(row: RowOf<'checkpoints'>): CheckpointPart {
  return {
    kind: 'checkpoint',
    namespace: row.namespace,
    id: idText(row.checkpointId),
    parent: idTextOrNull(row.parentId),
    branch: row.branchId,
    base: idText(row.baseId),
    source: row.source,
    step: row.step,
    run: idTextOrNull(row.runId),
    createdAt: row.createdAt,
    next: JSON.parse(row.next) as string[],
    metadata: row.metadata === null ? null : (parseJsonText(row.metadata) as Record<string, unknown>),
    record: recordPart(unpackStepRecord(row.record)),
  };
}

export function checkpointRow(threadId: string, part: CheckpointPart): RowOf<'checkpoints'> {
  return {
    threadId,
    namespace: part.namespace,
    checkpointId: storedId(part.id),
    parentId: storedIdOrNull(part.parent),
    branchId: part.branch,
    baseId: storedId(part.base),
    source: part.source,
    step: part.step,
    runId: storedIdOrNull(part.run),
    createdAt: part.createdAt,
    nodes: nodesText(part.record.tasks as TaskRecord[]),
    next: JSON.stringify(part.next),
    metadata: part.metadata === null ? null : jsonText(part.metadata),
    record: packStepRecord(stepRecord(part.record)),
  };
}

function recordPart({ v, ts, tasks, changedCount, change, writes }: StepRecord): RecordPart {
  return {
    v,
    ts,
    tasks: tasks.map(({ id, node, path, startMs, durationMs, attempts, status, routes, ...flags }) => ({
      id,
      node,
      path,
      startMs,
      durationMs,
      attempts,
      status,
      ...taskFlagsOf(flags),
      ...(routes && {
        routes: routes.map(({ router, answers, reads }) => ({ router, answers: [...answers], reads: [...reads] })),
      }),
    })),
    changedCount,
    isFull: change.isFull,
    channels: change.channels.map(([channel, { version, sizeBytes, place }]) => ({
      channel,
      version,
      bytes: sizeBytes,
      at: placePart(place),
    })),
    seen: Object.entries(change.seen).map(([node, versions]) => [node, Object.entries(versions)]),
    writes: writes?.map(writePart) ?? null,
  };
}

function stepRecord({ v, ts, tasks, changedCount, isFull, channels, seen, writes }: RecordPart): StepRecord {
  const seenByNode: StepRecord['change']['seen'] = {};
  for (const [node, versions] of seen) {
    const byChannel = {};
    for (const [channel, version] of versions) setKey(byChannel, channel, version);
    setKey(seenByNode, node, byChannel);
  }
  return {
    v,
    ts,
    tasks: tasks as TaskRecord[],
    changedCount,
    change: {
      isFull,
      channels: channels.map(({ channel, version, bytes, at }) => [
        channel,
        { version, sizeBytes: bytes, place: valuePlace(at) },
      ]),
      seen: seenByNode,
    },
    writes: writes?.map(recordedWrite) ?? null,
  };
}

function placePart(place: ValuePlace): PlacePart {
  switch (place.kind) {
    case 'empty':
      return { kind: 'empty' };
    case 'inline':
      return { kind: 'inline', value: contentOf(place.bytes) };
    case 'found':
      return { kind: 'found', chain: place.chainId, sequence: place.sequence };
    case 'row': {
      const { chainId, sequence, weight } = place;
      return { kind: 'row', chain: chainId, sequence, weight: weight && [weight.heldBytes, weight.valueBytes] };
    }
  }
}

function valuePlace(part: PlacePart): ValuePlace {
  switch (part.kind) {
    case 'empty':
      return { kind: 'empty' };
    case 'inline':
      return { kind: 'inline', bytes: bytesOf(part.value) };
    case 'found':
      return { kind: 'found', chainId: part.chain, sequence: part.sequence };
    case 'row': {
      const { chain, sequence, weight } = part;
      const [heldBytes, valueBytes] = weight ?? [0, 0];
      return { kind: 'row', chainId: chain, sequence, weight: weight && { heldBytes, valueBytes } };
    }
  }
}

function writePart(write: RecordedWrite): WritePart {
  const { channel, kind } = write;
  if (kind === 'bytes') return { channel, kind, value: contentOf(write.bytes) };
  return kind === 'value' ? { channel, kind } : { channel, kind, delta: write.delta && contentOf(write.delta) };
}

function recordedWrite(part: WritePart): RecordedWrite {
  const { channel, kind } = part;
  if (kind === 'bytes') return { channel, kind, bytes: bytesOf(part.value) };
  return kind === 'value' ? { channel, kind } : { channel, kind, delta: part.delta && bytesOf(part.delta) };
}
