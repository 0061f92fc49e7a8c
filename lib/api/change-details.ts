import { isCallPath, NULL_TASK_ID, START, type TaskRecord } from '@/engine';
import type { ShownChange, Side, ValueChange, Writer, WriterTask } from '@/lib/contracts/changes';
import type { Struck } from '@/lib/contracts/strike';
import { toWire } from '@/lib/contracts/wire-value';
import { foldItem } from '@/lib/inspect/fold-value';
import { type ChannelWrite, matchWriters } from '@/lib/inspect/writer-match';
import { clientOf } from '@/lib/runs/run-origin';
import { struckBy } from '@/lib/runs/strike/struck';
import type { Runtime } from '@/lib/runtime/runtime';
import type { StoredWrite } from '@/lib/storage/change-reader';
import type { ChangeRow, ChannelChange } from '@/lib/storage/channel-change';
import { type ChangeQuestion, type FoundChange, isCutOff } from './read-changes';

/** Of a value before or after, what travels at once. */
const SIDE_BYTES = 4 * 1024;

/** Changes with their writers; the writes of all are read together. */
export async function describeChanges(
  runtime: Runtime,
  question: ChangeQuestion,
  found: readonly FoundChange[],
): Promise<ShownChange[]> {
  const { threadId, reader } = question;
  const writes = new Map<string, Map<string, StoredWrite[]>>();
  for (const channel of new Set(found.map(({ change }) => change.channel))) {
    const parents = found.flatMap(({ change: { channel: own, row } }) => (own === channel && row.parentId) || []);
    writes.set(channel, await reader.writesAt(parents, channel));
  }
  const branches = await runtime.store.saver.readBranches(threadId);
  const forks = new Set(branches.map(({ branchId, forkCheckpointId }) => `${branchId} ${forkCheckpointId}`));
  const steps = await reader.stepsAt([...new Set(found.flatMap(({ change }) => change.row.parentId ?? []))]);
  const metadata = await readEdits(question, found);
  const clients = await readClients(runtime, question, found, metadata);
  const shown: ShownChange[] = [];
  for (const each of found) {
    const { change, pathBefore, pathAfter } = each;
    const { row, channel } = change;
    const before = await sideOf(question, each, 'before');
    const after = await sideOf(question, each, 'after');
    const stored = (row.parentId !== null && writes.get(channel)?.get(row.parentId)) || [];
    const sinceStep = sinceStepOf(row, steps);
    shown.push({
      checkpointId: row.checkpointId,
      parentId: row.parentId,
      branchId: row.branchId,
      step: row.step,
      sinceStep,
      createdAt: row.createdAt,
      kind: before === null ? 'added' : after === null ? 'removed' : 'changed',
      path: [channel, ...(pathAfter ?? pathBefore ?? [])],
      writer: await writerOf(question, each, {
        stored,
        isFork: forks.has(`${row.branchId} ${row.parentId}`),
        isGap: sinceStep !== null,
        struck: struckBy(metadata.get(row.checkpointId) ?? {}),
      }),
      runId: row.runId,
      clientId: clients.get(row.runId ?? row.checkpointId) ?? null,
      before,
      after,
    });
  }
  return shown;
}

/** The step of a row's parent, when steps between the two were not saved or were pruned; null when none is missing. */
function sinceStepOf({ parentId, step, source }: ChangeRow, steps: ReadonlyMap<string, number>): number | null {
  const before = parentId === null ? undefined : steps.get(parentId);
  // A copy stands beside what it copies.
  return before === undefined || source === 'fork' || step - before <= 1 ? null : before;
}

export function withoutSides({ before: _before, after: _after, ...change }: ShownChange): ValueChange {
  return change;
}

async function sideOf(
  { follower }: ChangeQuestion,
  { change, pathBefore, pathAfter }: FoundChange,
  side: 'before' | 'after',
): Promise<Side | null> {
  const { channel, row, from, to } = change;
  const [place, path, checkpointId] =
    side === 'before' ? [from, pathBefore, row.parentId] : [to, pathAfter, row.checkpointId];
  if (path === null || checkpointId === null) return null;
  const value = await follower.valueAt(channel, place, path);
  if (value === undefined) return null;
  return { value: foldItem(value, { checkpointId, field: 'values', path: [channel, ...path] }, SIDE_BYTES) };
}

