import { createHash } from 'node:crypto';
import { type KeyPattern, matchesKeys, parseKeyPattern } from '@/lib/capsule/key-pattern';
import type { EndComparison, ExperimentRow } from '@/lib/contracts/experiment';
import { toWireState } from '@/lib/contracts/wire-value';
import { compareEnds, type EndValue, type RowEnd } from '@/lib/inspect/compare-ends';
import { comparedText, type LeftOut } from '@/lib/inspect/compared-text';
import { AppError } from '@/lib/runs/app-error';
import type { RunningExperiment } from '@/lib/runs/experiments/experiment';
import { readStates } from '@/lib/runs/read-state';
import { requireThread } from '@/lib/runs/served-thread';
import type { Runtime } from '@/lib/runtime/runtime';
import type { ThreadRecord } from '@/lib/storage/store';

/** Characters of a long value that are kept to show where it parts from another. */
const KEPT = 16_384;
const OVER = new Set<ExperimentRow['status']>(['done', 'failed', 'waiting', 'stopped']);

interface KnownEnds {
  leftOut: string;
  values: Map<number, ReadonlyMap<string, EndValue>>;
}

/** What was read of an experiment's ends: a checkpoint never changes. Of one choice of what is left out, the last. */
const known = new WeakMap<RunningExperiment, KnownEnds>();

/**
 * How the rows that are over ended. One whose branch was deleted before its end was read is left out.
 * @param leftOut keys that do not count, as patterns
 * @throws AppError INVALID_REQUEST for a pattern that names no key
 */
export async function readEnds(
  runtime: Runtime,
  experiment: RunningExperiment,
  leftOut: string[],
): Promise<EndComparison> {
  const patterns = leftOut.map(patternOf);
  const id = JSON.stringify(leftOut);
  const last = known.get(experiment);
  const memory = last?.leftOut === id ? last : { leftOut: id, values: new Map() };
  known.set(experiment, memory);
  let thread: ThreadRecord | undefined;
  const ends: RowEnd[] = [];
  for (const row of experiment.rows) {
    if (!OVER.has(row.status) || row.endCheckpointId === null) continue;
    let values = memory.values.get(row.row);
    if (values === undefined) {
      thread ??= await requireThread(runtime, experiment.plan.threadId);
      // One at a time: a hundred large states must not be in memory at once.
      const [snapshot] = await readStates(runtime, thread, [row.endCheckpointId]);
      if (snapshot === undefined) continue;
      values = digestsOf(toWireState(snapshot.values), (trail) => patterns.some((each) => matchesKeys(each, trail)));
      memory.values.set(row.row, values);
    }
    ends.push({ row: row.row, outcome: outcomeOf(row), values });
  }
  return { ...compareEnds(ends), leftOut };
}

function digestsOf(state: Record<string, unknown>, isLeftOut: LeftOut): Map<string, EndValue> {
  const compared = Object.entries(state).filter(([key]) => !isLeftOut([key]));
  return new Map(
    compared.map(([key, value]) => {
      const text = comparedText(value, isLeftOut, [key]);
      const digest = createHash('sha256').update(text).digest('base64');
      return [key, { digest, text: text.slice(0, KEPT), isWhole: text.length <= KEPT }];
    }),
  );
}

function outcomeOf({ status, reason }: ExperimentRow): string {
  return reason === null ? status : `${status}: ${reason}`;
}

function patternOf(text: string): KeyPattern {
  const pattern = parseKeyPattern(text);
  if (pattern !== null) return pattern;
  throw new AppError(
    'INVALID_REQUEST',
    `"${text}" names no key to leave out. Write a key, or keys that follow each other: "id", "messages.tool_calls.id".`,
  );
}
