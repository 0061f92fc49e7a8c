import { toWire } from '@/lib/contracts/wire-value';
import type { RunEventStore } from '@/lib/storage/store';
import type { StreamEvent } from './event-log';
import type { LiveRun } from './live-run';
import type { Log } from './log';
import { isKept } from './stream-events';

const BATCH_MS = 50;

type KeptEvent = Parameters<RunEventStore['append']>[2][number];

/** Events that cannot be made again from checkpoints are kept as rows, written in batches beside the run. */
export function keptEventWriter(rows: RunEventStore, run: LiveRun, log: Log) {
  let batch: KeptEvent[] = [];
  let writing: Promise<void> = Promise.resolve();
  const flush = () => {
    const events = batch;
    batch = [];
    if (events.length === 0) return writing;
    const { threadId, runId } = run.record;
    writing = writing
      .then(() => rows.append(threadId, runId, events))
      .catch((error: unknown) => log.problem('events of a run could not be kept', error));
    return writing;
  };
  return {
    add({ id, event, data }: StreamEvent) {
      if (!run.plan.keepsEvents || !isKept(event)) return;
      batch.push({ sequence: id, step: run.view.step + 1, mode: event, payload: toWire(data, { dates: 'iso' }) });
      if (batch.length === 1) setTimeout(() => void flush(), BATCH_MS).unref();
    },
    flush,
  };
}