/** What is known of a change's step besides its row. */
interface WriterClues {
  stored: readonly StoredWrite[];
  isFork: boolean;
  isGap: boolean;
  struck: Struck | null;
}

async function writerOf(
  { reader, follower }: ChangeQuestion,
  { change, pathBefore, pathAfter }: FoundChange,
  { stored, isFork, isGap, struck }: WriterClues,
): Promise<Writer> {
  const { row, channel, to } = change;
  if (isCutOff(change)) return { kind: 'unknown', why: 'pruned' };
  if (row.source === 'input') return { kind: 'input' };
  if (row.source === 'update') return { kind: 'edit', isFork, ...(struck !== null && { struck }) };
  if (row.source === 'fork') return { kind: 'fork' };
  const tasks = reader.tasksOf(row).filter(({ status }) => status === 'done');
  const writes = ownWrites(change, tasks, stored, reader.loneWrites(row));
  if (writes.length === 0) return writerByTasks(tasks);
  const path = pathAfter ?? pathBefore ?? [];
  const isShared = new Set(writes.map(({ taskId }) => taskId)).size > 1;
  const after = isShared && pathAfter !== null ? await follower.wholeAt(channel, to) : undefined;
  const { taskIds, isSure } = matchWriters(writes, after, path);
  return writerByTasks(
    tasks.filter(({ id }) => taskIds.includes(id)),
    {
      isSure: isSure && !isGap,
      withInput: taskIds.includes(NULL_TASK_ID),
    },
  );
}

/** What is known to have been written to the channel in the step; a lone task's write stands for its value. */
function ownWrites(
  { channel }: ChannelChange,
  tasks: readonly TaskRecord[],
  stored: readonly StoredWrite[],
  lone: readonly string[] | null,
): ChannelWrite[] {
  const known = new Set([NULL_TASK_ID, ...tasks.map(({ id }) => id)]);
  const writes = stored
    .filter(({ taskId }) => known.has(taskId))
    .map(({ taskId, value }) => ({ taskId, value: toWire(value) }));
  const [task] = tasks;
  return lone?.includes(channel) && task ? [...writes, { taskId: task.id, value: undefined }] : writes;
}

function writerByTasks(
  tasks: readonly TaskRecord[],
  { isSure, withInput } = { isSure: tasks.length === 1, withInput: false },
): Writer {
  const own = tasks.filter(({ node, path }) => node !== START && !isCallPath(path));
  if (own.length > 0) return { kind: 'tasks', tasks: own.map(writerTask), isSure, withInput };
  // START passes the input on.
  return withInput || tasks.some(({ node }) => node === START)
    ? { kind: 'input' }
    : { kind: 'unknown', why: 'unrecorded' };
}

function writerTask({ id, node, attempts, reused, cached, handled }: TaskRecord): WriterTask {
  return { taskId: id, node, attempts, how: handled ? 'handled' : cached ? 'cached' : reused ? 'reused' : 'ran' };
}

/** By run, and by checkpoint for edits: the clients that asked for them. */
async function readClients(
  { store }: Runtime,
  { threadId }: ChangeQuestion,
  found: readonly FoundChange[],
  edits: ReadonlyMap<string, Record<string, unknown>>,
): Promise<Map<string, string | null>> {
  const clients = new Map<string, string | null>();
  for (const runId of new Set(found.flatMap(({ change }) => change.row.runId ?? []))) {
    const run = await store.runs.get(threadId, runId);
    clients.set(runId, run && clientOf(run.metadata));
  }
  for (const [checkpointId, own] of edits) clients.set(checkpointId, clientOf(own));
  return clients;
}

/** What the edits among them say of themselves, by checkpoint. */
async function readEdits(
  { reader }: ChangeQuestion,
  found: readonly FoundChange[],
): Promise<ReadonlyMap<string, Record<string, unknown>>> {
  const edits = found
    .map(({ change }) => change.row)
    .filter(({ source, runId }) => source === 'update' && runId === null);
  return reader.metadataAt(edits.map(({ checkpointId }) => checkpointId));
}
