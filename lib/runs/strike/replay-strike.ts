import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type CheckpointPendingWrite, isCallPath, type TimelineRow } from '@/engine';
import { toWire } from '@/lib/contracts/wire-value';
import type { SavedValue } from '@/lib/graphs/served-graph';
import type { RunsContext } from '../context';
import { runGraphCode } from '../update-state';
import type { FoundStrike } from './find-strike';
import { type SavedValues, StruckChannels } from './struck-channels';

/** Steps whose writes are read at once; between two pages others have their turn. */
const PAGE = 100;

export interface ReplayedStrike {
  atStep: ReplayedState;
  /** Null when no later step was applied. */
  atEnd: ReplayedState | null;
  stopped: { step: number; reason: string } | null;
  kept: { step: number; channel: string }[];
  drifted: string[];
  steps: number;
}

export interface ReplayedState {
  row: TimelineRow;
  asWritten: SavedValues;
  without: SavedValues;
}

/**
 * The struck channels at the step and, by the recorded writes of the steps behind it, at the end of `later`. No node runs.
 * @throws AppError GRAPH_CODE_FAILED when a reducer fails at the step itself
 */
export async function replayStrike(
  context: RunsContext,
  strike: FoundStrike,
  later: readonly TimelineRow[],
): Promise<ReplayedStrike> {
  const { row, before, channels, taskId, stepWrites } = strike;
  const replay = new StruckChannels(strike.graph, channels);
  const read: ReadStates = (rows) => readChannels(context, strike, rows);
  const [start, made] = await read([before, row]);
  for (const channel of channels) replay.set(channel, start?.[channel] ?? null);
  if (taskId === null) {
    for (const channel of channels) replay.set(channel, made?.[channel] ?? null, 'asWritten');
  } else {
    await runGraphCode(async () => replay.step(row, stepWrites, taskId));
  }
  const atStep = { row, ...replay.values() };
  const kept: ReplayedStrike['kept'] = [];
  let stopped: ReplayedStrike['stopped'] = null;
  let last = row;
  let steps = 0;
  for (let from = 0; from < later.length && stopped === null; from += PAGE) {
    const page = later.slice(from, from + PAGE);
    const writes = await readWrites(
      context,
      strike,
      page.map((each) => parentOf(strike, each)),
    );
    for (const each of page) {
      const parent = parentOf(strike, each);
      const reason =
        each.tasks.length === 0
          ? await keepRecorded(replay, each, parent, { read, kept })
          : applyStep(replay, each, parent, writes.get(parent.checkpointId) ?? []);
      if (reason !== null) {
        stopped = { step: each.step, reason };
        break;
      }
      last = each;
      steps++;
    }
    await setImmediate();
  }
  const atEnd = last === row ? null : { row: last, ...replay.values() };
  const [recorded] = atEnd === null ? [] : await read([last]);
  const drifted = new Set([...driftOf(atStep, made), ...(atEnd === null ? [] : driftOf(atEnd, recorded))]);
  return { atStep, atEnd, stopped, kept, drifted: [...drifted], steps };
}

/** Answers why it can't be applied; null when it was. */
function applyStep(
  replay: StruckChannels,
  row: TimelineRow,
  parent: TimelineRow,
  writes: readonly CheckpointPendingWrite[],
): string | null {
  if (row.step !== parent.step + 1)
    return `Steps ${parent.step + 1} to ${row.step} are saved as one: what each of their tasks wrote is not recorded.`;
  const missing = row.tasks.find(({ id, path }) => !isCallPath(path) && !writes.some(([taskId]) => taskId === id));
  if (missing !== undefined)
    return `What "${missing.node}" wrote at step ${row.step} is not recorded: it was pruned, or another program saved the step.`;
  try {
    replay.step(row, writes, null);
    return null;
  } catch (error) {
    return `A reducer failed at step ${row.step}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Of inputs, copies and edits no task's writes are recorded: a channel that one changed stands as it was then. */
async function keepRecorded(
  replay: StruckChannels,
  row: TimelineRow,
  parent: TimelineRow,
  { read, kept }: { read: ReadStates; kept: ReplayedStrike['kept'] },
): Promise<string | null> {
  if (row.source === 'loop') return `Whoever saved step ${row.step} named no tasks, so what they wrote is not known.`;
  const changed = replay.names.filter((name) => row.changed.some(({ channel }) => channel === name));
  if (changed.length === 0) return null;
  const [before, after] = await read([parent, row]);
  for (const channel of changed) {
    if (isDeepStrictEqual(before?.[channel], after?.[channel])) continue;
    replay.set(channel, after?.[channel] ?? null);
    kept.push({ step: row.step, channel });
  }
  return null;
}

/** Channels that today's reducers make otherwise than they are recorded. */
function driftOf({ asWritten }: ReplayedState, recorded: SavedValues | undefined): string[] {
  return Object.entries(asWritten).flatMap(([channel, value]) =>
    isDeepStrictEqual(plain(value), plain(recorded?.[channel] ?? null)) ? [] : [channel],
  );
}

/** Messages of a class and as they are stored are the same. */
function plain(saved: SavedValue): unknown {
  return saved === null ? null : toWire(saved.value);
}

/** What checkpoints hold of the struck channels, in the order asked for. */
type ReadStates = (rows: readonly TimelineRow[]) => Promise<SavedValues[]>;

async function readChannels(
  { store }: RunsContext,
  { threadId, channels }: FoundStrike,
  rows: readonly TimelineRow[],
): Promise<SavedValues[]> {
  const ids = rows.map(({ checkpointId }) => checkpointId);
  const found = await store.saver.readChannels(threadId, ids, channels);
  const byId = new Map(found.map(({ checkpointId, values }) => [checkpointId, values]));
  return ids.map((id) => {
    const values = byId.get(id) ?? {};
    return Object.fromEntries(
      channels.map((name) => [name, Object.hasOwn(values, name) ? { value: values[name] } : null]),
    );
  });
}

async function readWrites(
  { store }: RunsContext,
  { threadId }: FoundStrike,
  rows: readonly TimelineRow[],
): Promise<ReadonlyMap<string, readonly CheckpointPendingWrite[]>> {
  const ids = [...new Set(rows.map(({ checkpointId }) => checkpointId))];
  const found = await store.saver.readWrites(threadId, ids);
  return new Map(found.map(({ checkpointId, writes }) => [checkpointId, writes]));
}

/** The way leads along parents that are all there. */
function parentOf({ byId }: FoundStrike, { parentId }: TimelineRow): TimelineRow {
  return byId.get(parentId as string) as TimelineRow;
}
