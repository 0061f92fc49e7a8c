import { type CheckpointPendingWrite, isCallPath, isInternalChannel, type TimelineRow } from '@/engine';
import type { ServedGraph } from '@/lib/graphs/served-graph';
import { AppError } from '../app-error';
import type { RunsContext } from '../context';
import { readWholeTimeline } from '../path';
import { checkpointNotFound } from '../placement';
import { requireGraphOfThread, requireThread } from '../served-thread';

/** Which write is struck: of a task of the step that made a checkpoint, or of the edit that did. */
export interface Strike {
  threadId: string;
  checkpointId: string;
  /** Null for the edit. */
  taskId: string | null;
  /** Null for all that it wrote. */
  channel: string | null;
}

export interface FoundStrike {
  threadId: string;
  graph: ServedGraph;
  rows: TimelineRow[];
  byId: ReadonlyMap<string, TimelineRow>;
  /** The step that the write is part of, and the one before. */
  row: TimelineRow;
  before: TimelineRow;
  taskId: string | null;
  node: string | null;
  /** What was written; of an edit only the channels are known. */
  writes: ReadonlyMap<string, unknown[]>;
  /** What all tasks of the step wrote; nothing for an edit. */
  stepWrites: readonly CheckpointPendingWrite[];
  /** Of these, the ones that the graph has. Never empty. */
  channels: string[];
  gone: string[];
}

/** @throws AppError CHECKPOINT_NOT_FOUND, GRAPH_NOT_LOADED, INVALID_REQUEST, UNSUPPORTED */
export async function findStrike(context: RunsContext, strike: Strike): Promise<FoundStrike> {
  const { threadId, checkpointId, taskId, channel } = strike;
  const graph = requireGraphOfThread(context, await requireThread(context, threadId));
  const rows = await readWholeTimeline(context, threadId);
  const byId = new Map(rows.map((row) => [row.checkpointId, row]));
  const row = byId.get(checkpointId);
  if (row === undefined) throw checkpointNotFound(threadId, checkpointId);
  const before = row.parentId === null ? undefined : byId.get(row.parentId);
  if (before === undefined) throw noStepBefore(row);
  const stepWrites = taskId === null ? [] : await readStepWrites(context, threadId, { row, before, taskId });
  const written = taskId === null ? writesOfEdit(row) : writesOfTask(stepWrites, { row, taskId });
  if (channel !== null && !written.has(channel)) throw notWritten(row, channel, [...written.keys()]);
  const writes = channel === null ? written : new Map([[channel, written.get(channel) as unknown[]]]);
  const known = (name: string) => graph.replayChannel(name) !== null;
  const channels = [...writes.keys()].filter(known);
  const gone = [...writes.keys()].filter((name) => !known(name));
  if (channels.length === 0) throw gone.length > 0 ? channelsGone(row, gone) : wroteNothing(row);
  const node = nodeOf(row, taskId);
  return { threadId, graph, rows, byId, row, before, taskId, node, writes, stepWrites, channels, gone };
}

/** @throws AppError when the step was made by no edit */
function writesOfEdit(row: TimelineRow): ReadonlyMap<string, unknown[]> {
  if (row.source !== 'update') {
    const tasks = row.tasks.map(({ id, node }) => `${node} (${id})`).join(', ');
    throw new AppError(
      'INVALID_REQUEST',
      `No edit made step ${row.step}. ${tasks === '' ? 'No task made it either, so nothing of it can be struck.' : `Name one of its tasks: ${tasks}.`}`,
    );
  }
  return new Map(row.changed.map(({ channel }) => [channel, []]));
}

/** @throws AppError when the task did not make the step, or what its tasks wrote is not told apart */
async function readStepWrites(
  { store }: RunsContext,
  threadId: string,
  { row, before, taskId }: { row: TimelineRow; before: TimelineRow; taskId: string },
): Promise<readonly CheckpointPendingWrite[]> {
  const tasks = row.tasks.filter(({ path }) => !isCallPath(path));
  if (!tasks.some(({ id }) => id === taskId)) {
    const names = tasks.map(({ id, node }) => `${node} (${id})`);
    throw new AppError(
      'INVALID_REQUEST',
      `No task "${taskId}" made step ${row.step}. Its tasks: ${names.join(', ') || 'none are recorded'}.`,
    );
  }
  if (row.step !== before.step + 1) throw stepsMissing(row, before);
  const [found] = await store.saver.readWrites(threadId, [before.checkpointId]);
  return found?.writes ?? [];
}

/** By channel. @throws AppError when they are not recorded */
function writesOfTask(
  stepWrites: readonly CheckpointPendingWrite[],
  { row, taskId }: { row: TimelineRow; taskId: string },
): ReadonlyMap<string, unknown[]> {
  const own = stepWrites.filter(([id]) => id === taskId);
  if (own.length === 0) throw notRecorded(row, nodeOf(row, taskId) as string);
  const byChannel = new Map<string, unknown[]>();
  for (const [, name, value] of own) {
    // Routes, and what is kept about how a task went, are no part of the state.
    if (isInternalChannel(name)) continue;
    const list = byChannel.get(name);
    if (list) list.push(value);
    else byChannel.set(name, [value]);
  }
  return byChannel;
}

function nodeOf({ tasks }: TimelineRow, taskId: string | null): string | null {
  return tasks.find(({ id }) => id === taskId)?.node ?? null;
}

function noStepBefore({ step, parentId }: TimelineRow): AppError {
  const why = parentId === null ? 'The thread begins with it' : 'What came before was pruned';
  return new AppError(
    'UNSUPPORTED',
    `Nothing can be struck from step ${step}: ${why}, so there is no state to begin from.`,
  );
}

function stepsMissing({ step }: TimelineRow, before: TimelineRow): AppError {
  return new AppError(
    'UNSUPPORTED',
    `Steps ${before.step + 1} to ${step} are saved as one (only milestones were kept, or they were pruned), so what each task wrote is not recorded. Edit the state at step ${step} instead.`,
  );
}

function notRecorded({ step }: TimelineRow, node: string): AppError {
  return new AppError(
    'UNSUPPORTED',
    `What "${node}" wrote at step ${step} is not recorded: it was pruned, or another program saved the step. Edit the state there instead.`,
  );
}

function wroteNothing({ step }: TimelineRow): AppError {
  return new AppError('UNSUPPORTED', `Nothing was written to the state at step ${step} that could be struck.`);
}

function notWritten({ step }: TimelineRow, channel: string, written: string[]): AppError {
  return new AppError(
    'INVALID_REQUEST',
    `"${channel}" was not written there at step ${step}. Written were: ${written.join(', ') || 'none'}.`,
  );
}

function channelsGone({ step }: TimelineRow, gone: string[]): AppError {
  const names = gone.map((name) => `"${name}"`).join(', ');
  return new AppError(
    'UNSUPPORTED',
    `What was written at step ${step} can't be struck: the graph no longer has ${names}, or does not store it, so nothing combines its writes. Serve the code that recorded the thread.`,
  );
}
